"""The worksheet as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.words import deprecated_text
from iac_crosswalk.report.formats import parts
from iac_crosswalk.report.formats.repeats import like, merged, without_repeats
from iac_crosswalk.report.formats.words import (
    KINDS,
    LABELS,
    MARKS,
    counted,
    facts,
    facts_of,
    headline,
    own_values,
    percent,
    plural,
    printable,
    remarks,
    spelled,
    subject,
    type_of,
    value_lines,
)
from iac_crosswalk.report.worksheet import Entry, FileSheet, Report, Sheet, StackSheet
from iac_crosswalk.vocabulary import TITLES

SHOWN = 25
"""Limit on the points for attention; the other formats list all of them."""


def render(report: Report) -> str:
    """The report as text: for each file its summary, the points for attention, and its
    resources.
    """
    lines = [line for sheet in report.files for line in _file(sheet, report.to)]
    if len(report.files) > 1:
        total = report.summary
        lines += [
            (
                f"All {len(report.files)} files: {percent(total.entries.translated)} of"
                f" {total.entries.total:,} translated"
            ),
            "",
        ]
        lines += [
            f"  {name:<12}{counted(getattr(total, name))}"
            for name in ("resources", "properties", "outputs")
        ]
    legend = ", ".join(f"{mark} {LABELS[verdict]}" for verdict, mark in MARKS.items())
    sheets = [each for sheet in report.files for each in sheet.resources]
    more = ["> an output that is read"]
    if any(target.required for each in sheets for target in each.targets):
        more.append("+ required besides")
    if any(each.outside for each in sheets):
        more.append("* outside of Properties")
    if any(e.values and not e.there for each in sheets for e in each.properties):
        more.append("here: the template's value, to be changed as the line above says")
    return "\n".join([*lines, "", f"Signs: {legend}; {'; '.join(more)}."]) + "\n"


def _file(sheet: FileSheet, to: str) -> Iterator[str]:
    yield (
        f"{printable(sheet.path)}: {TITLES[sheet.system].removeprefix('the ')} {sheet.format} →"
        f" {TITLES[to]}"
    )
    yield f"  {headline(sheet, to)}"
    for name in parts.counts(sheet):
        yield f"  {name:<12}{counted(getattr(sheet.summary, name))}"
    for remark in sheet.remarks:
        yield f"  Note: {printable(remark)}"
    if sheet.attention:
        yield from ("", "  Look at first")
        items = merged(sheet.attention)
        for item in items[:SHOWN]:
            yield f"    {KINDS[item.kind]:<15}{printable(subject(item))}: {printable(item.text)}"
        if len(items) > SHOWN:
            yield f"    and {len(items) - SHOWN} more; --format html or markdown lists all"
    if len(sheet.services) > 1:
        yield from ("", "  By service")
        for service in sheet.services:
            about = f"{percent(service.entries.translated):>7} of {service.entries.total:,}"
            yield f"    {service.service:<24}{plural(service.resources, 'resource'):<16}{about}"
    if sheet.stack is not None:
        yield from _stack(sheet.stack)
    same = like(sheet.resources)
    for index, resource in enumerate(sheet.resources):
        if index in same:
            yield from ("", _title(resource), *_like(resource, same[index]))
        else:
            yield from ("", *_sheet(resource))
    yield ""


def _like(sheet: Sheet, other: str) -> Iterator[str]:
    """A resource whose answers are those of another one: its own addresses and values."""
    yield f"    Like {printable(other)}, with its own values:"
    yield from _targets(sheet)
    for entry in sheet.properties:
        for line in own_values(entry, sheet):
            yield f"      {printable(line)}"


def _targets(sheet: Sheet) -> Iterator[str]:
    for target in sheet.targets:
        role = target.role if target.role != "main" else None
        if target.instead_of:
            role = f"or, instead of {target.instead_of}"
        facts = "; ".join(each for each in (role, *facts_of(target)) if each)
        yield f"    → {target.address or target.resource}" + (f"  [{facts}]" if facts else "")
        for line in parts.required(target):
            yield f"        + {printable(line)}"


def _keeping(line: str) -> str:
    """A line of what to write, with its indentation."""
    return " " * (len(line) - len(line.lstrip())) + printable(line.strip())


def _stack(stack: StackSheet) -> Iterator[str]:
    for title, lines in parts.sections(stack):
        yield from ("", f"  {title}")
        for line in lines:
            about = f": {printable(line.about)}" if line.about else ""
            yield f"    {printable(line.name)}{about}"
            if line.there:
                yield f"      → {printable(line.there)}"
            for note in line.notes:
                yield f"        {printable(note)}"


def _title(sheet: Sheet) -> str:
    where = [f"line {sheet.line}"] if sheet.line else []
    where += [f"{sheet.instances} instances"] if sheet.instances != 1 else []
    title = f"  {printable(sheet.name)}  {printable(type_of(sheet))}".rstrip()
    return title + (f"  ({', '.join(where)})" if where else "")


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield _title(sheet)
    yield from _targets(sheet)
    if sheet.deprecated:
        yield f"    Note: {printable(deprecated_text(sheet.deprecated))}"
    if sheet.reason:
        yield f"    {MARKS[sheet.verdict]} {printable(sheet.reason)}"
    if sheet.suggestions:
        yield f"      Names that exist: {', '.join(sheet.suggestions)}"
    for remark in sheet.remarks:
        yield f"    Note: {printable(remark)}"
    for line in parts.warned(sheet):
        yield f"    Default differs: {printable(line)}"
    for outside in sheet.outside:
        name, _, note = parts.beside(outside)
        yield f"    * {printable(name)}"
        for line_there in outside.there:
            yield f"      → {_keeping(line_there)}"
        if note:
            yield f"        {printable(note)}"
    width = min(
        44, max((len(entry.path) for entry in (*sheet.properties, *sheet.outputs)), default=0)
    )
    yield from without_repeats([_entry(entry, sheet, width, " ") for entry in sheet.properties])
    for entry in sheet.outputs:
        answers, sentences = _entry(entry, sheet, width, ">")
        yield from (*answers, *sentences)
        yield f"          read in {printable(', '.join(entry.places[:4]))}" + (
            " …" if len(entry.places) > 4 else ""
        )


def _entry(entry: Entry, sheet: Sheet, width: int, sign: str) -> tuple[list[str], list[str]]:
    """(lines of an entry's answers with their notes, notes below them). A note that the next answer
    has too is below that one."""
    start = f"   {sign}{MARKS[entry.verdict]} {printable(entry.path):<{width}}  "
    inline, below = value_lines(entry)
    lines = [] if entry.answers else [f"{start}{LABELS[entry.verdict]}{inline}"]
    notes = [answer["note"] for answer in entry.answers]
    for index, answer in enumerate(entry.answers):
        lines.append(
            f"{start if index == 0 else ' ' * (len(start) - 3) + 'or '}{spelled(answer, sheet)}"
            f"{printable(inline) if index == 0 else ''}  [{'; '.join(facts(answer))}]"
        )
        if index == 0:
            lines += [f"          {printable(each)}" for each in below]
        if notes[index] and index + 1 < len(notes) and notes[index] != notes[index + 1]:
            lines.append(f"          {printable(notes[index])}")
    if not entry.answers:
        lines += [f"          {printable(each)}" for each in below]
    last = [notes[-1]] if notes and notes[-1] else []
    return lines, [f"          {printable(each)}" for each in (*last, *remarks(entry, sheet))]
