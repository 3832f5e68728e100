"""Reads one mapping file: YAML text → rows that know their line. Structure only; names are resolved
in resolve.py.

Everything wrong with a file is collected as `Problem`s, never raised one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from builder.curated.files import MAPPINGS
from builder.curated.written import (
    Condition,
    MappingFile,
    Pitfall,
    Problem,
    ResourceCell,
    Row,
)
from builder.packages import ROOT
from iac_crosswalk.vocabulary import SYSTEMS

SUBJECTS = ("cloudformation", "terraform")
"""The systems that a file may be about; Pulumi and the CDK follow them by rule."""
LARGEST_FILE = 1_000_000
"""Bytes. The file of the largest CloudFormation type has some 300 kB; more is a mistake, or an
attack on the parser.
"""


Place = tuple[Any, ...]
"""Keys and indexes from the top of a document down to a part of it."""


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((MAPPINGS / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(_written_out(schema, schema["$defs"]))


def _written_out(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema in which definitions replace their references, which take a third of the time to
    follow.
    """
    if isinstance(schema, dict):
        if "$ref" in schema:
            schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
        return {key: _written_out(value, definitions) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_written_out(each, definitions) for each in schema]
    return schema


def parse(path: Path, name: str | None = None) -> MappingFile:
    """The file's rows. Errors in its text or structure are in `problems`; all rows that can be read
    are still returned.
    """
    file = MappingFile(
        name or (str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path))
    )
    try:
        raw = path.read_bytes()
    except OSError as error:
        file.problems.append(
            Problem(
                file.file, 1, f"cannot be read ({error.strerror}); fix the file or its permissions"
            )
        )
        return file
    return parse_text(raw, file)


def parse_text(raw: bytes, file: MappingFile, is_sound: bool = False) -> MappingFile:
    """The rows of the YAML text `raw`, put into `file`. `is_sound`: its form has been checked
    before.
    """

    def problem(line: int, message: str) -> None:
        file.problems.append(Problem(file.file, line, message))

    if len(raw) > LARGEST_FILE:
        problem(
            1,
            f"is {len(raw):,} bytes; a mapping file may have {LARGEST_FILE:,}: split what does not"
            " belong to this type",
        )
        return file
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem(
            raw[: error.start].count(b"\n") + 1,
            f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8",
        )
        return file
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                problem(
                    event.start_mark.line + 1 if event.start_mark else 1,
                    "anchors and aliases (& and *) are not used here; write the value out",
                )
                return file
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 1
        what = str(getattr(error, "problem", None) or error).splitlines()[0]
        lines = text.splitlines()
        tab = 0 < line <= len(lines) and "\t" in lines[line - 1]
        problem(
            line,
            ("tab in the indentation; indent with spaces" if tab else f"is not YAML: {what}"),
        )
        return file
    if node is None:
        problem(
            1,
            "is empty; start it with `resource:` and `cloudformation: TYPE`, see docs/mappings.md",
        )
        return file
    lines_of: dict[Place, int] = {}
    broken: set[Place] = set()
    document = _plain(node, (), lines_of, problem, broken)
    errors = () if is_sound else _validator().iter_errors(document)
    for invalid in sorted(errors, key=lambda e: [str(p) for p in e.absolute_path]):
        place = tuple(invalid.absolute_path)
        broken.add(place)
        title = ".".join(map(str, place)) or "the file"
        keys = _unknown(invalid)
        for key in keys:
            known = ", ".join(invalid.schema.get("properties", {}))
            problem(
                _line(lines_of, (*place, key)), f"{title}: unknown key `{key}`; known are {known}"
            )
        if not keys:
            problem(_line(lines_of, place), f"{title}: {_say(invalid)}")
    if not file.problems or _leave_out_what_is_wrong(document):
        _fill(file, document, lines_of, {place[:2] for place in broken})
    if file.problems:
        file.complete = []  # a missing name may be in a row that cannot be read
    return file


def _leave_out_what_is_wrong(document: Any) -> bool:
    """Removes the invalid parts from the document, so that names in the rest can be looked up in
    the same run; whole rows become None.

    False where that is impossible: an invalid head stays, since without it the system of the names
    is unknown."""
    for _ in range(3):  # a row may be incomplete without its invalid parts
        for invalid in _invalid(document):
            place = list(invalid.absolute_path)
            if place[:1] == ["resource"]:
                continue
            if keys := _unknown(invalid):
                for key in keys:
                    invalid.instance.pop(key, None)
            elif len(place) > 2 and place[0] == "attributes":
                document["attributes"][place[1]].pop(place[2], None)
            elif len(place) > 1 and place[0] != "complete":
                document[place[0]][place[1]] = None
            elif place:
                document.pop(place[0], None)
    return not _invalid(document)


