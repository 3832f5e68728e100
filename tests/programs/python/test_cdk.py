"""CDK programs in Python: what is mended, and every name that the package has. What is found is in
the files beside this one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.packages import open_package
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.python import cdk
from iac_crosswalk.programs.python.values import Thing
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

HEAD = (
    "import aws_cdk as cdk\nfrom aws_cdk import aws_elasticache as elasticache, aws_s3 as s3,"
    " Stack\nfrom typing import cast\n"
)
GROUP = "elasticache.CfnReplicationGroup(self, 'g', replication_group_description='d')"


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def test_what_is_certain_is_mended(advisor: Advisor) -> None:
    program = (
        HEAD + "g = elasticache.CfnReplicationGroup(self, 'ä', ReplicationGroupDescription='d',"
        " num_node_groups=2)\nx = g.attr_configuration_endpoint_address\n"
    )
    source = Source(Path("p.py"), program.encode())
    checked = check_source(source, advisor)
    assert checked is not None
    after = program.replace("ReplicationGroupDescription", "replication_group_description").replace(
        "endpoint_address", "end_point_address"
    )
    assert fixed(source, checked.findings).decode() == after


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


# -- every name the package has --------------------------------------------------------------------

_CLASS = re.compile(r"^( {0,4})class (\w+)(?:\(((?:.|\n)*?)\))?:\n", re.M)
_PARAMETERS = re.compile(r"def __init__\(((?:.|\n)*?)\) -> None:")


@pytest.mark.whole
def test_every_name_of_the_package_is_known(knowledge: KnowledgeBase) -> None:
    """A name that exists must never be called wrong: members of L1 classes, their arguments, their
    nested classes.
    """
    tool = cdk.CdkTool(Schemas(knowledge))
    package = open_package("aws-cdk-lib")
    wrong: list[str] = []
    seen = 0
    for file in [
        name
        for name in package.names()
        if re.fullmatch(r"aws_cdk/(aws_\w+|alexa_ask)/__init__\.py", name)
    ][::5]:
        module, text, outer = (
            file.removesuffix("/__init__.py").replace("/", "."),
            package.text(file),
            "",
        )
        classes = [*_CLASS.finditer(text)]
        for start, end in zip(
            classes, [*(each.start() for each in classes[1:]), len(text)], strict=True
        ):
            outer = start[2] if not start[1] else outer
            path = f"{module}.{outer}.{start[2]}" if start[1] else f"{module}.{outer}"
            wrong += [path] if tool.invented(path) else []
            target, body = tool.target(path), text[start.end() : end]
            signature = _PARAMETERS.search(body)
            if target is None or signature is None:
                continue
            for parameter in re.findall(r"^ +(\w+):", signature[1], re.M):
                seen += 1
                wrong += [] if target.takes(parameter) else [f"{path}({parameter})"]
            if start[3] and "CfnResource" in start[3]:
                thing = Thing(Place(target.schema))
                names = re.findall(r"^    def ([a-zA-Z]\w*)\(", body, re.M)
                wrong += [f"{path}.{name}" for name in names if tool.lacks(thing, name)]
    assert wrong == []
    assert seen > 5_000


@pytest.mark.whole
def test_every_member_of_the_base_classes_is_known(knowledge: KnowledgeBase) -> None:
    tool = cdk.CdkTool(Schemas(knowledge))
    target = tool.target("aws_cdk.aws_s3.CfnBucket")
    assert target is not None
    text = open_package("aws-cdk-lib").text("aws_cdk/__init__.py")
    for name in ("CfnElement", "CfnRefElement", "CfnResource"):
        body = re.split(r"\n(?=[@a-zA-Z])", text[text.index(f"\nclass {name}(") :][1:], maxsplit=1)[
            0
        ]
        members = re.findall(r"^    def ([a-zA-Z]\w*)\(", body, re.M)
        assert members
        assert [each for each in members if tool.lacks(Thing(Place(target.schema)), each)] == []
