"""No fault of a known kind is in the whole built file, but for the exceptions that
tests/database/kinds/exceptions.yaml lists and gives reasons for.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from builder.linking.matching.relations import CLOSE_KINDS
from builder.packages import ROOT
from tests.database.kinds import KINDS, Whole
from tests.database.kinds.exceptions import FILE, exceptions
from tests.database.kinds.whole import Attribute, Pair

DOCUMENTED = ROOT / "docs" / "kinds.md"


@pytest.fixture(scope="module")
def whole(database: Path) -> Whole:
    return Whole(database)


@pytest.mark.whole
@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_file_has_no_member_that_is_not_listed(kind: str, whole: Whole) -> None:
    found = set(KINDS[kind](whole))
    listed = set(exceptions().get(kind, ()))
    assert sorted(found - listed) == [], "correct these, or list them with a reason"
    assert sorted(listed - found) == [], (
        "these are no members any more: take them off the list, which may only shrink"
    )


def test_the_exceptions_are_of_kinds_there_are_and_in_order() -> None:
    text = FILE.read_text(encoding="utf-8")
    listed = yaml.safe_load(text)
    assert list(listed) == sorted(set(listed)) and set(listed) <= set(KINDS)
    for kind, groups in listed.items():
        members = [member for group in groups for member in group["members"]]
        assert len(members) == len(set(members)), kind
        assert all(
            group["members"] == sorted(group["members"]) and len(group["why"]) > 20
            for group in groups
        ), kind
        assert [group["why"] for group in groups] == sorted(group["why"] for group in groups), kind


def test_each_kind_is_documented_with_the_number_of_its_exceptions() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \|.*\| (\d+) \|$", DOCUMENTED.read_text(encoding="utf-8"), re.M
    )
    listed = exceptions()
    assert sorted(rows) == sorted((kind, str(len(listed.get(kind, ())))) for kind in KINDS)
    assert all(find.__doc__ for find in KINDS.values())


class Given(Whole):
    """A file that holds these mappings alone."""

    def __init__(self, *pairs: Pair, **more: Any) -> None:
        self.__dict__ |= {"pairs": list(pairs), "attributes": {}, "mains": {}} | more

    def rows(self, sql: str, parameters: Any = ()) -> list[Any]:
        return []


def end(path: str, type_: str = "string", **more: Any) -> Attribute:
    """`AWS::X::Y Name`: an attribute of CloudFormation, of Terraform (`aws_x name`) or of boto3
    (`x.Y Name`).
    """
    resource, _, path = path.partition(" ")
    system = (
        "cloudformation"
        if resource.startswith("AWS::")
        else "terraform"
        if resource.startswith("aws_")
        else "boto3"
    )
    known = {
        "is_input": 1,
        "is_output": int(system != "cloudformation"),
        "gettable": 0,
        "computed": 0,
        "deprecated": None,
    }
    values = known | {"description": "", "allowed": None, "of": "resource"} | more
    return Attribute(
        id=hash(path) % 10**6, system=system, resource=resource, path=path, type=type_, **values
    )


def pair(one: Attribute, other: Attribute | None, **more: Any) -> Pair:
    values = {
        "relation": "exact" if other else "none",
        "condition": None,
        "transform": None,
        "confidence": 1.0,
        "origin": "derived",
    }
    values |= {"note": None, "key": None, "evidence": None, "whole": None}
    return Pair(one, other, **{"to_system": other.system if other else "boto3"} | values | more)


OBJECT, OBJECTS = "object", "list<object>"
READ = {"is_input": 0, "is_output": 1}
TAGS = pair(end("AWS::X::Y Tags", OBJECTS), end("x.Y tags", "map<string>"), transform="tags-to-map")
FAULTS = [
    (
        "another-form",
        [
            pair(
                end("AWS::X::Y Data", description="The text."),
                end("aws_x data", description="The text, base64-encoded."),
            )
        ],
    ),
    (
        "another-form",
        [
            pair(
                end("AWS::X::Y WaitSeconds", description="How long."),
                end("aws_x wait", description="How many minutes to wait."),
            )
        ],
    ),
    (
        "weak-outputs",
        [
            pair(
                end("AWS::X::Y Revision", gettable=1), end("aws_x latest_revision"), confidence=0.91
            )
        ],
    ),
    ("name-for-id", [pair(end("AWS::X::Y ProfileName"), end("aws_x profile_id"))]),
    (
        "words-as-boolean",
        [
            pair(
                end("AWS::X::Y Assign", allowed='["ENABLED", "DISABLED"]'),
                end("aws_x assign", "boolean"),
                transform="parse",
            )
        ],
    ),
    ("user-data-without-a-word", [pair(end("AWS::X::Y UserData"), end("aws_x user_data"))]),
    (
        "id-that-holds-another-attribute",
        [pair(end("AWS::ECS::TaskDefinition Arn"), end("aws_ecs_task_definition id"))],
    ),
    (
        "members-elsewhere",
        [
            pair(end("AWS::X::Y Config", OBJECT), end("aws_x config", OBJECT)),
            pair(end("AWS::X::Y Config.Name"), end("aws_x name")),
        ],
    ),
    (
        "split-collection",
        [
            pair(end("AWS::X::Y Rules", OBJECTS), end("aws_x tcp_rule", OBJECTS)),
            pair(end("AWS::X::Y Rules[].Port"), end("aws_x tcp_rule[].port")),
            pair(end("AWS::X::Y Rules[].Code"), end("aws_x icmp[].code")),
        ],
    ),
    ("block-and-list", [pair(end("AWS::X::Y Alias", OBJECT), end("aws_x alias", OBJECTS))]),
    (
        "map-of-blocks",
        [pair(end("AWS::X::Y Parameters", "map<string>"), end("aws_x parameter", OBJECTS))],
    ),
    ("nested-identity", [pair(end("AWS::X::Y EncryptionControl.VpcId"), end("aws_vpc id"))]),
    (
        "namesake-block",
        [
            pair(
                end("AWS::X::Y OutputArtifacts", OBJECTS),
                end("aws_x output_artifacts_for_compute_action", OBJECTS),
            )
        ],
    ),
    ("key-of-a-map", [TAGS, pair(end("AWS::X::Y Tags[].Key"), None, note="It has no name there.")]),
    (
        "key-of-a-map",
        [pair(end("AWS::X::Y Bodies[].Key"), end("x.Y bodies", "map<object>"), relation="broad")],
    ),
    ("close-without-a-reason", [pair(end("AWS::X::Y Ip"), end("aws_x ip"), relation="close")]),
    ("input-read-as-output", [pair(end("aws_x state", **READ), end("x.Y State", is_output=0))]),
    (
        "one-name-for-two",
        [
            pair(
                end("AWS::X::Y ApiArn", **READ),
                end("aws_x api_arn"),
                relation="close",
                note=CLOSE_KINDS["shared"],
            )
        ],
    ),
]


@pytest.mark.parametrize(
    ("kind", "pairs"), FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_kind_finds_its_fault(kind: str, pairs: list[Pair]) -> None:
    (member,) = KINDS[kind](Given(*pairs))
    assert any(member.startswith(str(each)) for each in pairs)


SOUND = [
    (
        "another-form",
        pair(
            end("AWS::X::Y Data", description="Base64."),
            end("aws_x data", description="It is base64-encoded."),
        ),
    ),
    ("name-for-id", pair(end("AWS::X::Y ProfileId"), end("aws_x id"))),
    (
        "name-for-id",
        pair(end("AWS::X::Y ProfileArn"), end("aws_x profile_name"), transform="arn-to-name"),
    ),
    (
        "words-as-boolean",
        pair(
            end("AWS::X::Y Assign", allowed='["ENABLED"]'),
            end("aws_x assign", "boolean"),
            transform="enabled-to-boolean",
        ),
    ),
    (
        "id-that-holds-another-attribute",
        pair(end("AWS::ECS::Service Arn"), end("aws_ecs_service id")),
    ),
    (
        "block-and-list",
        pair(end("AWS::X::Y Alias", OBJECT), end("aws_x alias", OBJECTS), transform="wrap-list"),
    ),
    (
        "namesake-block",
        pair(end("AWS::X::Y OutputArtifacts", OBJECTS), end("aws_x output_artifact", OBJECTS)),
    ),
    ("nested-identity", pair(end("AWS::X::Rule Rule.Name"), end("aws_x_rule id"))),
    (
        "close-without-a-reason",
        pair(end("AWS::X::Y Ip"), end("aws_x ip"), relation="close", note="The first one."),
    ),
    ("input-read-as-output", pair(end("aws_x state", **READ), end("x.Y State"))),
]


@pytest.mark.parametrize(
    ("kind", "sound"), SOUND, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_kind_lets_what_is_sound_pass(kind: str, sound: Pair) -> None:
    assert list(KINDS[kind](Given(sound))) == []


def test_what_only_reads_beside_an_argument_of_the_same_name() -> None:
    read = pair(end("AWS::X::Y Filter.Id"), end("x.Y criteria.id", **READ))
    given = Given(
        read, attributes={"x.Y": {"filter.id": (1, 0, "string"), "criteria.id": (0, 1, "string")}}
    )
    assert list(KINDS["read-for-input"](given)) == [str(read)]


def test_several_main_resources() -> None:
    given = Given(
        mains={
            ("AWS::X::Y", "terraform"): {"aws_x", "aws_x_policy"},
            ("AWS::X::Z", "terraform"): {"aws_z"},
        }
    )
    assert list(KINDS["several-main-resources"](given)) == ["AWS::X::Y → aws_x, aws_x_policy"]


def test_a_part_that_hides_the_main_resource() -> None:
    part = pair(end("AWS::X::Y Rules"), end("x.Rule Name"), origin="curated")
    more: dict[str, Any] = {
        "mains": {("AWS::X::Y", "boto3"): {"x.Y"}},
        "attributes": {"x.Y": {"rules": (1, 0, "string")}},
    }
    assert list(KINDS["part-hides-the-main-resource"](Given(part, **more))) == [
        "AWS::X::Y Rules → x.Y rules"
    ]
    both = pair(end("AWS::X::Y Rules"), end("x.Y rules"), origin="derived")
    assert list(KINDS["part-hides-the-main-resource"](Given(part, both, **more))) == []


def test_a_scattered_block() -> None:
    inside = [
        pair(end(f"AWS::S3::Bucket Rules[].{name}"), end(f"aws_part {name.lower()}"))
        for name in ("Status", "Prefix")
    ]
    outside = pair(end("AWS::S3::Bucket Rules[].Days"), end("aws_bucket days"))
    given = Given(*inside, outside)
    given.rows = lambda sql, parameters=(): [
        ("AWS::S3::Bucket", "terraform", "aws_part", '["Rules"]')
    ]  # type: ignore[method-assign]
    assert list(KINDS["scattered-block"](given)) == [
        "AWS::S3::Bucket Rules[].Days → terraform: not in aws_part"
    ]


def test_arguments_on_a_deprecated_shape() -> None:
    given = Given(
        pair(end("AWS::X::Cluster Name"), end("x.OldCluster Name")),
        mains={("AWS::X::Cluster", "boto3"): {"x.Cluster"}},
    )
    known = [
        ("x.Cluster", None, {}),
        ("x.OldCluster", "deprecated", {"create": [{}], "read": [{}]}),
    ]
    given.facts = lambda system: iter(known)  # type: ignore[method-assign]
    assert list(KINDS["arguments-on-a-deprecated-shape"](given)) == [
        "AWS::X::Cluster Name → x.OldCluster Name"
    ]


ROW = {
    "path": "Name",
    "condition": None,
    "key": None,
    "relation": "exact",
    "is_input": 1,
    "gettable": 0,
    "deprecated": None,
}


def several(
    *rows: dict[str, Any],
    ranks: list[tuple[int, ...]] | None = None,
    system: str = "cloudformation",
) -> Given:
    """A file in which one attribute of Terraform that can be set has these answers."""
    each = SimpleNamespace(
        asked=SimpleNamespace(path="name", is_input=1),
        resource=SimpleNamespace(name="aws_x", system="terraform", kind="resource"),
        system=system,
        rows=[SimpleNamespace(**ROW | {"resource_id": 1} | row) for row in rows],
        ranks=ranks or [(0, 0, place, place) for place in range(len(rows))],
    )
    targets = {
        1: SimpleNamespace(deprecated=None, alias_of=None),
        2: SimpleNamespace(deprecated="Use x.", alias_of=None),
    }
    return Given(several=[each], store=SimpleNamespace(target=targets.__getitem__))


@pytest.mark.parametrize(
    ("kind", "file", "members"),
    [
        ("ties-fall-to-the-alphabet", several({}, {"resource_id": 3}), 1),
        (
            "ties-fall-to-the-alphabet",
            several({}, {"resource_id": 3}, ranks=[(0, 0, 1, 1), (0, 1, 2, 2)]),
            0,
        ),
        (
            "ties-fall-to-the-alphabet",
            several({"relation": "close"}, {"relation": "close", "path": "Other"}),
            0,
        ),
        ("deprecated-or-alias-first", several({"resource_id": 2}, {}), 1),
        ("deprecated-or-alias-first", several({}, {"resource_id": 2}), 0),
        ("identity-before-the-property", several({"path": "Ref", "is_input": 0}, {}), 1),
        ("identity-before-the-property", several({}, {"path": "Ref", "is_input": 0}), 0),
        (
            "unusable-getatt-before-ref",
            several({"path": "Arn", "is_input": 0}, {"path": "Ref", "is_input": 0}),
            1,
        ),
        (
            "unusable-getatt-before-ref",
            several({"path": "Ref", "is_input": 0}, {"path": "Arn", "is_input": 0}),
            0,
        ),
    ],
)
def test_the_order_of_several_answers(kind: str, file: Given, members: int) -> None:
    assert len(list(KINDS[kind](file))) == members
