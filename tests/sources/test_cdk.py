"""The CDK extractor: concrete cases, and a second count from the Python source in the wheel, which
the extractor never reads.
"""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

import pytest

from builder.model import Attribute, Extraction, Resource
from builder.packages import open_package
from builder.sources.cdk.structs import Structs, python_name
from tests.conftest import Extract

CLASSES = 1911


@pytest.fixture(scope="module")
def extraction(extract: Extract) -> Extraction:
    return extract("cdk")


@pytest.fixture(scope="module")
def classes(extraction: Extraction) -> dict[str, Resource]:
    return {resource.name: resource for resource in extraction.resources}


def attribute(resource: Resource, path: str) -> Attribute:
    return next(one for one in resource.attributes if one.path == path)


# class, path, our type, is_input, required, native, CloudFormation path
CASES = [
    ("aws_elasticache.CfnReplicationGroup", "ref", "string", False, False, "ref", "Ref"),
    (
        "aws_elasticache.CfnReplicationGroup",
        "attr_configuration_end_point_address",
        "string",
        False,
        False,
        "attrConfigurationEndPointAddress",
        "ConfigurationEndPoint.Address",
    ),
    (
        "aws_elasticache.CfnReplicationGroup",
        "attr_read_end_point_addresses_list",
        "list<string>",
        False,
        False,
        "attrReadEndPointAddressesList",
        "ReadEndPoint.AddressesList",
    ),
    (
        "aws_elasticache.CfnReplicationGroup",
        "multi_az_enabled",
        "boolean",
        True,
        False,
        "multiAzEnabled",
        "MultiAZEnabled",
    ),
    (
        "aws_elasticache.CfnReplicationGroup",
        "node_group_configuration[].slots",
        "string",
        True,
        False,
        "slots",
        "NodeGroupConfiguration[].Slots",
    ),
    (
        "aws_elasticache.CfnReplicationGroup",
        "preferred_cache_cluster_a_zs",
        "list<string>",
        True,
        False,
        "preferredCacheClusterAZs",
        "PreferredCacheClusterAZs",
    ),
    (
        "aws_elasticache.CfnReplicationGroup",
        "tags[].key",
        "string",
        True,
        True,
        "key",
        "Tags[].Key",
    ),
    (
        "aws_s3.CfnBucket",
        "versioning_configuration.status",
        "string",
        True,
        True,
        "status",
        "VersioningConfiguration.Status",
    ),
    ("aws_s3.CfnBucket", "attr_arn", "string", False, False, "attrArn", "Arn"),
    (
        "aws_iam.CfnRole",
        "assume_role_policy_document",
        "any",
        True,
        True,
        "assumeRolePolicyDocument",
        "AssumeRolePolicyDocument",
    ),
    (
        "aws_lambda.CfnFunction",
        "environment.variables",
        "map<string>",
        True,
        False,
        "variables",
        "Environment.Variables",
    ),
    (
        "aws_wafv2.CfnWebACL",
        "rules[].statement",
        "object",
        True,
        True,
        "statement",
        "Rules[].Statement",
    ),
    (
        "aws_ecs.CfnTaskDefinition",
        "container_definitions[].memory",
        "number",
        True,
        False,
        "memory",
        "ContainerDefinitions[].Memory",
    ),
    ("aws_sam.CfnFunction", "events.*", "object", True, False, None, "Events.*"),
    ("aws_sam.CfnFunction", "events.*.type", "string", True, True, "type", "Events.*.Type"),
    ("CfnStack", "template_url", "string", True, False, "templateUrl", "TemplateURL"),
]


@pytest.mark.parametrize(
    ("name", "path", "kind", "is_input", "required", "native", "written"), CASES
)
def test_attribute(
    classes: dict[str, Resource],
    name: str,
    path: str,
    kind: str,
    is_input: bool,
    required: bool,
    native: str | None,
    written: str,
) -> None:
    found = attribute(classes[name], path)
    assert (found.type, found.is_input, found.is_output, found.required, found.native) == (
        kind,
        is_input,
        not is_input,
        required,
        native,
    )
    assert classes[name].facts["cloudformation_paths"][path] == written


def test_descriptions_are_whole(classes: dict[str, Resource]) -> None:
    text = attribute(
        classes["aws_elasticache.CfnReplicationGroup"], "attr_configuration_end_point_address"
    ).description
    assert text.startswith("The DNS hostname of the cache node.\n\n")
    assert (
        "returns a value for this attribute only if the replication group is clustered. Otherwise,"
        " `Fn::GetAtt` fails." in text
    )


