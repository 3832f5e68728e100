"""The names of an AWS service in each system: equal names by default, and data/services.yaml for
the rest.

Terraform and Pulumi have no service beyond the name: `aws_lb` belongs to ElasticLoadBalancingV2,
`aws_vpc` to EC2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from builder.errors import BuildError
from builder.packages import ROOT, Package, open_package

TABLE = ROOT / "data" / "services.yaml"
_CLIENT = re.compile(r"^botocore/data/([^/]+)/[^/]+/service-2\.json")
_TYPES = re.compile(r"^cfnlint/data/schemas/providers/[^/]+\.json$")
_FIELDS = ("boto3", "terraform", "pulumi", "iam")


class Service(msgspec.Struct, frozen=True):
    """One service. `name` is CloudFormation's; the client's for a service that CloudFormation does
    not have."""

    name: str
    boto3: tuple[str, ...] = ()
    """Clients; first the one that creates most of the service's types."""
    terraform: tuple[str, ...] = ()
    """Prefixes of resource names after aws_: `lb` means aws_lb and aws_lb_…"""
    pulumi: tuple[str, ...] = ()
    """Modules."""
    iam: tuple[str, ...] = ()
    """Prefixes of IAM actions, in lower case."""
    note: str = ""
    """The table's reason; empty where all names are equal."""


@lru_cache(maxsize=1)
def load() -> dict[str, Service]:
    """Every service of the CloudFormation schemas (cfn-lint), by its CloudFormation name."""
    rows = {row["cloudformation"]: row for row in _table()["services"]}
    names = cloudformation_services(open_package("cfn-lint"))
    for name in rows:
        if name not in names:
            raise BuildError(
                f"{TABLE}: CloudFormation has no service {name}; correct or delete the row"
            )
    clients = {letters(client): client for client in client_names(open_package("botocore"))}
    return {name: _service(name, rows.get(name, {}), clients) for name in sorted(names)}


@lru_cache(maxsize=1)
def without_cloudformation() -> dict[str, Service]:
    """Services of Terraform that CloudFormation does not have, by name."""
    rows = _table()["without_cloudformation"]
    return {
        row["name"]: Service(
            row["name"],
            tuple(row["boto3"]),
            tuple(row["terraform"]),
            tuple(row["pulumi"]),
            note=row["note"],
        )
        for row in rows
    }


def clients(services: Iterable[Service] | None = None) -> list[str]:
    """Every boto3 client of these services, or of all; sorted."""
    wanted = (
        [*load().values(), *without_cloudformation().values()] if services is None else services
    )
    return sorted({client for service in wanted for client in service.boto3})


def of_terraform(name: str) -> list[Service]:
    """The services with the longest prefix that fits a Terraform name (`aws_lb_listener`,
    `data.aws_lb`); more than one only where they share the prefix."""
    rest = name.removeprefix("data.").removeprefix("aws_")
    known = _by_prefix()
    while rest and rest not in known:
        rest = rest.rpartition("_")[0]
    return list(known[rest].values()) if rest else []


@lru_cache(maxsize=1)
def _by_prefix() -> dict[str, dict[str, Service]]:
    """Terraform prefix → the services that have it, by name."""
    found: dict[str, dict[str, Service]] = {}
    for service in (*load().values(), *without_cloudformation().values()):
        for prefix in service.terraform:
            found.setdefault(prefix, {})[service.name] = service
    return found


@cache
def letters(name: str) -> str:
    """Lower case, without separators."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def client_names(package: Package) -> list[str]:
    """The clients of botocore, from the names of its files."""
    return sorted({match[1] for name in package.names() if (match := _CLIENT.match(name))})


def cloudformation_services(package: Package) -> set[str]:
    """The middle part of every type name in the schemas of any region, and of SAM's types."""
    found: set[str] = set()
    for name in package.names():
        if _TYPES.match(name):
            found.update(
                kind.split("::")[1]
                for kind in json.loads(package.read(name))
                if kind.count("::") == 2
            )
    return found


def _service(name: str, row: dict[str, Any], clients: dict[str, str]) -> Service:
    equal = (clients[name.lower()],) if name.lower() in clients else ()
    boto3 = tuple(row.get("boto3", equal))
    return Service(
        name,
        boto3,
        tuple(row.get("terraform", (name.lower(),))),
        tuple(row.get("pulumi", (name.lower(),))),
        tuple(row.get("iam", boto3)),
        row.get("note", ""),
    )


def _table(path: Path = TABLE) -> dict[str, list[dict[str, Any]]]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be read ({error.strerror}); restore it from git"
        ) from error
    except yaml.YAMLError as error:
        raise BuildError(
            f"{path}: is not valid YAML ({str(error).splitlines()[0]}); correct it"
        ) from error
    for row in found["services"]:
        if set(row) - {"cloudformation", "note", *_FIELDS}:
            raise BuildError(
                f"{path}: the row {row.get('cloudformation')} has an unknown field; known are"
                f" {', '.join(_FIELDS)}, note"
            )
    names = [row["cloudformation"] for row in found["services"]]
    if names != sorted(set(names)):
        raise BuildError(f"{path}: services must be sorted by cloudformation, each once")
    return {key: list(found[key]) for key in ("services", "without_cloudformation")}
