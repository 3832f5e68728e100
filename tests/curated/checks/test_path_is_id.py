from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_the_path_follows_from_the_type(problems: Problems) -> None:
    assert problems("path-is-id", QUEUE + "  - {cloudformation: Arn, terraform: arn}\n") == []
    assert problems(
        "path-is-id",
        QUEUE + "  - {cloudformation: Arn, terraform: arn}\n",
        file="mappings/sqs/queues.yaml",
    ) == ["1: maps AWS::SQS::Queue, so it belongs in mappings/sqs/queue.yaml; move it with git mv"]
