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
    found: dict[str, dict[str, str]] = {"": {}}
    for name, kind in queries.pulumi_aliases(store):
        module, _, last = name.removeprefix("aws.").rpartition(".")
        found.setdefault(module, {})[last] = kind
    return found


def class_name(schema: Schema) -> str:
    """The name of a class or function in the package: `elasticache.ReplicationGroup`."""
    where, _, name = schema.resource.name.removeprefix("aws:").partition(":")
    module = where.partition("/")[0]
    return name if module in ("", "index") else f"{module}.{name}"


class CamelCase(Language):
    """The languages that write names in camelCase, and take an item of a list by its index."""

    natives = True

    def spell(self, place: Place, path: str) -> str:
        """`path`, below `place` or of the resource, at the first item of its lists."""
        full = f"{place.path}.{path}" if place.path else path
        above = place.schema.spell(place.path)
        inside = full in place.schema.members
        spelled = place.schema.spell(full)[len(above) :] if inside else place.schema.spell(path)
        return spelled.lstrip(".").replace("[]", "[0]")


def opened(place: Place) -> Place:
    """The place, as an object where a text may be written as one (policy documents)."""
    text = place.kind == "string" and place.schema.below(place.path)
    return Place(place.schema, place.path) if text else place


def alike(store: Store, module: str, name: str, kind: str) -> Alike:
    """The candidates, as `module.Name`, for a class or function that does not exist.

    Where the module does not exist, the candidates differ by module.
    """
    known = modules(store)
    if module not in known:
        return Alike(module, {each: f"{each}.{name}" for each in known if name in known[each]})
    above = f"{module}." if module else ""
    return Alike(name, {each: above + each for each, its in known[module].items() if its == kind})
