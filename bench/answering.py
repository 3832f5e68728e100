"""How long answers take: in process, beside a raw select, as a batch, and to more questions."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench.figure import Figure, medians, percentile, side_by_side, slope
from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask.batch import run
from iac_crosswalk.store.tables import path_hash

DATABASE = ROOT / "data" / "crosswalk.db"
_PATH = """(select above || name from attribute_path p join path_above u on u.id = p.above_id
  join path_name n on n.id = p.name_id where p.id = {}.path_id)"""
_FOUND = """from attribute_row a where a.resource_id = (select id from resource where system = ?1
and name = ?2)
  and a.path_id = (select p.id from attribute_path p join path_above u on u.id = p.above_id
  join path_name n on n.id = p.name_id where p.hash = ?3 and u.above || n.name = ?4)"""
ATTRIBUTE = f"select a.id, (select type from attribute_facts where id = a.facts_id) {_FOUND}"
"""The row of the attribute that is asked about."""
ANSWER = f"""select c.to_system, tr.name, {_PATH.format("b")}, c.relation, c.condition, c.transform,
  c.confidence, c.origin, c.note from ({ATTRIBUTE}) q
  join mapping_row m on m.from_attribute_id = q.id join mapping_claim c on c.id = m.claim_id
  left join attribute_row b on b.id = m.to_attribute_id
  left join resource tr on tr.id = coalesce(c.to_resource_id, b.resource_id)"""
"""The rows of the answer, in every system."""
ANSWER_TO = f"{ANSWER} where c.to_system = ?5"


def questions(count: int) -> list[dict[str, str]]:
    """Random questions that have an answer, the same in every run: any pair of systems, any
    resource."""
    connection = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)
    last = connection.execute("select max(id) from attribute_mapping").fetchone()[0]
    draw = random.Random(7)
    sql = """select fs.system, fs.name, fa.path, m.to_system from attribute_mapping m
      join attribute fa on fa.id = m.from_attribute_id join resource fs on fs.id = fa.resource_id
     where m.id = ?"""
    rows = [connection.execute(sql, [draw.randint(1, last)]).fetchone() for _ in range(count)]
    return [
        dict(zip(("from", "resource", "attribute", "to"), row, strict=True)) for row in rows if row
    ]


class _Raw:
    """The same questions to sqlite3 itself, with SQL that knows the tables and their indexes."""

    def __init__(self) -> None:
        uri = f"file:{DATABASE}?mode=ro&immutable=1"
        self._execute = sqlite3.connect(uri, uri=True).execute
        self._execute("pragma mmap_size = 2147483648")

    def attribute(self, q: dict[str, str]) -> Any:
        asked = (q["from"], q["resource"], path_hash(q["attribute"]), q["attribute"])
        return self._execute(ATTRIBUTE, asked).fetchall()

    def answer(self, q: dict[str, str]) -> Any:
        asked = (q["from"], q["resource"], path_hash(q["attribute"]), q["attribute"], q["to"])
        return self._execute(ANSWER_TO, asked).fetchall()

    def answers(self, q: dict[str, str]) -> Any:
        asked = (q["from"], q["resource"], path_hash(q["attribute"]), q["attribute"])
        return self._execute(ANSWER, asked).fetchall()


def lookup() -> Iterator[Figure]:
    knowledge, raw = KnowledgeBase(DATABASE), _Raw()
    times = side_by_side(
        questions(20_000),
        raw.attribute,
        raw.answer,
        raw.answers,
        lambda q: knowledge.translate(q["attribute"], q["resource"], q["from"], q["to"]),
        lambda q: knowledge.translate(q["attribute"], q["resource"], q["from"]),
    )
    attribute, answer, answers, ours, everywhere = map(statistics.median, times)
    select = f"raw select of the attribute's row {attribute:.1f} µs"
    yield Figure(
        "lookup, one system",
        f"{ours:.1f} µs",
        "≤ 2 × raw",
        f"raw select of the answer's row {answer:.1f} µs ({ours / answer:.2f} ×); {select}"
        f" ({ours / attribute:.1f} ×); p99 {percentile(times[3], 0.99):.0f} µs",
        ours <= 2 * answer,
    )
    yield Figure(
        "lookup, all systems",
        f"{everywhere:.1f} µs",
        "≤ 3 × raw",
        f"raw select of the answer's rows {answers:.1f} µs ({everywhere / answers:.2f} ×); {select}"
        f" ({everywhere / attribute:.1f} ×)",
        everywhere <= 3 * answers,
    )


def batch() -> Iterator[Figure]:
    """A batch beside the same lookups in process and the writing of their JSON."""
    knowledge, asked = KnowledgeBase(DATABASE), questions(20_000)
    lines = "".join(json.dumps(question) + "\n" for question in asked).encode()

    def whole() -> float:
        started = time.perf_counter()
        run(knowledge, io.BytesIO(lines), io.BytesIO())
        return time.perf_counter() - started

    def parts() -> float:
        started = time.perf_counter()
        for q in asked:
            found = knowledge.translate(q["attribute"], q["resource"], q["from"], q["to"])
            json.dumps(found, ensure_ascii=False).encode()
        return time.perf_counter() - started

    ours, mere = medians(3, whole, parts)
    yield Figure(
        "batch, a question",
        f"{ours / len(asked) * 1e6:.1f} µs",
        "≤ 1.5 × parts",
        f"lookup and json.dumps {mere / len(asked) * 1e6:.1f} µs ({ours / mere:.2f} ×)",
        ours <= 1.5 * mere,
    )


def growth() -> Iterator[Figure]:
    """1, 10 and 100 times the questions."""
    knowledge, asked = KnowledgeBase(DATABASE), questions(20_000)
    sizes, times = [200, 2_000, 20_000], []
    for size in sizes:
        started = time.perf_counter()
        for q in asked[:size]:
            knowledge.translate(q["attribute"], q["resource"], q["from"], q["to"])
        times.append(time.perf_counter() - started)
    yield Figure(
        "lookups, 1, 10, 100 times",
        ", ".join(f"{each:.3f} s" for each in times),
        "slope ≤ 1",
        f"of {sizes[0]}, {sizes[1]:,} and {sizes[2]:,} questions; slope {slope(sizes, times):.2f}",
        slope(sizes, times) <= 1.05,
    )
    sizes, times = [], []
    for wanted in (30, 300, 3_000):
        ((name, count),) = knowledge.rows(
            "select r.name, count(*) from resource r join attribute_row a on a.resource_id = r.id"
            " where r.system = 'cloudformation' group by r.id order by abs(count(*) - ?) limit 1",
            [wanted],
        )
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            knowledge.resource(name, "cloudformation")
            taken.append(time.perf_counter() - started)
        sizes.append(count)
        times.append(statistics.median(taken))
    yield Figure(
        "a resource, 1, 10, 100 times the attributes",
        ", ".join(f"{each:.4f} s" for each in times),
        "",
        f"of {', '.join(f'{each:,}' for each in sizes)} attributes, all answers of each; slope"
        f" {slope(sizes, times):.2f}",
    )
