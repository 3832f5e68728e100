"""What a CloudFormation template uses: every property, mapped to the schema's paths, and every output, with where it is read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import Any

from iac_crosswalk.programs.cloudformation import template as templates
from iac_crosswalk.programs.cloudformation.template import CUSTOM, SAM, Property, Scalar, Sequence, Template, TemplateError
from iac_crosswalk.programs.source import Source, Span, Unreadable
from iac_crosswalk.programs.usage import Resource, Usage, resolve
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_OWN_MEANING = ("CreationPolicy", "DeletionPolicy", "UpdatePolicy", "UpdateReplacePolicy")


def usage(path: str, data: bytes, schemas: Schemas) -> Usage:
    """What the template in `data` uses. Raises Unreadable for what is no template."""
    try:
        template = templates.parse(data)
        found = Usage(path, "cloudformation", "template")
        source = Source(Path(path), data)
        doubt = "A macro of this template may make something else of it." if macros(template) else None
        resources = {name: _resource(each, source, schemas, doubt) for name, each in templates.resources(template).items()}
        found.resources = list(resources.values())
        found.remarks = _remarks(template)
        given = _properties(template, resources, source, schemas)
        _references(template, resources, given, schemas)
    except TemplateError as error:
        raise Unreadable(f"{error}; name a CloudFormation template, or what `terraform show -json` writes") from None
    return found


def macros(template: Template) -> list[str]:
    """The transforms of the template that anybody may have written: what they do is known to their code alone."""
    return [name for name in template.transforms if not name.startswith("AWS::")]


def _remarks(template: Template) -> list[str]:
    remarks = []
    if names := macros(template):
        remarks.append(
            f"The macro {', '.join(names)} rewrites this template; what it makes is not here. Report on the processed template:"
            " `aws cloudformation get-template --template-stage Processed`."
        )
    if any(name.startswith("AWS::Serverless") for name in template.transforms):
        remarks.append(
            "A SAM template: types AWS::Serverless::… exist only here and in the CDK; CloudFormation gets what the transform makes of them."
            " For another target report on the processed template (`aws cloudformation get-template --template-stage Processed`)."
        )
        if template.section("Globals"):
            remarks.append("`Globals` holds properties of every function or API; they are not listed with each.")
    return remarks


def _resource(each: templates.Resource, source: Source, schemas: Schemas, doubt: str | None) -> Resource:
    row = None if each.type.startswith(CUSTOM) else schemas.knowledge.find_resource(each.type, "cloudformation")
    resource = Resource(each.name, each.type, row, source.line(each.span.start), doubt=doubt)
    if each.type.startswith(SAM):
        resource.doubt = "The SAM transform makes more than one resource of this one, and its names may reach each of them."
    condition = each.body.get("Condition")
    if isinstance(condition, Scalar):
        resource.remarks.append(f"Made only when the condition {condition.text} holds.")
    own = [name for name in _OWN_MEANING if each.body.get(name) is not None]
    if own:
        resource.remarks.append(f"{', '.join(own)}: settings of CloudFormation itself, which are no properties of the resource.")
    if each.type == "AWS::CloudFormation::Stack":
        resource.remarks.append("A nested stack: its template is a file of its own and wants a report of its own.")
    return resource


def _properties(template: Template, resources: dict[str, Resource], source: Source, schemas: Schemas) -> dict[str, list[Property]]:
    """Notes what every resource sets, and returns it as it is written."""
    found: dict[str, list[Property]] = defaultdict(list)
    places: dict[tuple[str, str], Place | None] = {}
    for each, given in templates.properties(template):
        resource = resources[each.name]
        line = source.line(given.key.span.start)
        found[each.name].append(given)
        if resource.row is None:
            if not given.container:
                resource.give(given.path, False, line)
            continue
        above = _items(places.get((each.name, given.container.rstrip("[]")), Place(schemas.of(resource.row))), given.container)
        place, path, known = _step(above, given.name)
        places[each.name, given.path] = place
        nothing = known and isinstance(given.value, Sequence) and not given.value.items  # an empty list sets nothing
        if path is not None and not nothing:
            resource.give(path, known, line)
            resource.settings[path] = _literal(given.value, resource.settings, path)
    return found


def _items(place: Place | None, container: str) -> Place | None:
    """The place of an item, for each `[]` that a container ends with."""
    for _ in range((len(container) - len(container.rstrip("[]"))) // 2):
        place = place.item() if place and place.kind.startswith(("list<", "set<")) else None
    return place


def _step(place: Place | None, name: str) -> tuple[Place | None, str | None, bool]:
    """(where `name` leads, its path, whether it exists); no path for what belongs to a free-form value above and for keys of maps."""
    while place and place.kind.startswith(("list<", "set<")):  # one object where a list of them belongs
        place = place.item()
    if place is None:
        return None, None, False
    if place.kind.startswith("map<"):
        return place.item(), None, True
    member = place.member(name) or place.member("*")
    if member:
        return member, member.path, True
    return None, (f"{place.path}.{name}" if place.path else name) if place.known else None, False


def _literal(node: templates.Node, settings: dict[str, Any], path: str) -> Any:
    """The value of a property that is written out; None for functions, and where the branches of Fn::If differ."""
    if not isinstance(node, Scalar) or node.tag is not None:
        return None
    text = node.text
    value: Any = {"true": True, "false": False}.get(text.lower(), text)
    if _NUMBER.fullmatch(text):
        value = float(text) if "." in text else int(text)
    return value if settings.get(path, value) == value else None


def _references(template: Template, resources: dict[str, Resource], given: dict[str, list[Property]], schemas: Schemas) -> None:
    places = {name: _Places(properties) for name, properties in given.items()}
    for reference in templates.references(template):
        resource = resources.get(reference.name)
        if resource is None:
            continue
        written = reference.attribute or "Ref"
        path, known, note = written, False, None
        if resource.row is not None:
            schema = schemas.of(resource.row)
            path, known = resolve(schema, written)
            if known and path != "Ref" and not schema.members[path].gettable:
                note = "Fn::GetAtt does not return this property."
        within = reference.within or ""
        inside = places[within].around(reference.span) if within in places else None
        resource.ask(path, f"{within}.{inside}" if inside else within, known, note)


class _Places:
    """The properties of a resource by their place in the text."""

    def __init__(self, properties: list[Property]) -> None:
        self._properties = sorted(properties, key=lambda each: (each.value.span.start, -each.value.span.end))
        self._starts = [each.value.span.start for each in self._properties]
        self._above: list[int] = []
        open_ones: list[int] = []
        for index, each in enumerate(self._properties):
            while open_ones and self._properties[open_ones[-1]].value.span.end < each.value.span.end:
                open_ones.pop()
            self._above.append(open_ones[-1] if open_ones else -1)
            open_ones.append(index)

    def around(self, span: Span) -> str | None:
        """The path of the innermost property whose value holds `span`: the last that begins before it, or one that this one stands in."""
        index = bisect_right(self._starts, span.start) - 1
        while index >= 0 and self._properties[index].value.span.end < span.end:
            index = self._above[index]
        return self._properties[index].path if index >= 0 else None
