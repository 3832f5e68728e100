"""Which of an attribute's answers a file's own settings leave, and which of them can be written."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from iac_crosswalk.answers.conditions import holding
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.clauses import clauses, parse_clause
from iac_crosswalk.report.labels import with_own_name
from iac_crosswalk.report.landing import Counterpart
from iac_crosswalk.report.notes import one_way, takes_more
from iac_crosswalk.report.shown import shown, shown_by_given
from iac_crosswalk.report.usage import Resource, ancestors
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import LinkRow
from iac_crosswalk.store.schema import Member, Schema, Schemas
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.types import parse

_UNSHOWN = "\0"
"""A condition that no setting can show."""
_CONVERTED = ("parse", "to-string")
"""Changes of value that Terraform makes by itself: `"22"` becomes a number where the argument is
one."""


class Settler:
    """Fits answers to the resource that asks, for one target system."""

    def __init__(self, knowledge: KnowledgeBase, schemas: Schemas, to: str) -> None:
        self.knowledge, self.schemas, self.to = knowledge, schemas, to
        self._of_type: dict[int, frozenset[str]] = {}

    def answers(
        self, resource: Resource, row: ResourceRow, found: list[dict[str, Any]], output: bool
    ) -> list[dict[str, Any]]:
        """The answers whose conditions may hold and that can be set (or, of an output, read), in
        the file's own names.
        """
        fitting = self._fitting(self._settled(resource, row, found), output)
        notes: set[str] = set()
        results = []
        for answer in fitting:
            target = self.schemas.find(answer["resource"], self.to)
            answer = with_own_name(answer, resource, target.resource if target else None)
            member = target.members.get(answer["attribute"]) if target else None
            if answer["when"] and (
                _is_about_itself(answer, self.schemas.of(row).members)
                or self.goes_without_saying(row, answer["when"], target)
            ):
                answer = answer | {"when": None, "holds": None}
            if self.to == "cloudformation" and member and parse(member.type).is_block and output:
                answer = answer | {"expression": None}  # Fn::GetAtt returns no object
            if self.to == "terraform" and answer["transform"] in _CONVERTED:
                answer["transform"] = None
            note = one_way(answer["note"], row.system, self.to)
            if answer["relation"] == "close" and takes_more(answer["note"], row.system, self.to):
                answer = answer | {"relation": "exact"}  # it differs only on the way back
            answer["note"] = None if note in notes else note
            notes |= {note} if note else set()
            results.append(answer)
        return results

    def counterparts(
        self, resource: Resource, row: ResourceRow, found: list[Counterpart]
    ) -> list[Counterpart]:
        """The target resources whose condition may hold; all of them where none would be left."""
        possible = [each for each in found if self.holds(resource, row, each.when) is not False]
        return possible or found

    def holds(self, resource: Resource, row: ResourceRow, when: str | None) -> bool | None:
        """Whether the file shows that a condition holds: by the type that it uses, by what it
        gives, or by the values of its settings. None where it does not."""
        if when is None:
            return None
        if when in self._conditions_of(row):
            return True
        found = shown_by_given(when, resource, self.schemas.of(row).members)
        if found is None and self._is_set(resource, row, when):
            return True
        return found

    def is_met(self, resource: Resource, row: ResourceRow, when: str) -> bool:
        """Whether the condition of a target holds. Unlike an answer, a target is needed where one
        of several items needs it."""
        found = self.holds(resource, row, when)
        if found is None:
            found = shown(when, resource, self.schemas.of(row).members)
        return found is True

    def goes_without_saying(self, row: ResourceRow, when: str, target: Schema | None) -> bool:
        """Whether a condition always holds for a type, and names nothing to write in the target:
        `FileSystemType is LUSTRE` does."""
        found = [parse_clause(each) for each in clauses(when)]
        members = target.members if target else {}
        names_argument = any(each is not None and each.name in members for each in found)
        return when in self._conditions_of(row) and not names_argument

    def _conditions_of(self, row: ResourceRow) -> frozenset[str]:
        """The conditions that always hold for a type. Its one counterpart has several in the
        type's system, and the condition only tells these apart: `SES API v1`."""
        if row.id not in self._of_type:
            self._of_type[row.id] = frozenset(self._telling_apart(row))
        return self._of_type[row.id]

    def _telling_apart(self, row: ResourceRow) -> Iterator[str]:
        links = [*self._wholes(row.id, self.to)]
        others = {each.resource_id for each in links}
        if len(others) != 1:
            return
        back = [link for other in others if other for link in self._wholes(other, row.system)]
        if len({each.resource_id for each in back}) > 1:
            yield from (each.condition for each in links if each.condition)

    def _wholes(self, resource_id: int, system: str) -> Iterator[LinkRow]:
        """The links of a resource to others of which none is a part."""
        for link in queries.links(self.knowledge, resource_id, system):
            if link.role not in ("main", "alternative") or link.alias_of or link.name is None:
                continue
            other = self.knowledge.find_resource(link.name, system)
            if other is not None and other.kind == "resource":
                yield link

    def _settled(
        self, resource: Resource, row: ResourceRow, answers: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The answers that the resource's settings do not rule out. `holds`: whether they show that
        the condition is met.
        """
        if not any(answer["when"] for answer in answers):
            return [answer | {"holds": None} for answer in answers]
        known = {
            answer["when"]: self.holds(resource, row, answer["when"])
            for answer in answers
            if answer["when"]
        }
        possible = [
            answer for answer in answers if known.get(answer["when"]) is not False
        ] or answers
        settled = holding(self.knowledge, row, possible, _sure(resource))
        settled += [each for each in possible if known.get(each["when"]) and each not in settled]
        return [
            answer | {"holds": known[answer["when"]] is True if answer["when"] else None}
            for answer in settled
        ]

    def _fitting(self, answers: list[dict[str, Any]], output: bool) -> list[dict[str, Any]]:
        """The answers that can be set there, or read; all of them where there is none such, marked
        with what they are good for. Of an attribute that is an argument and an output, one answer.
        """
        other_use, limit = "read", "can only be read there"
        if output:
            other_use, limit = "write", "can only be set there"
        if self.to == "boto3":
            found = [each for each in answers if each.get("use") != other_use or len(answers) == 1]
            return [each | {"limit": None} for each in found or answers]
        places = {_place(each) for each in answers if each.get("use") != other_use}
        found = [
            each | {"limit": None if self._fits(each, output) else limit}
            for each in answers
            if each.get("use") != other_use or _place(each) not in places
        ]
        return [each for each in found if not each["limit"]] or found

    def _fits(self, answer: dict[str, Any], output: bool) -> bool:
        """Whether an answer can be set, or read."""
        schema = self.schemas.find(answer["resource"], self.to)
        member = schema.members.get(answer["attribute"]) if schema else None
        if member is None:
            return True
        if output:
            return member.is_output
        return (member.is_input and not _is_only_read(schema, member)) or _is_written(schema)

    def _is_set(self, resource: Resource, row: ResourceRow, when: str) -> bool:
        """Whether the settings show that a condition is met. The probe is a condition that no
        setting can show: it is dropped only where the settings decide.
        """
        probe = [{"when": when}, {"when": _UNSHOWN}]
        settings = _sure(resource)
        return bool(settings) and len(holding(self.knowledge, row, probe, settings)) == 1


def _place(answer: Mapping[str, Any]) -> tuple[Any, Any]:
    return answer["resource"], answer["attribute"]


def _is_about_itself(answer: Mapping[str, Any], members: Container[str]) -> bool:
    """Whether an answer's condition only states that the answer is written: `Block is given` of
    `Block.Name`. `members`: the paths of the type that asks, which a condition may be about."""
    found = [parse_clause(each) for each in clauses(answer["when"])]
    own = answer["attribute"] or ""
    return all(
        each is not None
        and each.values == {"given"}
        and not each.is_not
        and each.name in (own, *ancestors(own))
        and each.name not in members
        for each in found
    )


def _sure(resource: Resource) -> Mapping[str, Any]:
    """The settings without those that may be left out after all."""
    if not resource.unsure:
        return resource.settings
    return {k: v for k, v in resource.settings.items() if k not in resource.unsure}


def _is_only_read(schema: Schema | None, member: Member) -> bool:
    """Whether it is the id of a resource of Terraform: the provider's older resources declare it as
    an argument, and take none.
    """
    return (
        schema is not None
        and schema.resource.system == "terraform"
        and schema.resource.kind == "resource"
        and member.path == "id"
        and not member.required
    )


def _is_written(schema: Schema | None) -> bool:
    """Whether it is not a resource and people write it: a document with names in it, as an IAM
    policy is.
    """
    return schema is not None and schema.resource.kind == "pseudo" and len(schema.members) > 1
