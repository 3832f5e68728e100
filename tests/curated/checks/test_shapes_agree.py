from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_list_and_map_need_a_transform(problems: Problems) -> None:
    row = "  - {cloudformation: Tags, terraform: tags%s}\n"
    assert problems("shapes-agree", QUEUE + row % ", transform: tags-to-map") == []
    assert problems("shapes-agree", QUEUE + row % ", relation: close") == []
    assert problems("shapes-agree", QUEUE + row % "") == [
        "7: `Tags` is list<object> and terraform `tags` is map<string>; add `transform:` or make it"
        " close"
    ]
