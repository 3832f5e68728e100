"""Reads botocore's service models out of the wheel: one Model for each client, of its newest API
version.

`boto3.client(name)` is made from a model: operations, shapes, documentation. The names of client
methods follow botocore's own rule, `botocore.xform_name`; its table of exceptions is read from the
wheel, so that it is the pinned one.
"""

from __future__ import annotations

import ast
import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from builder.errors import BuildError
from builder.packages import Package

_FILE = re.compile(
    r"^botocore/data/([^/]+)/(\d{4}-\d{2}-\d{2})/(service-2|paginators-1|service-2\.sdk-extras)\.json(\.gz)?$"
)
_EXCEPTIONS = re.compile(r"^_xform_cache = (\{.*?^\})", re.M | re.S)
_PLURAL_ACRONYM = re.compile("[A-Z]{2,}s$")
_FIRST_CAP = re.compile("(.)([A-Z][a-z]+)")
_END_CAP = re.compile("([a-z0-9])([A-Z])")

Shape = dict[str, Any]
Xform = Callable[[str], str]


@dataclass
class Model:
    """One client: `operations` and `shapes` as the model writes them, `paginators` by operation."""

    client: str
    metadata: dict[str, Any]
    operations: dict[str, dict[str, Any]]
    shapes: dict[str, Shape]
    paginators: dict[str, dict[str, Any]] = field(default_factory=dict)

    def input(self, operation: str) -> str | None:
        """The name of the request's shape."""
        found = self.operations[operation].get("input")
        return found["shape"] if found else None

    def output(self, operation: str) -> str | None:
        """The name of the response's shape."""
        found = self.operations[operation].get("output")
        return found["shape"] if found else None


def xform(package: Package) -> Xform:
    """The rule that turns `DescribeDBInstances` into `describe_db_instances`.

    Source: `xform_name` in botocore/__init__.py of the same wheel. Its three expressions are
    repeated here and checked against the file's text, its exceptions (`CreateCachediSCSIVolume`, …)
    are read from it.
    """
    text = package.text("botocore/__init__.py")
    table = _EXCEPTIONS.search(text)
    if table is None or any(
        rule.pattern not in text for rule in (_PLURAL_ACRONYM, _FIRST_CAP, _END_CAP)
    ):
        raise BuildError(
            f"{package.path.name}: botocore.xform_name has changed; adapt"
            " builder/sources/boto3/models.py to it"
        )
    method_names: dict[str, str] = {
        name: value
        for (name, separator), value in ast.literal_eval(table[1]).items()
        if separator == "_"
    }

    def transform(name: str) -> str:
        found = method_names.get(name)
        if found is None:
            found = method_names[name] = name if "_" in name else _transform(name)
        return found

    return transform


def _transform(name: str) -> str:
    special = _PLURAL_ACRONYM.search(name)
    if special:
        name = f"{name[: special.start()]}_{special[0].lower()}"
    return _END_CAP.sub(r"\1_\2", _FIRST_CAP.sub(r"\1_\2", name)).lower()


def clients(package: Package) -> dict[str, dict[str, str]]:
    """Client name → the files of its newest API version (the one botocore loads by default)."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name in package.names():
        match = _FILE.match(name)
        if match:
            found.setdefault(match[1], {}).setdefault(match[2], {})[match[3]] = name
    versions = {
        client: {day: files for day, files in days.items() if "service-2" in files}
        for client, days in found.items()
    }
    return {client: days[max(days)] for client, days in sorted(versions.items()) if days}


def models(package: Package, names: Iterable[str]) -> Iterator[Model]:
    """The models of the clients `names`, sorted, one at a time (all together take a GB). Raises
    BuildError for a name that is not a client."""
    files = clients(package)
    for client in sorted(set(names)):
        if client not in files:
            raise BuildError(
                f"data/services.yaml: botocore has no client {client}; correct the row, or drop the"
                " name"
            )
        mine = files[client]
        data = _json(package, mine["service-2"])
        if "service-2.sdk-extras" in mine:
            _merge(data, _json(package, mine["service-2.sdk-extras"])["merge"])
        pages = _json(package, mine["paginators-1"])["pagination"] if "paginators-1" in mine else {}
        yield Model(client, data["metadata"], data["operations"], data["shapes"], pages)


def _json(package: Package, name: str) -> Any:
    raw = package.read(name)
    return msgspec.json.decode(gzip.decompress(raw) if name.endswith(".gz") else raw)


def _merge(base: dict[str, Any], extra: dict[str, Any]) -> None:
    """Merges like botocore.utils.deep_merge: nested keys are added, others replaced."""
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        else:
            base[key] = value
