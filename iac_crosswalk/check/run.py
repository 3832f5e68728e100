"""Runs the checks: reads each file in the languages that it may be written in, sorts the findings,
and leaves out silenced ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.check.findings import RULES, Finding
from iac_crosswalk.check.judge import judge
from iac_crosswalk.check.versions import Known, Pin, foreign, known
from iac_crosswalk.programs.files import find, read
from iac_crosswalk.programs.languages import SUFFIXES, Kind, kinds, reader
from iac_crosswalk.programs.source import Source, Span, Unreadable


def unsupported_files(paths: Iterable[Path]) -> list[Path]:
    """The files in `paths` whose name no language reads, regardless of their content."""
    return [
        path for path in dict.fromkeys(paths) if not path.name.endswith(SUFFIXES) and path.is_file()
    ]


class Checked(NamedTuple):
    """One file with its findings, in the order of the text. `pin`: its project requires another
    version.
    """

    source: Source
    findings: list[Finding]
    pin: Pin | None = None


def check(
    paths: Iterable[Path],
    knowledge: KnowledgeBase,
    report: Callable[[str], None] = lambda line: None,
    any_version: bool = False,
    rules: Collection[str] = RULES,
) -> Iterator[Checked]:
    """Yields each file of `paths` that a language reads, with its findings; an unreadable file is a
    finding too.

    A program whose project requires another major version of its provider gets only the findings
    that hold for that version too; it is left out if the history does not reach that far. With
    `any_version` it is checked like all others. `rules`: the rules to report.
    """
    advisor = Advisor(knowledge)
    versions = {} if any_version else known(knowledge)
    seen: set[Path] = set()
    for item in find(paths, SUFFIXES):
        if isinstance(item, tuple):
            yield _of_rules(Checked(Source(item[0], b""), [_unreadable(item[1])]), rules)
        elif item not in seen:
            seen.add(item)
            report(str(item))
            checked = check_file(item, advisor, versions)
            if checked is not None:
                yield _of_rules(checked, rules)


def _of_rules(checked: Checked, rules: Collection[str]) -> Checked:
    if not checked.findings:
        return checked
    return checked._replace(findings=[each for each in checked.findings if each.rule in rules])


def check_file(
    path: Path, advisor: Advisor, versions: Mapping[str, Known] = MappingProxyType({})
) -> Checked | None:
    """One file with its findings; None when no language reads it."""
    try:
        source = read(path)
    except Unreadable as error:
        return Checked(Source(path, b""), [_unreadable(error)])
    return check_source(source, advisor, versions)


def check_source(
    source: Source, advisor: Advisor, versions: Mapping[str, Known] = MappingProxyType({})
) -> Checked | None:
    """A file in memory, with its findings; None when no language reads it. `versions`: package →
    its known versions.
    """
    found_kinds = [kind for _, kind in kinds(source) if not kind.generated]
    if not found_kinds:
        return None
    findings: list[Finding] = []
    pin: Pin | None = None
    for kind in found_kinds:
        foreign_pin = foreign(source.path, kind.package, versions)
        pin = foreign_pin or pin
        if foreign_pin is not None and not foreign_pin.in_history:
            continue
        try:
            found = _findings(kind, source, advisor)
            findings += (
                found if foreign_pin is None else _holding(found, foreign_pin, versions, advisor)
            )
        except Unreadable as error:
            findings.append(_unreadable(error))
            break
        except RecursionError:
            findings.append(
                _unreadable(Unreadable("is nested too deeply; split the file or exclude it"))
            )
            break
        except UnicodeEncodeError:  # escapes that the language allows and text does not: "\\ud800"
            findings.append(
                _unreadable(
                    Unreadable(
                        "contains invalid Unicode (a lone surrogate); write the whole character"
                    )
                )
            )
            break
    if not findings:
        return Checked(source, findings, pin)
    kept = {
        each for each in findings if not source.ignores(each.rule, each.span.start, each.span.end)
    }
    return Checked(source, sorted(kept, key=lambda each: (each.span, each.rule, each.message)), pin)


def _holding(
    findings: Iterable[Finding], pin: Pin, versions: Mapping[str, Known], advisor: Advisor
) -> Iterator[Finding]:
    from iac_crosswalk.check.pinned import holding  # few projects pin another version

    system = versions[pin.package].system
    found = (holding(each, pin, system, advisor) for each in findings)
    return (each for each in found if each is not None)


def _findings(kind: Kind, source: Source, advisor: Advisor) -> Iterator[Finding]:
    if program := reader(kind)(source, advisor.schemas):
        yield from judge(program, advisor)


def _unreadable(error: Unreadable) -> Finding:
    return Finding("unreadable-file", Span(0, 0), str(error))
