"""The worksheet as Markdown (GitHub's), for a pull request or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from iac_crosswalk.answers.words import deprecated_text
from iac_crosswalk.report.formats import parts
from iac_crosswalk.report.formats.repeats import like
from iac_crosswalk.report.formats.words import (
    KINDS,
    LABELS,
    counted,
    facts,
    headline,
    own_values,
    percent,
    plural,
    printable,
    remarks,
    spelled,
    target_notes,
    target_role,
    type_of,
    value_lines,
)
from iac_crosswalk.report.worksheet import Attention, Entry, FileSheet, Report, Sheet, StackSheet
from iac_crosswalk.vocabulary import TITLES

_ACTS = re.compile(r"[\\`*_{}\[\]#~|$]|:(?=\S)|^[-+]|(?<=^\d)[.)]|(?<=www)\.", re.I)


def plain(text: str) -> str:
    """`text` escaped: nothing in it acts as Markdown, HTML or a link. A zero-width character breaks
    mentions.
    """
    escaped = escape(printable(text), quote=False).replace("@", "@\u200b")
    return _ACTS.sub(lambda match: f"\\{match[0]}", escaped)


def code(text: str) -> str:
    """`text` as code, also inside a table. Backticks in it require a longer fence."""
    content = printable(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content.startswith("`") or content.endswith("`") or not content.strip() else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def render(report: Report) -> str:
    """The report as Markdown: for each file a summary, the points for attention, and a table for
    each resource.
    """
    lines = [f"# Migration worksheet: to {TITLES[report.to]}", ""]
    if len(report.files) > 1:
        lines += [
            f"{len(report.files)} files, {percent(report.summary.entries.translated)} translated.",
            "",
        ]
        lines += _table(
            ("", "resources", "entries", "translated"), (_total(sheet) for sheet in report.files)
        )
    for sheet in report.files:
        lines += _file(sheet, report.to)
    return "\n".join(lines)


def _total(sheet: FileSheet) -> tuple[str, ...]:
    entries = sheet.summary.entries
    return (
        code(sheet.path),
        str(sheet.summary.resources.total),
        str(entries.total),
        percent(entries.translated),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        "|---" * len(head) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def _file(sheet: FileSheet, to: str) -> Iterator[str]:
    yield from (f"## {code(sheet.path)}", "", headline(sheet, to), "")
    summary = sheet.summary
    rows = [(name, getattr(summary, name)) for name in parts.counts(sheet)]
    yield from _table(
        ("", "all", "translated", ""),
        ((n, str(c.total), percent(c.translated), counted(c)) for n, c in rows),
    )
    for remark in sheet.remarks:
        yield from (f"> {plain(remark)}", "")
    if sheet.attention:
        yield from ("### Look at first", "")
        yield from _table(("", "what", "where", "why"), map(_attention, sheet.attention))
    if len(sheet.services) > 1:
        yield from ("### By service", "")
        yield from _table(
            ("service", "resources", "entries", "translated"),
            (
                (
                    plain(s.service),
                    str(s.resources),
                    str(s.entries.total),
                    percent(s.entries.translated),
                )
                for s in sheet.services
            ),
        )
    if sheet.stack is not None:
        yield from _stack(sheet.stack, to)
    same = like(sheet.resources)
    for index, resource in enumerate(sheet.resources):
        yield from _sheet(resource, to, same.get(index))


def _stack(stack: StackSheet, to: str) -> Iterator[str]:
    for title, lines in parts.sections(stack):
        yield from (f"### {title}", "")
        yield from _table(
            ("here", "", TITLES[to], "notes"),
            (
                (
                    code(line.name),
                    plain(line.about),
                    code(line.there) if line.there else "",
                    "<br>".join(map(plain, line.notes)),
                )
                for line in lines
            ),
        )


def _attention(item: Attention) -> tuple[str, ...]:
    what = code(item.type)
    if item.path:
        what += f" {code(item.path)}"
    where = ", ".join(map(code, item.resources[:6]))
    if len(item.resources) > 6:
        where += " …"
    return (KINDS[item.kind], what, where, plain(item.text))


def _sheet(sheet: Sheet, to: str, other: str | None) -> Iterator[str]:
    names = [code(each) for each in (sheet.name, type_of(sheet)) if each]
    yield from (f"### {' '.join(names)}", "")
    about = [f"line {sheet.line}"] if sheet.line else []
    about += [plural(sheet.instances, "instance")] if sheet.instances != 1 else []
    if about:
        yield from (", ".join(about), "")
    for target in sheet.targets:
        notes = "; ".join(map(plain, target_notes(target, sheet)))
        yield f"- {target_role(target, code)}{code(target.address or target.resource)}" + (
            f" ({notes})" if notes else ""
        )
        yield from (f"  - required: {code(line)}" for line in parts.required(target))
    if sheet.deprecated:
        yield f"- {plain(deprecated_text(sheet.deprecated))}"
    if sheet.reason:
        yield f"- **{LABELS[sheet.verdict]}**: {plain(sheet.reason)}"
    if sheet.suggestions:
        yield f"- Names that exist: {', '.join(code(name) for name in sheet.suggestions)}"
    yield from (f"- {plain(remark)}" for remark in sheet.remarks)
    yield from (f"- **default differs**: {plain(line)}" for line in parts.warned(sheet))
    for outside in sheet.outside:
        name, there, note = parts.beside(outside)
        yield (
            f"- {code(name)}"
            + (f" → {code(there)}" if there else "")
            + (f": {plain(note)}" if note else "")
        )
    yield ""
    if other is not None:
        yield from (f"Like {code(other)}, with its own values:", "")
        for entry in sheet.properties:
            yield from (f"- {code(line)}" for line in own_values(entry, sheet))
        yield ""
        return
    if sheet.properties:
        yield from _table(
            ("property", TITLES[to], "how", "notes"),
            (_row(entry, sheet) for entry in sheet.properties),
        )
    if sheet.outputs:
        yield from _table(
            ("output", TITLES[to], "how", "notes"), (_row(entry, sheet) for entry in sheet.outputs)
        )


def _row(entry: Entry, sheet: Sheet) -> tuple[str, ...]:
    names = "<br>or ".join(code(spelled(answer, sheet)) for answer in entry.answers)
    how = (
        "<br>".join(plain("; ".join(facts(answer))) for answer in entry.answers)
        or f"**{LABELS[entry.verdict]}**"
    )
    inline, below = value_lines(entry)
    values = [code(each) for each in ([inline.lstrip()] if inline else below)]
    notes = (
        values
        + [plain(answer["note"]) for answer in entry.answers if answer["note"]]
        + [plain(each) for each in remarks(entry, sheet)]
    )
    if entry.places:
        notes.append(
            "read in "
            + ", ".join(code(place) for place in entry.places[:4])
            + (" …" if len(entry.places) > 4 else "")
        )
    return code(entry.path), names, how, "<br>".join(notes)
