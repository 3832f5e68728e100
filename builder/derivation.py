"""Runs the two derivations, each once for each state of sources and code, and keeps their
results."""

from __future__ import annotations

import importlib

import msgspec

from builder import kept, stages
from builder.errors import Removed
from builder.linking.matching.results import Derived
from builder.prepare import prepare

NAMES = ("terraform", "boto3")


class Derivation(msgspec.Struct, frozen=True):
    """The results of both derivations: CloudFormation ↔ Terraform, and both of them ↔ boto3."""

    terraform: Derived
    boto3: Derived


def missing() -> list[str]:
    """The derivations that have to run before `load`."""
    return [name for name in NAMES if not kept.usable(stages.place(name))]


def make(name: str) -> None:
    """Runs derivation `name` in a separate process: the build itself never loads the matcher and
    SciPy."""
    stage = importlib.import_module(f"builder.linking.{name}.stage")
    found = stage.run(prepare())
    stages.check_unchanged(name)
    with kept.keeping(stages.place(name)) as part:
        part.write_bytes(msgspec.msgpack.encode(found))


def load() -> Derivation:
    """The kept results. Raises Removed where one of them is not kept: see `missing`."""
    return Derivation(_decode("terraform"), _decode("boto3"))


def _decode(name: str) -> Derived:
    path = stages.place(name)
    content = kept.read(path)
    if content is None:
        raise Removed(path)
    return msgspec.msgpack.decode(content, type=Derived)
