"""What repeats another attribute takes over its mappings. Ids 1xx are CloudFormation, 2xx
Terraform, 4xx boto3; 290 to 299 belong to data sources.
"""

from __future__ import annotations

import pytest

from builder.linking.compose import Composer, Mapping, stored
from builder.linking.repeats import Repeat, around, taken_over
from tests.linking.test_compose import INVERSE, TWINS, system_of

SEEN = Composer((), system_of, INVERSE)


def turned(mapping: Mapping) -> Mapping | None:
    return SEEN.turned(mapping) if mapping.target is not None and mapping.target > 0 else None


def taken(
    direct: list[Mapping], *repeats: Repeat, answered: tuple[tuple[int, str], ...] = ()
) -> list[tuple[int, str, int | None, str | None]]:
    return [
        (m.subject, m.to_system, m.target, m.condition)
        for m in taken_over(direct, repeats, answered, turned, INVERSE)
    ]


def to(subject: int, target: int | None, **more: object) -> Mapping:
    return Mapping(subject=subject, to_system=system_of(target or 200), target=target, **more)  # type: ignore[arg-type]


def test_ref_is_what_it_returns() -> None:
    direct = [to(101, 401, condition="c", note="n"), to(101, 201)]
    assert taken(direct, Repeat(100, 101, "Ref returns X.")) == [
        (100, "boto3", 401, "c"),
        (100, "terraform", 201, None),
    ]
    first, _ = taken_over(direct, [Repeat(100, 101, "Ref returns X.")], (), turned, INVERSE)
    assert first.note == "Ref returns X. n"


def test_what_only_reads_the_same_thing_takes_over_what_is_read() -> None:
    """A copy of an image returns what an image returns; the call that is given a name is another
    one.
    """
    direct = [to(201, 401), to(201, 402), to(101, 201)]
    copy = Repeat(202, 201, "n", reads=True, only="boto3")
    found = taken_over(direct, [copy], (), turned, INVERSE, {401})
    assert [(m.subject, m.to_system, m.target) for m in found] == [(202, "boto3", 401)]


def test_a_data_source_takes_over_no_argument() -> None:
    direct = [to(201, 401), to(201, 402), to(101, 201)]
    found = taken_over(direct, [Repeat(202, 201, "n", reads=True)], (), turned, INVERSE, {401})
    assert {(m.to_system, m.target) for m in found} == {("boto3", 401), ("cloudformation", 101)}


def test_two_values_under_two_conditions() -> None:
    direct = [to(101, 401), to(102, 402)]
    both = (
        Repeat(100, 101, "n", when="VpcId is given"),
        Repeat(100, 102, "n", when="VpcId is not given"),
    )
    assert taken(direct, *both) == [
        (100, "boto3", 401, "VpcId is given"),
        (100, "boto3", 402, "VpcId is not given"),
    ]


@pytest.mark.parametrize(
    ("direct", "answered"),
    [([to(100, 402), to(101, 401)], ()), ([to(101, 401)], ((100, "boto3"),))],
    ids=["direct", "written before"],
)
def test_a_mapping_of_its_own_is_kept(
    direct: list[Mapping], answered: tuple[tuple[int, str], ...]
) -> None:
    assert taken(direct, Repeat(100, 101, "n"), answered=answered) == []


def test_none_is_taken_over_and_two_changes_are_not() -> None:
    none = to(101, None, relation="none")
    changed = to(101, 401, transform="wrap-list")
    assert taken([none], Repeat(100, 101, "n")) == [(100, "terraform", None, None)]
    assert taken([changed], Repeat(100, 101, "n", transform="tags-to-map")) == []
    there_and_back = to(101, 201, transform="tags-to-map")
    (found,) = taken_over(
        [there_and_back], [Repeat(100, 101, "n", transform="map-to-tags")], (), turned, INVERSE
    )
    assert found.transform is None


def test_an_object_that_is_a_resource() -> None:
    whole = Mapping(subject=-199, to_system="terraform", target=-299)
    assert taken([whole], Repeat(100, -199, "n")) == [(100, "terraform", -299, None)]


def test_a_data_source_asks_and_is_no_answer() -> None:
    direct = [to(101, 201), to(101, 401)]
    found = list(taken_over(direct, [Repeat(290, 201, "n")], (), turned, INVERSE))
    assert [(m.subject, m.to_system, m.target) for m in found] == [(290, "cloudformation", 101)]
    composer = Composer([*TWINS, *direct, *found], system_of, INVERSE, readers=range(290, 300))
    rows = [stored(m, composer, system_of) for m in [*found, *composer.compose()]]
    assert sorted(
        (m.subject, m.to_system, m.target) for m in rows if 290 in (m.subject, m.target)
    ) == [
        (290, "boto3", 401),
        (290, "cdk", 501),
        (290, "cloudformation", 101),
    ]


def test_what_a_person_judged_is_taken_over_beside_what_was_derived() -> None:
    """A file says that the property is `name`; that `Ref` is `id` was derived, and stays."""
    ref = to(100, 202, origin="derived")
    judged = to(101, 201, origin="curated")
    assert taken([ref, judged], Repeat(100, 101, "n")) == [(100, "terraform", 201, None)]
    for not_taken in (
        [ref, to(101, 201, origin="derived")],
        [ref, to(101, 202, origin="curated")],
        [ref, to(101, None, origin="curated", relation="none")],
        [to(100, 202, origin="curated"), judged],
    ):
        assert taken(not_taken, Repeat(100, 101, "n")) == []


def test_nothing_is_taken_over_that_holds_nowhere() -> None:
    direct = [to(101, 401, condition="VpcId is not given")]
    assert taken(direct, Repeat(100, 101, "n", when="VpcId is given")) == []


def test_another_name_keeps_how_the_resource_points_back() -> None:
    part = to(101, 201, role="part", back={"bucket": "id"}, holds=["Rules"])
    for alias, back in ((True, {"bucket": "id"}), (False, {})):
        (found,) = taken_over([part], [Repeat(100, 101, "n", alias=alias)], (), turned, INVERSE)
        assert (found.back, found.holds) == (back, [])


def test_what_something_may_follow_from() -> None:
    """What 201 is in boto3 follows over CloudFormation's 101; 401 may have a word of its own."""
    near = [to(101, 201), to(101, 401), to(202, 401)]
    assert around([*near, to(103, 203)], {201}) == near
    assert around([to(103, 203)], {201}) == []
