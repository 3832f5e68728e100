"""Pulumi's names of AWS: modules, classes and functions, and the camelCase of its languages."""

from __future__ import annotations

from functools import lru_cache

from iac_crosswalk.programs.language import Alike, Language
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.store.store import Store


@lru_cache(maxsize=1)
def modules(store: Store) -> dict[str, dict[str, str]]:
    """Module ("" for the package itself) → class or function → its kind."""
    by_module: dict[str, dict[str, str]] = {"": {}}
    for name, kind in queries.pulumi_aliases(store):
        module, _, last = name.removeprefix("aws.").rpartition(".")
        by_module.setdefault(module, {})[last] = kind
    return by_module


def class_name(schema: Schema) -> str:
    """The name of a class or function in the package: `elasticache.ReplicationGroup`."""
    where, _, name = schema.resource.name.removeprefix("aws:").partition(":")
    module = where.partition("/")[0]
    return name if module in ("", "index") else f"{module}.{name}"


class CamelCase(Language):
    """The languages with camelCase names, where an item of a list is taken by its index."""

    natives = True

    def spell(self, place: Place, path: str) -> str:
        """The spelling of `path`, which is below `place` or below the resource. Lists are taken at
        their first item.
        """
        full = f"{place.path}.{path}" if place.path else path
        above = place.schema.spell(place.path)
        inside = full in place.schema.members
        spelling = place.schema.spell(full)[len(above) :] if inside else place.schema.spell(path)
        return spelling.lstrip(".").replace("[]", "[0]")


def opened(place: Place) -> Place:
    """The place; as an object, if its text may also be written as one (policy documents)."""
    text = place.kind == "string" and place.schema.below(place.path)
    return Place(place.schema, place.path) if text else place


def alike(store: Store, module: str, name: str, kind: str) -> Alike:
    """The candidates, as `module.Name`, for a class or function that does not exist.

    If the module does not exist, they are the classes of this name in other modules.
    """
    by_module = modules(store)
    if module not in by_module:
        others = [other for other, names in by_module.items() if name in names]
        return Alike(module, {other: f"{other}.{name}" for other in others})
    above = f"{module}." if module else ""
    names = [each for each, its_kind in by_module[module].items() if its_kind == kind]
    return Alike(name, {each: above + each for each in names})
