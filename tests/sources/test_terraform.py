"""The Terraform extractor: concrete cases, and a second count from the jsii assembly, which shares
none of its code.
"""

from __future__ import annotations

import functools
import re
import tarfile
from collections import Counter
from typing import Any

import msgspec
import pytest

from builder.model import Attribute, Extraction, Resource
from builder.packages import open_package
from builder.sources.terraform import extract as terraform

RESOURCES, DATA_SOURCES = 1735, 685


@functools.cache
def extraction() -> Extraction:
    return terraform.extract(open_package("cdktn-provider-aws"))


def resource(name: str) -> Resource:
    return next(one for one in extraction().resources if one.name == name)


def attribute(name: str, path: str) -> Attribute:
    return next(one for one in resource(name).attributes if one.path == path)


# type, path, our type, is_input, is_output, required, computed
CASES = [
    ("aws_elasticache_replication_group", "description", "string", True, True, True, False),
    (
        "aws_elasticache_replication_group",
        "configuration_endpoint_address",
        "string",
        False,
        True,
        False,
        True,
    ),
    ("aws_elasticache_replication_group", "num_node_groups", "number", True, True, False, True),
    ("aws_elasticache_replication_group", "cluster_enabled", "boolean", False, True, False, True),
    (
        "aws_elasticache_replication_group",
        "member_clusters",
        "set<string>",
        False,
        True,
        False,
        True,
    ),
    (
        "aws_elasticache_replication_group",
        "preferred_cache_cluster_azs",
        "list<string>",
        True,
        True,
        False,
        False,
    ),
    ("aws_elasticache_replication_group", "tags_all", "map<string>", True, True, False, True),
    (
        "aws_elasticache_replication_group",
        "node_group_configuration",
        "set<object>",
        True,
        True,
        False,
        False,
    ),
    (
        "aws_elasticache_replication_group",
        "node_group_configuration[].slots",
        "string",
        True,
        True,
        False,
        False,
    ),
    (
        "aws_elasticache_replication_group",
        "log_delivery_configuration[].log_type",
        "string",
        True,
        True,
        True,
        False,
    ),
    ("aws_elasticache_replication_group", "timeouts", "object", True, True, False, False),
    ("aws_elasticache_replication_group", "timeouts.create", "string", True, True, False, False),
    # The provider keeps a boolean that may be unset as text, and the bindings say so.
    (
        "aws_elasticache_replication_group",
        "auto_minor_version_upgrade",
        "string",
        True,
        True,
        False,
        True,
    ),
    ("aws_elasticache_replication_group", "auth_token_wo", "string", True, False, False, False),
    # A block of one item has no [].
    (
        "aws_s3_bucket",
        "server_side_encryption_configuration.rule.bucket_key_enabled",
        "boolean",
        True,
        True,
        False,
        False,
    ),
    ("aws_lexv2models_bot_version", "locale_specification", "map<object>", True, True, True, False),
    (
        "aws_lexv2models_bot_version",
        "locale_specification.*.source_bot_version",
        "string",
        True,
        True,
        True,
        False,
    ),
    # Types that no getter names stand in the declarations.
    (
        "aws_customerprofiles_domain",
        "matching.auto_merging.consolidation.matching_attributes_list",
        "list<list<string>>",
        True,
        True,
        True,
        False,
    ),
    (
        "aws_datazone_environment_blueprint_configuration",
        "regional_parameters",
        "map<map<string>>",
        True,
        True,
        False,
        False,
    ),
    (
        "aws_servicequotas_auto_management",
        "exclusion_list",
        "map<list<string>>",
        True,
        True,
        False,
        False,
    ),
    ("aws_api_gateway_method", "request_parameters", "map<boolean>", True, True, False, False),
    # Classes of a large resource stand in other files.
    (
        "aws_securityhub_insight",
        "filters.aws_account_id[].comparison",
        "string",
        True,
        True,
        True,
        False,
    ),
    ("aws_wafv2_web_acl", "rule[].statement", "any", True, True, False, False),
    ("data.aws_elasticache_cluster", "cluster_id", "string", True, True, True, False),
    ("data.aws_elasticache_cluster", "cache_nodes[].address", "string", False, True, False, True),
]


