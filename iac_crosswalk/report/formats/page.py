"""The worksheet as one HTML file: a summary, the points for attention, a table for each resource,
and a filter. It loads no external files.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from iac_crosswalk.answers.words import deprecated_text
from iac_crosswalk.report.formats import page_stack as stack_parts
from iac_crosswalk.report.formats.page_parts import SCRIPT, STYLE
from iac_crosswalk.report.formats.page_stack import code as _code
from iac_crosswalk.report.formats.page_stack import text as _text
from iac_crosswalk.report.formats.repeats import like
from iac_crosswalk.report.formats.words import (
    KINDS,
    LABELS,
    facts,
    facts_of,
    headline,
    own_values,
    parts,
    percent,
    remarks,
    spelled,
    target_notes,
    target_role,
    type_of,
    value_lines,
)
from iac_crosswalk.report.worksheet import VERDICTS, Counts, Entry, FileSheet, Report, Sheet, Target
from iac_crosswalk.vocabulary import TITLES


def render(report: Report) -> str:
    """The report as a page."""
    title = f"Migration worksheet: to {TITLES[report.to]}"
    # Names come from untrusted files: the page allows only its own style and script.
    policy = (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; style-src-attr 'unsafe-inline';"
        f" script-src '{_hash(SCRIPT)}'"
    )
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>'
        f"{escape(title)}</title><style>{STYLE}</style>"
    )
    body = "\n".join(
        [
            _header(title, report),
            "<main>",
            *_controls(report),
            *(_file(index, sheet, report) for index, sheet in enumerate(report.files)),
            "</main>",
        ]
    )
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    foot = (
        f"<footer>Made by iac-crosswalk from its knowledge base of {escape(versions)}."
        " Press / to search.</footer>"
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>{head}</head>\n<body>'
        f"\n{body}\n{foot}\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


_NUMBERS = ("resources", "entries", "translated")
"""Columns that hold numbers."""


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# -- the whole -------------------------------------------------------------------------------------


def _header(title: str, report: Report) -> str:
    summary = report.summary
    open_ends = sum(
        getattr(summary.entries, name) for name in ("none", "unmapped", "unknown", "outside")
    )
    tiles = [
        (
            percent(summary.entries.translated),
            f"of {summary.entries.total:,} properties and outputs have an equivalent",
        ),
        (
            f"{summary.resources.total:,}",
            f"resources, {percent(summary.resources.translated)} with a counterpart",
        ),
        (f"{open_ends:,}", "entries without an equivalent"),
        (f"{sum(len(sheet.attention) for sheet in report.files):,}", "things to look at first"),
    ]
    cards = "".join(
        f'<div class="tile"><b>{big}</b><span>{escape(small)}</span></div>' for big, small in tiles
    )
    first = report.files[0]
    about = (
        f"{_code(first.path)}, a {TITLES[first.system].removeprefix('the ')} {first.format}"
        if len(report.files) == 1
        else f"{len(report.files)} files"
    )
    files = _files(report.files) if len(report.files) > 1 else ""
    return (
        f'<header><h1>{escape(title)}</h1><p class="soft">{about}</p><div class="tiles">'
        f"{cards}</div>{_bar(summary.entries)}{_legend(summary.entries)}{files}</header>"
    )


def _bar(counts: Counts) -> str:
    shares = "".join(
        f'<i class="{verdict}" style="width:{100 * number / counts.total:.3f}%"'
        f' title="{number:,} {LABELS[verdict]}"></i>'
        for verdict, number in parts(counts)
    )
    spoken = (
        ", ".join(f"{number} {LABELS[verdict]}" for verdict, number in parts(counts)) or "nothing"
    )
    return f'<div class="bar" role="img" aria-label="{spoken}">{shares}</div>'


def _legend(counts: Counts) -> str:
    items = (
        f'<li class="{verdict}" title="{escape(VERDICTS[verdict])}">'
        f"{number:,} {LABELS[verdict]}</li>"
        for verdict, number in parts(counts)
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _table(head: Iterable[str], rows: Iterable[str], columns: str = "") -> str:
    cells = "".join(
        f'<th scope="col"{" class=number" if name in _NUMBERS else ""}>{name}</th>' for name in head
    )
    return (
        f'<div class="scroll"><table>{columns}<thead><tr>{cells}</tr></thead><tbody>'
        f"{''.join(rows)}</tbody></table></div>"
    )


def _files(files: list[FileSheet]) -> str:
    rows = (
        f'<tr><td><a href="#file-{number}">{_code(sheet.path)}</a></td><td class="number">'
        f"{sheet.summary.resources.total:,}</td>"
        f'<td class="number">{sheet.summary.entries.total:,}</td><td class="number">'
        f"{percent(sheet.summary.entries.translated)}</td>"
        f"<td>{_bar(sheet.summary.entries)}</td></tr>"
        for number, sheet in enumerate(files)
    )
    return "<h3>Files</h3>" + _table(("file", "resources", "entries", "translated", ""), rows)


def _controls(report: Report) -> Iterator[str]:
    boxes = "".join(
        f'<label class="{verdict}" title="{escape(VERDICTS[verdict])}">'
        f'<input type="checkbox" value="{verdict}" checked>{LABELS[verdict]}</label>'
        for verdict in LABELS
        if getattr(report.summary.entries, verdict) or getattr(report.summary.resources, verdict)
    )
    yield (
        '<div class="controls" role="search">'
        '<input type="search" id="search" placeholder="Filter: a resource, a type, an attribute"'
        ' aria-label="Filter the worksheet">'
        f'<fieldset class="choice" aria-label="Kinds of entries">{boxes}</fieldset>'
        '<button type="button" id="open-ends">Only what needs work</button>'
        '<button type="button" id="all">All</button>'
        '<button type="button" id="fold">Fold or unfold</button>'
        '<span class="soft" id="shown" role="status" aria-live="polite"></span></div>'
        '<p class="empty" id="empty" hidden>Nothing fits the filter.</p>'
    )


# -- a file ----------------------------------------------------------------------------------------


def _file(number: int, sheet: FileSheet, report: Report) -> str:
    anchors = {each.name: f"r{number}-{index}" for index, each in enumerate(sheet.resources)}
    title = f"<h2>{_text(sheet.path)}</h2>" if len(report.files) > 1 else "<h2>Summary</h2>"
    lines = [
        f'<section class="file" id="file-{number}">{title}<p>'
        f"{_text(headline(sheet, report.to))}</p>"
    ]
    lines += [f'<p class="note">{_text(remark)}</p>' for remark in sheet.remarks]
    if sheet.attention:
        rows = (
            f'<tr><td><span class="verdict {item.kind}">{KINDS[item.kind]}</span></td><td>'
            f"{_code(item.type)} {_code(item.path) if item.path else ''}</td>"
            f"<td>{_where(item.resources, anchors)}</td>"
            f"<td>{_text(item.text)}</td></tr>"
            for item in sheet.attention
        )
        lines.append(
            '<details open class="first"><summary><h3 style="display:inline">'
            f"Look at first ({len(sheet.attention)})</h3></summary>"
        )
        lines.append(_table(("", "what", "where", "why"), rows) + "</details>")
    if len(sheet.services) > 1:
        rows = (
            f'<tr><td>{_text(each.service)}</td><td class="number">{each.resources:,}</td>'
            f'<td class="number">{each.entries.total:,}</td>'
            f'<td class="number">{percent(each.entries.translated)}</td><td>'
            f"{_bar(each.entries)}</td></tr>"
            for each in sheet.services
        )
        lines.append(
            "<h3>By service</h3>"
            + _table(("service", "resources", "entries", "translated", ""), rows)
        )
    if sheet.stack is not None:
        lines += stack_parts.stack(sheet.stack, report.to)
    lines.append('<div class="sheets"><h3>Resources</h3>')
    same = like(sheet.resources)
    lines += [
        _sheet(each, report.to, anchors, same.get(index))
        for index, each in enumerate(sheet.resources)
    ]
    return "\n".join([*lines, "</div></section>"])


def _where(names: list[str], anchors: dict[str, str]) -> str:
    """The first four of these resources as links, and the number of the others."""
    links = ", ".join(_link(anchors[name], name) for name in names[:4])
    return f"{links} and {len(names) - 4} more" if len(names) > 4 else links


def _link(anchor: str, name: str) -> str:
    return f'<a href="#{anchor}">{_code(name)}</a>'


def _sheet(sheet: Sheet, to: str, anchors: dict[str, str], other: str | None) -> str:
    entries = [*sheet.properties, *sheet.outputs]
    done = sum(entry.translated for entry in entries)
    main = (sheet.targets[0].address or sheet.targets[0].resource) if sheet.targets else None
    there = (
        f"<span>→ {_code(main)}</span>"
        if main
        else f'<span class="verdict {sheet.verdict}">{LABELS[sheet.verdict]}</span>'
    )
    place = [f"line {sheet.line}"] if sheet.line else []
    place += [f"{sheet.instances:,} instances"] if sheet.instances != 1 else []
    place += [f"{done} of {len(entries)}"] if entries else []
    about = (
        [_target(target, sheet) for target in sheet.targets]
        if len(sheet.targets) > 1
        or _has_notes(sheet.targets)
        or any(target.required for target in sheet.targets)
        else []
    )
    about += [_text(deprecated_text(sheet.deprecated))] if sheet.deprecated else []
    about += [_text(sheet.reason)] if sheet.reason else []
    about += (
        [f"Names that exist: {', '.join(_code(name) for name in sheet.suggestions)}"]
        if sheet.suggestions
        else []
    )
    about += [_text(remark) for remark in sheet.remarks]
    about += stack_parts.about(sheet)
    notes = "".join(f"<li>{line}</li>" for line in about)
    columns = (
        '<colgroup><col class="path"><col class="there"><col class="verdict-column"><col>'
        "</colgroup>"
    )
    rows = (
        _row(entry, sheet, output)
        for output, group in ((False, sheet.properties), (True, sheet.outputs))
        for entry in group
    )
    if other is not None:
        lines = [line for entry in sheet.properties for line in own_values(entry, sheet)]
        values = "".join(f"<li>{_code(line)}</li>" for line in lines)
        table = f"<p>Like {_link(anchors[other], other)}, with its own values:</p><ul>{values}</ul>"
        entries = []
    else:
        table = ""
    table = table or (
        _table(("here", escape(TITLES[to]), "", "what to know"), rows, columns) if entries else ""
    )
    return (
        f'<details class="sheet" open id="{anchors[sheet.name]}" data-verdict="{sheet.verdict}">'
        f"<summary><b>{_text(sheet.name)}</b>"
        f"{_code(type_of(sheet)) if type_of(sheet) else ''}{there}"
        f'<span class="soft">{", ".join(place)}</span></summary>'
        f"{f'<div class=about><ul>{notes}</ul></div>' if notes else ''}{table}</details>"
    )


def _has_notes(targets: list[Target]) -> bool:
    return any(facts_of(target) for target in targets)


def _target(target: Target, sheet: Sheet) -> str:
    notes = _text("; ".join(target_notes(target, sheet)))
    return (
        f"{target_role(target, _code)}{_code(target.address or target.resource)}"
        + (f" <span class=soft>({notes})</span>" if notes else "")
        + stack_parts.required(target)
    )


def _row(entry: Entry, sheet: Sheet, output: bool) -> str:
    there = "<br>".join(
        f"{'<span class=or>or </span>' if index else ''}{_code(spelled(answer, sheet))}"
        f' <span class="how">{_text("; ".join(facts(answer)))}</span>'
        for index, answer in enumerate(entry.answers)
    )
    inline, below = value_lines(entry)
    values = [_code(each) for each in ([inline.lstrip()] if inline else below)]
    notes = (
        values
        + [_text(answer["note"]) for answer in entry.answers if answer["note"]]
        + [_text(each) for each in remarks(entry, sheet)]
    )
    if entry.places:
        more = f" and {len(entry.places) - 4} more" if len(entry.places) > 4 else ""
        notes.append(
            "Read in " + ", ".join(_code(place) for place in entry.places[:4]) + more + "."
        )
    times = f' <span class="soft">×{entry.times}</span>' if entry.times > 1 else ""
    return (
        f'<tr class="{"output" if output else "property"}" data-verdict="{entry.verdict}">'
        f"<td>{_code(entry.path)}{times}</td><td>{there}</td>"
        f'<td><span class="verdict {entry.verdict}">{LABELS[entry.verdict]}</span></td><td>'
        f"{''.join(f'<p>{line}</p>' for line in notes)}</td></tr>"
    )
