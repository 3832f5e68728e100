from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.paths import steps_of
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.types import parse


@pytest.mark.parametrize(
    ("text", "container", "leaf", "suffix", "is_list", "is_map", "is_block"),
    [
        ("string", "", "string", "", False, False, False),
        ("object", "", "object", "", False, False, True),
        ("list<object>", "list", "object", "[]", True, False, True),
        ("set<string>", "set", "string", "[]", True, False, False),
        ("map<list<object>>", "map", "object", ".*[]", False, True, False),
        ("list<map<string>>", "list", "string", "[].*", True, False, False),
        ("list<list<map<object>>>", "list", "object", "[][].*", True, False, False),
        ("json", "", "json", "", False, False, False),
    ],
)
def test_a_type_is_parsed(
    text: str, container: str, leaf: str, suffix: str, is_list: bool, is_map: bool, is_block: bool
) -> None:
    kind = parse(text)
    assert (kind.text, kind.container, kind.leaf, kind.suffix) == (text, container, leaf, suffix)
    assert (kind.is_list, kind.is_map, kind.is_block) == (is_list, is_map, is_block)
    assert parse(text) is kind


def test_every_type_of_the_file_is_of_the_grammar(database: Path) -> None:
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    found = {text for (text,) in connection.execute("select distinct type from attribute")}
    plain = {"string", "number", "integer", "boolean", "timestamp", "json", "object", "any"}
    assert {parse(text).leaf for text in found} == plain
    assert {text for text in found if "<" in parse(text).leaf} == set()


@pytest.mark.parametrize(
    ("resource", "written", "path", "rest", "missing"),
    [
        (
            "AWS::ElastiCache::ReplicationGroup",
            "NodeGroupConfiguration[].Slots",
            "NodeGroupConfiguration[].Slots",
            "",
            False,
        ),
        (
            "AWS::ElastiCache::ReplicationGroup",
            "NodeGroupConfiguration.Slots",
            "NodeGroupConfiguration[].Slots",
            "",
            False,
        ),
        (
            "AWS::ElastiCache::ReplicationGroup",
            "NodeGroupConfiguration[].Slot",
            "NodeGroupConfiguration[]",
            "Slot",
            True,
        ),
        ("AWS::ElastiCache::ReplicationGroup", "Port.Number", "Port", "Number", True),
        ("AWS::CloudFormation::Stack", "Outputs.Url", "Outputs.*", "", False),
        (
            "AWS::IAM::Role",
            "AssumeRolePolicyDocument.Statement[].Effect",
            "AssumeRolePolicyDocument",
            "Statement[].Effect",
            False,
        ),
        ("aws_sqs_queue", "tags.Owner", "tags.*", "", False),
        (
            "aws_s3_bucket_versioning",
            "versioning_configuration[].status",
            "versioning_configuration.status",
            "",
            False,
        ),
        (
            "aws.elasticache.ReplicationGroup",
            "logDeliveryConfigurations[].logType",
            "log_delivery_configurations[].log_type",
            "",
            False,
        ),
        # A statement that contains statements goes on above itself.
        pytest.param(
            "AWS::WAFv2::WebACL",
            "Rules[].Statement.NotStatement.Statement.Nope",
            "Rules[].Statement.NotStatement.Statement",
            "Nope",
            True,
            marks=pytest.mark.whole,
        ),
    ],
)
def test_a_walk(
    knowledge: KnowledgeBase, resource: str, written: str, path: str, rest: str, missing: bool
) -> None:
    row = knowledge.find_resource(resource)
    assert row is not None
    walk = Place(Schemas(knowledge).of(row)).walk(steps_of(written))
    assert (walk.place.path, walk.rest, walk.missing) == (path, steps_of(rest), missing)
