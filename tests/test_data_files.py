"""The YAML files of data/: what a reader of YAML would take without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from builder.packages import ROOT

FILES = [
    *sorted((ROOT / "data").rglob("*.yaml")),
    *sorted((ROOT / "iac_crosswalk").rglob("*.yaml")),
    *sorted((ROOT / "tests" / "database").rglob("*.yaml")),
]


def _doubled(node: yaml.Node | None) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        keys = Counter(str(key.value) for key, _ in node.value)
        yield from (key for key, times in keys.items() if times > 1)
        for _, value in node.value:
            yield from _doubled(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubled(item)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_key_stands_twice(file: Path) -> None:
    """The second would hide the first: `redshift.Cluster` in boto3_read_as.yaml once did."""
    text = file.read_text(encoding="utf-8")
    assert list(_doubled(yaml.compose(text, Loader=yaml.CSafeLoader))) == []
