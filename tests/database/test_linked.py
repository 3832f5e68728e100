"""What the rows of the linked file say to the reader."""

from __future__ import annotations

import pytest

from builder.database.linked import without_template
from builder.database.repeats import READ
from builder.linking.compose import Mapping


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (READ, None),
        (
            f"{READ} In a VPC Terraform returns OWNER/NAME.",
            "In a VPC Terraform returns OWNER/NAME.",
        ),
        (
            f"aws_alb is another name of aws_lb. {READ} The name itself.",
            "aws_alb is another name of aws_lb. The name itself.",
        ),
        ("Read back as TargetGroupName.", "Read back as TargetGroupName."),
        (None, None),
    ],
)
def test_boto3_is_not_told_what_a_template_takes(note: str | None, left: str | None) -> None:
    assert without_template(Mapping(subject=1, to_system="boto3", target=2, note=note)).note == left
