"""Paths of the knowledge base as a TypeScript program writes them."""

from __future__ import annotations

from iac_crosswalk.check.advice import Spell
from iac_crosswalk.programs.typescript.packages import class_name
from iac_crosswalk.store.place import Place


def spelled(place: Place, path: str) -> str:
    """`path`, given from `place` on or from the resource on, in camelCase and at the first item of its lists."""
    full = f"{place.path}.{path}" if place.path else path
    if full not in place.schema.members:
        return place.schema.spell(path).replace("[]", "[0]")
    before = place.schema.spell(place.path)
    return place.schema.spell(full)[len(before) :].lstrip(".").replace("[]", "[0]")


def speller(place: Place, after: str = "") -> Spell:
    """A function that spells paths below `place` and writes `after` behind them."""
    return lambda path: spelled(place, path) + after


def described(place: Place) -> str:
    """A place in words: the class, or what stands where in it."""
    owner = class_name(place.schema)
    return f"`{place.schema.spell(place.path)}` of {owner}" if place.path else owner
