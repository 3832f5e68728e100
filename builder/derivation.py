"""Runs the two derivations, each once for each state of sources and code, and keeps their
results."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import msgspec

from builder import stage_cache, stages
from builder.errors import Removed
from builder.linking.matching.results import Derived
from builder.prepare import prepare

NAMES = ("terraform", "boto3")
ROWS = Derived.__struct_fields__


class Derivation(msgspec.Struct, frozen=True):
    """The results of both derivations: CloudFormation ↔ Terraform, and both of them ↔ boto3."""

    terraform: Derived
    boto3: Derived


def place(name: str) -> Path:
    """The path of the kept result of derivation `name`: resource → the rows about it. A build after
    an edit reads a few of 15,000 resources.
    """
    return stages.place(name, b"by resource")


def missing() -> list[str]:
    """The derivations that have to run before `load`."""
    return [name for name in NAMES if not stage_cache.usable(place(name))]


def make(name: str) -> None:
    """Runs derivation `name` in a separate process: the build itself never loads the matcher and
    SciPy."""
    stage = importlib.import_module(f"builder.linking.{name}.stage")
    found = stage.run(prepare())
    stages.check_unchanged(name)
    with stage_cache.keeping(place(name)) as part:
        part.write_bytes(encoded(found))


def encoded(found: Derived) -> bytes:
    """The result as it is kept: `SYSTEM RESOURCE` → the rows of that subject."""
    by_resource: dict[str, Derived] = {}
    for rows in ROWS:
        for row in getattr(found, rows):
            own = by_resource.setdefault(f"{row.system} {row.resource}", Derived([], [], [], []))
            getattr(own, rows).append(row)
    return msgspec.msgpack.encode(dict(sorted(by_resource.items())))


def load(wanted: Callable[[str, str], bool] = lambda system, name: True) -> Derivation:
    """The kept results about the resources that `wanted(system, name)` selects. Raises
    Removed where one of them is not kept: see `missing`.
    """
    return Derivation(*(_joined([*_decode(place(name), wanted)]) for name in NAMES))


def _decode(path: Path, wanted: Callable[[str, str], bool]) -> Iterator[Derived]:
    content = stage_cache.read(path)
    if content is None:
        raise Removed(path)
    decode = msgspec.msgpack.Decoder(Derived).decode
    for key, rows in msgspec.msgpack.decode(content, type=dict[str, msgspec.Raw]).items():
        system, _, name = key.partition(" ")
        if wanted(system, name):
            yield decode(rows)


def _joined(several: list[Derived]) -> Derived:
    """All rows in one result, in the order of the resources."""
    return Derived(
        *([*chain.from_iterable(getattr(each, rows) for each in several)] for rows in ROWS)
    )
