"""Finds what repeats another attribute's value (linking/repeats.py), by names, in the base file.

In rounds, since a later one may repeat what an earlier one took over:

1. `Ref` of a CloudFormation type repeats the attribute it returns, where that is one.
2. A SAM resource becomes another type: its Ref, its outputs and its properties of the same name and
   type are those of that type, and data/sam_properties.yaml names the others.
3. A Terraform resource or data source that is an alias (`aws_alb` of `aws_lb`) is the same one; a
   resource that is another way to create one (`aws_ami_copy`) returns the same attributes.
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
from builder.database.chosen import chosen
from builder.errors import BuildError
from builder.linking.repeats import Repeat

LOOKS_UP = "It says which thing the data source reads."
READ = (
    "A data source reads a resource that exists; a template takes such a value as a parameter or"
    " with Fn::ImportValue."
)
LOOKED_UP = (
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
    def only_asks(self) -> bool:
        """An argument that is not read back: of a data source, a lookup argument."""
        return bool(self.is_input and not self.computed)


class Names:
    """Resources and attributes of the base file, by name. `chosen`: the resources to be linked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.chosen = chosen(connection)
        self.resources: dict[tuple[str, str], int] = {
            (system, name): number
            for number, system, name in connection.execute("select id, system, name from resource")
        }

    def attribute(self, resource: int, path: str) -> int | None:
        """The row id of an attribute, None where there is none."""
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
        """The attributes of two resources that have the same path."""
        theirs = self.attributes(other)
        yield from (
            (path, mine, theirs[path])
            for path, mine in self.attributes(one).items()
            if path in theirs
        )

    def data_sources(self) -> Iterator[tuple[str, int]]:
        """Terraform's data sources: name and row id."""
        yield from (
            (name, number)
            for (system, name), number in self.resources.items()
            if system == "terraform" and name.startswith("data.") and number in self.chosen
        )


def rounds(connection: sqlite3.Connection) -> list[list[Repeat]]:
    """The repeats of attributes, round by round."""
    names = Names(connection)
    return [
        [*_refs(names)],
        [*_sam(names)],
        [*_aliases(names), *_variants(names)],
        [*_data_sources(names)],
    ]


def resources(connection: sqlite3.Connection) -> list[list[Repeat]]:
    """The repeats of resources, round by round: SAM types and data sources, each with its resource;
    then aliases."""
    names = Names(connection)
    others = [Repeat(alias, main, note, alias=True) for alias, main, note in _other_names(names)]
    aliases = {repeat.attribute for repeat in others}
    return [
        [
            *(
                Repeat(sam, other, f"The SAM resource becomes {name}.")
                for sam, other, name in _becomes(names)
            ),
            *(
                Repeat(data, resource, READ)
                for data, resource in _read_resources(names)
                if data not in aliases
            ),
        ],
        others,
    ]


