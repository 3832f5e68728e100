"""Writes a new mapping file, or adds missing rows to an existing one. Existing rows keep their
bytes."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from builder.curated.claims import ResolvedFile
from builder.curated.format import COMMENT_PREFIX, HEAD
from builder.curating.rows import Row
from builder.curating.subject import Counterpart, Subject
from builder.errors import BuildError

_WIDTH = 120


class UpdatedFile(NamedTuple):
    """The new text of a mapping file, and the numbers of rows that were added, and whose names no
    longer exist."""

    text: str
    added: int
    stale: int


def refresh(subject: Subject, text: str | None, rows: list[Row], complete: bool) -> UpdatedFile:
    """The file with `rows` after its own rows. The new rows are `unjudged`, and so are rows whose
    names no longer exist. `complete`: whether a new file has a row for each attribute of its
    subject. Raises BuildError if the file is not in canonical form."""
    if text is None:
        head = _head(subject, complete)
        return UpdatedFile(head + "attributes:\n" + "".join(map(row_text, rows)), len(rows), 0)
    own_file = subject.own_file
    assert own_file is not None
    lines = text.splitlines(keepends=True)
    stale_rows = _stale_rows(own_file)
    if (rows or stale_rows) and not _is_indented(lines, own_file):
        raise BuildError(
            f"{subject.file}:1: is not in canonical form; run `iac-crosswalk verify --fix` first"
        )
    for number in sorted(stale_rows, reverse=True):
        first = lines[number - 1]
        marked = first.replace(
            "  - ", f"  - unjudged: {_flow(stale_rows[number].systems)}\n    ", 1
        )
        lines[number - 1] = "".join(_comments(stale_rows[number].messages)) + marked
    if rows:
        place, header = _end_of_rows(lines)
        lines[place:place] = [header, *map(row_text, rows)]
    updated_text = "".join(lines)
    if rows or stale_rows:  # the second reader has not seen the new rows
        updated_text = re.sub(r"^reviewed: '?2'?$", "reviewed: 1", updated_text, flags=re.M)
    return UpdatedFile(updated_text, len(rows), len(stale_rows))


def row_text(row: Row) -> str:
    """The YAML of a row, with its comments above it."""
    keys = CommentedMap(row.keys)
    unjudged = CommentedSeq(row.keys["unjudged"])
    unjudged.fa.set_flow_style()
    keys["unjudged"] = unjudged
    return "".join(_comments(row.comments)) + _dump({"attributes": [keys]}).split("\n", 1)[1]


def _comments(lines: Iterable[str]) -> list[str]:
    """The lines as wrapped YAML comments."""
    start = f"  {COMMENT_PREFIX}"
    wrapper = textwrap.TextWrapper(
        _WIDTH, initial_indent=start, subsequent_indent=f"{start}  ", break_on_hyphens=False
    )
    return [f"{line}\n" for each in lines for line in wrapper.wrap(each)]


def _head(subject: Subject, complete: bool) -> str:
    """`resource:` of a new file with the derived counterparts, marked `unjudged`."""
    resource: dict[str, object] = {subject.system: subject.name}
    counterparts: dict[str, list[Counterpart]] = {}
    for each in subject.counterparts:
        counterparts.setdefault(each.system, []).append(each)
    for system, cells in counterparts.items():
        if len(cells) == 1 and cells[0].role == "main":
            resource[system] = cells[0].name
        else:
            resource[system] = [{"name": cell.name, "role": cell.role} for cell in cells]
    unjudged = CommentedSeq(
        each for each in ("cloudformation", "terraform", "boto3") if each != subject.system
    )
    unjudged.fa.set_flow_style()
    resource["unjudged"] = unjudged
    document: dict[str, object] = {"resource": resource}
    if complete:
        document["complete"] = CommentedSeq(unjudged)
        document["complete"].fa.set_flow_style()  # type: ignore[attr-defined]
    up = "../" * (subject.file.count("/") - 1)
    comments = [
        f"{each.system} {each.name}: {each.role}, {each.origin} {each.confidence:.2f}"
        for each in subject.counterparts
    ]
    comments += [
        f"{system}: no resource derived" for system in unjudged if system not in counterparts
    ]
    return HEAD.format(up=up) + "".join(_comments(comments)) + _dump(document)


def _dump(document: dict[str, object]) -> str:
    yaml = YAML(typ="rt")
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(document, out)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _flow(systems: list[str]) -> str:
    return f"[{', '.join(systems)}]"


class _StaleRow(NamedTuple):
    systems: list[str]
    messages: list[str]


def _stale_rows(own_file: ResolvedFile) -> dict[int, _StaleRow]:
    """Line of a judged row → the systems to judge again and the messages, for rows with names that
    no longer exist."""
    parse_problems = set(own_file.mapping_file.problems)
    stale_rows: dict[int, _StaleRow] = {}
    for row in own_file.mapping_file.rows:
        messages = [
            f"gone: {problem.message}"
            for problem in own_file.problems
            if problem.line == row.line and problem not in parse_problems
        ]
        if messages and not row.unjudged:
            systems_in_row = [s for s in row.cells if s in ("cloudformation", "terraform", "boto3")]
            subject = own_file.mapping_file.system
            systems = [s for s in systems_in_row if s != subject] or systems_in_row
            stale_rows[row.line] = _StaleRow(systems, messages)
    return stale_rows


def _is_indented(lines: list[str], own_file: ResolvedFile) -> bool:
    """Whether the rows are indented as in the canonical form."""
    return all(lines[row.line - 1].startswith("  - ") for row in own_file.mapping_file.rows)


def _end_of_rows(lines: list[str]) -> tuple[int, str]:
    """The index for new rows, and the line that must come before them: `attributes:` or none."""
    tops = [number for number, line in enumerate(lines) if re.match(r"[a-z]", line)]
    rows = next((n for n in tops if lines[n].startswith("attributes:")), None)
    after = [n for n in tops if lines[n].startswith(("conditions:", "pitfalls:"))]
    place = next((n for n in tops if rows is not None and n > rows), None)
    if place is None:
        place = after[0] if rows is None and after else len(lines)
    return place, "" if rows is not None else "attributes:\n"


def with_reviewed(text: str, times: int) -> str:
    """The text of the file with `reviewed:` set to `times`."""
    text = re.sub(r"^reviewed: .*\n", "", text, flags=re.M)
    place = re.search(r"^(?:complete|attributes|conditions|pitfalls):", text, re.M)
    end = place.start() if place else len(text)
    return f"{text[:end]}reviewed: {times}\n{text[end:]}"
