"""Reads one mapping file: YAML text → rows with their lines. Only the structure is checked here;
resolve.py looks up the names.

All errors of a file are collected as `Problem`s. None is raised.
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
from builder.curated.mapping_file import (
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
"""The systems that a file may be about. Pulumi and the CDK follow from them by rule."""
LARGEST_FILE = 1_000_000
"""Bytes. The file of the largest CloudFormation type has about 300 kB; a file above the limit is a
mistake, or an attack on the parser.
"""

Place = tuple[Any, ...]
"""The keys and indexes that lead from the top of a document to a part of it."""


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((MAPPINGS / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(_inline_references(schema, schema["$defs"]))


def _inline_references(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with each definition in place of its references. Following references takes a
    third of the time of a validation.
    """
    if isinstance(schema, dict):
        if "$ref" in schema:
            schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
        return {key: _inline_references(value, definitions) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_inline_references(each, definitions) for each in schema]
    return schema


def parse(path: Path, name: str | None = None) -> MappingFile:
    """The rows of the file at `path`; `name`: its name in messages. Errors in its text or structure
    are in `problems`; rows without errors are returned as well.
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


def parse_text(raw: bytes, file: MappingFile, is_valid: bool = False) -> MappingFile:
    """Reads the YAML text `raw` into `file`, and returns it. `is_valid`: the structure of this text
    has been checked before.
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
        error_text = str(getattr(error, "problem", None) or error).splitlines()[0]
        lines = text.splitlines()
        tab = 0 < line <= len(lines) and "\t" in lines[line - 1]
        problem(
            line,
            ("tab in the indentation; indent with spaces" if tab else f"is not YAML: {error_text}"),
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
    document = _as_python(node, (), lines_of, problem, broken)
    errors = () if is_valid else _validator().iter_errors(document)
    for invalid in sorted(errors, key=lambda e: [str(p) for p in e.absolute_path]):
        place = tuple(invalid.absolute_path)
        broken.add(place)
        title = ".".join(map(str, place)) or "the file"
        keys = _unknown_keys(invalid)
        for key in keys:
            known_keys = ", ".join(invalid.schema.get("properties", {}))
            problem(
                _line(lines_of, (*place, key)),
                f"{title}: unknown key `{key}`; known are {known_keys}",
            )
        if not keys:
            problem(_line(lines_of, place), f"{title}: {_message(invalid)}")
    if not file.problems or _remove_invalid_parts(document):
        _fill(file, document, lines_of, {place[:2] for place in broken})
    if file.problems:
        file.complete = []  # a missing name may be in a row that cannot be read
    return file


def _remove_invalid_parts(document: Any) -> bool:
    """Removes the invalid parts from the document, so that the other names can be looked up in the
    same run. A row that is invalid as a whole becomes None.

    False where this is impossible: an invalid `resource` stays, since the system of all other names
    depends on it."""
    for _ in range(3):  # a row may be incomplete without its invalid parts
        for invalid in _invalid(document):
            place = list(invalid.absolute_path)
            if place[:1] == ["resource"]:
                continue
            if keys := _unknown_keys(invalid):
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
    """The errors of a document, except those in removed rows: they are None, and no value of a file
    is."""
    return [error for error in _validator().iter_errors(document) if error.instance is not None]


def _rows(document: dict[str, Any], section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(index, row) for each row of a section that was not removed."""
    return ((index, row) for index, row in enumerate(document.get(section, [])) if row is not None)


def _unknown_keys(invalid: Any) -> list[str]:
    """The unknown keys, if the error is about unknown keys."""
    return (
        [key for key in invalid.instance if key not in invalid.schema["properties"]]
        if invalid.validator == "additionalProperties"
        else []
    )


def _as_python(
    node: yaml.Node, place: Place, lines: dict[Place, int], problem: Any, broken: set[Place]
) -> Any:
    """The node as dicts, lists and strings. Notes the line of every place in `lines`, and reports
    duplicate keys."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                problem(
                    key_node.start_mark.line + 1, f"the key `{key}` is duplicated; keep one of them"
                )
                broken.add(place)
            mapping[key] = _as_python(value_node, (*place, key), lines, problem, broken)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [
            _as_python(item, (*place, index), lines, problem, broken)
            for index, item in enumerate(node.value)
        ]
    # Every scalar is text: a path named `no` or `1` must not become a boolean or a number.
    return node.value


def _line(lines: dict[Place, int], place: Place) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _message(error: Any) -> str:
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
            entry: dict[str, Any] = {"name": cell} if isinstance(cell, str) else cell
            name = None if entry["name"] == "none" else entry["name"]
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
                    entry.get("relation", "exact"),
                    entry.get("role", "main" if index == 0 else "part"),
                    entry.get("when"),
                    entry.get("note", head.get("note")),
                    _as_list(entry.get("of", [])),
                    entry.get("back", {}),
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