def test_resource(classes: dict[str, Resource]) -> None:
    found = classes["aws_elasticache.CfnReplicationGroup"]
    assert found.facts["cloudformation"] == "AWS::ElastiCache::ReplicationGroup"
    assert found.aliases == [
        "aws-cdk-lib.aws_elasticache.CfnReplicationGroup",
        "aws_cdk.aws_elasticache.CfnReplicationGroup",
    ]
    assert (found.service, found.deprecated) == ("aws_elasticache", None)
    assert classes["CfnStack"].aliases == ["aws-cdk-lib.CfnStack", "aws_cdk.CfnStack"]
    assert (
        classes["aws_kinesisanalytics.CfnApplicationV2"].deprecated
        == "use `aws-kinesisanalyticsv2` instead"
    )


@pytest.mark.parametrize(
    ("name", "identifier", "properties"),
    [
        (
            "aws_elasticache.CfnReplicationGroup",
            {"replicationGroupId": "ref"},
            {"replicationGroupId": "ReplicationGroupId"},
        ),
        (
            "aws_signer.CfnProfilePermission",
            {"statementId": "ref[0]", "profileName": "ref[1]"},
            {"statementId": "StatementId", "profileName": "ProfileName"},
        ),
        ("aws_iam.CfnRole", {"roleName": "ref", "roleArn": "attrArn"}, {"roleName": "RoleName"}),
        (
            "aws_s3.CfnStorageLens",
            {"storageLensId": "ref"},
            {"storageLensId": "StorageLensConfiguration.Id"},
        ),
    ],
)
def test_what_ref_is(
    classes: dict[str, Resource], name: str, identifier: dict[str, str], properties: dict[str, str]
) -> None:
    facts = classes[name].facts
    assert {key: facts["ref_identifier"][key] for key in identifier} == identifier
    assert {key: facts["ref_properties"][key] for key in properties} == properties


def test_every_attribute_has_its_cloudformation_path(extraction: Extraction) -> None:
    for resource in extraction.resources:
        assert {one.path for one in resource.attributes} == resource.facts[
            "cloudformation_paths"
        ].keys(), resource.name
    assert extraction.notes == []


def test_recursion_ends_and_says_where_it_goes_on(classes: dict[str, Resource]) -> None:
    found = classes["aws_wafv2.CfnWebACL"]
    assert (
        found.facts["recursion"]["rules[].statement.not_statement.statement"] == "rules[].statement"
    )
    stopped = {one.path for one in found.attributes if one.recursive}
    assert stopped == found.facts["recursion"].keys()


def test_alternatives_are_read_together() -> None:
    """A property that may hold one of two structs has the members of both; required is what both
    require.
    """

    def text(name: str, optional: bool) -> dict[str, Any]:
        return {"name": name, "optional": optional, "type": {"primitive": "string"}}

    either = {"union": {"types": [{"fqn": "lib.IResolvable"}, {"fqn": "lib.A"}, {"fqn": "lib.B"}]}}
    types: dict[str, Any] = {
        "lib.IResolvable": {"kind": "interface"},
        "lib.A": {"datatype": True, "properties": [text("both", False), text("onlyA", False)]},
        "lib.B": {
            "datatype": True,
            "properties": [text("both", False), {"name": "again", "type": {"fqn": "lib.Props"}}],
        },
        "lib.Props": {"datatype": True, "properties": [{"name": "either", "type": either}]},
    }
    names = {
        "lib.Props": {"either": "Either"},
        "lib.A": {"both": "Both", "onlyA": "OnlyA"},
        "lib.B": {"both": "Both"},
    }
    found = {item.suffix: item for item in Structs(types, names, ["lib.Props"]).paths("lib.Props")}
    assert found.keys() == {".either", ".either.both", ".either.only_a", ".either.again"}
    assert (found[".either.both"].required, found[".either.only_a"].required) == (True, False)
    assert (found[".either.both"].cloudformation, found[".either.again"].cloudformation) == (
        ".Either.Both",
        None,
    )
    assert found[".either.again"].recursive == {"lib.Props"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nodeGroupId", "node_group_id"),
        ("preferredCacheClusterAZs", "preferred_cache_cluster_a_zs"),
        ("attrIpv6CidrBlocks", "attr_ipv6_cidr_blocks"),
        ("s3OutpostsArn", "s3_outposts_arn"),
        ("vCpuCount", "v_cpu_count"),
        ("memoryGiBPerVCpu", "memory_gib_per_v_cpu"),
        ("targetMiBps", "target_mi_bps"),
        ("from", "from_"),
        ("lambda", "lambda_"),
        ("type", "type"),
    ],
)
def test_python_name(name: str, expected: str) -> None:
    assert python_name(name) == expected


