"""Lookups in the built file. Needs the file and the standard library, nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from iac_crosswalk.answers.evidence import because
from iac_crosswalk.answers.expressions.systems import CALL, WRITERS, Place
from iac_crosswalk.answers.history import history
from iac_crosswalk.answers.near import near, near_paths
from iac_crosswalk.paths import loose, normalise
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.store import ResourceRow, Store
from iac_crosswalk.vocabulary import SYSTEMS

_ANSWERS = f"""
select r.name, r.kind, b.path, b.native, b.gettable, {CALL}, m.to_system, m.relation, m.condition, m.transform, m.origin, m.confidence, m.note, r.deprecated, b.id, m.via, m.source, m.evidence
  from attribute_mapping m left join attribute b on b.id = m.to_attribute_id left join resource r on r.id = b.resource_id
 where m.from_attribute_id = ?"""
_ANSWERS_IN = _ANSWERS + " and m.to_system = ?"
_ANSWERS_BACK = f"""
select r.name, r.kind, b.path, b.native, b.gettable, {CALL}, r.system,
       case m.relation when 'broad' then 'narrow' when 'narrow' then 'broad' else m.relation end, m.condition,
       case when m.transform is null then null else (select inverse from transform where name = m.transform) end, m.origin, m.confidence, m.note, r.deprecated, b.id, m.via, m.source, m.evidence
  from attribute_mapping m join attribute b on b.id = m.from_attribute_id join resource r on r.id = b.resource_id
 where m.to_attribute_id = ?"""
_ANSWERS_BACK_IN = _ANSWERS_BACK + " and m.from_attribute_id between ? and ?"
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ORIGINS = {"curated": 0, "rule": 1, "derived": 2}


class KnowledgeBase(Store):
    """Questions to the built file. One object serves any number of threads."""

    def translate(
        self, attribute: str, resource: str, from_system: str | None = None, to: str | Iterable[str] | None = None, explain: bool = False
    ) -> dict[str, Any]:
        """The answer, in the one JSON shape of docs/api.md, to: what is `attribute` of `resource` called in `to`?

        `to` is a system, several, or None for every other one. With `explain` each answer carries `because`: what it rests on. Raises KnowledgeBaseError for a system that does not exist.
        """
        targets = self._targets(from_system, to)
        query = {"system": from_system, "resource": resource, "attribute": attribute}
        found = self.find_resource(resource, from_system)
        answer: dict[str, Any] = {
            "query": query,
            "status": "ok",
            "targets": [],
            "suggestions": [],
            "pitfall": None,
            "versions": self.versions,
        }
        if found is None:
            answer["status"] = "unknown-resource"
            answer["suggestions"] = [{"resource": name} for name in self._near_resources(resource, from_system)]
            self._add_history(answer, resource, normalise(attribute), from_system)
            return answer
        query["system"], query["resource"] = found.system, found.name
        path = normalise(attribute)
        match = self.find_attribute(found.id, path)
        if match is None:
            answer["status"] = "unknown-attribute"
            self._explain_unknown(answer, found, path, targets or list(SYSTEMS))
            self._add_history(answer, found.name, path, found.system)
            return answer
        query["attribute"] = match[1]
        answer["targets"] = self._answers(match[0], found, targets or [system for system in SYSTEMS if system != found.system], explain)
        return answer

    def _add_history(self, answer: dict[str, Any], resource: str, path: str, system: str | None) -> None:
        """Says of a name that does not exist what is known of earlier versions, and what took its place."""
        known = history(self, resource, path, system)
        if known is None:
            return
        answer["history"] = known.as_json()
        if known.removed_in or (known.instead and not known.elsewhere):  # what only looks alike did not take its place
            if answer["status"] == "unknown-resource":
                answer["suggestions"] = [{"resource": each.resource} for each in known.instead]
            else:
                own = [each for each in known.instead if each.resource == resource and each.attribute]
                answer["suggestions"] = [{"resource": resource, "attribute": each.attribute} for each in own]

    def _targets(self, from_system: str | None, to: str | Iterable[str] | None) -> list[str]:
        wanted = [to] if isinstance(to, str) else list(to or ())
        for system in [*wanted, *([from_system] if from_system else [])]:
            if system not in SYSTEMS:
                raise KnowledgeBaseError(f"`{system}` is not a system; use one of {', '.join(SYSTEMS)}")
        return wanted

    def _answers(self, attribute_id: int, resource: ResourceRow, targets: list[str], explain: bool = False) -> list[dict[str, Any]]:
        found: dict[str, list[tuple[Any, ...]]] = {system: [] for system in targets}
        refused: dict[str, str | None] = {}
        for row in self._rows(attribute_id, resource.system, targets):
            if row[0] is None:
                refused[row[6]] = row[12]
            elif row[6] in found:
                found[row[6]].append(row)
        answered = [self._target(system, found[system], refused, attribute_id, resource) for system in targets]
        if explain:
            for system, target in zip(targets, answered, strict=True):
                for item, row in zip(target["answers"], found[system], strict=False):
                    item["because"] = because(self.rows, attribute_id, row[14], row[15], row[16], row[17])
        return answered

    def _rows(self, attribute_id: int, system: str, targets: list[str]) -> list[tuple[Any, ...]]:
        """Mappings of an attribute, both ways. A pair of systems is stored from the earlier to the later, `none` with whoever lacks it."""
        if len(targets) > 1:
            back = self.rows(_ANSWERS_BACK, [attribute_id]) if system != SYSTEMS[0] else []
            return self.rows(_ANSWERS, [attribute_id]) + back
        if SYSTEMS.index(system) > SYSTEMS.index(targets[0]):
            back = self.rows(_ANSWERS_BACK_IN, [attribute_id, *self._range(targets[0])])
            if back:
                return back
        return self.rows(_ANSWERS_IN, [attribute_id, targets[0]])

    def _range(self, system: str) -> tuple[int, int]:
        """First and last row id of a system's attributes: ids are given out system by system."""
        if system not in self._ranges:
            first, last = self.rows("select min(id), max(id) from resource where system = ?", [system])[0]
            (low,) = self.rows("select min(id) from attribute where resource_id = ?", [first])[0]
            (high,) = self.rows("select max(id) from attribute where resource_id = ?", [last])[0]
            self._ranges[system] = (low, high)
        return self._ranges[system]

    def _target(
        self, system: str, rows: list[tuple[Any, ...]], refused: dict[str, str | None], attribute_id: int, resource: ResourceRow
    ) -> dict[str, Any]:
        if system == resource.system:
            return {"system": system, "status": "equivalent", "answers": [self._itself(attribute_id)]}
        if rows:
            if len(rows) > 1:
                rows.sort(
                    key=lambda row: (row[13] is not None, _ORIGINS[row[10]], row[7] != "exact", -row[11], row[8] or "", row[0], row[2])
                )
            return {"system": system, "status": "equivalent", "answers": [_answer(system, row) for row in rows]}
        if system in refused:
            return {"system": system, "status": "no-equivalent", "answers": [], "reason": refused[system]}
        none = self.rows(
            "select note from resource_mapping where from_resource_id = ? and to_system = ? and to_resource_id is null",
            [resource.id, system],
        )
        if none:
            return {"system": system, "status": "no-equivalent", "answers": [], "reason": none[0][0]}
        target: dict[str, Any] = {"system": system, "status": "unmapped", "answers": []}
        unseen = self.rows("select reason from unlinked where attribute_id = ? and to_system = ?", [attribute_id, system])
        if unseen:
            target["reason"] = unseen[0][0]
        candidates = self._candidates(attribute_id, system)
        if candidates:
            target["candidates"] = candidates
        return target

    def _candidates(self, attribute_id: int, system: str) -> list[dict[str, Any]]:
        rows = self.rows(
            "select r.name, a.path, c.confidence from candidate c join attribute a on a.id = c.to_attribute_id"
            " join resource r on r.id = a.resource_id where c.from_attribute_id = ? and r.system = ? order by c.confidence desc, a.id limit 3",
            [attribute_id, system],
        )
        return [{"resource": name, "attribute": path, "confidence": confidence} for name, path, confidence in rows]

    def _itself(self, attribute_id: int) -> dict[str, Any]:
        row = self.rows(
            f"select r.name, r.kind, b.path, b.native, b.gettable, {CALL}, r.system, 'exact', null, null, 'curated', 1.0, null"
            " from attribute b join resource r on r.id = b.resource_id where b.id = ?",
            [attribute_id],
        )[0]
        return _answer(row[6], row)

    def _explain_unknown(self, answer: dict[str, Any], resource: ResourceRow, path: str, targets: list[str]) -> None:
        pitfall = next((row for row in self._pitfalls(resource.id) if loose(normalise(row[1])) == loose(path)), None)
        if pitfall is not None:
            number, wrong, why, seen = pitfall
            rows = self.rows(
                "select a.id, a.path, r.id, r.system, r.name, r.kind, r.call from pitfall_instead p join attribute a on a.id = p.attribute_id"
                " join resource r on r.id = a.resource_id where p.pitfall_id = ? order by p.position",
                [number],
            )
            answer["pitfall"] = {"wrong": wrong, "why": why, "seen": seen, "instead": [row[1] for row in rows]}
            merged: dict[str, dict[str, Any]] = {}
            for row in rows:
                for target in self._answers(row[0], ResourceRow(*row[2:7]), targets):
                    known = merged.setdefault(target["system"], target)
                    if known is not target:
                        known["answers"] += [a for a in target["answers"] if a not in known["answers"]]
                        known["status"] = "equivalent" if known["answers"] else known["status"]
            if (own := merged.get("cloudformation")) is not None:
                self._add_conditions(own)
            answer["targets"] = list(merged.values())
        names = [row[0] for row in self.rows("select path from attribute where resource_id = ? order by id", [resource.id])]
        answer["suggestions"] = [{"resource": resource.name, "attribute": name} for name in near_paths(path, names)]

    def _add_conditions(self, target: dict[str, Any]) -> None:
        """CloudFormation's own attributes need what their twins in the CDK need: the two are one attribute."""
        for item in target["answers"]:
            rows = self.rows(
                "select m.condition from attribute_mapping m join attribute a on a.id = m.from_attribute_id join resource r on r.id = a.resource_id"
                " where r.name = ? and a.path = ? and m.to_system = 'cdk' and m.condition is not null",
                [item["resource"], item["attribute"]],
            )
            if rows:
                item["when"] = rows[0][0]

    def _pitfalls(self, resource_id: int) -> list[tuple[int, str, str, str | None]]:
        return self.rows("select id, wrong, why, seen from pitfall where resource_id = ? order by id", [resource_id])

    def _near_resources(self, name: str, system: str | None) -> list[str]:
        rows = self.rows("select name from resource union select alias from resource_alias order by 1")
        if system is not None:
            rows = self.rows("select name from resource where system = ? order by 1", [system])
        return near(name, [row[0] for row in rows])

    def resource(self, name: str, system: str | None = None) -> dict[str, Any] | None:
        """Everything about one resource: its facts, what it is in the other systems, its attributes and pitfalls; None if unknown."""
        self._targets(system, None)
        found = self.find_resource(name, system)
        if found is None:
            return None
        row = self.rows("select service, description, deprecated, documentation_url, reference from resource where id = ?", [found.id])[0]
        attributes = self.rows(
            "select path, type, description, is_input, is_output, gettable, required, computed, create_only, write_only, deprecated"
            " from attribute where resource_id = ? order by id",
            [found.id],
        )
        columns = ("path", "type", "description", "is_input", "is_output", "gettable", "required", "computed", "create_only", "write_only")
        return {
            "system": found.system,
            "resource": found.name,
            "kind": found.kind,
            "service": row[0],
            "description": row[1],
            "deprecated": row[2],
            "documentation_url": row[3],
            "reference": json.loads(row[4]) if row[4] else None,
            "equivalents": self._equivalent_resources(found.id),
            "attributes": [
                {
                    column: bool(value)
                    if column.startswith(("is_", "get", "req", "comp", "create", "write")) and value is not None
                    else value
                    for column, value in zip((*columns, "deprecated"), attribute, strict=True)
                }
                for attribute in attributes
            ],
            "pitfalls": [{"wrong": wrong, "why": why, "seen": seen} for _, wrong, why, seen in self._pitfalls(found.id)],
            "versions": self.versions,
        }

    def _equivalent_resources(self, resource_id: int) -> list[dict[str, Any]]:
        rows = self.rows(
            "select m.to_system, r.name, m.relation, m.role, m.condition, m.origin, m.confidence, m.note from resource_mapping m"
            " left join resource r on r.id = m.to_resource_id where m.from_resource_id = ?"
            " union all select r.system, r.name, case m.relation when 'broad' then 'narrow' when 'narrow' then 'broad' else m.relation end,"
            " m.role, m.condition, m.origin, m.confidence, m.note from resource_mapping m"
            " join resource r on r.id = m.from_resource_id where m.to_resource_id = ?",
            [resource_id, resource_id],
        )
        keys = ("system", "resource", "relation", "role", "when", "origin", "confidence", "note")
        found = [dict(zip(keys, row, strict=True)) for row in rows]
        return sorted(found, key=lambda item: (SYSTEMS.index(item["system"]), item["role"] != "main", item["resource"] or ""))

    def search(self, text: str, limit: int = 20, system: str | None = None) -> list[dict[str, Any]]:
        """Resources and attributes that hold every word of `text`: in a resource's name, in a path (shortest first), in both together, in a description."""
        self._targets(system, None)
        if not isinstance(text, str) or not isinstance(limit, int) or not 1 <= limit < 2**63:
            raise KnowledgeBaseError("search takes a text of words, and a limit of 1 or more")
        words = quoted_words(text)
        if not words:
            return []
        clause, extra = ("and r.system = ?", [system]) if system else ("", [])
        found: dict[tuple[Any, ...], None] = {}
        attributes = "select r.system, r.name, a.path, a.description from attribute_fts f join attribute a on a.id = f.rowid join resource r on r.id = a.resource_id"
        of_resource = "a.resource_id in (select rowid from resource_fts where resource_fts match ?)"
        for sql, where in (
            (
                f"select r.system, r.name, null, r.description from resource_fts f join resource r on r.id = f.rowid"
                f" where resource_fts match ? {clause} order by length(r.name), r.id limit ?",
                [f"name : ({words})"],
            ),
            (f"{attributes} where attribute_fts match ? {clause} order by length(a.path), a.id limit ?", [f"{{path words}} : ({words})"]),
            *(
                (
                    f"{attributes} where attribute_fts match ? and {of_resource} {clause} order by length(a.path), a.id limit ?",
                    [of_attribute, f"{{name service}} : ({first})"],
                )
                for first, of_attribute in divisions(text)
            ),
            (f"{attributes} where attribute_fts match ? {clause} order by bm25(attribute_fts), a.id limit ?", [words]),
        ):
            if len(found) < limit:
                found.update(dict.fromkeys(self.rows(sql, [*where, *extra, limit])))
        return [dict(zip(("system", "resource", "attribute", "description"), row, strict=True)) for row in list(found)[:limit]]


