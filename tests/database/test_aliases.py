"""A Terraform resource that is another name of one takes over what that one is called."""

from __future__ import annotations

import sqlite3

from builder.database import repeats


def test_an_alias_repeats_the_main_resource_path_by_path() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create table resource (id integer primary key, system, name, kind, reference, facts,"
        " alias_of)"
    )
    connection.execute(
        "create table attribute (id integer primary key, resource_id, path, type, is_input,"
        " computed, required)"
    )
    resources = [(1, "aws_lb", None), (2, "aws_alb", "aws_lb"), (3, "aws_elb", None)]
    connection.executemany(
        "insert into resource values (?, 'terraform', ?, 'resource', null, '{}', ?)", resources
    )
    attributes = [
        (11, 1, "arn"),
        (12, 1, "internal"),
        (21, 2, "arn"),
        (22, 2, "internal"),
        (31, 3, "arn"),
    ]
    connection.executemany("insert into attribute values (?, ?, ?, 'string', 0, 1, 0)", attributes)

    found = list(repeats._aliases(repeats.Names(connection)))

    assert [(repeat.attribute, repeat.of) for repeat in found] == [(21, 11), (22, 12)]
    assert {repeat.note for repeat in found} == {"aws_alb is another name of aws_lb."}
