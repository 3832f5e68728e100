"""Every SQL statement that reads the built file: a function for each question, with typed rows.

Both directions of a mapping are one in the views `directed_mapping` and `directed_resource_mapping` of the file: relation and transform are
those of the direction asked. SQLite carries a condition into such a view only when it compares with a value, never out of a join, so each
statement here gives the row id, or the range of ids, that it asks about. (Ids are given out resource by resource.)

Where speed counts, statements read the tables below the views `attribute` and `attribute_mapping` (tables.py): a path is found by its hash, and
what many mappings share is read once (`claim`, `spelling`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

from iac_crosswalk.store.rows import (
    AttributeRow,
    BasisRow,
    CandidateRow,
    ClaimRow,
    DetailRow,
    EquivalentRow,
    FactsRow,
    HistoryRow,
    LinkRow,
    MappingRow,
    MatchRow,
    MemberRow,
    NamedRow,
    PitfallRow,
    ResourceRow,
    SignRow,
    StepRow,
    TargetRow,
)
from iac_crosswalk.store.tables import FLAGS, GETTABLE, flag, path_hash
from iac_crosswalk.store.tables import path as path_of
from iac_crosswalk.vocabulary import CONVERSE, SYSTEMS


class Store(Protocol):
    """What a statement needs of the open file (store.py)."""

    @property
    def inverse(self) -> dict[str | None, str]:
        """Transform → the way back."""

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query."""

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the file has a table, or a column of it."""

    @property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """System → the first and the last id of its attributes."""

    @property
    def targets(self) -> dict[int, TargetRow]:
        """What answers need of a resource, by its id."""

    @property
    def claims(self) -> dict[int, ClaimRow]:
        """What mappings claim, by the claim's id."""

    @property
    def spellings(self) -> dict[int, tuple[str | None, str | None]]:
        """(native name, deprecation) of attributes, by the id of their facts."""


_NEW = tuple.__new__
"""Makes a row of its values in half the time of the class's own call, where a question reads many."""
_RESOURCE = "select id, system, name, kind, call from resource"
_ABOVE = len(FLAGS)
_PATH_ID = """(select p.id from attribute_path p join path_above u on u.id = p.above_id join path_name n on n.id = p.name_id
  where p.hash = ?2 and u.above || n.name = ?3)"""
_AT = f"from attribute_row a where a.resource_id = ?1 and a.path_id = {_PATH_ID}"
_OF_TYPE = _AT.replace("?1", "(select id from resource where system = 'cloudformation' and name = ?1)")
_ENDS = f"b.resource_id, b.facts_id, b.flags, {path_of('b')}"
_TO = "left join attribute_row b on b.id = m.to_attribute_id"
_IN_RANGE = "and (m.to_attribute_id is null or m.to_attribute_id between ?{} and ?{})"  # the index tells
_FORTH = f"select m.id, m.claim_id, m.to_attribute_id, {_ENDS} from mapping_row m {_TO} where m.from_attribute_id = ?1"
_FORTH_TO = f"{_FORTH} {_IN_RANGE.format(2, 3)}"
_BACK = f"""select m.id, m.claim_id, m.from_attribute_id, {_ENDS} from mapping_row m
  join attribute_row b on b.id = m.from_attribute_id where m.to_attribute_id = ?1"""
_ASKED = f"""select a.id, a.flags, a.facts_id, m.id, m.claim_id, m.to_attribute_id, {_ENDS} from attribute_row a
  left join mapping_row m on m.from_attribute_id = a.id {{}} {_TO} where a.resource_id = ?1 and a.path_id = {_PATH_ID}"""
_ASKED_TO = _ASKED.format(_IN_RANGE.format(4, 5))
_ASKED_ALL = _ASKED.format("")


def _resources(store: Store, sql: str, parameters: Iterable[Any] = ()) -> list[ResourceRow]:
    return [ResourceRow(*row) for row in store.rows(sql, parameters)]


# -- the file ----------------------------------------------------------------------------------------------------------


def versions(store: Store) -> dict[str, str]:
    """Package → the version that the facts were read from."""
    rows = store.rows("select key, value from build where key like 'version:%'")
    return {key.removeprefix("version:"): value for key, value in rows}


def columns(store: Store, table: str) -> set[str]:
    """The columns of a table; empty when there is no such table."""
    return {row[0] for row in store.rows("select name from pragma_table_info(?)", [table])}


