"""Walks one registry schema: every property path below it, with type, description, allowed values
and `required`.

A registry schema is JSON Schema. The description of a property may be spread over its own place,
the definition it points to, and the branches of oneOf, anyOf, allOf and if/then/else there; the
walk combines them:

- the property's own keywords win over the definition's, these over allOf's, these over the
  alternatives of oneOf and anyOf;
- allowed values are listed only when every alternative lists its values; a property is required
  only when every alternative requires it;
- if/then/else only add properties that are not described elsewhere: their other keywords hold only
  under a condition.

A definition that is open above on the same path is not entered again; the attribute that would
enter it is `recursive`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from builder.sources.circles import circular

Schema = dict[str, Any]

_SCALARS = ("string", "integer", "number", "boolean")
_CONDITIONAL = ("if", "then", "else")
_TEXT = {"pattern", "maxLength", "minLength", "format"}
"""Keywords for texts only; in a schema without a type they show that the value is a text."""


class Found(NamedTuple):
    """One path below the start of the walk; `suffix` is `.Name`, `[].Name`, `.*` and so on,
    appended to the path of the start."""

    suffix: str
    type: str
    description: str
    enum: tuple[str, ...]
    required: bool
    recursive: frozenset[str]
    """The open definitions that would have been entered here."""
    entered: frozenset[str]
    """The circular definitions that were entered here."""


class Facet(NamedTuple):
    """The keywords of a schema about its own value, with all its parts combined."""

    types: frozenset[str]
    description: str
    enum: tuple[str, ...] | None
    required: frozenset[str]


class Part(NamedTuple):
    """A schema that describes the members of a value, and the definitions on the path to it."""

    schema: Schema
    definitions: frozenset[str]
    rank: int
    """0: holds always, 1: holds in one alternative, 2: holds under a condition."""


class Expansion(NamedTuple):
    found: list[Found]
    stopped: frozenset[str]


def _members(schema: Schema, key: str) -> list[Schema]:
    branches = schema.get(key)
    return (
        [branch for branch in branches if isinstance(branch, dict)]
        if isinstance(branches, list)
        else []
    )


def _holds(schema: Schema, kind: str) -> bool:
    """Whether a value of this schema can be a `kind`: keywords about members apply only to values
    of the kind that has such members."""
    types = schema.get("type")
    return types is None or kind in ([types] if isinstance(types, str) else types)


def _properties(schema: Schema) -> dict[str, Any]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) and _holds(schema, "object") else {}


def _pattern_values(schema: Schema) -> list[Schema]:
    """The schemas of the values under free keys."""
    if not _holds(schema, "object"):
        return []
    values = [
        value for value in schema.get("patternProperties", {}).values() if isinstance(value, dict)
    ]
    if isinstance(schema.get("items"), dict) and schema.get("type") == "object":
        values.append(
            schema["items"]
        )  # AWS::ApiGatewayV2::Route RequestParameters: a map whose values are under `items`
    additional = schema.get("additionalProperties")
    return [*values, additional] if isinstance(additional, dict) and additional else values


def _item(schema: Schema) -> Schema | None:
    items = schema.get("items")
    return items if isinstance(items, dict) and _holds(schema, "array") else None


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Walk:
    """The walk over one schema; `unresolved` holds references without a target."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.unresolved: set[str] = set()
        self._merged: dict[tuple[int, ...], Schema] = {}
        self._facets: dict[int, Facet] = {}
        self._parts: dict[int, list[Part]] = {}
        self._types: dict[int, str] = {}
        self._expansions: dict[tuple[int, frozenset[str]], Expansion] = {}
        self._circular = self._find_circular()

    def paths(self) -> list[Found]:
        """Every path below the root."""
        return self._expand(self.root, frozenset()).found

    def _resolve(self, reference: str) -> Schema | None:
        target: Any = self.root
        for step in reference.removeprefix("#/").split("/"):
            target = target.get(step) if isinstance(target, dict) else None
        if not reference.startswith("#/") or not isinstance(target, dict):
            self.unresolved.add(reference)
            return None
        return target

    def _find_circular(self) -> frozenset[str]:
        """The definitions that can occur again below themselves: the walk has to remember only
        these on the way down."""
        points: dict[str, set[str]] = {}
        queue = list(_references(self.root.get("properties", {})))
        while queue:
            name = queue.pop()
            if name not in points:
                target = self._resolve(name)
                points[name] = _references(target) if target else set()
                queue.extend(points[name])
        return circular(points)

    def _facet(self, schema: Schema) -> Facet:
        facet = self._facets.get(id(schema))
        if facet is None:
            self._facets[id(schema)] = Facet(
                frozenset(), "", None, frozenset()
            )  # empty for a definition that refers only to itself
            facet = self._facets[id(schema)] = self._read_facet(schema)
        return facet

    def _read_facet(self, schema: Schema) -> Facet:
        own_type = schema.get("type")
        types = frozenset([own_type] if isinstance(own_type, str) else own_type or ())
        listed = schema.get(
            "enum",
            schema.get("enumCaseInsensitive", [schema["const"]] if "const" in schema else None),
        )
        own = Facet(
            types - {"null"},
            str(schema.get("description") or "").strip(),
            tuple(_as_text(value) for value in listed) if isinstance(listed, list) else None,
            frozenset(schema.get("required", ())),
        )
        parts = [own]
        target = self._resolve(schema["$ref"]) if isinstance(schema.get("$ref"), str) else None
        parts += [self._facet(target)] if target else []
        parts += [self._facet(branch) for branch in _members(schema, "allOf")]
        for key in ("oneOf", "anyOf"):
            if branches := [self._facet(branch) for branch in _members(schema, key)]:
                listed_by = [branch.enum for branch in branches if branch.enum is not None]
                either = tuple(dict.fromkeys(value for values in listed_by for value in values))
                parts.append(
                    Facet(
                        frozenset().union(*(branch.types for branch in branches)),
                        "",
                        either if len(listed_by) == len(branches) else None,
                        frozenset.intersection(*(branch.required for branch in branches)),
                    )
                )
        return Facet(
            next((part.types for part in parts if part.types), frozenset()),
            next((part.description for part in parts if part.description), ""),
            next((part.enum for part in parts if part.enum is not None), None),
            frozenset().union(*(part.required for part in parts)),
        )

    def _flatten(self, schema: Schema) -> list[Part]:
        """The schemas that may name members of this value."""
        parts = self._parts.get(id(schema))
        if parts is None:
            self._parts[id(schema)] = []
            parts = self._parts[id(schema)] = [
                Part(part, definitions & self._circular, rank)
                for part, definitions, rank in self._read_parts(schema, frozenset(), 0)
            ]
        return parts

    def _read_parts(self, schema: Schema, definitions: frozenset[str], rank: int) -> Iterable[Part]:
        yield Part(schema, definitions, rank)
        reference = schema.get("$ref")
        if (
            isinstance(reference, str)
            and reference not in definitions
            and (target := self._resolve(reference))
        ):
            yield from self._read_parts(target, definitions | {reference}, rank)
        for branch in _members(schema, "allOf"):
            yield from self._read_parts(branch, definitions, rank)
        for key in ("oneOf", "anyOf"):
            for branch in _members(schema, key):
                yield from self._read_parts(branch, definitions, max(rank, 1))
        for key in _CONDITIONAL:
            if isinstance(schema.get(key), dict):
                yield from self._read_parts(schema[key], definitions, 2)

    def _merge(self, schemas: list[tuple[int, Schema]]) -> Schema:
        """One schema for a member that several parts describe."""
        always = [schema for rank, schema in schemas if rank == 0]
        sometimes = [schema for rank, schema in schemas if rank == 1] or (
            [] if always else [schema for _, schema in schemas]
        )
        if len(always) + len(sometimes) == 1:
            return (always or sometimes)[0]
        key = (len(always), *(id(schema) for schema in (*always, *sometimes)))
        if key not in self._merged:
            self._merged[key] = {"allOf": always, **({"anyOf": sometimes} if sometimes else {})}
        return self._merged[key]

    def _member_schemas(self, parts: Iterable[Part]) -> dict[str, Schema]:
        schemas_of: dict[str, list[tuple[int, Schema]]] = {}
        for part in parts:
            for name, schema in _properties(part.schema).items():
                schemas_of.setdefault(name, []).append(
                    (part.rank, schema if isinstance(schema, dict) else {})
                )
        return {name: self._merge(schemas) for name, schemas in schemas_of.items()}

    def _items(self, parts: Iterable[Part]) -> Schema | None:
        schemas = [(part.rank, item) for part in parts if (item := _item(part.schema)) is not None]
        return self._merge(schemas) if schemas else None

    def _values(self, parts: Iterable[Part]) -> Schema | None:
        schemas = [(part.rank, schema) for part in parts for schema in _pattern_values(part.schema)]
        return self._merge(schemas) if schemas else None

    def type_of(self, schema: Schema, depth: int = 0) -> str:
        """The type in the vocabulary of model.Attribute."""
        kind = self._types.get(id(schema))
        if kind is None:
            kind = self._types[id(schema)] = self._read_type(schema, depth)
        return kind

    def _read_type(self, schema: Schema, depth: int) -> str:
        parts = self._flatten(schema)
        facet = self._facet(schema)
        if any(_properties(part.schema) for part in parts):
            return "object"
        if depth > 8:
            return "json"  # a list of itself
        items = self._items(parts)
        if items is not None:
            kind = (
                "set"
                if any(part.schema.get("uniqueItems") is True for part in parts if part.rank == 0)
                else "list"
            )
            return f"{kind}<{self.type_of(items, depth + 1)}>"
        values = self._values(parts)
        if values is not None:
            return f"map<{self.type_of(values, depth + 1)}>"
        if "object" in facet.types or ("array" in facet.types and len(facet.types) > 1):
            return "json"
        if "array" in facet.types:
            return "list<any>"
        scalars = [name for name in _SCALARS if name in facet.types]
        if scalars:
            # CloudFormation converts between scalars; the first of _SCALARS can represent the
            # others
            return "number" if scalars == ["integer", "number"] else scalars[0]
        keywords = {
            key: value for part in parts if part.rank == 0 for key, value in part.schema.items()
        }
        if keywords.get("format") == "json":
            return "json"
        return "string" if facet.enum or _TEXT & keywords.keys() else "any"

    def _expand(self, schema: Schema, opened: frozenset[str]) -> Expansion:
        key = (id(schema), opened)
        expansion = self._expansions.get(key)
        if expansion is None:
            expansion = self._expansions[key] = self._read_members(schema, opened)
        return expansion

    def _read_members(self, schema: Schema, opened: frozenset[str]) -> Expansion:
        parts = self._flatten(schema)
        entered = [part for part in parts if not part.definitions & opened]
        closed = (part for part in parts if part.definitions & opened and _has_members(part.schema))
        stopped = frozenset().union(*(part.definitions & opened for part in closed))
        within = opened.union(*(part.definitions for part in entered))
        required = self._facet(schema).required
        found: list[Found] = []
        for name, member in self._member_schemas(entered).items():
            self._describe(found, f".{name}", member, within, name in required)
        if (values := self._values(entered)) is not None:
            below = self._expand(values, within)
            if below.found or any(_properties(part.schema) for part in entered):
                self._describe(found, ".*", values, within, False)
            stopped |= below.stopped
        if (items := self._items(entered)) is not None:
            below = self._expand(items, within)
            found.extend(item._replace(suffix=f"[]{item.suffix}") for item in below.found)
            stopped |= below.stopped
        return Expansion(found, stopped)

    def _describe(
        self,
        found: list[Found],
        suffix: str,
        schema: Schema,
        opened: frozenset[str],
        required: bool,
    ) -> None:
        below = self._expand(schema, opened)
        facet = self._facet(schema)
        enum, items = facet.enum, self._items(self._flatten(schema))
        if enum is None and items is not None:
            enum = self._facet(items).enum
        entered = self._entered(schema, opened)
        found.append(
            Found(
                suffix,
                self.type_of(schema),
                facet.description,
                enum or (),
                required,
                below.stopped,
                entered,
            )
        )
        found.extend(item._replace(suffix=f"{suffix}{item.suffix}") for item in below.found)

    def _entered(self, schema: Schema | None, opened: frozenset[str]) -> frozenset[str]:
        """The circular definitions that this value, its items or its values enter."""
        entered: frozenset[str] = frozenset()
        while schema is not None:
            parts = [part for part in self._flatten(schema) if not part.definitions & opened]
            new = frozenset().union(*(part.definitions for part in parts)) - entered
            entered |= new
            opened |= new
            schema = self._items(parts) or self._values(parts)
        return entered


def _has_members(schema: Schema) -> bool:
    return bool(_properties(schema) or _item(schema) or _pattern_values(schema))


def _references(schema: Any) -> set[str]:
    found: set[str] = set()
    queue = [schema]
    while queue:
        here = queue.pop()
        if isinstance(here, dict):
            if isinstance(here.get("$ref"), str):
                found.add(here["$ref"])
            queue.extend(here.values())
        elif isinstance(here, list):
            queue.extend(here)
    return found
