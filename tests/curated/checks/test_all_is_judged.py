from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems

HEAD = (
    "resource:\n  cloudformation: AWS::SQS::Queue\n  terraform: aws_sqs_queue\n  unjudged:"
    " [terraform, boto3]\n"
)


def test_what_is_not_judged_is_named_with_its_line(problems: Problems) -> None:
    row = "  - {cloudformation: Arn, terraform: arn}\n"
    unjudged = "  - {cloudformation: QueueUrl, terraform: url, unjudged: [terraform, boto3]}\n"
    assert problems("all-is-judged", QUEUE + row) == []
    assert problems("all-is-judged", QUEUE + row + unjudged) == [
        "8: `QueueUrl` is not judged for terraform, boto3; correct the row from the documentation"
        " of both sides, then remove `unjudged:`"
    ]
    assert problems("all-is-judged", HEAD) == [
        "4: the resources are not judged; correct them from the documentation, then remove"
        " `unjudged:`"
    ]


def test_a_row_that_is_not_judged_claims_nothing(problems: Problems) -> None:
    """Neither its names, which may be gone, nor its pairs count."""
    same = (
        "  - {cloudformation: Arn, terraform: arn}\n  - {cloudformation: Arn, terraform: arn,"
        " unjudged: [terraform]}\n"
    )
    assert problems("no-contradiction", QUEUE + same) == []
    assert (
        problems(
            "names-exist",
            QUEUE + "  - {cloudformation: Gone, terraform: arn, unjudged: [terraform]}\n",
        )
        == []
    )


def test_the_mark_names_systems(problems: Problems) -> None:
    assert problems("names-exist", QUEUE + "  - {cloudformation: Arn, unjudged: [pulumi]}\n") == [
        "7: attributes.0.unjudged.0: `pulumi` is not one of cloudformation, terraform, boto3"
    ]
