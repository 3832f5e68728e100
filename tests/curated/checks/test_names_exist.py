from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_names_of_the_schemas_pass(problems: Problems) -> None:
    assert (
        problems(
            "names-exist",
            QUEUE
            + "  - {cloudformation: Arn, terraform: arn}\n  - {cloudformation: Ref, terraform: [id,"
            " url]}\n",
        )
        == []
    )


def test_every_wrong_name_is_reported_with_the_nearest(problems: Problems) -> None:
    found = problems(
        "names-exist",
        QUEUE
        + "  - {cloudformation: QueueNam, terraform: name}\n  - {cloudformation: Arn, terraform:"
        " arns}\n",
    )
    assert found == [
        "7: AWS::SQS::Queue has no attribute `QueueNam`, did you mean QueueName?",
        "8: aws_sqs_queue has no attribute `arns`, did you mean arn?",
    ]


def test_a_wrong_resource_is_reported(problems: Problems) -> None:
    text = "resource:\n  cloudformation: AWS::SQS::Queue\n  terraform: aws_sqs_queues\n"
    assert [line.split(", did")[0] for line in problems("names-exist", text)] == [
        "3: terraform has no resource aws_sqs_queues"
    ]
    assert problems("names-exist", "resource:\n  cloudformation: AWS::SQS::Que\n")[0].startswith(
        "1: CloudFormation has no type AWS::SQS::Que, did you mean AWS::SQS::Queue"
    )


def test_a_row_may_point_into_another_resource(problems: Problems) -> None:
    assert (
        problems(
            "names-exist",
            QUEUE + "  - {cloudformation: RedrivePolicy, terraform:"
            " aws_sqs_queue_redrive_policy.redrive_policy}\n",
        )
        == []
    )
    found = problems(
        "names-exist",
        QUEUE
        + "  - {cloudformation: RedrivePolicy, terraform: aws_sqs_queue_redrive_policy.policy}\n",
    )
    assert found[0].startswith(
        "7: aws_sqs_queue_redrive_policy has no attribute `policy`, did you mean redrive_policy"
    )


def test_the_subject_is_the_first_system_that_has_the_attribute(problems: Problems) -> None:
    assert (
        problems(
            "names-exist",
            QUEUE + "  - {cloudformation: none, terraform: name_prefix, note: a help for naming}\n",
        )
        == []
    )
    assert problems(
        "names-exist", QUEUE + "  - {cloudformation: none, terraform: none, note: n}\n"
    ) == ["7: has only none; name the attribute that has no equivalent"]
