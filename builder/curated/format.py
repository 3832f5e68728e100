"""The canonical form of a mapping file, so that a diff shows only real changes."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from iac_crosswalk.vocabulary import SYSTEMS

HEAD = "# yaml-language-server: $schema={up}schema.json\n"
ROW_KEYS = (*SYSTEMS, "key", "relation", "when", "transform", "note", "not", "source", "unjudged")
CONDITION_KEYS = ("when", "shown_by")
PITFALL_KEYS = ("wrong", "instead", "why", "seen")
TOP_KEYS = ("resource", "reviewed", "complete", "attributes", "conditions", "pitfalls")
RESOURCE_KEYS = (*SYSTEMS, "note", "unjudged")
COMMENT_PREFIX = "#| "
"""The prefix of the comments that `curate` writes above an unjudged row."""
_CURATE_COMMENTS = re.compile(rb"^ *#\|.*\n", re.M)
PART_KEYS = ("name", "role", "relation", "when", "of", "back", "note")


def canonical(raw: bytes, file: str = "service/type.yaml") -> bytes:
    """The same YAML with rows sorted by path and keys in the order of docs/mappings.md. Comments
    keep their places, except those that `curate` wrote: they are removed.

    `file`: the path below mappings/. The first line has the relative path from it to the schema.
    """
    yaml = YAML(typ="rt")
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = False
    document = yaml.load(_CURATE_COMMENTS.sub(b"", raw).decode("utf-8"))
    _order(document, TOP_KEYS)
    head = document["resource"]
    subject = next(key for key in head if key in SYSTEMS and head[key] != "none")
    _order(head, (subject, *(key for key in RESOURCE_KEYS if key != subject)))
    systems = (subject, *(key for key in SYSTEMS if key != subject))
    lists = [head[key] for key in SYSTEMS if isinstance(head.get(key), list)]
    for part in (cell for cells in lists for cell in cells if isinstance(cell, dict)):
        _order(part, PART_KEYS)
    for row in document.get("attributes", []):
        _order(row, (*systems, *(key for key in ROW_KEYS if key not in SYSTEMS)))
    for condition in document.get("conditions", []):
        _order(condition, CONDITION_KEYS)
    for pitfall in document.get("pitfalls", []):
        _order(pitfall, PITFALL_KEYS)
    if "complete" in document:
        document["complete"].fa.set_flow_style()
    if "attributes" in document:
        _sort(document["attributes"], lambda row: _row_key(row, systems))
    out = io.StringIO()
    yaml.dump(document, out)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    while lines and (not lines[0] or lines[0].startswith("# yaml-language-server:")):
        lines.pop(0)
    return (HEAD.format(up="../" * file.count("/")) + "\n".join(lines) + "\n").encode()


def _order(mapping: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in mapping:
            mapping.move_to_end(key)


def _row_key(row: CommentedMap, systems: tuple[str, ...]) -> tuple[Any, ...]:
    """The sort key of a row: the system of its subject, the file's own first, then the path, then
    what distinguishes rows with the same path.
    """
    order = (*systems[:2], "boto3", "pulumi", "cdk")
    cells = [str(row.get(key, "")) for key in order]
    owner = next(index for index, cell in enumerate(cells) if cell)
    return (
        owner,
        cells[owner],
        str(row.get("key", "")),
        order[1] not in row,
        cells,
        str(row.get("when", "")),
    )


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
