"""Mappings through a third system. Ids 1xx are CloudFormation, 2xx Terraform, 3xx Pulumi, 4xx
boto3, 5xx CDK.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from builder.linking.compose import Composer, Mapping, stored

SYSTEMS = {1: "cloudformation", 2: "terraform", 3: "pulumi", 4: "boto3", 5: "cdk"}
INVERSE = {
    "tags-to-map": "map-to-tags",
    "map-to-tags": "tags-to-map",
    "wrap-list": "first-item",
    "first-item": "wrap-list",
}
TWINS = [
    Mapping(subject=201, to_system="pulumi", target=301),
    Mapping(subject=101, to_system="cdk", target=501),
]


def system_of(number: int) -> str:
    return SYSTEMS[number // 100]


def composed(*direct: Mapping) -> dict[tuple[int, str], list[Mapping]]:
    composer = Composer(direct, system_of, INVERSE)
    found: dict[tuple[int, str], list[Mapping]] = {}
    for mapping in composer.compose():
        row = stored(mapping, composer, system_of)
        found.setdefault((row.subject, row.to_system), []).append(row)
    return found


def curated(subject: int, target: int | None, **more: object) -> Mapping:
    system = more.pop("to_system", None) or system_of(target or 0)
    relation = more.pop("relation", "none" if target is None else "exact")
    return Mapping(
        subject=subject,
        to_system=system,
        target=target,
        relation=relation,
        origin="curated",
        **more,
    )  # type: ignore[arg-type]


def test_one_judgement_reaches_every_system() -> None:
    found = composed(*TWINS, curated(101, 201, condition="cluster mode enabled"), curated(101, 401))
    pairs = {key: [(m.target, m.origin, m.condition) for m in rows] for key, rows in found.items()}
    assert pairs == {
        (101, "pulumi"): [(301, "curated", "cluster mode enabled")],
        (201, "boto3"): [(401, "curated", "cluster mode enabled")],
        (201, "cdk"): [(501, "curated", "cluster mode enabled")],
        (301, "cdk"): [(501, "curated", "cluster mode enabled")],
        (301, "boto3"): [(401, "curated", "cluster mode enabled")],
        (401, "cdk"): [(501, "curated", None)],
    }


@pytest.mark.parametrize(
    ("relation", "transform", "conditions"),
    [
        ("exact", None, [None]),
        # Another transform, or a closer relation, says more than what holds always.
        ("exact", "wrap-list", [None, "default event bus"]),
        ("close", None, [None, "default event bus"]),
    ],
)
def test_what_holds_always_is_not_said_again_under_a_condition(
    relation: str, transform: str | None, conditions: list[str | None]
) -> None:
    found = composed(
        curated(101, 201, relation=relation, transform=transform),
        curated(101, 401),
        curated(102, 201, condition="default event bus"),
        curated(102, 401),
    )
    assert [m.condition for m in found[201, "boto3"]] == conditions


def test_what_ref_returns_is_no_note_between_terraform_and_boto3() -> None:
    found = composed(*TWINS, curated(101, 201), curated(101, 401, note="Ref returns TableName."))
    assert [m.note for m in found[201, "boto3"]] == [None]
    assert [m.note for m in found[401, "cdk"]] == ["Ref returns TableName."]
    found = composed(
        curated(101, 201), curated(101, 401, note="Ref returns TableName, without the account.")
    )
    assert [m.note for m in found[201, "boto3"]] == [None]


@pytest.mark.parametrize(
    ("to_terraform", "to_boto3", "relation"),
    [
        ("exact", "close", "close"),
        ("close", "close", "close"),
        # Seen from Terraform, the first step turns round: broad becomes narrow.
        ("broad", "narrow", "narrow"),
        ("broad", "exact", "narrow"),
        ("narrow", "exact", "broad"),
        ("broad", "broad", None),
    ],
)
def test_relations_compose_or_nothing_follows(
    to_terraform: str, to_boto3: str, relation: str | None
) -> None:
    found = composed(curated(101, 201, relation=to_terraform), curated(101, 401, relation=to_boto3))
    assert [m.relation for m in found.get((201, "boto3"), [])] == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("to_terraform", "to_boto3", "transform", "exists"),
    [
        ("tags-to-map", None, "map-to-tags", True),
        (None, "wrap-list", "wrap-list", True),
        ("tags-to-map", "tags-to-map", None, True),  # there and back again
        ("tags-to-map", "wrap-list", None, False),  # two changes in a row have no word
    ],
)
def test_transforms_turn_round(
    to_terraform: str | None, to_boto3: str | None, transform: str | None, exists: bool
) -> None:
    found = composed(
        curated(101, 201, transform=to_terraform), curated(101, 401, transform=to_boto3)
    )
    assert [m.transform for m in found.get((201, "boto3"), [])] == ([transform] if exists else [])


def test_none_reaches_the_followers_and_only_them() -> None:
    found = composed(*TWINS, curated(101, None, to_system="terraform", note="no such setting"))
    # Pulumi follows Terraform, the CDK follows CloudFormation; boto3 follows nobody.
    assert {(key, rows[0].relation, rows[0].note) for key, rows in found.items()} == {
        ((101, "pulumi"), "none", "no such setting"),
        ((501, "terraform"), "none", "no such setting"),
        ((501, "pulumi"), "none", "no such setting"),
    }


def test_a_direct_word_overrules_what_would_follow() -> None:
    overruled = composed(*TWINS, curated(101, 201), curated(101, 302))
    assert (101, "pulumi") not in overruled
    refused = composed(
        *TWINS, curated(101, 201), curated(101, None, to_system="pulumi", note="flattened away")
    )
    assert (101, "pulumi") not in refused


def test_a_guess_stays_a_guess() -> None:
    guess = Mapping(
        subject=101, to_system="terraform", target=201, origin="derived", confidence=0.95
    )
    found = composed(*TWINS, guess, curated(101, 401))
    assert {m.origin for rows in found.values() for m in rows if m.subject != 401} == {"derived"}
    assert found[101, "pulumi"][0].confidence == 0.95


def test_unlinked_twin_is_none_with_the_rule_s_reason() -> None:
    lacking = Mapping(
        subject=202,
        to_system="pulumi",
        target=None,
        relation="none",
        note="Pulumi has customTimeouts",
    )
    found = composed(curated(101, 202), lacking)
    assert [(m.relation, m.note) for m in found[101, "pulumi"]] == [
        ("none", "Pulumi has customTimeouts")
    ]


def test_two_terraform_attributes_of_one_boto3_member() -> None:
    # engine_version_actual is exactly the member; engine_version follows through CloudFormation and
    # is only close to it.
    found = composed(curated(202, 401), curated(101, 201), curated(101, 401, relation="close"))
    assert [(m.target, m.relation) for m in found[201, "boto3"]] == [(401, "close")]
    exactly = composed(curated(202, 401), curated(101, 201), curated(101, 401))
    assert (201, "boto3") not in exactly


def test_a_whole_resource_reaches_the_twins_and_nothing_else() -> None:
    """Negative ids are resources: -299 of Terraform is -399 of Pulumi by rule."""
    rule = Mapping(subject=-299, to_system="pulumi", target=-399)
    said = Mapping(
        subject=101,
        to_system="terraform",
        target=-299,
        transform="separate-resource",
        origin="curated",
    )
    found = composed(*TWINS, rule, said)
    assert {key: [m.target for m in rows] for key, rows in found.items()} == {
        (101, "pulumi"): [-399],
        (501, "terraform"): [-299],
        (501, "pulumi"): [-399],
    }
    assert all(
        m.transform == "separate-resource" and m.whole for rows in found.values() for m in rows
    )


def test_a_block_that_is_a_whole_resource_elsewhere() -> None:
    rule = Mapping(subject=-199, to_system="cdk", target=-599)
    found = composed(
        *TWINS,
        rule,
        Mapping(subject=201, to_system="cloudformation", target=-199, origin="curated"),
    )
    assert {key: [m.target for m in rows] for key, rows in found.items()} == {
        (201, "cdk"): [-599],
        (301, "cloudformation"): [-199],
        (301, "cdk"): [-599],
    }


@pytest.mark.parametrize(
    ("owner", "follows"), [(lambda number: number, True), (lambda number: number // 100, False)]
)
def test_a_member_is_exactly_one_attribute_of_each_resource(
    owner: Callable[[int], int], follows: bool
) -> None:
    """The ARN of a topic is that of its policy's topic: a judgement of one does not take the member
    from the other resource.
    """
    direct = [curated(101, 201), curated(101, 401), curated(202, 401)]
    made = {
        (m.subject, m.target) for m in Composer(direct, system_of, INVERSE, owner=owner).compose()
    }
    assert ((201, 401) in made) is follows


@pytest.mark.parametrize(
    ("only_read", "follows"),
    [(frozenset([202]), True), (frozenset([201]), True), (frozenset([201, 202]), False)],
)
def test_what_sets_and_what_reads_may_both_be_exactly_one_member(
    only_read: frozenset[int], follows: bool
) -> None:
    direct = [curated(101, 201), curated(101, 401), curated(202, 401)]
    composer = Composer(direct, system_of, INVERSE, only_read=only_read)
    assert ((201, 401) in {(m.subject, m.target) for m in composer.compose()}) is follows


def test_a_derivation_leaves_what_follows_from_judgements() -> None:
    """A Terraform type that a derivation links with one boto3 resource, and judgements through
    CloudFormation with another.
    """
    derived = Mapping(subject=201, to_system="boto3", target=402, origin="derived", role="part")
    found = composed(
        derived,
        curated(101, 201, role="main"),
        curated(101, 401, role="main"),
        curated(101, 402, role="main"),
    )
    assert [(m.target, m.origin) for m in found[201, "boto3"]] == [(401, "curated")]
    guessed = Mapping(subject=101, to_system="terraform", target=201, origin="derived", role="main")
    assert (201, "boto3") not in composed(derived, guessed, curated(101, 401))


@pytest.mark.parametrize(
    ("to_terraform", "to_boto3", "role"),
    [
        ("main", "main", "main"),
        ("main", "part", "part"),
        ("part", "main", "part"),
        ("alternative", "main", "alternative"),
        (None, "main", "main"),
    ],
)
def test_a_part_of_what_is_reached_over_another_is_a_part(
    to_terraform: str | None, to_boto3: str, role: str
) -> None:
    (row,) = composed(curated(101, 201, role=to_terraform), curated(101, 401, role=to_boto3))[
        201, "boto3"
    ]
    assert row.role == role


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("A template takes the id alone. The API takes a list.", "The API takes a list."),
        ("Ref returns the name.", None),
        ("Seconds, not minutes.", "Seconds, not minutes."),
        ("It has it in a launch template only.", "It has it in a launch template only."),
        ("It is not on the stack set.", "It is not on the stack set."),
        ("CloudFormation takes a list.", None),  # both are exact: there is nothing to explain
    ],
)
def test_sentences_about_templates_end_with_cloudformation(note: str, left: str | None) -> None:
    (row,) = composed(curated(101, 201, note=note), curated(101, 401))[201, "boto3"]
    assert row.note == left


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("CloudFormation takes a list. Ref has it.", "CloudFormation takes a list."),
        ("CloudFormation takes a list. One only.", "One only."),
        ("A template takes it as a parameter.", None),
    ],
)
def test_a_close_mapping_keeps_the_reason_of_its_close_half(note: str, left: str | None) -> None:
    first, second = (
        curated(101, 201, relation="close", note=note),
        curated(101, 401, note="CloudFormation has it as well."),
    )
    (row,) = composed(first, second)[201, "boto3"]
    assert (row.relation, row.note) == ("close", left)


def test_conditions_that_exclude_each_other_compose_to_nothing() -> None:
    """Where Terraform has an argument for what CloudFormation has one of two, only the conditions
    say which."""
    given, other = curated(101, 201, condition="VpcId is given"), "VpcId is not given"
    assert (201, "boto3") not in composed(given, curated(101, 401, condition=other))
    (row,) = composed(given, curated(101, 401, condition="VpcId is given"))[201, "boto3"]
    assert row.condition == "VpcId is given"