# -- resources ---------------------------------------------------------------------------------------------------------


def resources_called(store: Store, name: str) -> list[ResourceRow]:
    """The resources of that name, or else of that alias, in any system."""
    return _resources(store, f"{_RESOURCE} where name = ?", [name]) or _resources(
        store, f"{_RESOURCE} join resource_alias on resource_id = id where alias = ? order by id", [name]
    )


def target(store: Store, resource_id: int) -> TargetRow:
    """What answers need of a resource."""
    (row,) = store.rows("select id, system, name, kind, call, deprecated, alias_of from resource where id = ?", [resource_id])
    return TargetRow(*row)


def resource_names(store: Store, system: str | None = None) -> list[str]:
    """Every name of a system's resources, or every name and alias there is."""
    if system is None:
        rows = store.rows("select name from resource union select alias from resource_alias order by 1")
    else:
        rows = store.rows("select name from resource where system = ? order by 1", [system])
    return [name for (name,) in rows]


def provider_version(store: Store) -> str:
    """The version of Terraform's AWS provider whose names the file holds."""
    rows = store.rows("select json_extract(facts, '$.provider_version') from resource where system = 'terraform' limit 1")
    return str(rows[0][0]) if rows else ""


def resource_facts(store: Store, resource_id: int) -> FactsRow:
    """What is written about a resource."""
    (row,) = store.rows("select service, description, deprecated, documentation_url, reference from resource where id = ?", [resource_id])
    return FactsRow(*row)


def source_facts(store: Store, resource_id: int) -> str:
    """The facts that only the resource's source knows, as JSON."""
    return str(store.rows("select facts from resource where id = ?", [resource_id])[0][0])


def links(store: Store, resource_id: int, system: str | None = None) -> list[LinkRow]:
    """The counterparts of a resource, in one system or in each."""
    clause, extra = ("", []) if system is None else (" and d.to_system = ?", [system])
    rows = store.rows(
        "select d.to_system, d.to_resource_id, r.name, d.relation, d.role, d.condition, d.origin, d.confidence, d.note, r.deprecated, r.alias_of, d.holds, d.back"
        f" from directed_resource_mapping d left join resource r on r.id = d.to_resource_id where d.from_resource_id = ?{clause} order by d.mapping_id",
        [resource_id, *extra],
    )
    return [LinkRow(*row) for row in rows]


def parts(store: Store) -> list[tuple[int, int, str]]:
    """(owner, part, JSON of what points back) of every part. Parts are stored from their owner."""
    return store.rows(
        "select from_resource_id, to_resource_id, back from resource_mapping where back is not null and to_resource_id is not null"
    )


def pulumi_and_cdk_classes(store: Store, name: str) -> list[ResourceRow]:
    """The Pulumi and CDK resources whose class is called `name`, or else those with such an alias."""
    ending = "substr({0}, -length(?1) - 1) = '{1}' || ?1"
    named = f"(system = 'pulumi' and {ending.format('name', ':')}) or (system = 'cdk' and {ending.format('name', '.')})"
    return _resources(store, f"{_RESOURCE} where {named} order by id", [name]) or _resources(
        store,
        f"{_RESOURCE} join resource_alias on resource_id = id where system = 'pulumi' and {ending.format('alias', '.')} order by id",
        [name],
    )


def pulumi_aliases(store: Store) -> list[tuple[str, str]]:
    """(name in a program, kind) of each class and function: `aws.ec2.Vpc`, `aws.getRegion`."""
    rows = store.rows(
        "select alias, kind from resource_alias join resource on resource.id = resource_id"
        " where system = 'pulumi' and alias like 'aws.%' order by 1"
    )
    return [(alias, kind) for alias, kind in rows]


def pulumi_modules(store: Store) -> list[str]:
    """The modules of the package pulumi_aws that hold resources or data sources: `ec2`."""
    sql = "select distinct alias from resource_alias join resource on id = resource_id where system = 'pulumi' and alias like 'aws.%.%'"
    return sorted({alias.split(".")[1] for (alias,) in store.rows(sql)})


def pulumi_names(store: Store, module: str) -> list[str]:
    """The classes and functions of a module of pulumi_aws, as Python calls them: `Vpc`, `get_vpc`."""
    begin = f"pulumi_aws.{module}."
    rows = store.rows(
        "select facts ->> 'python' as path from resource where system = 'pulumi' and path like ? order by path", [f"{begin}%"]
    )
    return [path.removeprefix(begin) for (path,) in rows]


