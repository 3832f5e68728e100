"""Completes pasted pieces of programs: adds the missing parts that a language's reader needs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from iac_crosswalk.programs.classes import by_class
from iac_crosswalk.programs.languages import LANGUAGES, Kind
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.store import ResourceRow, Store

_HERE = "iac_crosswalk.programs"
_COMPLETED = {
    ".py": f"{_HERE}.python.fragment",
    ".ts": f"{_HERE}.typescript.fragment",
    ".yaml": f"{_HERE}.cloudformation.fragment",
}
"""Suffix → the module whose `complete(text, store)` yields the files that a piece may be part of.
"""
_MOST_NAMES = 4
_MOST_CLASSES = 10
"""Limit on the classes of the same name that are tried."""
_MOST_CHAINS = 500
"""Limit on the chains of names that are looked up; a pasted piece has fewer."""


def sources(text: str, store: Store) -> Iterator[tuple[Source, Kind]]:
    """Yields the files that a piece may be part of, in each language that its content suggests.

    If the package that completes a piece is not installed, the piece is yielded unchanged: its
    reader reports the missing package.
    """
    by_suffix: dict[str, list[Source]] = {}
    incomplete: set[str] = set()
    for kind in LANGUAGES.values():
        suffix = kind.suffixes[0]
        if suffix not in by_suffix:
            try:
                texts = list(_completed(suffix, text, store))
            except ModuleNotFoundError:
                texts = [text]
                incomplete.add(suffix)
            by_suffix[suffix] = [
                Source(Path(f"piece{suffix}"), each.encode("utf-8", "replace")) for each in texts
            ]
        yield from (
            (source, kind)
            for source in by_suffix[suffix]
            if suffix in incomplete or kind.has_sign(source)
        )


def _completed(suffix: str, text: str, store: Store) -> Iterable[str]:
    if suffix not in _COMPLETED:
        return (text,)
    complete: Callable[[str, Store], Iterable[str]] = importlib.import_module(
        _COMPLETED[suffix]
    ).complete
    return complete(text, store)


class Import(NamedTuple):
    """A name that a piece uses without importing it. `path` is its full dotted name in Python's
    spelling; `of_class`: it is a class or a function, not a module.
    """

    name: str
    path: str
    of_class: bool


def imports(store: Store, dotted: Iterable[tuple[str, ...]]) -> Iterator[list[Import]]:
    """Yields the imports that define the first names of dotted names: `aws` in `aws.sqs.Queue`.

    If several modules have a class, yields one list of imports for each of them.
    """
    by_name: dict[str, Import] = {}
    choices: list[Import] = []
    for names in islice(dict.fromkeys(dotted), _MOST_CHAINS):
        if names[0] not in by_name:
            candidates = _explained(store, names[:_MOST_NAMES])
            if len(candidates) == 1:
                by_name[names[0]] = candidates[0]
            elif candidates and not choices:
                choices = candidates[:_MOST_CLASSES]
    yield from ([*by_name.values(), each] for each in choices)
    if by_name and not choices:
        yield [*by_name.values()]


def _explained(store: Store, names: tuple[str, ...]) -> list[Import]:
    """The imports that may define the first of the names."""
    for length in range(len(names), 0, -1):
        is_class = names[length - 1][:1].isupper() or names[length - 1].startswith("get")
        rows = by_class(store, ".".join(names[:length])) if is_class else ()
        if rows:
            paths = [[*_module(row), names[length - 1]] for row in rows]
            return [
                Import(names[0], ".".join(path[: len(path) - length + 1]), length == 1)
                for path in paths
                if len(path) >= length
            ]
    return []


def _module(row: ResourceRow) -> list[str]:
    """The module of a class: `pulumi_aws.sqs`, `aws_cdk.aws_sqs`."""
    if row.system == "cdk":
        return ["aws_cdk", row.name.partition(".")[0]]
    folder = row.name.removeprefix("aws:").partition(":")[0].partition("/")[0]
    return ["pulumi_aws"] if folder in ("", "index") else ["pulumi_aws", folder]
