"""Statements about resources."""

from __future__ import annotations

from iac_crosswalk.store.queries.base import RESOURCE, Store, resource_rows
from iac_crosswalk.store.rows import ResourceRow, TargetRow


def resources_called(store: Store, name: str) -> list[ResourceRow]:
    """The resources with this name, or else with this alias, in any system."""
    return resource_rows(store, f"{RESOURCE} where name = ?", [name]) or resource_rows(
        store,
        f"{RESOURCE} join resource_alias on resource_id = id where alias = ? order by id",
        [name],
    )


def target(store: Store, resource_id: int) -> TargetRow:
    """The columns of a resource that answers need."""
    (row,) = store.rows(
        "select id, system, name, kind, call, deprecated, alias_of from resource where id = ?",
        [resource_id],
    )
    return TargetRow(*row)


def resource_names(store: Store, system: str | None = None) -> list[str]:
    """All names of a system's resources, or all names and aliases."""
    if system is None:
        rows = store.rows(
            "select name from resource union select alias from resource_alias order by 1"
        )
    else:
        rows = store.rows("select name from resource where system = ? order by 1", [system])
    return [name for (name,) in rows]


def provider_version(store: Store) -> str:
    """The version of Terraform's AWS provider in the file."""
    rows = store.rows(
        "select json_extract(facts, '$.provider_version') from resource where system = 'terraform'"
        " limit 1"
    )
    return str(rows[0][0]) if rows else ""


def reference(store: Store, resource_id: int) -> str | None:
    """The properties whose values Ref returns, as JSON."""
    ((paths,),) = store.rows("select reference from resource where id = ?", [resource_id])
    return paths  # type: ignore[no-any-return]


def source_facts(store: Store, resource_id: int) -> str:
    """The facts that only the resource's source has, as JSON."""
    return str(store.rows("select facts from resource where id = ?", [resource_id])[0][0])


def parts(store: Store, owner: int) -> list[tuple[int, str]]:
    """(part, JSON of its arguments that point back) of the parts of a resource in every system.
    Parts are stored from their owner."""
    return store.rows(
        "select to_resource_id, back from resource_mapping where from_resource_id = ? and back is"
        " not null and to_resource_id is not null",
        [owner],
    )


def pointers(store: Store, part: int) -> list[str]:
    """The arguments that point back to each owner of a part, as JSON."""
    rows = store.rows(
        "select back from resource_mapping where to_resource_id = ? and back is not null", [part]
    )
    return [back for (back,) in rows]


def pulumi_and_cdk_classes(store: Store, name: str) -> list[ResourceRow]:
    """The Pulumi and CDK resources whose class is called `name`, or else those with such an
    alias.
    """
    ending = "substr({0}, -length(?1) - 1) = '{1}' || ?1"
    condition = (
        f"(system = 'pulumi' and {ending.format('name', ':')}) or (system = 'cdk' and"
        f" {ending.format('name', '.')})"
    )
    return resource_rows(
        store, f"{RESOURCE} where {condition} order by id", [name]
    ) or resource_rows(
        store,
        f"{RESOURCE} join resource_alias on resource_id = id where system = 'pulumi' and"
        f" {ending.format('alias', '.')} order by id",
        [name],
    )


def pulumi_aliases(store: Store) -> list[tuple[str, str]]:
    """(name in a program, kind) of each class and function: `aws.ec2.Vpc`, `aws.getRegion`."""
    rows = store.rows(
        "select alias, kind from resource_alias join resource on resource.id = resource_id"
        " where system = 'pulumi' and alias like 'aws.%' order by 1"
    )
    return [(alias, kind) for alias, kind in rows]


def pulumi_classes(store: Store) -> list[str]:
    """The classes and functions of pulumi_aws, by their Python names: `pulumi_aws.ec2.get_vpc`."""
    rows = store.rows(
        "select facts ->> 'python' as path from resource where system = 'pulumi' and path is not"
        " null order by path"
    )
    return [path for (path,) in rows]


def is_pulumi_module(store: Store, name: str) -> bool:
    """Whether pulumi_aws has a module of that name: `ec2`, `lambda_`. Classes are looked up by
    their alias, in which no name ends in an underscore.
    """
    alias = f"aws.{name.rstrip('_')}"
    rows = store.rows(
        "select 1 from resource_alias join resource on id = resource_id where alias >= ? and alias"
        " < ? and system = 'pulumi' and facts ->> 'python' glob ? limit 1",
        [f"{alias}.", f"{alias}/", f"pulumi_aws.{name}.*"],
    )
    return bool(rows)


def types_of(store: Store, service: str) -> list[str]:
    """The CloudFormation types of a service (`AWS::SQS`), in any case."""
    sql = (
        "select name from resource where system = 'cloudformation' and lower(name) like ? order by"
        " name"
    )
    return [name for (name,) in store.rows(sql, [f"{service.lower()}::%"])]


def cdk_classes(store: Store, module: str) -> list[str]:
    """The L1 classes of a module of the CDK: `CfnBucket`."""
    begin = f"{module}."
    rows = store.rows(
        "select name from resource where system = 'cdk' and name >= ? and name < ? order by name",
        [begin, f"{module}/"],
    )
    return [name.removeprefix(begin) for (name,) in rows]


def resources_of(store: Store, system: str) -> list[ResourceRow]:
    """Every resource of a system."""
    return resource_rows(store, f"{RESOURCE} where system = ? order by id", [system])


def resources_with_fact(store: Store, system: str, text: str) -> list[ResourceRow]:
    """The resources of a system whose facts, as JSON, contain `text`."""
    return resource_rows(
        store, f"{RESOURCE} where system = ? and instr(facts, ?) order by id", [system, text]
    )


def resources_beside(store: Store, resource_id: int) -> list[ResourceRow]:
    """The resources and data sources of the same service in the same system, including the resource
    itself.
    """
    of_service = (
        "join resource own on own.id = ? and own.system = r.system and own.service = r.service"
        " where r.alias_of is null"
    )
    return resource_rows(
        store,
        f"select r.id, r.system, r.name, r.kind, r.call from resource r {of_service} order by r.id",
        [resource_id],
    )


def client_resources(store: Store, client: str) -> list[tuple[ResourceRow, str]]:
    """The resources of a boto3 client, each with its facts as JSON."""
    rows = store.rows(
        "select id, system, name, kind, call, facts from resource where system = 'boto3' and"
        " service = ? order by id",
        [client],
    )
    return [(ResourceRow(*row[:5]), row[5]) for row in rows]