def cdk_classes(store: Store, module: str) -> list[str]:
    """The L1 classes of a module of the CDK: `CfnBucket`."""
    begin = f"{module}."
    rows = store.rows("select name from resource where system = 'cdk' and name >= ? and name < ? order by name", [begin, f"{module}/"])
    return [name.removeprefix(begin) for (name,) in rows]


def resources_of(store: Store, system: str) -> list[ResourceRow]:
    """Every resource of a system."""
    return _resources(store, f"{_RESOURCE} where system = ? order by id", [system])


def resources_with_fact(store: Store, system: str, text: str) -> list[ResourceRow]:
    """The resources of a system whose facts, as JSON, hold `text`."""
    return _resources(store, f"{_RESOURCE} where system = ? and instr(facts, ?) order by id", [system, text])


def resources_beside(store: Store, resource_id: int) -> list[ResourceRow]:
    """The resources and data sources of the same service in the same system, the resource itself among them."""
    of_service = "join resource own on own.id = ? and own.system = r.system and own.service = r.service where r.alias_of is null"
    return _resources(store, f"select r.id, r.system, r.name, r.kind, r.call from resource r {of_service} order by r.id", [resource_id])


def client_resources(store: Store, client: str) -> list[tuple[ResourceRow, str]]:
    """The resources of a boto3 client, each with its facts as JSON."""
    rows = store.rows(
        "select id, system, name, kind, call, facts from resource where system = 'boto3' and service = ? order by id", [client]
    )
    return [(ResourceRow(*row[:5]), row[5]) for row in rows]


# -- attributes --------------------------------------------------------------------------------------------------------


def attributes_at(store: Store, resource_id: int, path: str) -> list[AttributeRow]:
    """The attribute at a path: one or none."""
    rows = store.rows(f"select a.id, a.flags, a.facts_id {_AT}", (resource_id, path_hash(path), path))
    return [AttributeRow(number, path, flags & 1, flags >> 1 & 1, store.spellings[facts][1]) for number, flags, facts in rows]


def with_output(store: Store, resources: list[int], path: str) -> list[int]:
    """Those of some resources that have an attribute of this path, which can be read."""
    rows = store.rows(
        f"select a.resource_id from attribute_row a where a.path_id = {_PATH_ID} and {flag('is_output')}"
        " and a.resource_id in (select value from json_each(?1)) order by 1",
        (json.dumps(resources), path_hash(path), path),
    )
    return [number for (number,) in rows]


def attributes_at_loosely(store: Store, resource_id: int, path: str) -> list[AttributeRow]:
    """The attributes whose path, without `[]`, is this one."""
    rows = store.rows(
        "select id, path, is_input, is_output, deprecated from attribute where resource_id = ? and replace(path, '[]', '') = ?",
        [resource_id, path],
    )
    return [AttributeRow(*row) for row in rows]


def attributes_with_free_keys(store: Store, resource_id: int) -> list[AttributeRow]:
    """The attributes on whose path a person chooses a key: `Outputs.*`."""
    rows = store.rows(
        "select id, path, is_input, is_output, deprecated from attribute where resource_id = ? and instr(path, '*') order by id",
        [resource_id],
    )
    return [AttributeRow(*row) for row in rows]


def attribute_itself(store: Store, attribute_id: int) -> MappingRow:
    """An attribute as the answer to a question in its own system."""
    (row,) = store.rows(
        "select r.system, r.id, b.id, 'exact', null, null, null, 1.0, 'curated', null, 0, b.path, b.native, b.gettable, b.is_input,"
        " b.is_output, b.deprecated from attribute b join resource r on r.id = b.resource_id where b.id = ?",
        [attribute_id],
    )
    return MappingRow(*row)


def names_of(store: Store, attribute_id: int) -> tuple[str, str, str]:
    """(system, resource, path) of an attribute."""
    (row,) = store.rows(
        "select r.system, r.name, a.path from attribute a join resource r on r.id = a.resource_id where a.id = ?", [attribute_id]
    )
    return row[0], row[1], row[2]


def paths(store: Store, resource_id: int) -> list[str]:
    """Every path of a resource."""
    return [path for (path,) in store.rows("select path from attribute where resource_id = ? order by id", [resource_id])]