# The second count: what the wheel's Python source says.


class Struct(NamedTuple):
    members: dict[str, str]
    """Python name → camelCase name."""
    holds: set[str]
    """The structs of the same class, and CfnTag, that its members may be."""


class Source(NamedTuple):
    types: dict[str, str]
    """Class → CloudFormation type."""
    outputs: dict[str, dict[str, str]]
    """Class → {Python name of an attr: camelCase name}."""
    structs: dict[str, Struct]


_PIECES = re.compile(
    r'jsii_type="aws-cdk-lib\.(?P<type>[\w.]+)"(?:,\s+jsii_struct_bases=\[[^\]]*\],\s+name_mapping=\{(?P<mapping>[^}]*)\},?\s+\)'
    r"\s+class \w+:\s+def __init__\(\s*self,?(?P<signature>.*?)\) -> None:)?"
    r'|jsii_name="(?P<native>attr[A-Z0-9]\w*)"\)\s+def (?P<python>\w+)\(\s*self,?\s*\)'
    r"|:cloudformationResource: (?P<stands_for>[\w:]+)",
    re.S,
)


@functools.cache
def source() -> Source:
    package = open_package("aws-cdk-lib")
    types: dict[str, str] = {}
    outputs: dict[str, dict[str, str]] = {}
    structs: dict[str, Struct] = {}
    for name in package.names():
        if re.fullmatch(r"aws_cdk/((aws_|alexa_)\w+/)?__init__\.py", name):
            here = ""
            for found in _PIECES.finditer(package.text(name)):
                if found["stands_for"]:
                    types[here] = found["stands_for"]
                    continue
                if found["native"]:
                    outputs.setdefault(here, {})[found["python"]] = found["native"]
                    continue
                here = found["type"]
                if found["mapping"] is not None:
                    module = "" if here.startswith("Cfn") else here.split(".")[0]
                    inner = {
                        f"{module}.{struct}".lstrip(".")
                        for struct in re.findall(r"\bCfn\w+\.\w+Property\b", found["signature"])
                    }
                    tag = {"CfnTag"} if re.search(r"\bCfnTag\b", found["signature"]) else set()
                    structs[here] = Struct(
                        dict(re.findall(r'"(\w+)": "(\w+)"', found["mapping"])), inner | tag
                    )
    return Source(types, outputs, structs)


def test_python_names_are_those_of_the_wheel() -> None:
    mappings = [
        *source().outputs.values(),
        *(struct.members for struct in source().structs.values()),
    ]
    pairs = {pair for mapping in mappings for pair in mapping.items()}
    assert len(pairs) > 15_000
    assert [(python, native) for python, native in pairs if python_name(native) != python] == []


def test_every_class(classes: dict[str, Resource]) -> None:
    assert {
        name: resource.facts["cloudformation"] for name, resource in classes.items()
    } == source().types
    assert len(classes) == CLASSES


def test_every_output(classes: dict[str, Resource]) -> None:
    for name, resource in classes.items():
        found = {
            one.path: one.native
            for one in resource.attributes
            if one.is_output and one.path != "ref"
        }
        assert found == source().outputs.get(name, {}), name


def test_every_input(classes: dict[str, Resource]) -> None:
    for name, resource in classes.items():
        found = {
            one.path: one.native
            for one in resource.attributes
            if one.is_input and not re.search(r"[.\[]", one.path)
        }
        assert found == source().structs[f"{name}Props"].members, name


def test_every_member_of_every_struct(classes: dict[str, Resource]) -> None:
    """What a signature may hold, and what the signatures of that may hold, is exactly what stands
    below an input.
    """
    structs = source().structs
    for name, resource in classes.items():
        reached: set[str] = set()
        waiting = {*structs[f"{name}Props"].holds}
        while waiting:
            struct = waiting.pop()
            reached.add(struct)
            waiting |= structs[struct].holds - reached
        expected = {member for struct in reached for member in structs[struct].members}
        found = {
            one.path.rpartition(".")[2]
            for one in resource.attributes
            if one.is_input and "." in one.path
        }
        assert found - {"*"} == expected, name
