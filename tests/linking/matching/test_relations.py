"""One table of relations and one set of transforms for every pair of systems."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.database.base import table
from builder.linking.matching import thresholds, transforms
from builder.linking.matching.found import Found
from builder.linking.matching.relations import CLOSE_KINDS, CLOSE_TRANSFORMS, why_close
from builder.linking.matching.similarity import NameMatch
from builder.linking.matching.transforms import transform_of
from builder.linking.matching.trees import Node
from builder.linking.matching.words import split
from builder.model import Attribute
from builder.packages import ROOT


def node(
    name: str,
    kind: str,
    members: str = "",
    *,
    text: str = "",
    enum: str = "",
    only_read: bool = False,
) -> Node:
    """An attribute at the top of a resource; `members` are the names of the attributes in it."""
    attribute = Attribute(
        name, kind, is_input=not only_read, is_output=only_read, enum=enum.split()
    )
    found = Node(name, name, tuple(split(name)), attribute, text=text, only_read=only_read)
    found.children = [
        Node(f"{name}.{member}", member, tuple(split(member)), Attribute(member, "string"))
        for member in members.split()
    ]
    return found


def link(one: Node, other: Node, kind: str = "name") -> Found:
    return Found(one, other, 1.0, NameMatch(1.0, ""), None, 0, 0.0, kind=kind)


ARN, NAME = node("ClusterArn", "string"), node("cluster_name", "string")
LIST, TEXT = node("Values", "list<string>"), node("value", "string")
FLAG, SWITCH = node("Public", "string", enum="ENABLED DISABLED"), node("public", "boolean")
TAGS, MAP = node("Tags", "list<object>", "Key Value"), node("tags", "map<string>")
PAIRS = node("parameter", "list<object>", "key value")

CASES = [
    (ARN, NAME, "arn-to-name", "close", "arn-to-name", "close"),
    (node("Key", "string"), node("key", "string"), None, "exact", None, "exact"),
    (LIST, TEXT, "first-item", "close", "first-item", "close"),
    (TEXT, LIST, "wrap-list", "close", "wrap-list", "close"),
    (FLAG, SWITCH, "enabled-to-boolean", "exact", "enabled-to-boolean", "exact"),
    (SWITCH, FLAG, "boolean-to-enabled", "exact", "boolean-to-enabled", "exact"),
    (TAGS, MAP, "tags-to-map", "exact", "tags-to-map", "exact"),
    (MAP, TAGS, "map-to-tags", "exact", "map-to-tags", "exact"),
    (MAP, PAIRS, "map-to-tags", "exact", "map-to-tags", "exact"),
    (
        MAP,
        node("setting", "list<object>", "name value"),
        "map-to-blocks",
        "exact",
        "map-to-blocks",
        "exact",
    ),
    (node("Size", "number"), node("size", "string"), "to-string", "exact", "to-string", "exact"),
    (
        node("Policy", "json"),
        node("policy", "string"),
        "json-encode",
        "exact",
        "json-encode",
        "exact",
    ),
    # Terraform writes one object as a block; in boto3 a list of one is another thing.
    (
        node("Rule", "object", "Id"),
        node("rule", "list<object>", "id"),
        None,
        "exact",
        "wrap-list",
        "close",
    ),
    (
        node("Rule", "list<object>", "Id"),
        node("rule", "object", "id"),
        None,
        "close",
        "first-item",
        "close",
    ),
    # What may be a name or an ARN is close to an ARN, and stays as it is.
    (
        node("Key", "string", text="The name or ARN of the key."),
        node("key_arn", "string"),
        None,
        "close",
        None,
        "close",
    ),
]


@pytest.mark.parametrize(("one", "other", "to_terraform", "is_there", "to_boto3", "is_here"), CASES)
def test_one_rule_for_every_pair_of_systems(
    one: Node,
    other: Node,
    to_terraform: str | None,
    is_there: str,
    to_boto3: str | None,
    is_here: str,
) -> None:
    for system, transform, relation in (
        ("terraform", to_terraform, is_there),
        ("boto3", to_boto3, is_here),
    ):
        found = link(one, other)
        reason = why_close(found, transform, system)
        assert (transform_of(found, system), "close" if reason else "exact") == (
            transform,
            relation,
        ), system


@pytest.mark.parametrize("transform", CLOSE_TRANSFORMS)
@pytest.mark.parametrize("system", ["terraform", "boto3"])
def test_a_transform_that_loses_something_is_close(transform: str, system: str) -> None:
    assert (
        why_close(link(TEXT, node("value", "string")), transform, system)
        == CLOSE_TRANSFORMS[transform]
    )


@pytest.mark.parametrize("kind", CLOSE_KINDS)
@pytest.mark.parametrize("system", ["terraform", "boto3"])
def test_a_kind_of_link_that_is_only_near(kind: str, system: str) -> None:
    assert why_close(link(TEXT, node("value", "string"), kind), None, system) == CLOSE_KINDS[kind]


def test_what_reads_an_argument_that_another_attribute_sets_is_exact() -> None:
    read = node("MergedApiArn", "string", only_read=True)
    assert (
        why_close(link(read, node("merged_api_arn", "string"), "shared"), None, "terraform") is None
    )
    assert (
        why_close(
            link(read, node("merged_api_arn", "string", only_read=True), "shared"),
            None,
            "terraform",
        )
        == CLOSE_KINDS["shared"]
    )


def test_every_transform_is_documented() -> None:
    documented = {row["name"] for row in table("transforms")}
    written = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', Path(transforms.__file__).read_text()))
    assert written | set(CLOSE_TRANSFORMS) <= documented
    assert {name for name in CLOSE_TRANSFORMS if "-" in name} <= written


def test_thresholds_are_in_one_place_with_a_reason_each() -> None:
    text = Path(thresholds.__file__).read_text()
    names = re.findall(r"^([A-Z_]+) = .*\n(\"\"\")?", text, re.M)
    assert [name for name, reason in names if not reason] in ([], ["MOST_MEMBERS"])
    for path in (ROOT / "builder" / "linking").rglob("*.py"):
        if path.name != "thresholds.py" and path.parent.name in ("matching", "terraform", "boto3"):
            assert re.findall(r"^_?[A-Z_]+ = 0\.\d+$", path.read_text(), re.M) == [], path


def test_no_field_is_called_after_one_system_and_holds_another() -> None:
    for path in (ROOT / "builder" / "linking" / "matching").rglob("*.py"):
        if (
            path.name != "confidence.py"
        ):  # the models of data/calibration.yaml are named after what they are for
            assert (
                re.findall(r"^ +\w*(?:cloudformation|terraform|boto3): ", path.read_text(), re.M)
                == []
            ), path
