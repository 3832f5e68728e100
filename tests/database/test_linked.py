"""What the rows of the linked file say to the reader."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from builder.database.linked import without_template
from builder.database.repeats import READ_NOTE
from builder.linking.compose import Mapping


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (READ_NOTE, None),
        (
            f"{READ_NOTE} In a VPC Terraform returns OWNER/NAME.",
            "In a VPC Terraform returns OWNER/NAME.",
        ),
        (
            f"aws_alb is another name of aws_lb. {READ_NOTE} The name itself.",
            "aws_alb is another name of aws_lb. The name itself.",
        ),
        ("Read back as TargetGroupName.", "Read back as TargetGroupName."),
        (None, None),
    ],
)
def test_boto3_is_not_told_what_a_template_takes(note: str | None, left: str | None) -> None:
    assert without_template(Mapping(subject=1, to_system="boto3", target=2, note=note)).note == left


def test_a_resource_is_no_attribute_with_the_same_row_id(database: Path) -> None:
    """Of a part only the resources that are judged for it follow: the rule that lets a Ref repeat
    what another attribute is goes by row ids of attributes, and was asked about resources."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "select p.name from resource_mapping m join resource r on r.id = m.from_resource_id"
            " join resource p on p.id = m.to_resource_id where m.to_system = 'boto3' and r.name ="
            " 'aws_lambda_function_scaling_config' order by 1"
        )
        assert [name for (name,) in found] == [
            "lambda.FunctionConfiguration",
            "lambda.FunctionScalingConfig",
            "lambda.GetFunctionScalingConfigResponse",
        ]