def first_attribute(store: Store, resource_id: int) -> str | None:
    """The first current attribute at the top of a resource: an example of one."""
    rows = store.rows(
        "select path from attribute where resource_id = ? and deprecated is null and instr(path, '.') = 0 order by id limit 1",
        [resource_id],
    )
    return rows[0][0] if rows else None


_MEMBERS = f"""select a.id, {path_of()}, f.type, {", ".join(map(flag, ("is_input", "is_output", "required", "gettable")))},
  f.deprecated, f.native, {flag("recursive")}, {flag("computed")}
  from attribute_row a join attribute_facts f on f.id = a.facts_id where a.resource_id = ? order by a.id"""


def members(store: Store, resource_id: int) -> list[MemberRow]:
    """The attributes of a resource, for its schema."""
    return list(map(MemberRow._make, store.rows(_MEMBERS, [resource_id])))


def only_filled_in(store: Store, resource_id: int) -> set[str]:
    """The nested attributes that Pulumi's classes take though the provider they are made from only fills them in."""
    rows = store.rows(
        "select p.path from attribute p join attribute_mapping m on m.to_attribute_id = p.id and m.origin = 'rule'"
        " join attribute t on t.id = m.from_attribute_id join resource r on r.id = t.resource_id and r.system = 'terraform'"
        " where p.resource_id = ? and p.is_input and instr(p.path, '.') and not t.is_input",
        [resource_id],
    )
    return {path for (path,) in rows}


def details(store: Store, resource_id: int) -> list[DetailRow]:
    """The attributes of a resource with everything a reader sees of them."""
    twin = "described_by" if store.has("attribute", "described_by") else "null"
    rows = store.rows(
        f"select path, type, description, is_input, is_output, gettable, required, computed, create_only, write_only, deprecated, {twin} from attribute"
        " where resource_id = ? order by id",
        [resource_id],
    )
    return [DetailRow(*row) for row in rows]


def names_on_the_way(store: Store, resource_id: int, above: list[str]) -> dict[str, tuple[str | None, str | None]]:
    """Path → (native name, class) of the attributes among `above`."""
    found = {}
    for each in above:
        columns = "(select native from attribute_facts where id = a.facts_id), a.class_name"
        for native, class_name in store.rows(f"select {columns} {_AT}", (resource_id, path_hash(each), each)):
            found[each] = (native, class_name)
    return found


def nested_classes(store: Store, resource_id: int) -> list[tuple[str, str, str]]:
    """(path, type, class) of the objects in a resource that have a class of their own."""
    return store.rows(
        "select path, type, class_name from attribute where resource_id = ? and class_name is not null order by id", [resource_id]
    )


def objects_with(store: Store, system: str, natives: list[str]) -> list[tuple[ResourceRow, str]]:
    """(resource, path with its dot) of the objects that have attributes of all these native names; "" is the resource itself."""
    marks = ",".join("?" * len(natives))
    rows = store.rows(
        "select r.id, r.system, r.name, r.kind, r.call, u.above from attribute_row a join attribute_facts f on f.id = a.facts_id"
        " join attribute_path p on p.id = a.path_id join path_above u on u.id = p.above_id join resource r on r.id = a.resource_id"
        f" where a.id between ? and ? and f.native in ({marks})"
        " group by a.resource_id, p.above_id having count(distinct f.native) = ? order by a.resource_id, u.above",
        [*store.ranges[system], *natives, len(natives)],
    )
    return [(ResourceRow(*row[:5]), row[5]) for row in rows]


def object_of_class(store: Store, system: str, class_name: str) -> tuple[str, str] | None:
    """(resource, path) of the objects of a class; the first place, for what stands below is the same everywhere."""
    rows = store.rows(
        "select r.name, a.path from attribute a join resource r on r.id = a.resource_id"
        " where a.class_name = ? and r.system = ? order by a.recursive, a.id limit 1",
        [class_name, system],
    )
    return rows[0] if rows else None


def is_gettable(store: Store, resource: str, path: str) -> bool | None:
    """Whether Fn::GetAtt accepts an attribute of a CloudFormation type; None where there is no such attribute."""
    rows = store.rows(f"select {flag('gettable')} {_OF_TYPE}", (resource, path_hash(path), path))
    return bool(rows[0][0]) if rows else None


# -- mappings ----------------------------------------------------------------------------------------------------------


