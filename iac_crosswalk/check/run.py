"""Runs the checks: each file by the languages it may be written in, findings in order, silenced ones left out."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.judge import judge
from iac_crosswalk.check.versions import Pin, foreign, known
from iac_crosswalk.programs.files import find, read
from iac_crosswalk.programs.languages import SUFFIXES, Kind, kinds, reader
from iac_crosswalk.programs.source import Source, Span, Unreadable

OLD: dict[str, str] = {
    "pulumi-python": "iac_crosswalk.check.python.pulumi",
    "cdk-python": "iac_crosswalk.check.python.cdk",
    "pulumi-typescript": "iac_crosswalk.check.typescript.pulumi",
    "terraform": "iac_crosswalk.check.terraform.configuration",
}
"""Languages whose files are still read and judged in one: kind → the module whose `check` does it. May only shrink."""

_UNKNOWN_JSON = (".tf.json", ".tofu.json")
"""Terraform written as JSON, which no language reads though its name ends like a template's."""


def of_no_kind(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths` that were named and that no language reads, whatever stands in them."""
    return [
        path for path in dict.fromkeys(paths) if path.is_file() and (not path.name.endswith(SUFFIXES) or path.name.endswith(_UNKNOWN_JSON))
    ]


class Checked(NamedTuple):
    """One file with what was found in it, in the order of the text; it was left out where `pin` asks for another version."""

    source: Source
    findings: list[Finding]
    pin: Pin | None = None


def check(
    paths: Iterable[Path], knowledge: KnowledgeBase, report: Callable[[str], None] = lambda line: None, any_version: bool = False
) -> Iterator[Checked]:
    """Each file of `paths` that concerns a language, with its findings; what cannot be read is a finding too.

    Programs whose project asks for another major version of their provider are left out unless `any_version`.
    """
    advisor = Advisor(knowledge)
    versions = {} if any_version else known(knowledge)
    seen: set[Path] = set()
    for item in find(paths, SUFFIXES):
        if isinstance(item, tuple):
            yield Checked(Source(item[0], b""), [_unreadable(item[1])])
        elif item not in seen:
            seen.add(item)
            report(str(item))
            checked = check_file(item, advisor, versions)
            if checked is not None:
                yield checked


def check_file(path: Path, advisor: Advisor, versions: Mapping[str, str] = MappingProxyType({})) -> Checked | None:
    """One file; None when it concerns no language."""
    try:
        source = read(path)
    except Unreadable as error:
        return Checked(Source(path, b""), [_unreadable(error)])
    return check_source(source, advisor, versions)


def check_source(source: Source, advisor: Advisor, versions: Mapping[str, str] = MappingProxyType({})) -> Checked | None:
    """A file that is in memory already; None when it concerns no language. `versions`: package → the version that its project must not contradict."""
    found_kinds = [*kinds(source)]
    if not found_kinds:
        return None
    findings: list[Finding] = []
    pin: Pin | None = None
    for name, kind in found_kinds:
        if found := foreign(source.path, kind.package, versions):
            pin = found
            continue
        try:
            findings += _findings(name, kind, source, advisor)
        except Unreadable as error:
            findings.append(_unreadable(error))
            break
        except RecursionError:
            findings.append(_unreadable(Unreadable("is nested too deeply to be read; split it or leave it out")))
            break
        except UnicodeEncodeError:  # escapes that the language has and no text can hold: "\\ud800"
            findings.append(_unreadable(Unreadable("contains invalid Unicode (a lone surrogate); write the whole character")))
            break
    kept = {each for each in findings if not source.ignores(each.rule, each.span.start, each.span.end)}
    return Checked(source, sorted(kept, key=lambda each: (each.span, each.rule, each.message)), pin)


def _findings(name: str, kind: Kind, source: Source, advisor: Advisor) -> Iterator[Finding]:
    read_program = reader(kind)
    if read_program is None:
        yield from importlib.import_module(OLD[name]).check(source, advisor)
    elif program := read_program(source, advisor.schemas):
        yield from judge(program, advisor)


def _unreadable(error: Unreadable) -> Finding:
    return Finding("unreadable-file", Span(0, 0), str(error))
