"""Runs the checks: each file by the languages it may be written in, findings in order, silenced ones left out."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from iac_crosswalk.checking.advice import Advisor
from iac_crosswalk.checking.files import find, read
from iac_crosswalk.checking.findings import Finding, Span
from iac_crosswalk.checking.source import Source, Unreadable
from iac_crosswalk.knowledge import KnowledgeBase
from iac_crosswalk.schema import Schemas


class Language(NamedTuple):
    """One kind of file: the endings of its name, what must stand in it to concern us, the module whose `check` reads it."""

    suffixes: tuple[str, ...]
    signs: tuple[bytes, ...]
    module: str


Check = Callable[[Source, Advisor], Iterator[Finding]]

LANGUAGES: dict[str, Language] = {
    "pulumi-python": Language((".py",), (b"pulumi_aws",), "iac_crosswalk.checking.python.pulumi"),
    "cdk-python": Language((".py",), (b"aws_cdk",), "iac_crosswalk.checking.python.cdk"),
    "pulumi-typescript": Language((".ts", ".tsx"), (b"@pulumi/aws",), "iac_crosswalk.checking.typescript.pulumi"),
    "cloudformation": Language((".yaml", ".yml", ".json", ".template"), (b"AWS::",), "iac_crosswalk.checking.cloudformation.template"),
    "terraform": Language((".tf",), (b"aws_",), "iac_crosswalk.checking.terraform.configuration"),
}
"""What is checked. A language is imported when the first file of it is met."""


class Checked(NamedTuple):
    """One file with what was found in it, in the order of the text."""

    source: Source
    findings: list[Finding]


def check(paths: Iterable[Path], knowledge: KnowledgeBase, report: Callable[[str], None] = lambda line: None) -> Iterator[Checked]:
    """Each file of `paths` that concerns a language, with its findings; what cannot be read is a finding too."""
    advisor = Advisor(Schemas(knowledge))
    suffixes = {suffix for language in LANGUAGES.values() for suffix in language.suffixes}
    seen: set[Path] = set()
    for item in find(paths, suffixes):
        if isinstance(item, tuple):
            yield Checked(Source(item[0], b""), [_unreadable(item[1])])
        elif item not in seen:
            seen.add(item)
            report(str(item))
            checked = check_file(item, advisor)
            if checked is not None:
                yield checked


def check_file(path: Path, advisor: Advisor) -> Checked | None:
    """One file; None when it concerns no language."""
    try:
        source = read(path)
    except Unreadable as error:
        return Checked(Source(path, b""), [_unreadable(error)])
    return check_source(source, advisor)


def check_source(source: Source, advisor: Advisor) -> Checked | None:
    """A file that is in memory already; None when it concerns no language."""
    languages = [
        language
        for language in LANGUAGES.values()
        if source.path.name.endswith(language.suffixes) and any(sign in source.data for sign in language.signs)
    ]
    if not languages:
        return None
    findings: list[Finding] = []
    for language in languages:
        check: Check = importlib.import_module(language.module).check
        try:
            findings += check(source, advisor)
        except Unreadable as error:
            findings.append(_unreadable(error))
            break
        except RecursionError:
            findings.append(_unreadable(Unreadable("is nested too deeply to be read; split it or leave it out")))
            break
    kept = {each for each in findings if not source.ignores(each.rule, each.span.start, each.span.end)}
    return Checked(source, sorted(kept, key=lambda each: (each.span, each.rule, each.message)))


def _unreadable(error: Unreadable) -> Finding:
    return Finding("unreadable-file", Span(0, 0), str(error))
