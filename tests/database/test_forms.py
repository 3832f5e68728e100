"""What the types of both ends say of how a derived value changes."""

from __future__ import annotations

import sqlite3

import pytest

from builder.database.forms import ELSEWHERE, fit_composed, with_transforms
from builder.linking.compose import Mapping
from tests.database.attributes import table

# id, resource, path, type, allowed
ATTRIBUTES = [
    (1, 1, "Config", "object", None),
    (2, 1, "Config.Name", "string", None),
    (3, 1, "Rules", "list<object>", None),
    (4, 1, "Rules[].Id", "string", None),
    (5, 1, "Parameters", "map<string>", None),
    (6, 1, "Assign", "string", '["ENABLED", "DISABLED"]'),
    (7, 1, "Count", "string", None),
    (11, 2, "config", "object", None),
    (12, 2, "config.name", "string", None),
    (13, 2, "name", "string", None),
    (14, 2, "rules", "list<object>", None),
    (15, 2, "rules[].id", "string", None),
    (16, 2, "parameter", "set<object>", None),
    (17, 2, "parameter[].name", "string", None),
    (18, 2, "parameter[].value", "string", None),
    (19, 2, "assign", "boolean", None),
    (20, 2, "count", "number", None),
    (21, 3, "config", "object", None),
    (22, 1, "Names", "set<string>", None),
    (23, 3, "config.name", "string", None),
    (24, 3, "names", "string", None),
    (8, 1, "Config.Size", "string", None),
    (9, 1, "Config.Status", "string", None),
]
READ_ONLY = (9,)


@pytest.fixture
def connection() -> sqlite3.Connection:
    return table((*row, row[0] not in READ_ONLY) for row in ATTRIBUTES)


def derived(
    subject: int, target: int, transform: str | None = None, origin: str = "derived"
) -> Mapping:
    return Mapping(
        subject=subject, to_system="terraform", target=target, transform=transform, origin=origin
    )


@pytest.mark.parametrize(
    ("mappings", "relation", "transform"),
    [
        ([derived(1, 11), derived(2, 12)], "exact", None),
        ([derived(1, 11), derived(2, 13)], "close", None),  # the member stands at the top there
        ([derived(1, 11)], "exact", None),  # nothing is known of the members
        ([derived(1, 11, origin="curated"), derived(2, 13)], "exact", None),
        ([derived(1, 14), derived(2, 15)], "exact", "wrap-list"),
        ([derived(3, 11), derived(4, 12)], "exact", "first-item"),
        ([derived(5, 16)], "exact", "map-to-blocks"),
        ([derived(6, 19, "parse")], "exact", "enabled-to-boolean"),
        ([derived(7, 20, "parse")], "exact", "parse"),
    ],
)
def test_forms(
    mappings: list[Mapping], relation: str, transform: str | None, connection: sqlite3.Connection
) -> None:
    first = with_transforms(mappings, connection)[0]
    assert (first.relation, first.transform) == (relation, transform)
    assert (first.note == ELSEWHERE) == (relation == "close")


def test_a_member_elsewhere(connection: sqlite3.Connection) -> None:
    """A member beside the other object is told; one that can only be read does not count."""
    inside, outside, only_read = derived(2, 12), derived(8, 13), derived(9, 13)
    first = with_transforms([derived(1, 11), inside, outside], connection)[0]
    assert (first.relation, first.note) == ("close", "Only one of the two has Size.")
    assert with_transforms([derived(1, 11), inside, only_read], connection)[0].relation == "exact"


@pytest.mark.parametrize(
    ("subject", "target", "given", "transform"),
    [
        (1, 21, "wrap-list", None),  # a list in Terraform alone: one object at both ends
        (1, 14, "wrap-list", "wrap-list"),
        (1, 14, None, "wrap-list"),  # an object in Terraform, too
        (3, 21, None, "first-item"),
        (2, 23, "first-item", None),
        (2, 15, "wrap-list", "wrap-list"),  # the list stands in the path
        (22, 24, None, "first-item"),
        (6, 19, "enabled-to-boolean", "enabled-to-boolean"),
    ],
)
@pytest.mark.parametrize("via", ["terraform", None])
def test_composed(
    subject: int,
    target: int,
    given: str | None,
    transform: str | None,
    via: str | None,
    connection: sqlite3.Connection,
) -> None:
    mapping = Mapping(
        subject=subject,
        to_system="pulumi",
        target=target,
        transform=given,
        via=via,
        origin="curated",
    )
    (fitted,) = fit_composed([mapping], connection, lambda _: "cloudformation")
    assert fitted.transform == (transform if via else given)


def test_text_for_a_list_without_pulumi(connection: sqlite3.Connection) -> None:
    mapping = Mapping(subject=24, to_system="terraform", target=22, via="cloudformation")
    assert fit_composed([mapping], connection, lambda _: "cdk") == [mapping]
