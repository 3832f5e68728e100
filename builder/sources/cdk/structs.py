"""Walks the property structs of the CDK's L1 classes: every path below a struct, in Python and in
CloudFormation names.

A struct that is open above on the same path is not entered again; the property that would enter it
is `recursive`. Alternatives to a property's value (IResolvable, a reference to another construct)
add nothing to its type.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from builder.sources.circles import circular

Json = dict[str, Any]

# jsii writes Python names with the `decamelize` package, after making these look like words
_ABBREVIATION = re.compile(r"(?<![A-Z])[KMG]iB(?![a-z])")
_BEFORE_CAPITAL = re.compile(r"([a-z\d])([A-Z])")
_WITHIN_CAPITALS = re.compile(r"([A-Z])([A-Z][a-z]+)")
_PYTHON_WORDS = frozenset((*keyword.kwlist, "print", "exec"))
_SCALARS = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "date": "string",
    "json": "json",
    "any": "any",
}
_RANKS = ("string", "number", "boolean", "json", "any")
"""Of several scalar types the first counts: CloudFormation converts between scalars, and a string
can represent the others."""


class Found(NamedTuple):
    """One path below the start; `suffix` (Python) and `cloudformation` are appended to the path of
    the start."""

    suffix: str
    cloudformation: str | None
    """None where the generated code writes no name for it."""
    native: str
    type: str
    description: str
    required: bool
    deprecated: str | None
    class_name: str | None
    recursive: frozenset[str]
    entered: frozenset[str]


class Kinds(NamedTuple):
    """The structs, list items, map values and scalars that a jsii type may hold."""

    structs: list[str]
    items: list[Json]
    values: list[Json]
    scalars: set[str]


def python_name(name: str) -> str:
    """The Python name of a camelCase name, by jsii's rule: `preferredCacheClusterAZs` →
    `preferred_cache_cluster_a_zs`."""
    name = _ABBREVIATION.sub(lambda match: match[0].capitalize(), name)
    name = _WITHIN_CAPITALS.sub(r"\1_\2", _BEFORE_CAPITAL.sub(r"\1_\2", name)).lower()
    return f"{name}_" if name in _PYTHON_WORDS else name


def text_of(docs: Json) -> str:
    return "\n\n".join(text.strip() for key in ("summary", "remarks") if (text := docs.get(key)))


def deprecation_of(docs: Json) -> str | None:
    if docs.get("stability") == "deprecated" or "deprecated" in docs:
        return str(docs.get("deprecated") or "deprecated")
    return None


class Structs:
    """The walk over the structs of one assembly. `names` gives a struct's CloudFormation names:
    {camelCase: name}."""

    def __init__(
        self,
        types: Mapping[str, Json],
        names: Mapping[str, Mapping[str, str]],
        starts: Iterable[str],
    ) -> None:
        self._types = types
        self._names = names
        self._kinds: dict[int, Kinds] = {}
        self._type_names: dict[int, str] = {}
        self._found: dict[tuple[str, frozenset[str]], list[Found]] = {}
        points: dict[str, set[str]] = {}
        queue = [*starts]
        while queue:
            name = queue.pop()
            if name not in points:
                points[name] = {
                    struct
                    for member in types[name].get("properties", ())
                    for struct in self._reached(member["type"])
                }
                queue.extend(points[name])
        self.reached = frozenset(points)
        self._circular = circular(points)

    def paths(self, struct: str) -> list[Found]:
        """Every path below `struct`."""
        return self._members(struct, frozenset())

    def kinds(self, jsii_type: Json) -> Kinds:
        kinds = self._kinds.get(id(jsii_type))
        if kinds is None:
            kinds = self._kinds[id(jsii_type)] = Kinds([], [], [], set())
            self._take_apart(jsii_type, kinds)
        return kinds

    def _take_apart(self, jsii_type: Json, into: Kinds) -> None:
        if "primitive" in jsii_type:
            into.scalars.add(_SCALARS[jsii_type["primitive"]])
        elif "collection" in jsii_type:
            collection = jsii_type["collection"]
            (into.items if collection["kind"] == "array" else into.values).append(
                collection["elementtype"]
            )
        elif "union" in jsii_type:
            for choice in jsii_type["union"]["types"]:
                self._take_apart(choice, into)
        elif self._types.get(jsii_type["fqn"], {}).get("datatype"):
            into.structs.append(jsii_type["fqn"])

    def _reached(self, jsii_type: Json) -> set[str]:
        kinds = self.kinds(jsii_type)
        return set(kinds.structs).union(
            *(self._reached(inner) for inner in (*kinds.items, *kinds.values))
        )

    def type_name(self, jsii_type: Json) -> str:
        """The type in the vocabulary of model.Attribute."""
        name = self._type_names.get(id(jsii_type))
        if name is None:
            kinds = self.kinds(jsii_type)
            if kinds.structs:
                name = "object"
            elif kinds.items:
                name = f"list<{self.type_name(kinds.items[0])}>"
            elif kinds.values:
                name = f"map<{self.type_name(kinds.values[0])}>"
            else:
                name = next((each for each in _RANKS if each in kinds.scalars), "any")
            self._type_names[id(jsii_type)] = name
        return name

    def _class_name(self, jsii_type: Json) -> str | None:
        """The struct in a value of this type, as Python names it below `aws_cdk`."""
        structs = sorted(self._reached(jsii_type))
        return structs[0].partition(".")[2] if len(structs) == 1 else None

    def _members(self, struct: str, opened: frozenset[str]) -> list[Found]:
        within = opened | ({struct} & self._circular)
        found = self._found.get((struct, within))
        if found is None:
            found = self._found[struct, within] = []
            for member in self._types[struct].get("properties", ()):
                found.extend(self._member(struct, member, within))
        return found

    def _member(self, struct: str, member: Json, opened: frozenset[str]) -> Iterable[Found]:
        below, stopped, entered = self._below(member["type"], opened)
        name = member["name"]
        suffix = f".{python_name(name)}"
        cloudformation = self._names.get(struct, {}).get(name)
        docs = member.get("docs", {})
        yield Found(
            suffix,
            f".{cloudformation}" if cloudformation else None,
            name,
            self.type_name(member["type"]),
            text_of(docs),
            not member.get("optional", False),
            deprecation_of(docs),
            self._class_name(member["type"]),
            stopped,
            entered,
        )
        for item in below:
            inner = (
                f".{cloudformation}{item.cloudformation}"
                if cloudformation and item.cloudformation
                else None
            )
            yield item._replace(suffix=f"{suffix}{item.suffix}", cloudformation=inner)

    def _below(
        self, jsii_type: Json, opened: frozenset[str]
    ) -> tuple[list[Found], frozenset[str], frozenset[str]]:
        """The paths below a value of this type, the structs not entered again, and the circular
        ones entered."""
        kinds = self.kinds(jsii_type)
        stopped = frozenset(kinds.structs) & opened
        structs = [struct for struct in kinds.structs if struct not in opened]
        entered = frozenset(structs) & self._circular
        choices = [self._members(struct, opened) for struct in structs]
        found = (
            _either(choices)
            if len(choices) > 1
            else [found for choice in choices for found in choice]
        )
        for inner in kinds.items:
            below, also_stopped, also_entered = self._below(inner, opened)
            found += [_prefixed("[]", item) for item in below]
            stopped |= also_stopped
            entered |= also_entered
        for inner in kinds.values:
            below, also_stopped, also_entered = self._below(inner, opened)
            if below:
                found.append(
                    Found(
                        ".*",
                        ".*",
                        "",
                        self.type_name(inner),
                        "",
                        False,
                        None,
                        None,
                        also_stopped,
                        also_entered,
                    )
                )
                found += [_prefixed(".*", item) for item in below]
            stopped |= also_stopped
            entered |= also_entered
        return found, stopped, entered


def _prefixed(step: str, item: Found) -> Found:
    return item._replace(
        suffix=f"{step}{item.suffix}",
        cloudformation=f"{step}{item.cloudformation}" if item.cloudformation else None,
    )


def _either(choices: list[list[Found]]) -> list[Found]:
    """The members of several alternatives: the first alternative with a path describes it; a path
    is required where all of them require it."""
    merged: dict[str, Found] = {}
    times: dict[str, int] = {}
    for choice in choices:
        for item in choice:
            previous = merged.get(item.suffix)
            merged[item.suffix] = (
                previous._replace(required=previous.required and item.required)
                if previous
                else item
            )
            times[item.suffix] = times.get(item.suffix, 0) + 1
    return [
        item if times[item.suffix] == len(choices) else item._replace(required=False)
        for item in merged.values()
    ]
