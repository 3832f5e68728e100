from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_a_single_value_is_no_resource(problems: Problems) -> None:
    row = "  - {cloudformation: %s, terraform: aws_sqs_queue_redrive_policy}\n"
    assert problems("whole-is-container", QUEUE + row % "RedrivePolicy") == []
    assert problems("whole-is-container", QUEUE + row % "DelaySeconds") == [
        "7: `DelaySeconds` is integer and cannot be a whole terraform resource; name the attribute"
        " of it"
    ]
