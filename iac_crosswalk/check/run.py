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
from iac_crosswalk.check.versions import Pin, foreign, known
from iac_crosswalk.programs.files import find, read
from iac_crosswalk.programs.source import Source, Span, Unreadable


class Language(NamedTuple):
    """One kind of file: the endings of its name, what must stand in it to concern us, the module whose `check` reads it.

    `package`: the provider whose names it uses, where a project can ask for another version of it.
    """

    suffixes: tuple[str, ...]
    signs: tuple[bytes, ...]
    module: str
    package: str | None = None


Check = Callable[[Source, Advisor], Iterator[Finding]]

LANGUAGES: dict[str, Language] = {
    "pulumi-python": Language((".py",), (b"pulumi_aws",), "iac_crosswalk.check.python.pulumi", "pulumi-aws"),
    "cdk-python": Language((".py",), (b"aws_cdk",), "iac_crosswalk.check.python.cdk"),
    "pulumi-typescript": Language((".ts", ".tsx"), (b"@pulumi/aws",), "iac_crosswalk.check.typescript.pulumi", "@pulumi/aws"),
    "cloudformation": Language((".yaml", ".yml", ".json", ".template"), (b"AWS::",), "iac_crosswalk.check.cloudformation.template"),
    "terraform": Language((".tf", ".tofu"), (b"aws_",), "iac_crosswalk.check.terraform.configuration", "hashicorp/aws"),
}
"""What is checked. A language is imported when the first file of it is met."""

SUFFIXES = tuple(dict.fromkeys(suffix for language in LANGUAGES.values() for suffix in language.suffixes))
"""The endings of every name that some language reads."""

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
    languages = [
        language
        for language in LANGUAGES.values()
        if source.path.name.endswith(language.suffixes) and any(sign in source.data for sign in language.signs)
    ]
    if not languages:
        return None
    findings: list[Finding] = []
    pin: Pin | None = None
    for language in languages:
        if found := foreign(source.path, language.package, versions):
            pin = found
            continue
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
    return Checked(source, sorted(kept, key=lambda each: (each.span, each.rule, each.message)), pin)


def _unreadable(error: Unreadable) -> Finding:
    return Finding("unreadable-file", Span(0, 0), str(error))