def asked(store: Store, resource_id: int, path: str, system: str | None) -> tuple[AttributeRow | None, list[MappingRow]]:
    """The attribute at a path, None where there is none, and its `mappings_forth`: what almost every question asks."""
    if system is None:
        rows = store.rows(_ASKED_ALL, (resource_id, path_hash(path), path))
    else:
        rows = store.rows(_ASKED_TO, (resource_id, path_hash(path), path, *store.ranges[system]))
    if not rows:
        return None, []
    number, flags, facts_id, first, *_ = rows[0]
    mappings = [_mapping(store, row[3:]) for row in rows] if first is not None else []
    return AttributeRow(number, path, flags & 1, flags >> 1 & 1, store.spellings[facts_id][1]), _of_system(mappings, system)


def mappings_forth(store: Store, attribute_id: int, system: str | None = None) -> list[MappingRow]:
    """The mappings that are stored from an attribute, to every system or to one."""
    rows = store.rows(_FORTH, (attribute_id,)) if system is None else store.rows(_FORTH_TO, (attribute_id, *store.ranges[system]))
    return _of_system([_mapping(store, row) for row in rows], system)


def _of_system(mappings: list[MappingRow], system: str | None) -> list[MappingRow]:
    """Those of a system: of what leads to no attribute, only its claim tells."""
    return mappings if system is None else [each for each in mappings if each.system == system]


_END = """(select {end}(id) from attribute_row where resource_id =
  (select {end}(resource_id) from attribute_row where resource_id {beyond} (select {end}(id) from resource where system = ?1)))"""
_ENDS_OF = f"select {_END.format(end='min', beyond='>=')}, {_END.format(end='max', beyond='<=')}"


def ranges(store: Store) -> dict[str, tuple[int, int]]:
    """System → the first and the last id of its attributes, which are given out system by system."""
    return {system: store.rows(_ENDS_OF, [system])[0] for system in SYSTEMS}


def _mapping(store: Store, row: tuple[Any, ...]) -> MappingRow:
    """A mapping as it is stored."""
    number, claim_id, attribute_id, resource_id, facts_id, flags, path = row
    system, whole, relation, condition, transform, key, confidence, origin, note = store.claims[claim_id]
    if flags is None:
        return MappingRow(
            system, whole, None, relation, condition, transform, key, confidence, origin, note, number, None, None, None, None, None, None
        )
    native, deprecated = store.spellings[facts_id]
    return _NEW(
        MappingRow,
        (
            system, whole or resource_id, attribute_id, relation, condition, transform, key, confidence, origin, note, number, path, native,
            GETTABLE[flags >> _ABOVE], flags & 1, flags >> 1 & 1, deprecated,
        ),
    )  # fmt: skip


def mappings_back(store: Store, attribute_id: int, own: str, system: str | None = None) -> list[MappingRow]:
    """The mappings that are stored to an attribute of the system `own`, seen from it: relation and transform are turned round."""
    found = []
    for number, claim_id, other_id, resource_id, facts_id, flags, path in store.rows(_BACK, (attribute_id,)):
        target = store.targets[resource_id]
        if (system is None or target.system == system) and not _only_asks(target, own):
            _, _, relation, condition, transform, key, confidence, origin, note = store.claims[claim_id]
            native, deprecated = store.spellings[facts_id]
            values = (
                target.system, resource_id, other_id, CONVERSE[relation], condition, store.inverse.get(transform), key, confidence, origin,
                note, number, path, native, GETTABLE[flags >> _ABOVE], flags & 1, flags >> 1 & 1, deprecated,
            )  # fmt: skip
            found.append(_NEW(MappingRow, values))
    return found


def claim(store: Store, claim_id: int) -> ClaimRow:
    """What a mapping claims."""
    columns = "to_system, to_resource_id, relation, condition, transform, key, confidence, origin, note"
    (row,) = store.rows(f"select {columns} from mapping_claim where id = ?", [claim_id])
    return ClaimRow(*row)


def spelling(store: Store, facts_id: int) -> tuple[str | None, str | None]:
    """(native name, deprecation) of attributes."""
    (row,) = store.rows("select native, deprecated from attribute_facts where id = ?", [facts_id])
    return row[0], row[1]


