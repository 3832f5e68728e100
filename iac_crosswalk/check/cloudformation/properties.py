"""Checks the names of the properties that a template sets, at every depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.shapes import takes
from iac_crosswalk.programs.cloudformation.template import SAM, Node, Property, Resource, Scalar, Sequence, Template, call, text_span
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas


class Placed(NamedTuple):
    """A property and where it stands: `above` is the object it is a name of, `place` what it leads to; None where nobody knows."""

    resource: Resource
    property: Property
    above: Place | None
    place: Place | None


class Settings:
    """The properties of a whole template with their places in the schemas, and the literal values of each resource."""

    def __init__(self, used: Iterable[tuple[Resource, Property]], schemas: Schemas) -> None:
        self.placed: list[Placed] = []
        self._values: dict[str, dict[str, Any]] = {}
        places: dict[tuple[str, str], Place | None] = {}
        for resource, used_property in used:
            schema = schemas.find(resource.type, "cloudformation")
            if schema is None:
                continue
            if (resource.name, "") not in places:
                places[resource.name, ""] = Place(schema)
            above = _place(places, resource.name, used_property.container)
            place = _below(above, used_property.name)
            places[resource.name, used_property.path] = place
            self.placed.append(Placed(resource, used_property, above, place))
            if place is not None:
                values = self._values.setdefault(resource.name, {})
                value = _literal(used_property.value, place.kind)
                values[place.path] = value if values.get(place.path, value) == value else None

    def of(self, name: str) -> Mapping[str, Any]:
        """Path → literal value, or None where it is set and not known, of the resource with that logical id."""
        return self._values.get(name, {})


def _place(places: dict[tuple[str, str], Place | None], name: str, container: str) -> Place | None:
    """The place of a container; the items of a list are asked for before any of them has been met."""
    if (name, container) not in places:
        above = _place(places, name, container[:-2]) if container.endswith("[]") else None
        places[name, container] = above.item() if above else None
    return places[name, container]


def _below(above: Place | None, name: str) -> Place | None:
    if above is None:
        return None
    return above.member(name) or above.member("*") or (above.item() if above.kind.startswith("map<") else None)


def _literal(node: Node, kind: str) -> Any:
    """The value as the schema's type reads it (CloudFormation takes `"true"` for true), or None where it is no literal."""
    if not isinstance(node, Scalar) or node.tag is not None:
        return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(node.text.lower())
    if kind in ("integer", "number"):
        try:
            return float(node.text) if kind == "number" else int(node.text)
        except ValueError:
            return None
    return node.text


def check_properties(template: Template, settings: Settings, advisor: Advisor) -> Iterator[Finding]:
    """Names that the type does not have, and names that can only be read."""
    for placed in settings.placed:
        resource, used, above, place = placed
        if above is None or used.name == "Ref" or "${" in used.name:
            continue
        kind, where = resource.type, _where(above)
        if place is None:
            if above.known:
                message = f"`{used.name}` is no property of {kind}{where}"
                yield _finding(template, "unknown-argument", message, placed, above, settings, advisor)
        # What SAM's schemas call read-only is copied from the types they become, and SAM takes some of it (a state machine's `Name`).
        elif (member := above.schema.child(above.path, used.name)) and not member.is_input and _given(above) and not kind.startswith(SAM):
            message = f"`{used.name}` of {kind}{where} can only be read"
            yield _finding(template, "output-only", message, placed, above, settings, advisor)


def _where(above: Place) -> str:
    return f", in `{above.path}`" if above.path else ""


def _given(above: Place) -> bool:
    """Whether what stands around a property can be set: of a whole object that can only be read, its own name is the finding."""
    member = above.schema.members.get(above.path.rstrip("[]"))
    return member is None or member.is_input


def _finding(template: Template, rule: str, message: str, placed: Placed, above: Place, settings: Settings, advisor: Advisor) -> Finding:
    used, name = placed.property, placed.resource.name
    exact = text_span(template.data, used.key)
    span = exact or used.key.span
    beside = {key.text for key, _ in used.inside.pairs}
    wrong = Wrong(above.schema, above.path, used.name, span, output=False, settings=settings.of(name), beside=beside)
    found = advisor.finding(rule, message, wrong, str)
    sure = exact is not None
    return found._replace(
        replacements=tuple(
            each._replace(certain=each.certain and sure and _renames(each, used, above.schema)) for each in found.replacements
        )
    )


def _renames(replacement: Replacement, used: Property, schema: Schema) -> bool:
    """Whether writing the other name is all there is to do: it stands in the same place and takes the value as it is."""
    plain = replacement.transform is None and "." not in replacement.text and "[" not in replacement.text
    return plain and takes(schema.members[replacement.path].type, _shape(used.value))


def _shape(node: Node) -> str | None:
    """The shape of a value that is written out, as shapes.py names them; None for what a function gives."""
    if call(node) is not None:
        return None
    return "plain" if isinstance(node, Scalar) else "list" if isinstance(node, Sequence) else "object"