def divisions(text: str) -> list[tuple[str, str]]:
    """Questions for a resource by the first words and for an attribute by the rest: `rds cluster` and `reader endpoint`."""
    words = text.replace('"', " ").replace("\0", " ").split()
    return [(quoted_words(" ".join(words[:cut])), quoted_words(" ".join(words[cut:]))) for cut in range(min(len(words) - 1, 5), 0, -1)]


def quoted_words(text: str) -> str:
    """`text` as a full-text question for its words, camelCase ones divided too, whatever signs stand in them; "" when it has none."""
    return " AND ".join(_either(word) for word in text.replace('"', " ").replace("\0", " ").split())


def _either(word: str) -> str:
    """A word as it is, or the words that its capitals and signs divide it into: as the built file divides the names of paths."""
    humps = _HUMP.findall(word)
    if len(humps) < 2 or any(letter not in "_-.:[]" for letter in _HUMP.sub("", word)):
        return f'"{word}"'
    divided = " AND ".join(f'"{hump.lower()}"' for hump in humps)
    return f'("{word}" OR ({divided}))'


def _answer(system: str, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "resource": row[0],
        "attribute": row[2],
        "expression": WRITERS[system](Place(row[0], row[1], row[2], row[3], row[4], row[5])),
        "relation": row[7],
        "when": row[8],
        "transform": row[9],
        "origin": row[10],
        "confidence": row[11],
        "note": row[12],
    }
