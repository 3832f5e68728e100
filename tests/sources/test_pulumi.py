"""The Pulumi extractor: concrete cases, and second counts that share none of its code.

The package registers every resource class itself (all of them are compared), and `ast` reads half
of the modules the slow way, down to every nested path."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator

import pytest

from builder.model import Attribute, Extraction, Resource
from builder.packages import Package, open_package
from builder.sources.pulumi import extract as pulumi

RESOURCES, DATA_SOURCES = 1748, 687
REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


@functools.cache
def package() -> Package:
    return open_package("pulumi-aws")


@functools.cache
def extraction() -> Extraction:
    return pulumi.extract(package())


def resource(name: str) -> Resource:
    return next(one for one in extraction().resources if one.name == name)


def attribute(name: str, path: str) -> Attribute:
    return next(one for one in resource(name).attributes if one.path == path)


# token, path, our type, native, is_input, is_output, required
CASES = [
    (REPLICATION_GROUP, "description", "string", "description", True, True, True),
    (
        REPLICATION_GROUP,
        "configuration_endpoint_address",
        "string",
        "configurationEndpointAddress",
        False,
        True,
        False,
    ),
    (REPLICATION_GROUP, "num_node_groups", "integer", "numNodeGroups", True, True, False),
    (
        REPLICATION_GROUP,
        "at_rest_encryption_enabled",
        "boolean",
        "atRestEncryptionEnabled",
        True,
        True,
        False,
    ),
    (
        REPLICATION_GROUP,
        "node_group_configurations",
        "list<object>",
        "nodeGroupConfigurations",
        True,
        True,
        False,
    ),
    (REPLICATION_GROUP, "node_group_configurations[].slots", "string", "slots", True, True, False),
    (
        REPLICATION_GROUP,
        "log_delivery_configurations[].log_type",
        "string",
        "logType",
        True,
        True,
        True,
    ),
    (REPLICATION_GROUP, "tags_all", "map<string>", "tagsAll", False, True, False),
    (REPLICATION_GROUP, "auth_token_wo", "string", "authTokenWo", True, False, False),
    (REPLICATION_GROUP, "id", "string", "id", False, True, False),
    # A block of one item is an object without [].
    (
        "aws:lambda/function:Function",
        "environment.variables",
        "map<string>",
        "variables",
        True,
        True,
        False,
    ),
    ("aws:lambda/function:Function", "code", "any", "code", True, True, False),
    (
        "aws:lex/v2modelsBotVersion:V2modelsBotVersion",
        "locale_specification.*.source_bot_version",
        "string",
        "sourceBotVersion",
        True,
        True,
        True,
    ),
    # Python reserves the word, the native name shows the real one.
    (
        "aws:costexplorer/costCategory:CostCategory",
        "rules[].rule.not_",
        "object",
        "not",
        True,
        True,
        False,
    ),
    # A policy is a text, or an object whose members can only be given; these stand in another
    # module.
    ("aws:iam/role:Role", "assume_role_policy", "string", "assumeRolePolicy", True, True, True),
    (
        "aws:iam/role:Role",
        "assume_role_policy.statement[].effect",
        "string",
        "Effect",
        True,
        False,
        True,
    ),
    (
        "aws:sns/topicPolicy:TopicPolicy",
        "policy.statement[].action",
        "any",
        "Action",
        True,
        False,
        False,
    ),
    (
        "aws:elasticache/getReplicationGroup:getReplicationGroup",
        "replication_group_id",
        "string",
        "replicationGroupId",
        True,
        True,
        False,
    ),
    (
        "aws:elasticache/getReplicationGroup:getReplicationGroup",
        "node_group_configurations[].slots",
        "string",
        "slots",
        False,
        True,
        False,
    ),
    ("aws:ec2/getAmi:getAmi", "filters[].name", "string", "name", True, True, True),
    # Functions of the package itself, without a module.
    (
        "aws:index/getRegions:getRegions",
        "filters[].values",
        "list<string>",
        "values",
        True,
        True,
        True,
    ),
]


@pytest.mark.parametrize(
    ("name", "path", "kind", "native", "is_input", "is_output", "required"), CASES
)
def test_attribute(
    name: str, path: str, kind: str, native: str, is_input: bool, is_output: bool, required: bool
) -> None:
    found = attribute(name, path)
    assert (found.type, found.native, found.is_input, found.is_output, found.required) == (
        kind,
        native,
        is_input,
        is_output,
        required,
    )
    assert found.computed is not found.is_input


def test_a_function_does_not_say_what_it_requires() -> None:
    # Each of its parameters has a default; only nested values say what they need.
    data = [each for each in extraction().resources if each.kind == "data-source"]
    assert not any(one.required for each in data for one in each.attributes if "." not in one.path)
    assert any(one.required for each in data for one in each.attributes)


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        (REPLICATION_GROUP, ["aws.elasticache.ReplicationGroup"]),
        ("aws:lambda/function:Function", ["aws.lambda_.Function", "aws.lambda.Function"]),
        (
            "aws:elasticache/getReplicationGroup:getReplicationGroup",
            ["aws.elasticache.get_replication_group", "aws.elasticache.getReplicationGroup"],
        ),
        ("aws:index/getRegion:getRegion", ["aws.get_region", "aws.getRegion"]),
        (
            "aws:lb/loadBalancer:LoadBalancer",
            ["aws.lb.LoadBalancer", "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer"],
        ),
        # BucketAclV2 is still a class of its own, so its token names that one.
        ("aws:s3/bucketAcl:BucketAcl", ["aws.s3.BucketAcl"]),
    ],
)
def test_aliases(name: str, aliases: list[str]) -> None:
    assert resource(name).aliases == aliases


def test_no_alias_is_ambiguous() -> None:
    spelled = [alias for each in extraction().resources for alias in (each.name, *each.aliases)]
    assert len(spelled) == len(set(spelled))


def test_facts_and_documentation() -> None:
    found = resource(REPLICATION_GROUP)
    assert found.facts["python"] == "pulumi_aws.elasticache.ReplicationGroup"
    assert (found.facts["module"], found.facts["class"], found.service) == (
        "elasticache",
        "ReplicationGroup",
        "elasticache",
    )
    assert found.description.startswith(
        "Provides an ElastiCache Replication Group resource.\n\nFor working with a [Memcached"
        " cluster]"
    )
    assert (
        resource("aws:ec2/getAmi:getAmi").description
        == "Use this data source to get the ID of a registered AMI for use in other\nresources."
    )
    assert resource("aws:redshift/cluster:Cluster").facts["secrets"] == [
        "masterPassword",
        "masterPasswordWo",
    ]
    assert attribute(REPLICATION_GROUP, "multi_az_enabled").description.endswith(
        "must also be enabled.\nDefaults to `false`."
    )
    assert not any(
        "```" in each.description or ":param" in each.description for each in extraction().resources
    )


def test_deprecations() -> None:
    assert (
        resource("aws:s3/bucketV2:BucketV2").deprecated
        == "s3.BucketV2 has been deprecated in favor of s3.Bucket"
    )
    assert str(resource("aws:vpn/getConnection:getConnection").deprecated).endswith(
        "in favor of aws.ec2/getvpnconnection.getVpnConnection"
    )
    assert str(attribute("aws:ec2/instance:Instance", "security_groups").deprecated).startswith(
        "Use of `securityGroups` is discouraged"
    )
    assert resource(REPLICATION_GROUP).deprecated is None


@pytest.mark.parametrize(
    ("type_name", "path", "text"),
    [
        (
            "aws:iam/role:Role",
            "inline_policies",
            "inline_policy is deprecated. Use the `iam.RolePolicy` resource instead.",
        ),
        (
            "aws:iam/role:Role",
            "managed_policy_arns",
            (
                "managed_policy_arns is deprecated. Use the `iam.RolePolicyAttachment` resource"
                " instead."
            ),
        ),
        ("aws:iam/role:Role", "assume_role_policy", None),
        (
            "aws:batch/computeEnvironment:ComputeEnvironment",
            "compute_resources.image_id",
            "use `ec2_configuration` `image_id_override` instead",
        ),
        # One of its values is deprecated, the attribute is not.
        ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "destination", None),
        ("aws:codebuild/project:Project", "environment.type", None),
    ],
)
def test_deprecations_that_only_the_documentation_has(
    type_name: str, path: str, text: str | None
) -> None:
    assert attribute(type_name, path).deprecated == text


def test_types_whose_deprecation_only_the_documentation_has() -> None:
    assert (
        resource("aws:evidently/project:Project").deprecated
        == "This resource is deprecated. Use AWS AppConfig feature flags instead."
    )
    assert str(
        resource("aws:cloudtrail/getServiceAccount:getServiceAccount").deprecated
    ).startswith("This data source is deprecated. The AWS")


def test_enums() -> None:
    assert attribute("aws:iam/role:Role", "assume_role_policy.statement[].effect").enum == [
        "Allow",
        "Deny",
    ]
    found = attribute("aws:ec2/instance:Instance", "instance_type")
    assert found.type == "string" and "t3.micro" in found.enum


def test_a_repeating_type_ends_the_walk() -> None:
    stopped = [
        (each.name, one.path)
        for each in extraction().resources
        for one in each.attributes
        if one.recursive
    ]
    assert ("aws:wafv2/webAcl:WebAcl", "rules[].statement.and_statement.statements") in stopped
    assert len(stopped) == 24 and all(name.startswith("aws:wafv2/") for name, _ in stopped)


def test_write_only_is_an_input_that_cannot_be_read() -> None:
    found = [one for each in extraction().resources for one in each.attributes if one.write_only]
    assert len(found) == 35
    assert all(one.is_input and not one.is_output for one in found)


def test_sorted_and_unique() -> None:
    keys = [(each.kind, each.name) for each in extraction().resources]
    assert keys == sorted(set(keys))
    for each in extraction().resources:
        paths = [one.path for one in each.attributes]
        assert paths == sorted(set(paths)), each.name


# --- the second count ---


def test_every_registered_class_is_extracted() -> None:
    registered = re.search(
        r'resource_modules="""\n(.*?)\n"""', package().text("pulumi_aws/__init__.py"), re.S
    )
    assert registered is not None
    tokens = {token for module in json.loads(registered[1]) for token in module["classes"]}
    ours = {each.name for each in extraction().resources if each.kind == "resource"}
    assert ours == tokens and len(ours) == RESOURCES


def test_every_function_is_extracted() -> None:
    """`__all__` of the modules lists them; the others are functions of the provider that read
    nothing from AWS.
    """
    listed = set()
    for path in package().names():
        if (
            path.endswith(".py")
            and path.count("/") <= 2
            and (found := re.search(r"^__all__ = \[(.*?)\]", package().text(path), re.M | re.S))
        ):
            names = re.findall(r"'([a-z]\w*)'", found[1])
            module = ".".join(["aws", *path.split("/")[1:-1]])
            listed.update(f"{module}.{name}" for name in names if not name.endswith("_output"))
    ours = {each.aliases[0] for each in extraction().resources if each.kind == "data-source"}
    others = {"aws.arn_build", "aws.arn_parse", "aws.trim_iam_role_path", "aws.user_agent"}
    assert listed - {name for name in listed if name.startswith("aws.config.")} == ours | others
    assert len(ours) == DATA_SOURCES
    assert all(name in extraction().notes[0] for name in others)


class SlowModule:
    """A module of the package as `ast` sees it: its classes, with properties (native name,
    annotation) and required parameters.
    """

    def __init__(self, folder: str) -> None:
        self.classes: dict[tuple[str, str], ast.ClassDef] = {}
        self.files: dict[str, list[ast.stmt]] = {}
        prefix = f"pulumi_aws/{folder}/" if folder else "pulumi_aws/"
        for path in package().names():
            file = path.removeprefix(prefix).removesuffix(".py")
            if (
                path.startswith(prefix)
                and path.endswith(".py")
                and "/" not in file
                and file not in ("__init__", "_utilities")
            ):
                body = ast.parse(package().read(path)).body
                self.files[file] = body
                self.classes.update(
                    {(file, node.name): node for node in body if isinstance(node, ast.ClassDef)}
                )


@functools.cache
def slow_module(folder: str) -> SlowModule:
    return SlowModule(folder)


def slow_properties(node: ast.ClassDef) -> dict[str, tuple[str, ast.expr]]:
    found = {}
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.returns is None:
            continue
        for decorator in method.decorator_list:
            if ast.unparse(decorator) == "pulumi.getter":
                found[method.name] = (method.name, method.returns)
            elif isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pulumi.getter":
                found[method.name] = (ast.literal_eval(decorator.keywords[0].value), method.returns)
    return found


def slow_required(node: ast.ClassDef) -> set[str]:
    init = next(
        method
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == "__init__"
    )
    return {
        one.arg
        for one, default in zip(init.args.kwonlyargs, init.args.kw_defaults, strict=True)
        if default is None
    }


def slow_nested(
    folder: str, annotation: ast.expr, steps: str = ""
) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """(steps down, folder, (file, class)) of the generated classes that an annotation names."""
    if isinstance(annotation, ast.Subscript):
        around = ast.unparse(annotation.value)
        parts = (
            annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        )
        for part in parts:
            yield from slow_nested(
                folder, part, steps + {"Sequence": "[]", "Mapping": ".*"}.get(around, "")
            )
    elif isinstance(annotation, ast.Constant):
        *place, name = annotation.value.split(".")
        if place == ["outputs"]:
            yield steps, folder, ("outputs", name)
        elif name.endswith("Args"):
            yield steps, place[0].strip("_") if place else folder, ("_inputs", name)


def slow_walk(
    folder: str,
    properties: dict[str, tuple[str, ast.expr]],
    required: set[str],
    prefix: str = "",
    above: frozenset[str] = frozenset(),
    inputs_only: bool = False,
) -> Iterator[tuple[str, str, bool]]:
    """(path, native, required) of a class and all below it."""
    for name, (native, annotation) in properties.items():
        yield prefix + name, native, name in required
        for steps, where, key in slow_nested(folder, annotation):
            if key[1] not in above and not (inputs_only and key[0] == "outputs"):
                nested = slow_module(where).classes[key]
                needs = slow_required(nested) if key[0] == "_inputs" else set()
                yield from slow_walk(
                    where,
                    slow_properties(nested),
                    needs,
                    f"{prefix}{name}{steps}.",
                    above | {key[1]},
                )


def sample() -> list[str]:
    """The smaller half of the modules, and those where policies lie."""
    sizes: dict[str, int] = {}
    for info in package().archive.infolist():
        parts = info.filename.split("/")
        if info.filename.endswith(".py") and parts[0] == "pulumi_aws" and len(parts) == 3:
            sizes[parts[1]] = sizes.get(parts[1], 0) + info.file_size
    small = sorted(sizes, key=lambda folder: sizes[folder])[: len(sizes) // 2]
    return sorted({*small, "", "sns", "sqs"} - {"config", "types"})


@pytest.mark.parametrize("folder", sample())
def test_the_resources_of_a_module_by_ast(folder: str) -> None:
    by_class = {
        each.facts["class"]: each
        for each in extraction().resources
        if each.facts["module"] == folder and each.kind == "resource"
    }
    module = slow_module(folder)
    seen = set()
    for (file, name), node in module.classes.items():
        if not any(ast.unparse(base) == "pulumi.CustomResource" for base in node.bases):
            continue
        seen.add(name)
        arguments = next(
            node
            for (where, each), node in module.classes.items()
            if where == file and each.endswith("Args") and each[0] != "_"
        )
        given = {*slow_walk(folder, slow_properties(arguments), slow_required(arguments))}
        read = {
            (path, native) for path, native, _ in slow_walk(folder, slow_properties(node), set())
        }
        ours = [
            one
            for one in by_class[name].attributes
            if one.path != "id" or "id" in slow_properties(node)
        ]
        assert {(one.path, one.native, one.required) for one in ours if one.is_input} == given, name
        assert {
            (one.path, one.native) for one in ours if one.is_output or one.write_only
        } == read, name
    assert seen == set(by_class)


@pytest.mark.parametrize("folder", sample())
def test_the_functions_of_a_module_by_ast(folder: str) -> None:
    by_name = {
        each.facts["class"]: each
        for each in extraction().resources
        if each.facts["module"] == folder and each.kind == "data-source"
    }
    module = slow_module(folder)
    seen = set()
    for file, body in module.files.items():
        functions = [
            node
            for node in body
            if isinstance(node, ast.FunctionDef)
            and node.returns
            and not node.name.endswith("_output")
        ]
        for function in functions:
            returned = ast.unparse(function.returns) if function.returns else ""
            if not returned.startswith("Awaitable") or returned == "AwaitableArnParseResult":
                continue
            seen.add(function.name)
            parameters = {
                one.arg: ("", one.annotation)
                for one in function.args.args
                if one.arg != "opts" and one.annotation
            }
            given = {path for path, _, _ in slow_walk(folder, parameters, set(), inputs_only=True)}
            result = slow_properties(module.classes[file, returned.removeprefix("Awaitable")])
            read = {path for path, _, _ in slow_walk(folder, result, set())}
            ours = [
                one
                for one in by_name[function.name].attributes
                if one.path != "id" or "id" in {*result, *parameters}
            ]
            assert {one.path for one in ours if one.is_input} == given, function.name
            assert {one.path for one in ours if one.is_output} == read, function.name
    assert seen == set(by_name)
