"""CDK programs in Python: what is found at L1 classes, what is left alone, and every name the package has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.packages import open_package
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.python import cdk
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.python.values import Thing
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

HEAD = "import aws_cdk as cdk\nfrom aws_cdk import aws_elasticache as elasticache, aws_s3 as s3, Stack\nfrom typing import cast\n"
GROUP = "elasticache.CfnReplicationGroup(self, 'g', replication_group_description='d')"


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def found(program: str, advisor: Advisor) -> list[str]:
    """`rule name` of every finding."""
    source = Source(Path("program.py"), (HEAD + program).encode())
    checked = check_source(source, advisor)
    return [f"{each.rule} {source.data[each.span.start : each.span.end].decode()}" for each in (checked.findings if checked else [])]


READ = {
    "variable": f"g = {GROUP}\ng.attr_configuration_endpoint_address",
    "self": f"class A(Stack):\n    def __init__(self):\n        self.g = {GROUP}\n    def f(self):\n        self.g.attr_configuration_endpoint_address",
    "core": "cdk.aws_elasticache.CfnReplicationGroup(self, 'g').attr_configuration_endpoint_address",
    "class": "from aws_cdk.aws_elasticache import CfnReplicationGroup\nCfnReplicationGroup(self, 'g').attr_configuration_endpoint_address",
    "parameter": "def f(g: elasticache.CfnReplicationGroup):\n    return g.attr_configuration_endpoint_address",
    "cast": "cast(elasticache.CfnReplicationGroup, x.node.default_child).attr_configuration_endpoint_address",
    "declared": "g: elasticache.CfnReplicationGroup = x.node.default_child\ng.attr_configuration_endpoint_address",
    "loop": f"for g in [{GROUP} for n in 'ab']:\n    g.attr_configuration_endpoint_address",
}


@pytest.mark.parametrize("program", READ.values(), ids=READ.keys())
def test_a_resource_is_followed(program: str, advisor: Advisor) -> None:
    assert found(program, advisor) == ["unknown-attribute attr_configuration_endpoint_address"]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (f"{GROUP}.configuration_endpoint_address", ["unknown-attribute configuration_endpoint_address"]),
        (f"{GROUP}.attrPrimaryEndPointAddress", ["unknown-attribute attrPrimaryEndPointAddress"]),
        (f"{GROUP}.attr_bucket_ref", ["unknown-attribute attr_bucket_ref"]),
        ("elasticache.CfnReplicationGroup(self, 'g', description='d')", ["unknown-argument description"]),
        ("elasticache.CfnReplicationGroup(self, 'g', ref='d')", ["output-only ref"]),
        ("elasticache.CfnReplicationGroupProps(description='d')", ["unknown-argument description"]),
        ("elasticache.CfnReplicationGroup.NodeGroupConfigurationProperty(count=1)", ["unknown-argument count"]),
        ("s3.CfnBucket(self, 'b', name='x')", ["unknown-argument name"]),
        (
            "class B(s3.CfnBucket):\n    def __init__(self, scope):\n        super().__init__(scope, 'b', name='x')",
            ["unknown-argument name"],
        ),
        ("elasticache.CfnCluster(self, 'c')", ["unknown-resource CfnCluster"]),
        ("from aws_cdk.aws_elasticache import CfnCluster", ["unknown-resource CfnCluster"]),
    ],
)
def test_other_mistakes_are_found(program: str, expected: list[str], advisor: Advisor) -> None:
    assert found(program, advisor) == expected


def test_what_is_certain_is_mended(advisor: Advisor) -> None:
    program = (
        HEAD
        + "g = elasticache.CfnReplicationGroup(self, 'ä', ReplicationGroupDescription='d', num_node_groups=2)\nx = g.attr_configuration_endpoint_address\n"
    )
    source = Source(Path("p.py"), program.encode())
    checked = check_source(source, advisor)
    assert checked is not None
    after = program.replace("ReplicationGroupDescription", "replication_group_description").replace("endpoint_address", "end_point_address")
    assert fixed(source, checked.findings).decode() == after


SILENT = {
    "what exists": f"g = {GROUP}\ng.ref\ng.attr_primary_end_point_address\ng.cache_node_type\ng.tags.set_tag('a', 'b')",
    "members of constructs": f"g = {GROUP}\ng.node.add_dependency(x)\ng.logical_id\ng.stack\ng.add_override('a', 1)\ng.cfn_options.condition",
    "members of every class": f"g = {GROUP}\ng.CFN_RESOURCE_TYPE_NAME\ng.replication_group_ref\ng.apply_removal_policy(None)\ng.get_att('A')",
    "statics": "s3.CfnBucket.is_cfn_bucket(x)\ns3.CfnBucket.from_bucket_arn(self, 'b', 'arn').foo",
    "inside of members": f"g = {GROUP}\ng.attr_configuration_end_point.address\ng.log_delivery_configurations[0].foo",
    "higher levels": "b = s3.Bucket(self, 'b', anything=1)\nb.anything",
    "dictionaries": "elasticache.CfnReplicationGroup(self, 'g', log_delivery_configurations=[{'foo': 1, 'logType': 2}])",
    "own arguments": "s3.CfnBucket(scope=self, id='b')",
    "classes of the core": "cdk.CfnOutput(self, 'o', value='x', anything=1)\ncdk.CfnParameter(self, 'p').value_as_string\ncdk.CfnTag(key='a', value='b')",
    "unknown": "x.node.default_child.anything\nself.thing.attr_foo",
    "one of several": "r = s3.CfnBucket(self, 'b') if 1 else elasticache.CfnUser(self, 'u', engine='', user_id='', user_name='')\nr.attr_domain_name\nr.attr_status",
}


@pytest.mark.parametrize("program", SILENT.values(), ids=SILENT.keys())
def test_silent_where_it_cannot_be_known(program: str, advisor: Advisor) -> None:
    assert found(program, advisor) == []


@pytest.mark.parametrize(
    "first",
    [
        "from aws_cdk import core, aws_s3 as s3",
        "from aws_cdk import (\n    core as cdk,\n    aws_s3 as s3,\n)",
        "from aws_cdk.core import Stack\nfrom aws_cdk import aws_s3 as s3",
        "import aws_cdk.core\nimport aws_cdk.aws_s3 as s3",
    ],
)
def test_programs_of_the_first_version_are_left_alone(first: str, advisor: Advisor) -> None:
    source = Source(Path("p.py"), f"{first}\ns3.CfnBucket(self, 'b', name='x').attr_foo\n".encode())
    checked = check_source(source, advisor)
    assert checked is not None
    assert checked.findings == []


# -- every name the package has ----------------------------------------------------------------------------------------

_CLASS = re.compile(r"^( {0,4})class (\w+)(?:\(((?:.|\n)*?)\))?:\n", re.M)
_PARAMETERS = re.compile(r"def __init__\(((?:.|\n)*?)\) -> None:")


def test_every_name_of_the_package_is_known(knowledge: KnowledgeBase) -> None:
    """A name that exists must never be called wrong: members of L1 classes, their arguments, their nested classes."""
    tool = cdk.CdkTool(Schemas(knowledge))
    package = open_package("aws-cdk-lib")
    wrong: list[str] = []
    seen = 0
    for file in [name for name in package.names() if re.fullmatch(r"aws_cdk/(aws_\w+|alexa_ask)/__init__\.py", name)][::5]:
        module, text, outer = file.removesuffix("/__init__.py").replace("/", "."), package.text(file), ""
        classes = [*_CLASS.finditer(text)]
        for start, end in zip(classes, [*(each.start() for each in classes[1:]), len(text)], strict=True):
            outer = start[2] if not start[1] else outer
            path = f"{module}.{outer}.{start[2]}" if start[1] else f"{module}.{outer}"
            wrong += [path] if tool.invented(path) else []
            target, body = tool.target(path), text[start.end() : end]
            signature = _PARAMETERS.search(body)
            if target is None or signature is None:
                continue
            for parameter in re.findall(r"^ +(\w+):", signature[1], re.M):
                seen += 1
                member = target.member(parameter)
                wrong += [] if parameter in target.allowed or (member and member.is_input) else [f"{path}({parameter})"]
            if start[3] and "CfnResource" in start[3]:
                thing = Thing(Place(target.schema))
                names = re.findall(r"^    def ([a-zA-Z]\w*)\(", body, re.M)
                wrong += [f"{path}.{name}" for name in names if tool.lacks(thing, name)]
    assert wrong == []
    assert seen > 5_000


def test_every_member_of_the_base_classes_is_known(knowledge: KnowledgeBase) -> None:
    tool = cdk.CdkTool(Schemas(knowledge))
    target = tool.target("aws_cdk.aws_s3.CfnBucket")
    assert target is not None
    text = open_package("aws-cdk-lib").text("aws_cdk/__init__.py")
    for name in ("CfnElement", "CfnRefElement", "CfnResource"):
        body = re.split(r"\n(?=[@a-zA-Z])", text[text.index(f"\nclass {name}(") :][1:], maxsplit=1)[0]
        members = re.findall(r"^    def ([a-zA-Z]\w*)\(", body, re.M)
        assert members
        assert [each for each in members if tool.lacks(Thing(Place(target.schema)), each)] == []
