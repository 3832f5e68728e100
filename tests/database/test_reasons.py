"""Why a mapping is only close, by the forms of its two ends."""

from __future__ import annotations

import sqlite3

import pytest

from builder.database import repeats
from builder.database.reasons import (
    BLOCKS,
    INNER,
    LIST_PART,
    NAMED,
    SEPARATE,
    WORD,
    explained,
)
from builder.linking.compose import Mapping
from builder.linking.matching.relations import CLOSE_TRANSFORMS, ONE_OR_MANY
from iac_crosswalk import KnowledgeBase
from tests.database.attributes import table

# id, resource, path, type, allowed
ATTRIBUTES = [
    (1, 1, "Config", "object", None),
    (2, 1, "Config.Name", "string", None),
    (3, 1, "Options[].Key", "string", None),
    (4, 1, "Options[].Value", "string", None),
    (5, 1, "Groups", "list<object>", None),
    (6, 1, "Groups[].Arn", "string", None),
    (7, 1, "Rules", "object", None),
    (8, 1, "Rules.Items", "list<object>", None),
    (9, 1, "Rules.Items[].FieldName", "string", None),
    (10, 1, "Ebs", "object", None),
    (17, 1, "Ebs.FieldName", "string", None),
    (11, 2, "name", "string", None),
    (12, 2, "names", "set<string>", None),
    (13, 2, "idle_timeout", "number", None),
    (14, 2, "rule", "list<object>", None),
    (15, 2, "rule[].field_name", "string", None),
    (16, 2, "locked", "boolean", None),
    (18, 1, "Lock", "string", '["Enabled"]'),
    (19, 1, "Status", "string", None),
    (20, 1, "State", "string", '["Enabled", "Disabled", "Pending"]'),
]
ALIAS = "aws_alb is another name of aws_lb."
ONE = CLOSE_TRANSFORMS["flatten"]
MORE = CLOSE_TRANSFORMS["first-item"]


@pytest.fixture
def connection() -> sqlite3.Connection:
    return table((*row, True) for row in ATTRIBUTES)


def close(subject: int, target: int | None, **more: str | None) -> Mapping:
    return Mapping(
        subject=subject,
        to_system="terraform",
        target=target,
        relation="close",
        origin="curated",
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("mapping", "note"),
    [
        (close(1, 11, transform="flatten"), ONE),
        (close(1, 12, transform="flatten"), LIST_PART),
        (close(7, 14, transform="flatten"), INNER),
        (close(14, 7, transform="nest"), INNER),
        (close(10, 14, transform="flatten"), None),  # both have the members directly
        (close(18, 16, transform="enabled-to-boolean"), None),  # no word beside Enabled
        (close(19, 16, transform="enabled-to-boolean"), WORD),
        (close(16, 20, transform="boolean-to-enabled"), WORD),
        (close(6, 12, transform="blocks-to-list"), BLOCKS),
        (close(11, 12, transform="wrap-list"), MORE),
        (close(2, 12, transform="blocks-to-list"), MORE),
        (close(7, 14), ONE_OR_MANY),
        (close(1, -2, transform="separate-resource"), SEPARATE),
        (close(3, 13, key="idle_timeout.seconds"), NAMED.format("Key", "Value")),
        (close(3, 13, key="a", note=ALIAS), f"{NAMED.format('Key', 'Value')} {ALIAS}"),
        (close(1, 11, transform="flatten", note=repeats.READ_NOTE), f"{ONE} {repeats.READ_NOTE}"),
        (close(1, 11, transform="flatten", note="It is."), "It is."),
        (close(2, 11), None),
        (close(2, None), None),
    ],
)
def test_the_forms_say_why(
    mapping: Mapping, note: str | None, connection: sqlite3.Connection
) -> None:
    (found,) = explained([mapping], connection)
    assert found.note == note


def test_what_is_exact_needs_no_reason(connection: sqlite3.Connection) -> None:
    mapping = Mapping(subject=1, to_system="terraform", target=11, transform="flatten")
    assert explained([mapping], connection) == [mapping]


def test_each_close_mapping_says_why(knowledge: KnowledgeBase) -> None:
    silent = knowledge.rows(
        "select r.name, a.path, m.to_system, m.via from attribute_mapping m join attribute a on"
        " a.id = m.from_attribute_id join resource r on r.id = a.resource_id where m.relation ="
        " 'close' and coalesce(m.note, '') = '' limit 20",
        [],
    )
    assert silent == []


@pytest.mark.whole
@pytest.mark.parametrize(
    ("resource", "path", "reason"),
    [
        ("aws_ce_anomaly_subscription", "threshold_expression", "And, Or, Not, Dimensions"),
        ("aws_mq_broker", "configuration.revision", "Current.Revision is the revision in use"),
        ("aws_lb", "idle_timeout", "`Key` only names the item; the value is its `Value`."),
        ("aws_elb", "idle_timeout", ONE),
    ],
)
def test_composed_ones_say_why(
    knowledge: KnowledgeBase, resource: str, path: str, reason: str
) -> None:
    (target,) = knowledge.translate(path, resource, to="boto3")["targets"]
    notes = [each["note"] or "" for each in target["answers"] if each["relation"] == "close"]
    assert any(note.startswith(reason) for note in notes), target["answers"]
    assert all(notes)
