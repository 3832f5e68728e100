"""What a mapping file leaves of derived rows. Ids 1xx are CloudFormation, 2xx Terraform; resources
are 1 and 2, and the parts 3 and 4."""

from __future__ import annotations

import pytest

from builder.linking.compose import Mapping
from builder.linking.merge import Verdicts

OWNER = {101: 1, 102: 1, 201: 2, 301: 3, 401: 4}


def system_of(number: int) -> str:
    return "cloudformation" if number < 200 else "terraform"


def pair(target: int, role: str) -> Mapping:
    return Mapping(subject=1, to_system="terraform", target=target, role=role, origin="derived")


def attribute(subject: int, target: int) -> Mapping:
    return Mapping(subject=subject, to_system="terraform", target=target, origin="derived")


def judged(*named: int, parts: tuple[int, ...] = (3,)) -> Verdicts:
    """A file on resource 1 that names these in Terraform, none of them for `none`."""
    key = 1, "terraform"
    return Verdicts(
        resources={key: set(named)}, mains={key: set(named[:1])}, parts={key: set(parts)}
    )


def test_a_part_that_the_file_does_not_name_stays() -> None:
    found = judged(2)
    assert found.keeps(attribute(101, 301), OWNER.__getitem__, system_of)
    assert found.remaining(pair(3, "part"), {(1, 3)}) == pair(3, "part")


@pytest.mark.parametrize(
    ("found", "target"),
    [
        (judged(2), 401),  # not derived to be a part
        (judged(), 301),  # the file says that there is nothing
    ],
)
def test_what_the_file_excludes_goes(found: Verdicts, target: int) -> None:
    assert not found.keeps(attribute(101, target), OWNER.__getitem__, system_of)


def test_what_a_row_has_a_word_on_is_not_in_a_part() -> None:
    found = judged(2)
    found.judge(101, "terraform", 2)
    assert not found.keeps(attribute(101, 301), OWNER.__getitem__, system_of)
    assert found.keeps(attribute(102, 301), OWNER.__getitem__, system_of)


def test_a_part_that_nothing_is_left_of_goes() -> None:
    assert judged(2).remaining(pair(3, "part"), set()) is None


@pytest.mark.parametrize("role", ["main", "alternative"])
def test_the_counterpart_that_the_file_names_takes_the_place_of_a_derived_one(role: str) -> None:
    assert judged(2).remaining(pair(3, role), {(1, 3)}) is None
    assert Verdicts().remaining(pair(3, role), set()) == pair(3, role)