def _refs(names: Names) -> Iterator[Repeat]:
    rows = names.connection.execute(
        "select id, reference, facts from resource where system = 'cloudformation' and reference is"
        " not null"
    )
    for number, reference, facts in rows.fetchall():
        if number not in names.chosen:
            continue
        paths, told = json.loads(reference), json.loads(facts)
        ref = names.attribute(number, "Ref")
        if len(paths) != 1 or ref is None:
            continue
        for path, when in (
            (paths[0], told.get("ref_when")),
            *told.get("ref_otherwise", {}).items(),
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
    said: set[int] = set()
    for sam, rows in base.table("sam_properties").items():
        sam_number = names.resources["cloudformation", sam]
        if sam_number not in names.chosen:
            continue
        mine = names.attributes(sam_number)
        for row in rows:
            kind, _, top = row["is"].partition(" ")
            number = names.resources["cloudformation", kind]
            theirs = names.attributes(number)
            if row["path"] not in mine or (top and top not in theirs):
                raise BuildError(
                    f"data/sam_properties.yaml: {sam} {row['path']} or {row['is']} does not exist;"
                    " correct the row"
                )
            longer = [
                r["path"]
                for r in rows
                if r.get("when") == row.get("when") and len(r["path"]) > len(row["path"])
            ]
            for path, attribute in mine.items():
                below = path.removeprefix(row["path"])
                if not path.startswith(row["path"]) or below[:1] not in ("", ".", "["):
                    continue
                if any(
                    path == other or path.startswith((f"{other}.", f"{other}[]"))
                    for other in longer
                ):
                    continue
                other = (top + below).lstrip(".")
                made = kind if not other else f"{kind} {other}"
                if not other:
                    repeat = Repeat(
                        attribute.id,
                        -number,
                        _becomes_of(made, sam),
                        row.get("when"),
                        "separate-resource",
                    )
                elif other in theirs and (
                    not below or _same_shape(attribute.type, theirs[other].type)
                ):
                    note, relation = _becomes_of(made, sam), row.get("relation", "exact")
                    transform = row.get("transform") if not below else None
                    repeat = Repeat(
                        attribute.id,
                        theirs[other].id,
                        note,
                        row.get("when"),
                        transform,
                        relation if not below else "exact",
                    )
                else:
                    continue
                said.add(attribute.id)
                yield repeat
    for number, other_number, name in _becomes(names):
        for path, own, made_of in names.shared(number, other_number):
            if own.id not in said and _same_shape(own.type, made_of.type):
                yield Repeat(own.id, made_of.id, _becomes_of(f"{name} {path}", ""))


_IN_OPENAPI = re.compile(
    "AWS::ApiGateway::(Authorizer|Method|Resource|Model|RequestValidator|GatewayResponse)|AWS::ApiGatewayV2::(Authorizer|Route|Integration)"
)
"""Types that SAM does not create: it writes them into the OpenAPI document of the API."""
_WITHOUT_OPENAPI = "AWS::Serverless::WebSocketApi"
"""Of it SAM makes each route and integration as a resource."""


def _becomes_of(made: str, sam: str) -> str:
    if sam != _WITHOUT_OPENAPI and _IN_OPENAPI.match(made):
        return (
            "SAM writes it into the OpenAPI document of the API; as a resource of its own it is"
            f" {made}."
        )
    return f"SAM makes {made} of it."


def _same_shape(one: str, other: str) -> bool:
    """Whether two types can hold the same value: SAM's schema often leaves the type open."""
    mine, theirs = (kind.partition("<")[0].replace("set", "list") for kind in (one, other))
    containers = {"list", "map"}
    return (
        mine == theirs
        or bool({mine, theirs} & {"json", "any"})
        or not {mine, theirs} & {*containers, "object"}
    )


def _other_names(names: Names) -> Iterator[tuple[int, int, str]]:
    """(alias, the Terraform resource or data source that it is an alias of, a note), in row ids."""
    rows = names.connection.execute(
        "select id, name, alias_of from resource where system = 'terraform' and alias_of is not"
        " null order by id"
    )
    for number, name, main in rows.fetchall():
        if number not in names.chosen:
            continue
        yield number, names.resources["terraform", main], f"{name} is another name of {main}."


def _aliases(names: Names) -> Iterator[Repeat]:
    for alias, main, note in _other_names(names):
        yield from (
            Repeat(mine.id, theirs.id, note) for _, mine, theirs in names.shared(alias, main)
        )


def _variants(names: Names) -> Iterator[Repeat]:
    for name, row in base.table("terraform_variants").items():
        variant, main = (names.resources.get(("terraform", each)) for each in (name, row["is"]))
        if variant is None or main is None or variant not in names.chosen:
            continue
        note = f"{name} returns it of the same thing as {row['is']}."
        for path, mine, theirs in names.shared(variant, main):
            returned = not mine.is_input or path == "id"
            if returned and path not in row.get("but", ()) and mine.type == theirs.type:
                yield Repeat(mine.id, theirs.id, note, reads=True, only="boto3")


def _read_resources(names: Names) -> Iterator[tuple[int, int]]:
    """(data source, the resource of the same name) in row ids, Terraform's and Pulumi's follow by
    rule.
    """
    for name, number in names.data_sources():
        resource = names.resources.get(("terraform", name.removeprefix("data.")))
        if resource is not None and name not in base.table("data_sources")["not_the_same"]:
            yield number, resource


def _data_sources(names: Names) -> Iterator[Repeat]:
    skipped = base.table("data_sources")["other_attributes"]
    titles = {number: name for (_, name), number in names.resources.items()}
    for data, resource in _read_resources(names):
        for path, mine, theirs in names.shared(data, resource):
            filters = mine.only_asks and not mine.required
            same = mine.type.replace("set<", "list<") == theirs.type.replace("set<", "list<")
            if same and not filters and path not in skipped.get(titles[data], ()):
                if mine.only_asks:
                    yield Repeat(mine.id, theirs.id, f"{LOOKS_UP} {READ}", relation="close")
                else:
                    yield Repeat(mine.id, theirs.id, READ, reads=True)


REGION = {
    "cloudformation": (
        "CloudFormation makes a resource in the region of its stack; for another region deploy a"
        " stack there, for several a stack set."
    ),
    "boto3": "The region is that of the client: boto3.client(..., region_name=...).",
}
"""Why `region` of Terraform's resources, which the provider has since 6.0, is nothing of the
resource elsewhere.
"""


def without_place(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(attribute, system, reason) of what has no place in a system by its kind, where nobody has
    said more. data.aws_region reads the region.
    """
    yield from ((number, "cloudformation", LOOKED_UP) for number in _lookups(connection))
    query = """select a.id from attribute a join resource r on r.id = a.resource_id
    join chosen on chosen.id = r.id
    where r.system = 'terraform' and a.path = 'region'
      and r.name <> 'data.aws_region' and a.is_input
      and a.description like 'Region where this resource will be %' order by a.id"""
    for (number,) in connection.execute(query).fetchall():
        yield from ((number, system, reason) for system, reason in REGION.items())


def _lookups(connection: sqlite3.Connection) -> Iterator[int]:
    """The attributes of data sources that only say what is looked up. What a mapping file says of
    the whole data source says more, and holds for them too."""
    names = Names(connection)
    query = (
        "select from_resource_id from resource_mapping where to_system = 'cloudformation' and"
        " relation = 'none' and note is not null"
    )
    said = {number for (number,) in connection.execute(query)}
    for _, data in names.data_sources():
        if data not in said:
            yield from (each.id for each in names.attributes(data).values() if each.only_asks)
