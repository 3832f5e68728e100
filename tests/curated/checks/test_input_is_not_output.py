from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_a_setting_is_not_a_computed_value(problems: Problems) -> None:
    assert (
        problems(
            "input-is-not-output",
            QUEUE + "  - {cloudformation: DelaySeconds, terraform: delay_seconds}\n",
        )
        == []
    )
    assert (
        problems(
            "input-is-not-output",
            QUEUE + "  - {cloudformation: KmsMasterKeyId, terraform: arn, relation: close}\n",
        )
        == []
    )


def test_the_message_names_both(problems: Problems) -> None:
    text = QUEUE.replace("AWS::SQS::Queue", "AWS::EC2::Volume").replace(
        "aws_sqs_queue", "aws_ebs_volume"
    )
    found = problems(
        "input-is-not-output",
        text + "  - {cloudformation: AutoEnableIO, terraform: arn}\n",
        file="mappings/ec2/volume.yaml",
    )
    assert found == [
        "7: `AutoEnableIO` can only be set and `arn` only be read; make the row close, or look"
        " again"
    ]
