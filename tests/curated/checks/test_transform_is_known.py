from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_transforms_come_from_the_vocabulary(problems: Problems) -> None:
    row = "  - {cloudformation: Tags, terraform: tags, transform: %s}\n"
    assert problems("transform-is-known", QUEUE + row % "tags-to-map") == []
    assert problems("transform-is-known", QUEUE + row % "tag-to-map") == [
        "7: `tag-to-map` is not in data/transforms.yaml, did you mean tags-to-map?; use one of them"
        " or describe it there"
    ]
