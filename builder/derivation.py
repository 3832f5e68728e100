"""Runs the two derivations, each once for each state of sources and code, and keeps their
results."""

from __future__ import annotations

import importlib

import msgspec

from builder import stage_cache, stages
from builder.linking.matching.results import Derived
from builder.prepare import prepare

NAMES = ("terraform", "boto3")


class Derivation(msgspec.Struct, frozen=True):
    """The results of both derivations: CloudFormation ↔ Terraform, and both of them ↔ boto3."""

    terraform: Derived
    boto3: Derived


def missing() -> list[str]:
    """The derivations that have to run before `load`."""
    return [name for name in NAMES if not stage_cache.usable(stages.place(name))]


def make(name: str) -> None:
    """Runs derivation `name` in a separate process: the build itself never loads the matcher and
    SciPy."""
    stage = importlib.import_module(f"builder.linking.{name}.stage")
    found = stage.run(prepare())
    stages.check_unchanged(name)
    with stage_cache.keeping(stages.place(name)) as part:
        part.write_bytes(msgspec.msgpack.encode(found))


def load() -> Derivation:
    """The kept results. Raises FileNotFoundError where one of `missing` did not run."""
    return Derivation(_decode("terraform"), _decode("boto3"))


def _decode(name: str) -> Derived:
    path = stages.place(name)
    content = stage_cache.read(path)
    if content is None:
        raise FileNotFoundError(path)
    return msgspec.msgpack.decode(content, type=Derived)
