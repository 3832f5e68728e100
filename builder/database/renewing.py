"""Resets families of resources in a built file to the state of the linked file (linked.py). The
build then adds the present content of their mapping files.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from builder.database.chosen import ATTRIBUTES
from builder.errors import Removed

_TAKE_OUT = f"""
delete from mapping_row where from_attribute_id in {ATTRIBUTES};
delete from resource_mapping where from_resource_id in (select id from chosen);
delete from candidate where from_attribute_id in {ATTRIBUTES};
delete from rejection where from_attribute_id in {ATTRIBUTES};
delete from condition_sign where attribute_id in {ATTRIBUTES};
delete from pitfall_instead where pitfall_id in
  (select p.id from pitfall p join chosen on chosen.id = p.resource_id);
delete from pitfall where resource_id in (select id from chosen);
delete from mapping_file where resource_id in (select id from chosen);
drop table pitfall_fts;
"""
_PUT_BACK = f"""
delete from build;
insert into build select * from linked.build;
insert into mapping_row select m.* from linked.mapping_row m
  where m.from_attribute_id in {ATTRIBUTES};
insert into resource_mapping select m.* from linked.resource_mapping m
  where m.from_resource_id in (select id from chosen);
insert into candidate select c.* from linked.candidate c
  where c.from_attribute_id in {ATTRIBUTES};
"""
"""Row ids are copied too, also those of shared claims and evidence: a built file begins as a copy
of the linked file and only adds to these tables."""


def renew(connection: sqlite3.Connection, linked_file: Path) -> None:
    """Resets the chosen resources to the state in `linked_file`. `connection` takes addresses: a
    file that is gone must not be created. Raises Removed if it is gone.
    """
    try:
        connection.execute("attach ? as linked", [f"{linked_file.absolute().as_uri()}?mode=ro"])
    except sqlite3.OperationalError:
        raise Removed(linked_file) from None
    connection.executescript(f"begin; {_TAKE_OUT} {_PUT_BACK} commit; detach linked;")
