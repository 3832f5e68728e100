"""Reads files of any kind and reports on them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.programs.files import read
from iac_crosswalk.programs.languages import program
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import LARGEST_FILE, Source, Unreadable
from iac_crosswalk.report.implicit import add_implicit
from iac_crosswalk.report.summary import report
from iac_crosswalk.report.translation import Translator
from iac_crosswalk.report.usage import Usage
from iac_crosswalk.report.uses import gather, join
from iac_crosswalk.report.worksheet import FileSheet, Report
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.vocabulary import TITLES

Progress = Callable[[str], None]


def make(
    paths: Sequence[Path], to: str, knowledge: KnowledgeBase, progress: Progress = lambda line: None
) -> tuple[Report, list[tuple[str, Unreadable]]]:
    """The report of all readable files, and the unreadable files, each with the reason."""
    schemas = Schemas(knowledge)
    translator = Translator(knowledge, schemas, to)
    found: list[Usage] = []
    refused: list[tuple[str, Unreadable]] = []
    for number, path in enumerate(dict.fromkeys(paths), 1):
        name = "standard input" if str(path) == "-" else str(path)
        progress(f"reading {name} ({number} of {len(paths)})")
        try:
            found.append(usage(name, _bytes(path), schemas, to))
        except Unreadable as error:
            refused.append((name, error))
        except RecursionError:
            refused.append((name, Unreadable("is nested too deeply; split the file or exclude it")))
    join(found)
    sheets: list[FileSheet] = []
    for each in found:
        progress(f"translating {len(each.resources)} resources of {each.path}")
        sheets.append(translator.file(each))
    return report(to, knowledge.versions, sheets), refused


def usage(name: str, data: bytes, schemas: Schemas, to: str) -> Usage:
    """The usage of a file. Raises Unreadable where no language reads it, or where it is written for
    `to` already.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # the output of PowerShell's `>`
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise Unreadable("invalid UTF-16; save it as UTF-8") from None
    source = Source(Path(name), data)
    known = program(source, schemas) or _template(source, schemas)
    file_usage = gather(name, known)
    add_implicit(file_usage, schemas)
    if known.unread and not file_usage.resources:
        raise Unreadable(known.unread[0].message)
    if file_usage.system == to:
        raise Unreadable(f"is written for {TITLES[to]} already; give another system with --to")
    return file_usage


def _template(source: Source, schemas: Schemas) -> Program:
    """Reads a file that no language recognises by name or content as a template: a template may
    lack both signs.
    """
    from iac_crosswalk.programs.cloudformation import read as template
    from iac_crosswalk.programs.nodes import TextError

    try:
        return template.program(source, template.parse(source), schemas)
    except TextError as error:
        raise Unreadable(
            f"{error}; name a template, a configuration, a plan or a program (docs/report.md)"
        ) from None


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable("is a folder; name the files in it")
    if str(path) != "-":
        return read(path).data
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE // 1_000_000} MB; split it")
    return data
