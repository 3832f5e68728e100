"""The path grammar, and the normal form of the ways to write a path.

`.` nests, `[]` is an item of a list or set, `.*` is the value under any key of a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_INDEX = r"\[\s*(?:-?\d+|\*)?\s*\]|\.(?:\d+|\*)(?=\.|\[|$)(?<!\.\*)"
_KEY = r"""\[\s*(["'])(.*?)\1\s*\]"""
_PLAIN = re.compile(r"(?:[A-Za-z_]\w*(?:\[\])*(?:\.(?=[A-Za-z_])|$))*").fullmatch
"""Names, dots and empty brackets: a path in normal form, as almost every path is."""


def normalise(path: str) -> str:
    """`CacheNodes[0].Address`, `CacheNodes[*].Address` and `CacheNodes.0.Address` are all
    `CacheNodes[].Address`.

    A quoted index is a field (`["Address"]` is `.Address`), as in boto3 answers and Pulumi
    dictionaries."""
    if _PLAIN(path):
        return path
    path = re.sub(_KEY, lambda match: f".{match[2]}", path.strip())
    return re.sub(_INDEX, "[]", path).lstrip(".")


def loose(path: str) -> str:
    """The path without `[]`: equal for two spellings of one attribute where a tool accepts a single
    block with or without an index.
    """
    return path.replace("[]", "")


class Step(NamedTuple):
    """One step from a value into it: a name, or None for an item (an index, a splat, any key)."""

    name: str | None


ITEM = Step(None)


def steps_of(path: str) -> list[Step]:
    """The steps of a path in normal form."""
    steps: list[Step] = []
    for part in path.split(".") if path else []:
        name = part.rstrip("[]")
        steps += [Step(name)] if name not in ("", "*") else [ITEM] * (name == "*")
        steps += [ITEM] * ((len(part) - len(name)) // 2)
    return steps


def written_steps(path: str) -> list[Step]:
    """The steps of a path in any spelling. A quoted key is one step, whatever is in it:
    `tags["a.b"]`.
    """
    steps: list[Step] = []
    texts = re.split(_KEY, path.strip())  # text, quote, key, text, quote, key, …, text
    for text, key in zip(texts[::3], [*texts[2::3], None], strict=True):
        steps += steps_of(normalise(text))
        steps += [Step(key)] if key is not None else []
    return steps


def path_of(steps: Iterable[Step]) -> str:
    """Steps as a path in normal form."""
    return "".join("[]" if step.name is None else f".{step.name}" for step in steps).removeprefix(
        "."
    )


@lru_cache(maxsize=8192)
def snake(name: str) -> str:
    """`ReplicationGroup` → `replication_group`: the default logical name in an expression."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """The name without case and separators: the same for `cacheNodeType` and `cache_node_type`."""
    return name.lower().replace("_", "").replace("-", "")


@lru_cache(maxsize=8192)
def singular(name: str) -> str:
    """The name folded and in the singular: the same for `policies` and `policy`, `addresses` and
    `address`, `ids` and `id`.
    """
    same = folded(name)
    return (
        re.sub(r"(?<=..)ies$", "y", same)
        if same.endswith("ies")
        else re.sub(r"(?<=..)(?:(?<=ss|sh|ch|.x)es|(?<!s)s)$", "", same)
    )


def first_name(path: str) -> str:
    """The first name of a path."""
    return path.partition(".")[0].removesuffix("[]")


def last(path: str) -> str:
    """The last name of a path."""
    return path.rpartition(".")[2].replace("[]", "")