@pytest.mark.parametrize(
    ("name", "path", "kind", "is_input", "is_output", "required", "computed"), CASES
)
def test_attribute(
    name: str, path: str, kind: str, is_input: bool, is_output: bool, required: bool, computed: bool
) -> None:
    found = attribute(name, path)
    assert (found.type, found.is_input, found.is_output, found.required, found.computed) == (
        kind,
        is_input,
        is_output,
        required,
        computed,
    )


def test_write_only_is_an_input_that_cannot_be_read() -> None:
    found = [one for each in extraction().resources for one in each.attributes if one.write_only]
    assert len(found) == 35
    assert all(one.is_input and not one.is_output for one in found)
    assert attribute("aws_elasticache_replication_group", "auth_token_wo").write_only


def test_every_resource_has_an_id() -> None:
    for each in extraction().resources:
        ids = [one for one in each.attributes if one.path == "id"]
        assert len(ids) == 1 and ids[0].is_output, each.name
    assert resource("aws_elasticache_replication_group").facts["id_in_schema"] is True
    without = [each for each in extraction().resources if not each.facts["id_in_schema"]]
    assert without and all(
        one.computed and not one.is_input
        for each in without
        for one in each.attributes
        if one.path == "id"
    )


def test_facts_and_names() -> None:
    found = resource("aws_elasticache_replication_group")
    assert found.facts["provider_version"] == "6.69.1"
    assert found.facts["documentation_url"].endswith(
        "/6.69.1/docs/resources/elasticache_replication_group"
    )
    assert (found.kind, found.service, found.aliases) == ("resource", "elasticache", [])
    data = resource("data.aws_elasticache_cluster")
    assert (
        data.kind == "data-source"
        and "/docs/data-sources/elasticache_cluster" in data.facts["documentation_url"]
    )


def test_descriptions_are_kept_without_boilerplate() -> None:
    assert attribute("aws_elasticache_replication_group", "region").description.startswith(
        "Region where this resource will be [managed]"
    )
    assert attribute("aws_elasticache_replication_group", "id").description == ""
    assert attribute("aws_elasticache_replication_group", "timeouts").description == ""
    assert not any(
        "Docs at Terraform Registry" in one.description
        for each in extraction().resources
        for one in each.attributes
    )


def test_a_repeating_type_ends_the_walk() -> None:
    stopped = [
        (each.name, one.path)
        for each in extraction().resources
        for one in each.attributes
        if one.recursive
    ]
    assert stopped == [
        ("aws_wafv2_web_acl_rule", f"statement[].{word}_statement[].statement")
        for word in ("and", "not", "or")
    ]


def test_notes_name_what_is_left_out() -> None:
    notes = "\n".join(extraction().notes)
    assert "EphemeralAwsEksClusterAuth" in notes and "AwsProvider" in notes
    assert (
        "aws_wafv2_web_acl rule[].statement" in notes
        and "aws_quicksight_analysis definition" in notes
    )


def test_sorted_and_unique() -> None:
    keys = [(each.kind, each.name) for each in extraction().resources]
    assert keys == sorted(set(keys))
    for each in extraction().resources:
        paths = [one.path for one in each.attributes]
        assert paths == sorted(set(paths)), each.name


# --- the second count: the jsii assembly describes the same classes as data ---


class Property(msgspec.Struct):
    name: str
    type: dict[str, Any]
    static: bool = False


class Described(msgspec.Struct):
    fqn: str
    base: str | None = None
    properties: list[Property] = []
    docs: dict[str, Any] = {}


class Assembly(msgspec.Struct):
    types: dict[str, Described]


