"""Statements for search and suggestions. Not in `queries` itself: see details.py."""

from collections.abc import Iterable
from typing import NamedTuple

from iac_crosswalk.store.queries.base import Store


class NamedRow(NamedTuple):
    """A resource, as search needs it."""

    id: int
    system: str
    name: str
    kind: str
    service: str
    deprecated: bool


class MatchRow(NamedTuple):
    """An attribute that a search found."""

    id: int
    resource_id: int
    path: str
    description: str
    deprecated: int


def named_resources(store: Store) -> list[NamedRow]:
    """Every resource with its names."""
    rows = store.rows(
        "select id, system, name, kind, service, deprecated is not null from resource order by id"
    )
    return [
        NamedRow(i, system, name, kind, service, bool(deprecated))
        for i, system, name, kind, service, deprecated in rows
    ]


_MATCH = "a.id, a.resource_id, a.path, a.description, a.deprecated is not null"


def matching(store: Store, question: str, limit: int) -> list[MatchRow]:
    """Attributes that a full-text query finds."""
    sql = (
        f"select {_MATCH} from attribute_fts f join attribute a on a.id = f.rowid where"
        " attribute_fts match ? limit ?"
    )
    return [MatchRow(*row) for row in store.rows(sql, [question, limit])]


_HOLDING = """with known as materialized (
    select a.id, a.resource_id, u.above || n.name as path, a.description_id, a.facts_id
    from attribute_row a
    join attribute_path p on p.id = a.path_id join path_above u on u.id = p.above_id
    join path_name n on n.id = p.name_id
    where a.resource_id in (select value from json_each(?)))
  select id, resource_id, path, (select description from attribute_description
  where id = description_id),
    (select deprecated from attribute_facts where id = facts_id) is not null from known
    where true{} limit ?"""


def holding(
    store: Store, resources: Iterable[int], parts: Iterable[str], limit: int
) -> list[MatchRow]:
    """Attributes of some resources whose path contains each of `parts`, ignoring case. The other
    columns are read only for them.
    """
    patterns = [f"%{part}%" for part in parts]
    sql = _HOLDING.format(" and path like ?" * len(patterns))
    return [
        MatchRow(*row)
        for row in store.rows(sql, ["[" + ",".join(map(str, resources)) + "]", *patterns, limit])
    ]


def sizes(store: Store) -> dict[int, int]:
    """Resource id → the number of its attributes."""
    return dict(store.rows("select resource_id, count(*) from attribute group by resource_id"))


def vocabulary(store: Store) -> list[str]:
    """The words in the paths of more than a few attributes. Takes a second."""
    store.rows(
        "create virtual table if not exists temp.words using fts5vocab(main, attribute_text_fts,"
        " col)"
    )
    rows = store.rows(
        "select distinct term from temp.words where col <> 'description' and doc > 5 and"
        " length(term) > 2"
    )
    return [row[0] for row in rows]


def curated_resources(store: Store) -> frozenset[int]:
    """The resources with curated mappings: those that real programs use."""
    rows = store.rows(
        "select from_resource_id from resource_mapping where origin = 'curated' union select"
        " to_resource_id from resource_mapping where origin = 'curated' and to_resource_id is not"
        " null union select a.resource_id from mapping_row m join attribute_row a on a.id in"
        " (m.from_attribute_id, m.to_attribute_id) where m.claim_id in (select id from"
        " mapping_claim where origin = 'curated')"
    )
    return frozenset(row[0] for row in rows)
