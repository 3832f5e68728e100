"""The canonical form of a mapping file, so that a change shows only what it changes."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

HEAD = "# yaml-language-server: $schema=../schema.json\n"
ROW_KEYS = ("cloudformation", "terraform", "pulumi", "boto3", "cdk", "relation", "when", "transform", "note", "not", "source")
CONDITION_KEYS = ("when", "shown_by")
PITFALL_KEYS = ("wrong", "instead", "why", "seen")
TOP_KEYS = ("resource", "complete", "attributes", "conditions", "pitfalls")
RESOURCE_KEYS = ("cloudformation", "terraform", "pulumi", "boto3", "cdk", "note")


def canonical(raw: bytes) -> bytes:
    """The same YAML with rows sorted by path, keys in the order of docs/mappings.md, and comments where they stood."""
    yaml = YAML(typ="rt")
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = False
    document = yaml.load(raw.decode("utf-8"))
    _order(document, TOP_KEYS)
    _order(document["resource"], RESOURCE_KEYS)
    for row in document.get("attributes", []):
        _order(row, ROW_KEYS)
    for condition in document.get("conditions", []):
        _order(condition, CONDITION_KEYS)
    for pitfall in document.get("pitfalls", []):
        _order(pitfall, PITFALL_KEYS)
    if "complete" in document:
        document["complete"].fa.set_flow_style()
    if "attributes" in document:
        _sort(document["attributes"], _row_key)
    out = io.StringIO()
    yaml.dump(document, out)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    while lines and (not lines[0] or lines[0].startswith("# yaml-language-server:")):
        lines.pop(0)
    return (HEAD + "\n".join(lines) + "\n").encode()


def _order(mapping: CommentedMap, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in mapping:
            mapping.move_to_end(key)


def _row_key(row: CommentedMap) -> tuple[Any, ...]:
    """By path in the subject's system, CloudFormation first; for one path by what tells its rows apart."""
    cells = [str(row.get(key, "")) for key in ("cloudformation", "terraform", "boto3", "pulumi", "cdk")]
    owner = next(index for index, cell in enumerate(cells) if cell)
    return (owner, cells[owner], "terraform" not in row, cells, str(row.get("when", "")))


def _sort(rows: CommentedSeq, key: Any) -> None:
    ordered = sorted(rows, key=key)
    if all(a is b for a, b in zip(ordered, rows, strict=True)):
        return
    comments = {id(row): rows.ca.items.get(index) for index, row in enumerate(rows)}
    rows.clear()
    rows.ca.items.clear()
    for index, row in enumerate(ordered):
        rows.append(row)
        if comments[id(row)] is not None:
            rows.ca.items[index] = comments[id(row)]
