"""CDK programs in TypeScript: a name that exists must never be called wrong."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest

from builder.packages import open_package
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.programs.typescript.cdk import CdkPackages
from iac_crosswalk.programs.typescript.values import At, Side, Symbol
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

Types = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def types() -> Types:
    """Every class and interface of the package, from its jsii assembly."""
    package = open_package("aws-cdk-lib")
    (name,) = (each for each in package.names() if each.endswith(".jsii.tgz"))
    with tarfile.open(fileobj=io.BytesIO(package.read(name))) as archive:
        stream = archive.extractfile("package/.jsii.gz") or archive.extractfile("package/.jsii")
        assert stream is not None
        found: Types = json.loads(gzip.decompress(stream.read()))["types"]
    return found


@pytest.fixture(scope="module")
def packages(knowledge: KnowledgeBase) -> CdkPackages:
    return CdkPackages(Schemas(knowledge))


def symbol(fqn: str) -> Symbol:
    """`aws-cdk-lib.aws_s3.CfnBucket.RuleProperty` as a program names it."""
    return Symbol("aws", fqn.removeprefix("aws-cdk-lib."))


def members(types: Types, fqn: str) -> Iterator[str]:
    """The members of a class and of those that it extends."""
    while fqn in types:
        described = types[fqn]
        for each in (*described.get("properties", ()), *described.get("methods", ())):
            if not each.get("static"):
                yield each["name"]
        for interface in described.get("interfaces", ()):
            yield from members(types, interface)
        fqn = described.get("base", "")


@pytest.mark.whole
def test_every_member_of_an_l1_class_is_known(types: Types, packages: CdkPackages) -> None:
    wrong, seen = [], 0
    for fqn, described in types.items():
        schema = packages.resource_of(symbol(fqn))
        if schema is None or described["kind"] != "class":
            continue
        owner = At(Place(schema))
        for name in members(types, fqn):
            seen += 1
            known = owner.place.member(name) is not None or packages.adds(owner, name)
            wrong += [] if known else [f"{fqn}.{name}"]
    assert wrong == []
    assert seen > 50_000


@pytest.mark.whole
def test_every_property_that_can_be_given_is_known(types: Types, packages: CdkPackages) -> None:
    wrong, seen = [], 0
    for fqn, described in types.items():
        value = packages.type(symbol(fqn))
        if described["kind"] != "interface" or not isinstance(value, At):
            continue
        assert value.side is Side.ARGUMENTS
        for each in described.get("properties", ()):
            seen += 1
            place = value.place.member(each["name"])
            member = place.attribute() if place else None
            wrong += [] if member and member.is_input else [f"{fqn}.{each['name']}"]
    assert wrong == []
    assert seen > 20_000


@pytest.mark.whole
def test_no_class_of_the_package_is_called_unknown(types: Types, packages: CdkPackages) -> None:
    of_modules = re.compile(r"aws-cdk-lib\.\w+\.Cfn\w+").fullmatch
    names = [fqn for fqn, its in types.items() if of_modules(fqn) and its["kind"] == "class"]
    assert [fqn for fqn in names if packages.lacks(symbol(fqn))] == []
    assert len(names) > 1_500
