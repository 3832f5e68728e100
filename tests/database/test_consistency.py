"""The rules of the built file: it keeps them all, and each notices when it is broken."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.database import consistency

# What breaks each rule, done to a copy of the built file. `derived` is some derived exact row,
# `curated` some curated one.
BREAKS = {
    "derived-yields-to-curated": (
        """insert into attribute_mapping (from_attribute_id, to_system, to_attribute_id, relation,
        confidence, origin)
        select from_attribute_id, to_system, (select to_attribute_id
        from derived), 'exact', 0.99, 'derived' from curated"""
    ),
    "rejected-stays-rejected": (
        "insert into rejection select from_attribute_id, to_attribute_id, null, 'x' from derived"
    ),
    "exact-is-one-to-one": (
        """insert into attribute_mapping (from_attribute_id, to_system, to_attribute_id, relation,
        confidence, origin)
        select from_attribute_id, to_system, to_attribute_id - 1, 'exact', 0.99, 'derived'
        from derived"""
    ),
    "there-and-back": """delete from attribute_mapping where id = (select id from derived)""",
    "input-is-not-computed": (
        """update attribute set is_input = 0 where id = (select to_attribute_id from derived);
        update attribute set is_input = 1, is_output = 0, write_only = 1
        where id = (select from_attribute_id from derived)"""
    ),
    "shapes-agree": (
        """update attribute set type = 'list<string>' where id = (select from_attribute_id
        from derived);
        update attribute set type = 'string' where id = (select to_attribute_id from derived)"""
    ),
    "enabled-words": (
        """update attribute set allowed = '["ENABLED", "DISABLED"]'
        where id = (select from_attribute_id from derived);
        update attribute set type = 'boolean' where id = (select to_attribute_id from derived);
        update attribute_mapping set transform = 'parse' where id = (select id from derived)"""
    ),
    "block-and-list": (
        """update attribute set type = 'object' where id = (select from_attribute_id from derived);
        update attribute set type = 'list<object>' where id = (select to_attribute_id
        from derived)"""
    ),
    "a-map-names-itself": (
        """update attribute_mapping
        set relation = 'none', note = 'The whole list is a map there.', to_attribute_id = null
        where id = (select id from derived)"""
    ),
    "candidates-are-no-answers": (
        "insert into candidate select from_attribute_id, to_attribute_id, 0.5, null from derived"
    ),
}
_TABLES = """
create temp table attribute as select * from main.attribute;
create unique index temp.attribute_id on attribute (id);
create temp table attribute_mapping (id integer primary key, from_attribute_id, to_system,
to_attribute_id, relation, condition, transform,
  confidence, origin, via, note, source, evidence, to_resource_id, key);
insert into attribute_mapping select * from main.attribute_mapping;
create index temp.mapping_from on attribute_mapping (from_attribute_id);
create index temp.mapping_to on attribute_mapping (to_attribute_id);
"""
"""Tables in the place of the views, so that rows can be changed."""
_PICK = """
create temp table derived as select m.* from attribute_mapping m join attribute a
on a.id = m.from_attribute_id
  join attribute b on b.id = m.to_attribute_id join attribute c on c.id = m.to_attribute_id - 1
  and c.resource_id = b.resource_id
  where m.to_system = 'terraform' and m.origin = 'derived' and m.via is null
  and m.relation = 'exact' and m.transform is null
    and m.note is null and a.type = 'integer' and b.type = 'number' and c.path not in ('id', 'arn')
    and exists (select 1 from attribute_mapping p where p.from_attribute_id = m.from_attribute_id
    and p.to_system = 'pulumi') limit 1;
create temp table curated as select m.* from attribute_mapping m where m.origin = 'curated'
and m.to_system = 'terraform' and m.to_attribute_id is not null limit 1;
"""


@pytest.fixture(scope="module")
def copy(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("copy") / "crosswalk.db"
    shutil.copyfile(database, path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_TABLES + _PICK)
    yield connection
    connection.close()


def test_the_built_file_keeps_every_rule(copy: sqlite3.Connection) -> None:
    assert list(consistency.check(copy)) == []


@pytest.mark.parametrize("rule", consistency.RULES)
def test_each_rule_notices(copy: sqlite3.Connection, rule: str) -> None:
    copy.execute("begin")
    for statement in BREAKS[rule].split(";"):
        copy.execute(statement)
    found = [line for line in consistency.check(copy) if line.endswith(f"[{rule}]")]
    copy.execute("rollback")
    assert len(found) == 1 and "Fix the derivation" in found[0]
