from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_none_needs_a_note(problems: Problems) -> None:
    assert (
        problems(
            "none-has-reason", QUEUE + "  - {cloudformation: Arn, terraform: none, note: why}\n"
        )
        == []
    )
    assert problems(
        "none-has-reason",
        QUEUE
        + "  - {cloudformation: Arn, terraform: arn}\n  - {cloudformation: QueueUrl, terraform:"
        " none}\n",
    ) == ["8: is none without a reason; add `note:` with the sources that were examined"]


def test_a_resource_that_is_none_needs_one_too(problems: Problems) -> None:
    text = "resource:\n  cloudformation: AWS::SQS::Queue\n  terraform: none\n"
    assert problems("none-has-reason", text) == [
        "3: is none without a reason; add `note:` with the sources that were examined"
    ]
