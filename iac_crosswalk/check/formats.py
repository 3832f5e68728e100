"""The output formats of findings: text, JSON, GitHub, SARIF. One function for each format, yielding
pieces of text.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from iac_crosswalk import __version__
from iac_crosswalk.check.findings import RULES, WARNINGS, Finding, Replacement
from iac_crosswalk.check.run import Checked
from iac_crosswalk.programs.source import Source


def facts(source: Source, finding: Finding) -> dict[str, Any]:
    """A finding as plain data, in the shape that docs/checking.md describes."""
    start, end = source.position(finding.span.start), source.position(finding.span.end)
    fix = finding.fix
    return {
        "file": _name(source),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "resource": finding.resource,
        "attribute": finding.attribute,
        "replacements": [
            {
                "attribute": each.path,
                "text": each.text,
                "why": each.why,
                "when": each.when,
                "transform": each.transform,
                "fixes": each is fix,
                "given": each.already_set,
            }
            for each in finding.replacements
        ],
        "suggestions": list(finding.suggestions),
    }


def advice(finding: Finding) -> list[str]:
    """The replacements, one line each; a shared reason appears once."""
    lines: list[str] = []
    previous: str | None = None
    for each in finding.replacements:
        lines.append(
            _instruction(each, finding) + (f": {each.why}" if each.why != previous else "")
        )
        previous = each.why
    if finding.suggestions:
        lines.append(f"names that exist: {', '.join(finding.suggestions)}")
    return lines


def _name(source: Source) -> str:
    """The file's name as text; bytes that are not UTF-8 are escaped."""
    return os.fsencode(source.path).decode("utf-8", "backslashreplace")


def _instruction(each: Replacement, finding: Finding) -> str:
    """The instruction for a replacement: "write" for those that --fix writes and for a choice
    between conditions, "perhaps" for others.
    """
    if each.already_set:
        return f"`{each.text.partition(':')[0]}` is set already; remove this one"
    sure = each is finding.fix or (each.when is not None and len(finding.replacements) > 1)
    verb = "write" if sure else "perhaps"
    return f"{verb} `{each.text}`{_when(each)}"


def _when(each: Replacement) -> str:
    when = [f"when {each.when}"] if each.when else []
    value = [f"value: {each.transform}"] if each.transform else []
    parts = [*when, *value]
    return f" ({'; '.join(parts)})" if parts else ""


def text(checked: Iterable[Checked]) -> Iterator[str]:
    """`file:line:column: rule: message`, with the advice below it."""
    for source, findings, _ in checked:
        for finding in findings:
            place = source.position(finding.span.start)
            yield (
                f"{_name(source)}:{place.line}:{place.column}: {finding.rule}: {finding.message}\n"
            )
            yield from (f"    {line}\n" for line in advice(finding))


def as_json(checked: Iterable[Checked]) -> Iterator[str]:
    """One JSON list of every finding."""
    separator = "["
    for source, findings, _ in checked:
        for finding in findings:
            yield separator + "\n" + json.dumps(facts(source, finding), ensure_ascii=False)
            separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def github(checked: Iterable[Checked]) -> Iterator[str]:
    """Workflow commands of GitHub Actions, which show each finding beside its line."""
    for source, findings, _ in checked:
        for finding in findings:
            start, end = source.position(finding.span.start), source.position(finding.span.end)
            message = "\n".join([finding.message, *advice(finding)])
            place = (
                f"file={_escaped(_name(source), ':,')},line={start.line},endLine={end.line},"
                f"col={start.column},endColumn={end.column}"
            )
            yield f"::{finding.level} {place},title=crosswalk {finding.rule}::{_escaped(message)}\n"


def _escaped(value: str, also: str = "") -> str:
    """Text in the escapes of GitHub's workflow commands (docs.github.com, workflow commands).
    `also`: further characters to escape in properties.
    """
    for sign in "%\r\n" + also:
        value = value.replace(sign, f"%{ord(sign):02X}")
    return value


def sarif(checked: Iterable[Checked]) -> Iterator[str]:
    """SARIF 2.1.0, one run."""
    results = [_result(source, finding) for source, findings, _ in checked for finding in findings]
    rules = [
        {
            "id": rule,
            "shortDescription": {"text": meaning},
            "defaultConfiguration": {"level": "warning" if rule in WARNINGS else "error"},
        }
        for rule, meaning in RULES.items()
    ]
    driver = {"name": "iac-crosswalk", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(source: Source, finding: Finding) -> dict[str, Any]:
    place = {"uri": quote(source.path.as_posix(), errors="surrogateescape")}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": finding.level,
        "message": {"text": "\n".join([f"{finding.message}.", *advice(finding)])},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": place,
                    "region": _region(source, finding.span.start, finding.span.end),
                }
            }
        ],
    }
    if fix := finding.fix:
        replacement = {
            "deletedRegion": _region(source, *fix.span),
            "insertedContent": {"text": fix.text},
        }
        result["fixes"] = [
            {
                "description": {"text": f"Write `{fix.text}`."},
                "artifactChanges": [{"artifactLocation": place, "replacements": [replacement]}],
            }
        ]
    return result


def _region(source: Source, start: int, end: int) -> dict[str, int]:
    first, last = source.position(start), source.position(end)
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }


FORMATS: dict[str, Callable[[Iterable[Checked]], Iterator[str]]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}
