"""Finds attributes that repeat the value of another attribute (linking/repeats.py), by their names
in the base file.

There are four rounds, since an attribute may repeat one that took over its mappings in an earlier
round:

1. `Ref` of a CloudFormation type repeats the attribute that it returns, if it returns a single one.
2. A SAM resource becomes another type. Its Ref, its outputs and its properties with the same name
   and type are those of that type. data/sam_properties.yaml has the other properties.
3. A Terraform alias (`aws_alb` of `aws_lb`) is the same resource or data source. A resource that is
   another way to create one (`aws_ami_copy`) returns the same attributes.
4. A Terraform data source reads the attributes of the resource with the same name, under the same
   names.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from builder.database import base
from builder.database.chosen import chosen_resources
from builder.errors import BuildError
from builder.linking.repeats import Repeat

LOOKUP_NOTE = "It says which thing the data source reads."
READ_NOTE = (
    "A data source reads a resource that exists; a template takes such a value as a parameter or"
    " with Fn::ImportValue."
)
NO_LOOKUP_NOTE = (
    "It says which thing the data source looks up, and a template looks nothing up: pass the value"
    " as a parameter (an AWS-specific type such as AWS::EC2::VPC::Id, or"
    " AWS::SSM::Parameter::Value), or take it from the stack that exports it."
)


class Attribute(NamedTuple):
    """The facts about an attribute that repeats need."""

    id: int
    type: str
    is_input: int
    computed: int
    required: int

    @property
    def is_lookup(self) -> bool:
        """Whether it is an argument that is not returned: in a data source, a lookup argument."""
        return bool(self.is_input and not self.computed)


class Names:
    """The resources and attributes of the base file, by name. `chosen`: the resources to link."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.chosen = chosen_resources(connection)
        self.resources: dict[tuple[str, str], int] = {
            (system, name): number
            for number, system, name in connection.execute("select id, system, name from resource")
        }

    def attribute(self, resource: int, path: str) -> int | None:
        """The row id of an attribute; None if it does not exist."""
        found = self.attributes(resource).get(path)
        return found.id if found else None

    @cache  # noqa: B019 - the object lives as long as one linking
    def attributes(self, resource: int) -> dict[str, Attribute]:
        """Path → attribute of a resource."""
        query = (
            "select path, id, type, is_input, computed, required from attribute where resource_id ="
            " ? order by id"
        )
        return {path: Attribute(*row) for path, *row in self.connection.execute(query, [resource])}

    def shared(self, one: int, other: int) -> Iterator[tuple[str, Attribute, Attribute]]:
        """(path, attribute of `one`, attribute of `other`) for the paths that both resources
        have."""
        other_attributes = self.attributes(other)
        yield from (
            (path, attribute, other_attributes[path])
            for path, attribute in self.attributes(one).items()
            if path in other_attributes
        )

    def data_sources(self) -> Iterator[tuple[str, int]]:
        """Terraform's data sources: name and row id."""
        yield from (
            (name, number)
            for (system, name), number in self.resources.items()
            if system == "terraform" and name.startswith("data.") and number in self.chosen
        )


def rounds(connection: sqlite3.Connection) -> list[list[Repeat]]:
    """The repeats of attributes, a list for each round."""
    names = Names(connection)
    return [
        [*_refs(names)],
        [*_sam(names)],
        [*_aliases(names), *_variants(names)],
        [*_data_sources(names)],
    ]


def resources(connection: sqlite3.Connection) -> list[list[Repeat]]:
    """The repeats of resources, a list for each round: SAM types and data sources, then aliases."""
    names = Names(connection)
    alias_repeats = [
        Repeat(alias, main, note, alias=True) for alias, main, note in _alias_pairs(names)
    ]
    aliases = {repeat.attribute for repeat in alias_repeats}
    return [
        [
            *(
                Repeat(sam, other, f"The SAM resource becomes {name}.")
                for sam, other, name in _becomes(names)
            ),
            *(
                Repeat(data, resource, READ_NOTE)
                for data, resource in _read_resources(names)
                if data not in aliases
            ),
        ],
        alias_repeats,
    ]


