"""Translates the usage of a file into a worksheet: the equivalents of every entry, and their target
resources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.meaning import wrong_path
from iac_crosswalk.paths import normalise
from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.programs.cloudformation.template import CUSTOM
from iac_crosswalk.report import beyond, required
from iac_crosswalk.report.finish import finish
from iac_crosswalk.report.items import by_item
from iac_crosswalk.report.landing import Counterpart, kind, land
from iac_crosswalk.report.settling import Settler
from iac_crosswalk.report.summary import file_sheet
from iac_crosswalk.report.usage import Given, Read, Resource, Usage, ancestors
from iac_crosswalk.report.uses import MADE_BY_SAM
from iac_crosswalk.report.worksheet import Entry, FileSheet, Sheet, Target
from iac_crosswalk.store import queries
from iac_crosswalk.store.queries import details
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import ORIGIN_RANK, SAM, TITLES

_EXPLAINED = 200
"""Limit on the unknown names that a run explains: more of them are not mistakes but another kind of
file, and the search for similar names takes time.
"""


class Translator:
    """Makes worksheets for one target system. Lookups are cached."""

    def __init__(self, knowledge: KnowledgeBase, schemas: Schemas, to: str) -> None:
        self.schemas = schemas
        self.knowledge = knowledge
        self.to = to
        self._advisor = Advisor(self.knowledge, schemas)
        self._settler = Settler(knowledge, schemas, to)
        self._targets: dict[tuple[int, str], dict[str, Any]] = {}
        self._counterparts: dict[int, list[Counterpart]] = {}
        self._services: dict[int, str] = {}
        self._foreign_types: dict[tuple[str, str, bool], tuple[str, str, str, list[str]]] = {}
        self._left_to_explain = _EXPLAINED

    def file(self, usage: Usage) -> FileSheet:
        """The worksheet of one file."""
        sheets = [self.sheet(each, usage.system) for each in usage.resources]
        stack = beyond.complete(sheets, usage, self.knowledge, self.schemas, self.to)
        sheet = file_sheet(usage.path, usage.system, usage.format, usage.remarks, sheets)
        sheet.stack = stack
        return sheet

    def sheet(self, resource: Resource, system: str) -> Sheet:
        """The worksheet of one resource."""
        row = resource.row
        if row is None:
            kind = resource.type, system, resource.ours
            if kind not in self._foreign_types:
                self._foreign_types[kind] = self._foreign(*kind)
            return self._outside(resource, *self._foreign_types[kind])
        if resource.type.startswith(SAM) and not self.counterparts(row):
            made = (
                "A SAM type: CloudFormation gets the resources that the transform creates from it."
                " Report on the processed template."
            )
            return self._outside(resource, "outside", self._service(row), made, [])
        properties = self._properties(resource, row)
        outputs = [self._entry(resource, row, read) for read in resource.read.values()]
        if resource.natives:
            _spell(self.schemas.of(row, natives=True), resource.given, properties)
            _spell(self.schemas.of(row, natives=True), resource.read, outputs)
        counterparts = self._settler.counterparts(resource, row, self.counterparts(row))
        targets = land(counterparts, properties, outputs)
        targets, properties = finish(
            targets,
            properties,
            outputs,
            (resource, row),
            self.counterparts(row),
            self._settler,
        )
        required.fill(
            [] if resource.elsewhere or resource.name.startswith(GLOBALS) else targets,
            properties,
            resource.called,
            self.schemas,
            self.to,
            lambda target, path: self._like(resource, row, target, path),
        )
        verdict, reason = self._verdict(counterparts, targets)
        return Sheet(
            name=resource.name,
            type=resource.type,
            service=self._service(row),
            verdict=verdict,
            line=resource.line,
            instances=resource.instances,
            deprecated=self.knowledge.target(row.id).deprecated,
            reason=reason,
            suggestions=[],
            remarks=resource.remarks,
            targets=targets,
            properties=properties,
            outputs=outputs,
        )

    # -- resources ---------------------------------------------------------------------------------

    def _outside(
        self, resource: Resource, verdict: str, service: str, reason: str, suggestions: list[str]
    ) -> Sheet:
        """A resource that cannot be translated attribute by attribute."""
        return Sheet(
            name=resource.name,
            type=resource.type,
            service=service,
            verdict=verdict,
            line=resource.line,
            instances=resource.instances,
            deprecated=None,
            reason=reason,
            suggestions=suggestions,
            remarks=resource.remarks,
            targets=[],
            properties=[
                Entry(setting.path, "outside", setting.line, setting.times)
                for setting in resource.leaves()
            ],
            outputs=[
                Entry(output.path, "outside", places=list(output.places))
                for output in resource.read.values()
            ],
        )

    def _foreign(self, kind: str, system: str, ours: bool) -> tuple[str, str, str, list[str]]:
        """(verdict, service, reason, similar names) for a type that is not in the knowledge
        base.
        """
        if kind.startswith(CUSTOM):
            return (
                "outside",
                "custom",
                (
                    "A custom resource: its own code does the work, and only CloudFormation calls"
                    " it. It must be rewritten."
                ),
                [],
            )
        if kind.endswith("::MODULE"):
            return (
                "outside",
                "module",
                "A CloudFormation module: its resources are not in this file.",
                [],
            )
        owner, *parts = re.split("::|[:._/]", kind.removeprefix("data."))
        own = owner in ("aws", "AWS", "Alexa")
        if own and not ours:
            return "outside", "other", "It belongs to another provider than AWS's own.", []
        if not own:
            return (
                "outside",
                owner[:40],
                f"A type of {owner[:40]}, which is not AWS's; the knowledge base covers only AWS.",
                [],
            )
        suggestions = (
            self.knowledge.translate("", kind, system, self.to)["suggestions"]
            if self._may_explain()
            else []
        )
        names = [item["resource"] for item in suggestions]
        service = parts[0] if len(parts) > 1 and system != "terraform" else "aws"
        return "unknown", service, f"{TITLES[system]} has no such type.", names

    def counterparts(self, row: ResourceRow) -> list[Counterpart]:
        """The equivalents of a resource in the target system, the surest claim about each."""
        if row.id not in self._counterparts:
            best: dict[str | None, Counterpart] = {}
            for link in sorted(
                queries.links(self.knowledge, row.id, self.to),
                key=lambda each: ORIGIN_RANK[each.origin],
            ):
                old = bool(link.deprecated or link.alias_of)
                found = Counterpart(
                    link.name,
                    link.relation,
                    link.role,
                    link.condition,
                    link.origin,
                    link.confidence,
                    link.note,
                    link.deprecated,
                    old,
                    link.alias_of,
                    json.loads(link.back or "{}"),
                )
                best.setdefault(found.resource, found)
            self._counterparts[row.id] = self._owning(list(best.values()), row)
        return self._counterparts[row.id]

    def _owning(self, found: list[Counterpart], row: ResourceRow) -> list[Counterpart]:
        """The equivalents of a type, its parts as main ones where it has no other: a group of
        record sets is written as its records."""
        if any(each.role in ("main", "alternative") for each in found):
            return found
        found_in = details.parts_of(self.knowledge, row.id, self.to)
        parts = {each.name for each in found_in if each.of}
        return [each._replace(role="main") if each.resource in parts else each for each in found]

    def _verdict(
        self, counterparts: list[Counterpart], targets: list[Target]
    ) -> tuple[str, str | None]:
        if targets:
            first = targets[0]
            if first.when and not first.holds:
                return "conditional", None
            return ("exact" if first.relation == "exact" else "close"), None
        refused = [each.note for each in counterparts if each.resource is None]
        if refused:
            return "none", refused[0]
        return "unmapped", f"No resource of {TITLES[self.to]} is known for this type."

    def _service(self, row: ResourceRow) -> str:
        if row.id not in self._services:
            self._services[row.id] = details.resource_facts(self.knowledge, row.id).service
        return self._services[row.id]

    # -- entries -----------------------------------------------------------------------------------

    def _properties(self, resource: Resource, row: ResourceRow) -> list[Entry]:
        """The entries of the properties that are set. Where a whole block is one value in the
        target, the target has no names for its content: the block is the entry.
        """
        found: dict[str | tuple[str, int], Entry] = {}
        for setting in resource.leaves():
            entry = self._entry(resource, row, setting)
            if several := by_item(entry, setting.items):
                found |= {(setting.path, number): each for number, each in enumerate(several)}
                continue
            while (whole := self._one_value(row, entry)) is not None and whole in resource.given:
                entry = found.get(whole) or self._entry(resource, row, resource.given[whole])
            if entry.path != setting.path:
                entry.covers.append(setting.path)
            found[entry.path] = entry
        return list(found.values())

    def _one_value(self, row: ResourceRow, entry: Entry) -> str | None:
        """The nearest attribute above whose equivalent holds no named attributes: a map, a JSON
        text, a list of plain values.

        An entry with answers counts as content of that value only where the value is its one
        answer: a key of the JSON text."""
        if entry.verdict not in ("none", "unmapped", "close"):
            return None
        landed = {(answer["resource"], answer["attribute"]) for answer in entry.answers}
        for above in ancestors(entry.path):
            found = (
                self._look_up(row, above)["answers"]
                if above in self.schemas.of(row).members
                else []
            )
            whole = {(answer["resource"], answer["attribute"]) for answer in found}
            for answer in found:
                target = self.schemas.find(answer["resource"], self.to)
                member = target.members.get(answer["attribute"]) if target else None
                if target and member and not target.below(member.container) and landed <= whole:
                    return above
        return None

    def _entry(self, resource: Resource, row: ResourceRow, use: Given | Read) -> Entry:
        entry, output = Entry(use.path, "unmapped"), isinstance(use, Read)
        if isinstance(use, Given):
            entry.line, entry.times = use.line, use.times
            entry.values = [each.node for each in use.items if each.node is not None]
        else:
            entry.places = list(use.places)
        doubtful = resource.doubt and (output or resource.doubt != MADE_BY_SAM)
        if not use.known and doubtful:
            entry.verdict, entry.reason = "outside", resource.doubt
            return entry
        if not use.known:
            self._explain_unknown(entry, resource, self.schemas.of(row, resource.natives), output)
            return entry
        member = self.schemas.of(row).members.get(use.path)
        if (
            not output
            and member
            and member.is_output
            and not member.is_input
            and not resource.doubt
        ):
            entry.verdict, entry.reason = "unknown", "It is read-only: it cannot be set."
            return entry
        entry.deprecated = member.deprecated if member else None
        target = self._look_up(row, use.path)
        entry.reason = target.get("reason")
        entry.candidates = target.get("candidates", [])
        if target["status"] == "no-equivalent":
            entry.verdict = "none"
        elif target["status"] == "equivalent":
            entry.answers = self._settler.answers(resource, row, target["answers"], output)
            entry.verdict = kind(entry.answers[0])
        if isinstance(use, Read) and use.note:
            entry.reason = use.note
        return entry

    def _look_up(self, row: ResourceRow, path: str) -> dict[str, Any]:
        key = row.id, path
        if key not in self._targets:
            (self._targets[key],) = self.knowledge.translate(path, row.name, row.system, self.to)[
                "targets"
            ]
        return self._targets[key]

    def _like(self, resource: Resource, row: ResourceRow, target: str, path: str) -> list[str]:
        """The properties of a resource's type that would land in an argument of a target, and that
        it does not set.
        """
        found = self.knowledge.translate(path, target, self.to, row.system)["targets"]
        members = self.schemas.of(row).members
        names = [
            answer["attribute"]
            for each in found
            for answer in each["answers"]
            if answer["resource"] == row.name and answer["attribute"] not in resource.given
        ]
        if not names and row.system == "cloudformation":  # SAM's types have no way back
            names = [
                name
                for name, member in members.items()
                if member.is_input and "." not in name and name not in resource.given
                for answer in self._look_up(row, name)["answers"]
                if (answer["resource"], answer["attribute"]) == (target, path)
            ]
        return [*dict.fromkeys(n for n in names if n in members and members[n].is_input)]

    def _may_explain(self) -> bool:
        self._left_to_explain -= 1
        return self._left_to_explain >= 0

    def _explain_unknown(
        self, entry: Entry, resource: Resource, schema: Schema, output: bool
    ) -> None:
        """Explains a name that does not exist: its pitfall, its replacements, and their equivalents
        in the target.
        """
        entry.verdict = "unknown"
        if not self._may_explain():
            return
        row = schema.resource
        wrong = wrong_path(schema, entry.path, output, resource.settings)
        advice = self._advisor.advise(wrong)
        path = normalise(wrong.asked_whole)
        pitfall = self.knowledge.translate(path, row.name, row.system, self.to)["pitfall"]
        entry.reason = pitfall["why"] if pitfall else None
        entry.suggestions = list(advice.suggestions)
        if other := advice.elsewhere:
            place = other.sentence(other.row.name)
            entry.reason = entry.reason or f"{place[0].upper()}{place[1:]}."
            entry.suggestions.append(
                f"{other.row.name}.{other.attribute}" if other.attribute else other.row.name
            )
        for each in advice.meanings:
            found = self._look_up(row, each.path)["answers"]
            answers = self._settler.answers(resource, row, found, output)
            entry.replacements.append(
                {"attribute": each.path, "why": each.why, "when": each.when, "answers": answers}
            )


def _spell(schema: Schema, uses: Mapping[str, Given | Read], entries: Iterable[Entry]) -> None:
    """Spells the file's own attributes as in its language."""
    for entry in entries:
        if uses[entry.path].known:
            entry.path = schema.spell(entry.path)
        entry.covers = [schema.spell(path) for path in entry.covers]
        for each in entry.replacements:
            each["attribute"] = schema.spell(each["attribute"])
