"""`getAtt` in CDK programs of every language: it takes the CloudFormation name of an attribute."""

from __future__ import annotations

from dataclasses import replace

from iac_crosswalk.programs.cloudformation.read import looked_up
from iac_crosswalk.programs.language import Edit
from iac_crosswalk.programs.settings import Settings
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.use import Declared, Name, Read
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas


def get_att(
    schemas: Schemas,
    row_of: Schema,
    declared: Declared | None,
    attribute: Name,
    span: Span,
    owner: str,
    within: str,
) -> Read | None:
    """The read of an attribute by `getAtt` on an instance of the L1 class `row_of`. None if the
    class has no CloudFormation type.

    The name is looked up among the attributes of the CloudFormation type. `Read.counterpart` holds
    the resource and the attribute in the CDK.
    """
    schema = schemas.of(row_of.resource, natives=True)
    name = schema.facts.get("cloudformation")
    other = schemas.find(name, "cloudformation") if name else None
    if other is None:
        return None
    place, names = looked_up(other, attribute.text)
    where = attribute.span or span
    return Read(
        declared=(
            _as_cloudformation(declared, schema, other)
            if declared
            else Declared("", schema.resource.name, other.resource, where, where)
        ),
        place=place,
        names=names,
        path=attribute.text,
        span=span,
        owner=Name(owner, None) if owner else None,
        function="getAtt",
        within=within,
        attribute=attribute,
        counterpart=(declared, _in_cdk(schemas, schema, place) if not names else Place(schema)),
    )


def instead(read: Read, path: str, reference: str) -> Edit | None:
    """The edit that replaces the name in `group.getAtt("Arn")`; for `Ref`, the whole call by
    `group.ref`.
    """
    if path == "Ref":
        owner = read.owner.text if read.owner else ""
        return Edit(f"{owner}.{reference}", read.span, exact=bool(owner))
    if read.attribute is None or read.attribute.span is None:
        return None
    return Edit(path, read.attribute.span, exact=True)


def _in_cdk(schemas: Schemas, schema: Schema, place: Place) -> Place:
    """The L1 class's attribute that equals an attribute of its CloudFormation type, or else the
    class itself.
    """
    member = place.attribute()
    path = queries.same_in(schemas.knowledge, member.id, schema.resource.id) if member else None
    attribute = schema.members.get(path) if path else None
    return Place(schema, attribute.path, attribute.type) if attribute else Place(schema)


def _as_cloudformation(declared: Declared, schema: Schema, other: Schema) -> Declared:
    """The resource with CloudFormation's property names: conditions are judged by them."""

    def settings() -> dict[str, object]:
        values = declared.settings.items()
        properties = {_pascal(schema.spell(path)): value for path, value in values}
        return {path: value for path, value in properties.items() if path in other.members}

    return replace(declared, row=other.resource, settings=Settings(settings))


def _pascal(path: str) -> str:
    return ".".join(part[:1].upper() + part[1:] for part in path.split("."))
