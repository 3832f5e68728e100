from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems

TEXT = QUEUE.replace("attributes:\n", "pitfalls:\n")


def test_a_pitfall_is_a_path_that_does_not_exist(problems: Problems) -> None:
    assert (
        problems(
            "pitfall-is-wrong", TEXT + "  - {wrong: 'Queues[0].Url', instead: [QueueUrl], why: w}\n"
        )
        == []
    )
    assert problems(
        "pitfall-is-wrong", TEXT + "  - {wrong: QueueUrl, instead: [Ref], why: w}\n"
    ) == ["7: `QueueUrl` exists in cloudformation now; remove the pitfall"]
    assert (
        problems(
            "pitfall-is-wrong",
            TEXT + "  - {wrong: Url, instead: [], why: nothing takes its place}\n",
        )
        == []
    )


def test_by_system(problems: Problems) -> None:
    found = problems(
        "pitfall-is-wrong",
        TEXT + "  - {wrong: {pulumi: url, terraform: queue_url}, instead: [QueueUrl], why: w}\n",
    )
    assert found == ["7: `url` exists in pulumi now; remove the pitfall"]