def _only_asks(other: TargetRow, system: str) -> bool:
    """Whether a resource leads to `system` and is no answer there: data sources and SAM's types (as in the view `directed_mapping`)."""
    if other.kind == "data-source":
        return system in ("cloudformation", "cdk")
    return other.name.startswith("aws_sam.") or (other.name.startswith("AWS::Serverless::") and system != "cdk")


def inverse_transforms(store: Store) -> dict[str | None, str]:
    """Transform → the one for the way back."""
    return dict(store.rows("select name, inverse from transform"))


def equivalents(store: Store, resource_id: int) -> list[EquivalentRow]:
    """Every mapping of the attributes of a resource that leads to an attribute."""
    ids = store.rows("select min(id), max(id) from attribute where resource_id = ?", [resource_id])[0]
    rows = store.rows(
        "select a.path, d.to_system, b.path, d.condition, d.transform, d.relation from directed_mapping d join attribute a on a.id = d.from_attribute_id"
        " join attribute b on b.id = d.to_attribute_id where d.from_attribute_id between ? and ? and d.to_attribute_id is not null",
        ids,
    )
    return [EquivalentRow(*row) for row in rows]


def descriptions(store: Store, attributes: list[int]) -> list[tuple[int, str]]:
    """(attribute, description) of attributes that lie close together: their own, and those of what they exactly are elsewhere."""
    ends = (min(attributes), max(attributes)) if attributes else (0, 0)
    rows = store.rows(
        "select id, description from attribute where id between ?1 and ?2 and description <> ''"
        " union select d.from_attribute_id, b.description from directed_mapping d join attribute b on b.id = d.to_attribute_id"
        " where d.from_attribute_id between ?1 and ?2 and d.relation = 'exact' and b.description <> '' order by 1, 2",
        ends,
    )
    wanted = set(attributes)
    return [(number, description) for number, description in rows if number in wanted]


def same_in(store: Store, attribute_id: int, resource_id: int) -> str | None:
    """What an attribute exactly is in another resource: its path there."""
    rows = store.rows(
        "select b.path from directed_mapping d join attribute b on b.id = d.to_attribute_id"
        " where d.from_attribute_id = ? and b.resource_id = ? and d.relation = 'exact' order by b.id limit 1",
        [attribute_id, resource_id],
    )
    return rows[0][0] if rows else None


def refusals(store: Store, resource_id: int) -> dict[str, str | None]:
    """System → the reason, for those in which the resource is known to have no counterpart."""
    rows = store.rows(
        "select to_system, note from resource_mapping where from_resource_id = ? and to_resource_id is null order by id desc", [resource_id]
    )
    return dict(rows)


def siblings_equivalents(store: Store, resource_id: int, path: str) -> list[tuple[str, str, str]]:
    """(sibling, system, path there) of what an attribute path of other resources of the service exactly is elsewhere."""
    found: set[tuple[str, str, str]] = set()
    for number, sibling in store.rows(
        "select a.id, r.name from resource own join resource r on r.system = own.system and r.service = own.service and r.id <> own.id"
        f" join attribute_row a on a.resource_id = r.id and a.path_id = {_PATH_ID} where own.id = ?1",
        [resource_id, path_hash(path), path],
    ):
        rows = store.rows(
            "select d.to_system, b.path from directed_mapping d join attribute b on b.id = d.to_attribute_id"
            " where d.from_attribute_id = ? and d.relation = 'exact'",
            [number],
        )
        found.update((sibling, system, other) for system, other in rows)
    return sorted(found)


def has_namesake(store: Store, resource_id: int, path: str) -> bool:
    """Whether another resource of the service has an attribute of that very path."""
    rows = store.rows(
        "select 1 from resource own join resource r on r.system = own.system and r.service = own.service and r.kind = own.kind and r.id <> own.id"
        f" join attribute_row a on a.resource_id = r.id and a.path_id = {_PATH_ID} where own.id = ?1 limit 1",
        [resource_id, path_hash(path), path],
    )
    return bool(rows)


def takes_elsewhere(store: Store, attribute_id: int, system: str) -> bool:
    """Whether an attribute's exact equivalent in another system can be given."""
    rows = store.rows(
        "select 1 from directed_mapping m join attribute a on a.id = m.to_attribute_id"
        " where m.from_attribute_id = ? and m.to_system = ? and m.relation = 'exact' and a.is_input limit 1",
        [attribute_id, system],
    )
    return bool(rows)


