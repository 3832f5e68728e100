"""The resources that a build links: all of them, or some families (families.py). The temporary
table `chosen` has their row ids, so that queries read only these resources.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

ATTRIBUTES = "(select a.id from attribute_row a join chosen on chosen.id = a.resource_id)"
"""A query of the row ids of their attributes."""


def choose(connection: sqlite3.Connection, resources: Iterable[int]) -> None:
    """Limits the linking on this connection to these resources, by row id."""
    connection.execute("create temp table chosen (id integer primary key)")
    connection.executemany("insert into chosen values (?)", ((number,) for number in resources))


def chosen_resources(connection: sqlite3.Connection) -> frozenset[int]:
    """The row ids of the chosen resources. Chooses all resources if `choose` was not called."""
    if not connection.execute("select 1 from temp.sqlite_master where name = 'chosen'").fetchone():
        all_ids = connection.execute("select id from resource").fetchall()
        choose(connection, (number for (number,) in all_ids))
    return frozenset(number for (number,) in connection.execute("select id from chosen"))