def _invalid(document: Any) -> list[Any]:
    """The errors of a document except those in rows that are left out. No value of a file is
    None."""
    return [error for error in _validator().iter_errors(document) if error.instance is not None]


def _rows(document: dict[str, Any], section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a section that are not left out, each with its place."""
    return ((index, row) for index, row in enumerate(document.get(section, [])) if row is not None)


def _unknown(invalid: Any) -> list[str]:
    """The unknown keys, where the error is about unknown keys."""
    return (
        [key for key in invalid.instance if key not in invalid.schema["properties"]]
        if invalid.validator == "additionalProperties"
        else []
    )


def _plain(
    node: yaml.Node, place: Place, lines: dict[Place, int], problem: Any, broken: set[Place]
) -> Any:
    """The node as plain Python, remembering the line of every place and refusing duplicate keys."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                problem(
                    key_node.start_mark.line + 1, f"the key `{key}` is duplicated; keep one of them"
                )
                broken.add(place)
            found[key] = _plain(value_node, (*place, key), lines, problem, broken)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(item, (*place, index), lines, problem, broken)
            for index, item in enumerate(node.value)
        ]
    # Every scalar is text: a path named `no` or `1` must not become a boolean or a number.
    return node.value


def _line(lines: dict[Place, int], place: Place) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _say(error: Any) -> str:
    if error.validator == "required":
        return f"{error.message.replace(chr(39), '`')}; add it"
    if error.validator == "enum":
        return f"`{error.instance}` is not one of {', '.join(error.validator_value)}"
    if error.validator == "oneOf":
        return f"has the wrong form; it takes {error.schema.get('description', 'another form')}"
    if error.validator == "minProperties":
        return "is incomplete; name at least two systems, or remove the row"
    return str(error.message)


def _fill(
    file: MappingFile, document: dict[str, Any], lines: dict[Place, int], broken: set[Place]
) -> None:
    head = document["resource"]
    subject = next(
        (system for system in head if system in SYSTEMS and head[system] != "none"), None
    )
    if subject not in SUBJECTS or not isinstance(head[subject], str):
        line = _line(lines, ("resource",) if subject is None else ("resource", subject))
        text = (
            "name first the one CloudFormation type or Terraform resource the file is about:"
            " `cloudformation: TYPE` or `terraform: NAME`"
        )
        file.problems.append(Problem(file.file, line, f"resource: {text}"))
        return
    file.system, file.name = subject, head[subject]
    file.reviewed = int(document.get("reviewed", 0))
    file.complete = document.get("complete", [])
    file.unjudged = _line(lines, ("resource", "unjudged")) if "unjudged" in head else None
    for system in SYSTEMS:
        for index, cell in enumerate(_as_list(head.get(system, [])) if system != subject else ()):
            written: dict[str, Any] = {"name": cell} if isinstance(cell, str) else cell
            name = None if written["name"] == "none" else written["name"]
            place = (
                ("resource", system, index)
                if isinstance(head[system], list)
                else ("resource", system)
            )
            file.resources.append(
                ResourceCell(
                    system,
                    name,
                    _line(lines, place),
                    written.get("relation", "exact"),
                    written.get("role", "main" if index == 0 else "part"),
                    written.get("when"),
                    written.get("note", head.get("note")),
                    _as_list(written.get("of", [])),
                    written.get("back", {}),
                )
            )
    for index, row in _rows(document, "attributes"):
        file.rows.append(
            Row(
                _line(lines, ("attributes", index)),
                {
                    s: [None if p == "none" else p for p in _as_list(row[s])]
                    for s in SYSTEMS
                    if s in row
                },
                row.get("relation", "exact"),
                row.get("when"),
                row.get("transform"),
                row.get("note"),
                {s: _as_list(paths) for s, paths in row.get("not", {}).items()},
                row.get("source"),
                row.get("key"),
                ("attributes", index) in broken,
                row.get("unjudged", []),
            )
        )
    for index, condition in _rows(document, "conditions"):
        signs = [
            (sign["property"], operator, value)
            for sign in condition["shown_by"]
            for operator, value in sign.items()
            if operator != "property"
        ]
        file.conditions.append(
            Condition(_line(lines, ("conditions", index)), condition["when"], signs)
        )
    for index, pitfall in _rows(document, "pitfalls"):
        wrong = pitfall["wrong"]
        file.pitfalls.append(
            Pitfall(
                _line(lines, ("pitfalls", index)),
                {file.system: wrong} if isinstance(wrong, str) else wrong,
                pitfall["instead"],
                pitfall["why"],
                pitfall.get("seen"),
            )
        )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