@functools.cache
def assembly() -> dict[str, Described]:
    package = open_package("cdktn-provider-aws")
    with package.tarball(".jsii.tgz") as tarball:
        file = tarball.extractfile("package/.jsii")
        assert isinstance(tarball, tarfile.TarFile) and file is not None
        return msgspec.json.decode(file.read(), type=Assembly).types


def described_attributes(described: Described) -> list[Property]:
    """The properties of a class that are attributes: not the static ones, the value itself, or the
    `fooInput` beside each `foo`.
    """
    shown = [one for one in described.properties if not one.static and one.name != "internalValue"]
    names = {one.name for one in shown}
    return [
        one
        for one in shown
        if not (one.name.endswith("Input") and one.name.removesuffix("Input") in names)
    ]


def described_paths(
    described: Described, prefix: str = "", above: tuple[str, ...] = ()
) -> list[str]:
    found = []
    for one in described_attributes(described):
        found.append(prefix + one.name)
        nested = str(one.type.get("fqn", ""))
        if nested.startswith("@cdktn/provider-aws."):
            step = {"List": "[].", "Map": ".*."}.get(
                (re.search(r"(List|Map)$", nested) or [""])[0], "."
            )
            nested = re.sub(r"(List|Map)$", "OutputReference", nested)
            if nested not in above:
                found += described_paths(
                    assembly()[nested], prefix + one.name + step, (*above, nested)
                )
    return found


# Names that the languages of jsii reserve; the bindings rename the property, the Terraform name
# stays.
RENAMED = {
    "node": "nodeattribute",
    "system": "systemattribute",
    "software": "softwareattribute",
    "self": "selfattribute",
    "equals": "equalto",
    "getpassworddata": "fetchpassworddata",
    "getuserdata": "fetchuserdata",
}


def as_described(path: str) -> str:
    """A Terraform path as the assembly spells it, in lower case."""
    parts = path.replace("_", "").lower().split(".")
    return ".".join(
        RENAMED.get(part.removesuffix("[]"), part.removesuffix("[]")) + "[]" * part.endswith("[]")
        for part in parts
    )


def test_every_type_of_the_assembly_is_extracted() -> None:
    bases = Counter(described.base for described in assembly().values())
    kinds = Counter(each.kind for each in extraction().resources)
    assert bases["cdktn.TerraformResource"] == kinds["resource"] == RESOURCES
    assert bases["cdktn.TerraformDataSource"] == kinds["data-source"] == DATA_SOURCES


def test_every_attribute_of_the_assembly_is_extracted() -> None:
    ours = {each.name: each for each in extraction().resources}
    for described in assembly().values():
        if described.base not in ("cdktn.TerraformResource", "cdktn.TerraformDataSource"):
            continue
        name = re.search(r"(aws_\w+)\}", described.docs["summary"])
        assert name is not None
        found = ours[f"data.{name[1]}" if described.base.endswith("DataSource") else name[1]]
        paths = Counter(
            as_described(one.path)
            for one in found.attributes
            if one.path != "id" or found.facts["id_in_schema"]
        )
        assert paths == Counter(path.lower() for path in described_paths(described)), found.name


def test_objects_that_are_given_with_an_equals_sign() -> None:
    """The declarations call everything else a block. `ingress` of a security group is an attribute
    that holds objects.
    """
    found = {
        one.name: one.facts["object_attributes"]
        for one in extraction().resources
        if one.facts["object_attributes"]
    }
    assert (
        found["aws_security_group"]
        == found["aws_network_acl"]
        == found["aws_default_security_group"]
        == ["egress", "ingress"]
    )
    assert found["aws_route_table"] == ["route"]
    assert "maintenance_configuration" in found["aws_s3tables_table"]
    assert not {"aws_instance", "aws_s3_bucket", "aws_eks_cluster"} & found.keys()
    assert 30 < len(found) < 80
