from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_a_key_belongs_to_a_list(problems: Problems) -> None:
    row = "  - {cloudformation: %s, terraform: name, key: x, relation: close}\n"
    assert problems("key-is-of-a-list", QUEUE + row % "Tags[].Value") == []
    assert problems("key-is-of-a-list", QUEUE + row % "QueueName") == [
        "7: `key: x` and no path lies in a list; name the member that holds the value: LIST[].Value"
    ]