def _refs(names: Names) -> Iterator[Repeat]:
    rows = names.connection.execute(
        "select id, reference, facts from resource where system = 'cloudformation' and reference is"
        " not null"
    )
    for number, reference, facts in rows.fetchall():
        if number not in names.chosen:
            continue
        paths, resource_facts = json.loads(reference), json.loads(facts)
        ref = names.attribute(number, "Ref")
        if len(paths) != 1 or ref is None:
            continue
        for path, when in (
            (paths[0], resource_facts.get("ref_when")),
            *resource_facts.get("ref_otherwise", {}).items(),
        ):
            of = names.attribute(number, path)
            if of is not None:
                yield Repeat(ref, of, f"Ref returns {path}.", when)


def _becomes(names: Names) -> Iterator[tuple[int, int, str]]:
    """(SAM type, the type that it becomes, the name of that type) in row ids."""
    for row in base.table("sam_types"):
        sam, other = (
            names.resources.get(("cloudformation", row[key])) for key in ("sam", "becomes")
        )
        if sam is not None and other is not None and sam in names.chosen:
            yield sam, other, row["becomes"]


def _sam(names: Names) -> Iterator[Repeat]:
    covered: set[int] = set()
    for sam, rows in base.table("sam_properties").items():
        sam_number = names.resources["cloudformation", sam]
        if sam_number not in names.chosen:
            continue
        sam_attributes = names.attributes(sam_number)
        for row in rows:
            kind, _, top = row["is"].partition(" ")
            number = names.resources["cloudformation", kind]
            target_attributes = names.attributes(number)
            if row["path"] not in sam_attributes or (top and top not in target_attributes):
                raise BuildError(
                    f"data/sam_properties.yaml: {sam} {row['path']} or {row['is']} does not exist;"
                    " correct the row"
                )
            longer = [
                r["path"]
                for r in rows
                if r.get("when") == row.get("when") and len(r["path"]) > len(row["path"])
            ]
            for path, attribute in sam_attributes.items():
                rest = path.removeprefix(row["path"])
                if not path.startswith(row["path"]) or rest[:1] not in ("", ".", "["):
                    continue
                if any(
                    path == other or path.startswith((f"{other}.", f"{other}[]"))
                    for other in longer
                ):
                    continue
                other = (top + rest).lstrip(".")
                target_name = kind if not other else f"{kind} {other}"
                if not other:
                    repeat = Repeat(
                        attribute.id,
                        -number,
                        _becomes_note(target_name, sam),
                        row.get("when"),
                        "separate-resource",
                    )
                elif other in target_attributes and (
                    not rest or _same_shape(attribute.type, target_attributes[other].type)
                ):
                    note, relation = _becomes_note(target_name, sam), row.get("relation", "exact")
                    transform = row.get("transform") if not rest else None
                    repeat = Repeat(
                        attribute.id,
                        target_attributes[other].id,
                        note,
                        row.get("when"),
                        transform,
                        relation if not rest else "exact",
                    )
                else:
                    continue
                covered.add(attribute.id)
                yield repeat
    for number, other_number, name in _becomes(names):
        for path, sam_attribute, target_attribute in names.shared(number, other_number):
            if sam_attribute.id not in covered and _same_shape(
                sam_attribute.type, target_attribute.type
            ):
                yield Repeat(
                    sam_attribute.id, target_attribute.id, _becomes_note(f"{name} {path}", "")
                )


_IN_OPENAPI = re.compile(
    "AWS::ApiGateway::(Authorizer|Method|Resource|Model|RequestValidator|GatewayResponse)|AWS::ApiGatewayV2::(Authorizer|Route|Integration)"
)
"""Types that SAM does not create: it writes their content into the OpenAPI document of the API."""
_WITHOUT_OPENAPI = "AWS::Serverless::WebSocketApi"
"""The exception: for it SAM creates routes and integrations as resources."""


def _becomes_note(target_name: str, sam: str) -> str:
    if sam != _WITHOUT_OPENAPI and _IN_OPENAPI.match(target_name):
        return (
            "SAM writes it into the OpenAPI document of the API; as a resource of its own it is"
            f" {target_name}."
        )
    return f"SAM makes {target_name} of it."


def _same_shape(one: str, other: str) -> bool:
    """Whether two types can have the same value. SAM's schema often has no exact type."""
    one_head, other_head = (kind.partition("<")[0].replace("set", "list") for kind in (one, other))
    containers = {"list", "map"}
    return (
        one_head == other_head
        or bool({one_head, other_head} & {"json", "any"})
        or not {one_head, other_head} & {*containers, "object"}
    )