def unlinked(store: Store) -> dict[tuple[int, str], str]:
    """(Attribute, system) → why a naming rule found no partner, where the other side may have one: a few dozen."""
    rows = store.rows("select attribute_id, to_system, reason from unlinked")
    return {(number, system): reason for number, system, reason in rows}


def guessed(store: Store) -> frozenset[int]:
    """The attributes that have candidates: a few hundred."""
    return frozenset(number for (number,) in store.rows("select distinct from_attribute_id from candidate"))


def candidates(store: Store, attribute_id: int, system: str) -> list[CandidateRow]:
    """The three surest guesses."""
    rows = store.rows(
        "select r.name, a.path, c.confidence from candidate c join attribute a on a.id = c.to_attribute_id"
        " join resource r on r.id = a.resource_id where c.from_attribute_id = ? and r.system = ? order by c.confidence desc, a.id limit 3",
        [attribute_id, system],
    )
    return [CandidateRow(*row) for row in rows]


def basis(store: Store, mapping_id: int) -> BasisRow:
    """What a mapping rests on."""
    (row,) = store.rows("select via, source, evidence from attribute_mapping where id = ?", [mapping_id])
    return BasisRow(*row)


def composed_of(store: Store, one: int, other: int, via: str) -> list[StepRow]:
    """The two direct mappings of a composed one: through the first attribute of the system `via` that has both."""
    rows = store.rows(
        "select x.to_attribute_id, x.mapping_id, y.mapping_id"
        " from (select * from directed_mapping where from_attribute_id = ?1 and to_system = ?3) x"
        " join (select * from directed_mapping where from_attribute_id = ?2 and to_system = ?3) y on y.to_attribute_id = x.to_attribute_id"
        " order by 1 limit 1",
        [one, other, via],
    )
    return [StepRow(*row) for row in rows]


# -- pitfalls, conditions, history -------------------------------------------------------------------------------------


def pitfalls(store: Store, resource_id: int) -> list[PitfallRow]:
    """The pitfalls of a resource."""
    rows = store.rows("select id, wrong, why, seen from pitfall where resource_id = ? order by id", [resource_id])
    return [PitfallRow(*row) for row in rows]


def instead_of(store: Store, pitfall_id: int) -> list[tuple[AttributeRow, ResourceRow]]:
    """What to use instead of a pitfall, best first."""
    rows = store.rows(
        "select a.id, a.path, a.is_input, a.is_output, r.id, r.system, r.name, r.kind, r.call from pitfall_instead p"
        " join attribute a on a.id = p.attribute_id join resource r on r.id = a.resource_id where p.pitfall_id = ? order by p.position",
        [pitfall_id],
    )
    return [(AttributeRow(*row[:4]), ResourceRow(*row[4:])) for row in rows]


def twin_condition(store: Store, resource: str, path: str) -> str | None:
    """The condition that the CDK's documentation names for an attribute of a CloudFormation type: the two are one attribute."""
    rows = store.rows(
        f"select m.condition from attribute_mapping m where m.from_attribute_id = (select a.id {_OF_TYPE})"
        " and m.to_system = 'cdk' and m.condition is not null",
        (resource, path_hash(path), path),
    )
    return rows[0][0] if rows else None


def other_conditions(store: Store, condition: str) -> list[str]:
    """Every other condition that a setting can show."""
    rows = store.rows("select distinct condition from condition_sign where condition <> ?", [condition])
    return [other for (other,) in rows]


def signs(store: Store, resource_id: int, condition: str) -> list[SignRow]:
    """The settings of a resource that show a condition. The file keeps them by CloudFormation attribute."""
    rows = store.rows(
        "select a.path, s.operator, s.value from condition_sign s join attribute a on a.id = s.attribute_id"
        " where s.condition = ?1 and a.resource_id = ?2"
        " union select b.path, s.operator, s.value from condition_sign s join attribute_mapping m on m.from_attribute_id = s.attribute_id"
        " join attribute b on b.id = m.to_attribute_id where s.condition = ?1 and b.resource_id = ?2 and m.relation = 'exact'",
        [condition, resource_id],
    )
    return [SignRow(*row) for row in rows]


_HISTORY = (
    "select resource, path, since, until, removed_in, replacement, without_replacement, certain, note, origin, source from attribute_history"
    " where system = ?"
)


