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
    """The read of an attribute of the CloudFormation type of an L1 class, `row_of`; None where the
    class has no CloudFormation type.

    Its name is checked against CloudFormation's names. `Read.own` holds the resource and the
    attribute by the CDK's own names.
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
        own=(declared, _own(schemas, schema, place) if not names else Place(schema)),
    )


def instead(read: Read, path: str, reference: str) -> Edit | None:
    """The edit that replaces the name in `group.getAtt("Arn")`, or the whole call by the reference
    (`ref`).
    """
    if path == "Ref":
        owner = read.owner.text if read.owner else ""
        return Edit(f"{owner}.{reference}", read.span, exact=bool(owner))
    if read.attribute is None or read.attribute.span is None:
        return None
    return Edit(path, read.attribute.span, exact=True)


def _own(schemas: Schemas, schema: Schema, place: Place) -> Place:
    """The L1 class's attribute for an attribute of its CloudFormation type; the class itself where
    it has none.
    """
    member = place.own()
    path = queries.same_in(schemas.knowledge, member.id, schema.resource.id) if member else None
    found = schema.members.get(path) if path else None
    return Place(schema, found.path, found.type) if found else Place(schema)


def _as_cloudformation(declared: Declared, schema: Schema, other: Schema) -> Declared:
    """The resource as CloudFormation sees it: conditions are judged by its own names."""

    def settings() -> dict[str, object]:
        spelled = {_pascal(schema.spell(path)): value for path, value in declared.settings.items()}
        return {path: value for path, value in spelled.items() if path in other.members}

    return replace(declared, row=other.resource, settings=Settings(settings))


def _pascal(path: str) -> str:
    return ".".join(part[:1].upper() + part[1:] for part in path.split("."))