def _alias_pairs(names: Names) -> Iterator[tuple[int, int, str]]:
    """(row id of the alias, row id of its main resource or data source, note), of Terraform."""
    rows = names.connection.execute(
        "select id, name, alias_of from resource where system = 'terraform' and alias_of is not"
        " null order by id"
    )
    for number, name, main in rows.fetchall():
        if number not in names.chosen:
            continue
        yield number, names.resources["terraform", main], f"{name} is another name of {main}."


def _aliases(names: Names) -> Iterator[Repeat]:
    for alias, main, note in _alias_pairs(names):
        yield from (
            Repeat(alias_attribute.id, main_attribute.id, note)
            for _, alias_attribute, main_attribute in names.shared(alias, main)
        )


def _variants(names: Names) -> Iterator[Repeat]:
    for name, row in base.table("terraform_variants").items():
        variant, main = (names.resources.get(("terraform", each)) for each in (name, row["is"]))
        if variant is None or main is None or variant not in names.chosen:
            continue
        note = f"{name} returns it of the same thing as {row['is']}."
        for path, variant_attribute, main_attribute in names.shared(variant, main):
            returned = not variant_attribute.is_input or path == "id"
            if (
                returned
                and path not in row.get("but", ())
                and variant_attribute.type == main_attribute.type
            ):
                yield Repeat(
                    variant_attribute.id, main_attribute.id, note, reads=True, only="boto3"
                )


def _read_resources(names: Names) -> Iterator[tuple[int, int]]:
    """(row id of a data source, row id of the resource with the same name), of Terraform. Those of
    Pulumi follow by rule.
    """
    for name, number in names.data_sources():
        resource = names.resources.get(("terraform", name.removeprefix("data.")))
        if resource is not None and name not in base.table("data_sources")["not_the_same"]:
            yield number, resource


def _data_sources(names: Names) -> Iterator[Repeat]:
    skipped = base.table("data_sources")["other_attributes"]
    titles = {number: name for (_, name), number in names.resources.items()}
    for data, resource in _read_resources(names):
        for path, argument, resource_attribute in names.shared(data, resource):
            is_filter = argument.is_lookup and not argument.required
            same_type = argument.type.replace("set<", "list<") == resource_attribute.type.replace(
                "set<", "list<"
            )
            if same_type and not is_filter and path not in skipped.get(titles[data], ()):
                if argument.is_lookup:
                    yield Repeat(
                        argument.id,
                        resource_attribute.id,
                        f"{LOOKUP_NOTE} {READ_NOTE}",
                        relation="close",
                    )
                else:
                    yield Repeat(argument.id, resource_attribute.id, READ_NOTE, reads=True)


REGION = {
    "cloudformation": (
        "CloudFormation makes a resource in the region of its stack; for another region deploy a"
        " stack there, for several a stack set."
    ),
    "boto3": "The region is that of the client: boto3.client(..., region_name=...).",
}
"""System → why it has no counterpart of the `region` of Terraform's resources, which the provider
has since 6.0.
"""


def without_place(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(attribute, system, reason) for attributes that cannot have an equivalent in a system because
    of their kind. `region` of data.aws_region is not one of them: it reads the region.
    """
    yield from ((number, "cloudformation", NO_LOOKUP_NOTE) for number in _lookups(connection))
    query = """select a.id from attribute a join resource r on r.id = a.resource_id
    join chosen on chosen.id = r.id
    where r.system = 'terraform' and a.path = 'region'
      and r.name <> 'data.aws_region' and a.is_input
      and a.description like 'Region where this resource will be %' order by a.id"""
    for (number,) in connection.execute(query).fetchall():
        yield from ((number, system, reason) for system, reason in REGION.items())


def _lookups(connection: sqlite3.Connection) -> Iterator[int]:
    """The lookup arguments of data sources. A `none` with a note for the whole data source is more
    exact and holds for them too, so those data sources are left out."""
    names = Names(connection)
    query = (
        "select from_resource_id from resource_mapping where to_system = 'cloudformation' and"
        " relation = 'none' and note is not null"
    )
    without_equivalent = {number for (number,) in connection.execute(query)}
    for _, data in names.data_sources():
        if data not in without_equivalent:
            yield from (each.id for each in names.attributes(data).values() if each.is_lookup)