def history(store: Store, system: str, resource: str) -> list[HistoryRow]:
    """What is known of names that a resource does not have: it is gone, or never was; empty where the file holds no history."""
    if not store.has("attribute_history"):
        return []
    known = " and (until is not null or removed_in is not null or replacement is not null or without_replacement)"
    rows = store.rows(f"{_HISTORY} and resource = ?{known} order by path, replacement", [system, resource])
    return [HistoryRow(*row) for row in rows]


def changes(store: Store, system: str, resource: str | None = None) -> list[HistoryRow]:
    """What came later than the oldest version known, and what went, of a system or of one resource, in the order of names."""
    if not store.has("attribute_history"):
        return []
    clause, extra = (" and resource = ?", [resource]) if resource is not None else ("", [])
    rows = store.rows(f"{_HISTORY}{clause} and (since is not null or until is not null) order by rowid", [system, *extra])
    return [HistoryRow(*row) for row in rows]


def gone_classes(store: Store, module: str) -> list[str]:
    """The tokens of the Pulumi classes and functions that a module had and that are gone, or came later."""
    if not store.has("attribute_history"):
        return []
    rows = store.rows(
        "select distinct resource from attribute_history where system = 'pulumi' and path = '' and resource like ? order by 1",
        [f"aws:{module}/%"],
    )
    return [row[0] for row in rows]


def versions_known(store: Store, system: str) -> list[str]:
    """The versions of a system that its history knows, oldest first; empty where it has none."""
    rows = store.rows("select value from build where key = ?", [f"history:{system}"])
    return str(rows[0][0]).split(" ") if rows else []


# -- search ------------------------------------------------------------------------------------------------------------


def named_resources(store: Store) -> list[NamedRow]:
    """Every resource by its names."""
    rows = store.rows("select id, system, name, kind, service, deprecated is not null from resource order by id")
    return [NamedRow(i, system, name, kind, service, bool(old)) for i, system, name, kind, service, old in rows]


_MATCH = "a.id, a.resource_id, a.path, a.description, a.deprecated is not null"


def matching(store: Store, question: str, limit: int) -> list[MatchRow]:
    """Attributes that a full-text question finds."""
    sql = f"select {_MATCH} from attribute_fts f join attribute a on a.id = f.rowid where attribute_fts match ? limit ?"
    return [MatchRow(*row) for row in store.rows(sql, [question, limit])]


_HOLDING = """with known as materialized (
    select a.id, a.resource_id, u.above || n.name as path, a.description_id, a.facts_id from attribute_row a
    join attribute_path p on p.id = a.path_id join path_above u on u.id = p.above_id join path_name n on n.id = p.name_id
    where a.resource_id in (select value from json_each(?)))
  select id, resource_id, path, (select description from attribute_description where id = description_id),
    (select deprecated from attribute_facts where id = facts_id) is not null from known where true{} limit ?"""


def holding(store: Store, resources: Iterable[int], parts: Iterable[str], limit: int) -> list[MatchRow]:
    """Attributes of some resources whose path holds each of `parts`, in either case. What else is known of them is read for these alone."""
    wanted = [f"%{part}%" for part in parts]
    sql = _HOLDING.format(" and path like ?" * len(wanted))
    return [MatchRow(*row) for row in store.rows(sql, ["[" + ",".join(map(str, resources)) + "]", *wanted, limit])]


def sizes(store: Store) -> dict[int, int]:
    """Resource id → how many attributes it has."""
    return dict(store.rows("select resource_id, count(*) from attribute group by resource_id"))


def vocabulary(store: Store) -> list[str]:
    """The words of paths that more than a few attributes have. Takes a second."""
    store.rows("create virtual table if not exists temp.words using fts5vocab(main, attribute_text_fts, col)")
    rows = store.rows("select distinct term from temp.words where col <> 'description' and doc > 5 and length(term) > 2")
    return [row[0] for row in rows]


def curated_resources(store: Store) -> frozenset[int]:
    """Resources that a curated file concerns: those that real programs use."""
    rows = store.rows(
        "select from_resource_id from resource_mapping where origin = 'curated' union"
        " select to_resource_id from resource_mapping where origin = 'curated' and to_resource_id is not null union"
        " select a.resource_id from mapping_row m join attribute_row a on a.id in (m.from_attribute_id, m.to_attribute_id)"
        " where m.claim_id in (select id from mapping_claim where origin = 'curated')"
    )
    return frozenset(row[0] for row in rows)
