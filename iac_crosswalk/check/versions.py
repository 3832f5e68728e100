"""Finds the version of a provider that a project requires: another major version has other names
than the knowledge base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.store import queries

_DEEPEST = 12
"""How many folders are searched for a project's files: the program's own and those above."""
_LARGEST = 5_000_000
"""Bytes. Lock files are smaller."""


class Known(NamedTuple):
    """A package's system, its version in the knowledge base, and the oldest version in its
    history.
    """

    system: str
    version: str
    oldest: str | None = None


class Pin(NamedTuple):
    """A file that requires another major version of a package than the known one."""

    file: Path
    package: str
    requirement: str
    """The versions that it allows, as written: `>=5,<6`."""
    lowest: int
    """The oldest major version that it allows; 0 where it sets no bound."""
    in_history: bool
    """Whether the history of names covers the versions that it allows, so that programs can be
    checked by it.
    """


class Pinned(NamedTuple):
    """Where projects require a version of one package: file name → the pattern that finds it
    there, compiled where such a file is.
    """

    files: dict[str, str]
    above: bool = True
    """Whether files in the folders above count too. For Terraform they do not: a module is one
    folder.
    """
    inside: tuple[str, ...] = ()
    """Folders that belong to the program in the folder above, with the folders in them: the tests
    of a Terraform module.
    """


_REQUIREMENT = (
    r"""(?mi)(?:^|["'\s\[,])pulumi[-_]aws(?:\[[^\]\n]*\])?\s*(?:["']?\s*=\s*["'])?"""
    r"""\s*([=<>~!^]*\s*\d[^"'\n#;]*)"""
)
_LOCKED = r"""name = "pulumi-aws"\s+version = "([^"]+)\""""
_IN_SST = (
    r"""\bproviders\s*:\s*\{(?:[^{}]|\{[^{}]*\})*?["']?\baws["']?\s*:\s*"""
    r"""(?:\{[^{}]*?\bversion["']?\s*:\s*)?["'`]([^"'`]+)["'`]"""
)
_IN_PULUMI_YAML = r"""(?m)^\s+(?:-\s+)?(?:name:\s*aws\s+version:|aws:)\s*["']?(?:aws@)?(\d[\w.]*)"""
_PINNED = {
    "pulumi-aws": Pinned(
        {
            "requirements.txt": _REQUIREMENT,
            "pyproject.toml": _REQUIREMENT,
            "Pipfile": _REQUIREMENT,
            "uv.lock": _LOCKED,
            "poetry.lock": _LOCKED,
        },
    ),
    "@pulumi/aws": Pinned(
        {
            "package.json": r'"@pulumi/aws"\s*:\s*"([^"]+)"',
            "sst.config.ts": _IN_SST,
        },
    ),
    "pulumi-yaml": Pinned(
        {"Pulumi.yaml": _IN_PULUMI_YAML},
    ),
    "hashicorp/aws": Pinned(
        {
            ".terraform.lock.hcl": r'provider "[^"]*hashicorp/aws" \{\s*version\s*=\s*"([^"]+)"',
            "*.tf.json": r'"aws"\s*:\s*\{[^{}]*?"version"\s*:\s*"([^"]+)"',
            "*.tf": r'\baws\s*=\s*\{[^{}]*?\bversion\s*=\s*"([^"]+)"',
        },
        above=False,
        inside=("tests",),
    ),
}


def known(knowledge: KnowledgeBase) -> dict[str, Known]:
    """Package → its known versions."""
    pulumi = _known(knowledge, "pulumi", knowledge.versions["pulumi-aws"])
    terraform = _known(knowledge, "terraform", queries.provider_version(knowledge))
    return {
        "pulumi-aws": pulumi,
        "@pulumi/aws": pulumi,
        "pulumi-yaml": pulumi,
        "hashicorp/aws": terraform,
    }


def _known(knowledge: KnowledgeBase, system: str, version: str) -> Known:
    history = queries.versions_known(knowledge, system)
    return Known(system, version, history[0] if history else None)


def foreign(path: Path, package: str | None, versions: Mapping[str, Known]) -> Pin | None:
    """The pin for the program at `path`, if it requires another major version of `package` than the
    known one; else None.
    """
    if package is None or package not in versions:
        return None
    _, present, oldest = versions[package]
    for file, requirement in _pins(path.absolute().parent, package):
        newest = newest_major(requirement)
        if newest is not None and newest != major(present):
            in_history = oldest is not None and major(oldest) <= newest < major(present)
            return Pin(file, package, requirement, lowest_major(requirement), in_history)
    return None


def major(version: str) -> int:
    """The first number of a version."""
    return int(version.partition(".")[0])


@lru_cache(maxsize=4096)
def _pins(folder: Path, package: str) -> tuple[tuple[Path, str], ...]:
    """(file, requirement) pairs of the nearest folder that requires a version of `package`, from
    `folder` upwards.
    """
    pinned = _PINNED[package]
    folders = [folder, *folder.parents][:_DEEPEST]
    if not pinned.above:
        inside = [number for number, each in enumerate(folders) if each.name in pinned.inside]
        folders = folders[: inside[0] + 2 if inside else 1]
    for above in folders:
        found = tuple(_requirements(above, pinned))
        if found or (above / ".git").exists():
            return found
    return ()


def _requirements(folder: Path, pinned: Pinned) -> Iterator[tuple[Path, str]]:
    """Yields (file, requirement) for the files of `folder` that require a version."""
    for pattern, requirement in pinned.files.items():
        for file in sorted(folder.glob(pattern)) if "*" in pattern else [folder / pattern]:
            try:
                text = (
                    file.read_text(encoding="utf-8", errors="replace")
                    if file.is_file() and file.stat().st_size < _LARGEST
                    else ""
                )
            except OSError:
                continue  # an unreadable file is ignored
            if match := re.search(requirement, text):
                yield file, match[1].strip()


_CLAUSE = r"(~>|~=|>=|<=|==|!=|[<>=^~])?\s*v?(\d+)((?:\.(?:\d+|x|\*))*)"
_BOUND: dict[str, Callable[[int, str], int | None]] = {
    "<": lambda major, rest: major if rest.strip(".0") else major - 1,
    ">": lambda major, rest: None,
    ">=": lambda major, rest: None,
    "!=": lambda major, rest: None,
    "~>": lambda major, rest: (
        major if rest else None
    ),  # Terraform's `~> 5` bounds all parts but the last one written
}
"""Operator → the newest major version that it allows, or None. An operator that is not here allows
only the major version that is written.
"""

_NO_LOWER = ("<", "<=", "!=")


def newest_major(specifier: str) -> int | None:
    """The newest major version that a specifier of pip, npm or Terraform allows; None where it sets
    no bound.

    `>=6,<7` → 6, `^6.1` → 6, `~> 5.0` → 5, `6.x || 7.x` → 7, `>= 4.0` → None.
    """
    choices: list[int | None] = []
    for choice in specifier.split("||"):
        bounds = [
            _BOUND.get(operator, _same_major)(int(major), rest)
            for operator, major, rest in re.findall(_CLAUSE, choice)
        ]
        choices.append(min((bound for bound in bounds if bound is not None), default=None))
    return None if None in choices else max(bound for bound in choices if bound is not None)


def lowest_major(specifier: str) -> int:
    """The oldest major version that a specifier allows; 0 where it sets no bound: `>= 4.9, < 6.0` →
    4, `< 6` → 0.
    """
    choices = []
    for choice in specifier.split("||"):
        clauses = re.findall(_CLAUSE, choice)
        choices.append(
            max((int(each[1]) for each in clauses if each[0] not in _NO_LOWER), default=0)
        )
    return min(choices)


def _same_major(major: int, rest: str) -> int:
    return major
