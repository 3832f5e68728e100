"""The worksheets of files and of all files together, with their counts and points for attention."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from iac_crosswalk.answers.answer import shown_confidence
from iac_crosswalk.report.worksheet import (
    TRANSLATED,
    Attention,
    Counts,
    Entry,
    FileSheet,
    Report,
    Service,
    Sheet,
    Summary,
)

UNSURE = 0.95
"""Derived answers below this confidence need a review."""


def count(verdicts: Iterable[str]) -> Counts:
    """Counts of `verdicts`."""
    return _counts(Counter(verdicts))


def _counts(found: Counter[str]) -> Counts:
    whole = sum(found.values())
    done = sum(found[verdict] for verdict in TRANSLATED)
    answered = done + found["none"]
    return Counts(
        whole,
        **{name: number for name, number in found.items() if number},
        translated=round(done / whole, 4) if whole else None,
        answered=round(answered / whole, 4) if whole else None,
    )


def _add(parts: Sequence[Counts]) -> Counts:
    shares = ("total", "translated", "answered")
    names = [name for name in Counts.__dataclass_fields__ if name not in shares]
    return _counts(Counter({name: sum(getattr(part, name) for part in parts) for name in names}))


def summarise(sheets: Sequence[Sheet]) -> Summary:
    """The counts of one file."""
    properties = count(entry.verdict for sheet in sheets for entry in sheet.properties)
    outputs = count(entry.verdict for sheet in sheets for entry in sheet.outputs)
    return Summary(
        count(sheet.verdict for sheet in sheets),
        properties,
        outputs,
        _add([properties, outputs]),
        _distinct(sheets),
    )


def _distinct(sheets: Sequence[Sheet]) -> Counts:
    """The counts by distinct attribute: a hundred equal alarms are one."""
    worst: dict[tuple[str, bool, str], str] = {}
    for sheet in sheets:
        for output, entries in ((False, sheet.properties), (True, sheet.outputs)):
            for entry in entries:
                key = sheet.type, output, entry.path
                worst[key] = max(entry.verdict, worst.get(key, "exact"), key=_BADNESS.index)
    return count(worst.values())


def total(summaries: Sequence[Summary]) -> Summary:
    """The counts of several files together."""
    return Summary(
        *(
            _add([getattr(each, name) for each in summaries])
            for name in Summary.__dataclass_fields__
        )
    )


def services(sheets: Sequence[Sheet]) -> list[Service]:
    """Services, the one with most entries first."""
    by_name: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_name[sheet.service].append(sheet)
    found = []
    for name, own in by_name.items():
        found.append(
            Service(
                name,
                len(own),
                count(
                    entry.verdict for sheet in own for entry in (*sheet.properties, *sheet.outputs)
                ),
            )
        )
    return sorted(found, key=lambda each: (-each.entries.total, each.service))


_BADNESS = (
    "exact",
    "transformed",
    "conditional",
    "close",
    "none",
    "outside",
    "unmapped",
    "unknown",
)
ORDER = ("unknown", "outside", "none", "unmapped", "default", "conditional", "close", "unsure")
"""Kinds of attention, most urgent first."""


def attention(sheets: Sequence[Sheet]) -> list[Attention]:
    """The points for attention, most urgent first; within a kind, those in more resources first."""
    found: dict[tuple[str, str, str | None, str], Attention] = {}

    def note(kind: str, sheet: Sheet, path: str | None, text: str) -> None:
        item = found.setdefault(
            (kind, sheet.type, path, text), Attention(kind, sheet.type, path, text)
        )
        if item.resources[-1:] != [sheet.name]:
            item.resources.append(sheet.name)

    for sheet in sheets:
        if sheet.verdict in ("unknown", "outside", "none", "unmapped"):
            note(
                sheet.verdict,
                sheet,
                None,
                sheet.reason or "No resource of the target system is known for this type.",
            )
            if sheet.verdict != "unmapped":
                continue  # its entries have the same reason
        for warned in sheet.warnings:
            note("default", sheet, warned.property or None, warned.text)
        for entry in (*sheet.properties, *sheet.outputs):
            for kind, text in _why(entry):
                if sheet.verdict != "unmapped" or kind != "unmapped":
                    note(kind, sheet, entry.path, text)
    return sorted(
        found.values(),
        key=lambda item: (
            ORDER.index(item.kind),
            item.path is not None,
            -len(item.resources),
            item.type,
        ),
    )


def _why(entry: Entry) -> Iterable[tuple[str, str]]:
    if entry.verdict == "unknown":
        instead = dict.fromkeys(
            each["attribute"] + (f" when {each['when']}" if each["when"] else "")
            for each in entry.replacements
        )
        known = f" Instead: {', or '.join(instead)}." if instead else ""
        known += f" Names that exist: {', '.join(entry.suggestions)}." if entry.suggestions else ""
        yield "unknown", (entry.reason or "There is no such attribute.") + known
    elif entry.verdict in ("none", "outside"):
        yield entry.verdict, entry.reason or "There is no equivalent."
    elif entry.verdict == "unmapped":
        yield "unmapped", entry.reason or "Unmapped."
    elif entry.answers:  # an entry that is written out has none
        first = entry.answers[0]
        if entry.verdict == "conditional":
            conditions = dict.fromkeys(answer["when"] for answer in entry.answers if answer["when"])
            yield "conditional", f"Depends on: {'; '.join(conditions)}."
        elif entry.verdict == "close" and not entry.there:
            change = [
                first["limit"],
                f"value: {first['transform']}" if first["transform"] else None,
            ]
            about = ", ".join(
                each for each in (first["relation"], *change) if each and each != "exact"
            )
            yield "close", first["note"] or f"{first['attribute']} is not quite the same ({about})."
        if first["origin"] == "derived" and first["confidence"] < UNSURE:
            yield (
                "unsure",
                (
                    f"{first['attribute']} was found by matching, with confidence"
                    f" {shown_confidence(first['confidence'])}."
                ),
            )


def file_sheet(
    path: str, system: str, form: str, remarks: list[str], sheets: list[Sheet]
) -> FileSheet:
    """A file's sheets with their counts."""
    return FileSheet(
        path, system, form, remarks, summarise(sheets), services(sheets), attention(sheets), sheets
    )


def report(to: str, versions: dict[str, str], files: list[FileSheet]) -> Report:
    """All files with their total."""
    return Report(to, versions, total([each.summary for each in files]), files)
