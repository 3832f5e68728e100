"""Which of an attribute's answers a file's own settings leave, and which of them can be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iac_crosswalk.answers.conditions import holding
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.report.labels import named
from iac_crosswalk.report.landing import Counterpart
from iac_crosswalk.report.notes import one_way, takes_more
from iac_crosswalk.report.shown import shown_by_given
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.store.schema import Member, Schema, Schemas
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.types import parse

_UNSHOWN = "\0"
"""A condition that no setting can show."""
_CONVERTED = ("parse", "to-string")
"""Changes of value that Terraform makes by itself: `"22"` is a number where one is due."""


class Settler:
    """Fits answers to the resource that asks, for one target system."""

    def __init__(self, knowledge: KnowledgeBase, schemas: Schemas, to: str) -> None:
        self.knowledge, self.schemas, self.to = knowledge, schemas, to

    def answers(
        self, resource: Resource, row: ResourceRow, found: list[dict[str, Any]], output: bool
    ) -> list[dict[str, Any]]:
        """The answers whose conditions may hold and that can be set (or, of an output, read), in
        the file's own names.
        """
        kept = self._fitting(self._settled(resource, row, found), output)
        shown: set[str] = set()
        made = []
        for answer in kept:
            target = self.schemas.find(answer["resource"], self.to)
            answer = named(answer, resource, target.resource if target else None)
            member = target.members.get(answer["attribute"]) if target else None
            if self.to == "cloudformation" and member and parse(member.type).is_block and output:
                answer = answer | {"expression": None}  # Fn::GetAtt returns no object
            if self.to == "terraform" and answer["transform"] in _CONVERTED:
                answer["transform"] = None
            note = one_way(answer["note"], row.system, self.to)
            if answer["relation"] == "close" and takes_more(answer["note"], row.system, self.to):
                answer = answer | {"relation": "exact"}  # it differs only on the way back
            answer["note"] = None if note in shown else note
            shown |= {note} if note else set()
            made.append(answer)
        return made

    def counterparts(
        self, resource: Resource, row: ResourceRow, found: list[Counterpart]
    ) -> list[Counterpart]:
        """The target resources whose condition may hold; all of them where none would be left."""
        left = [each for each in found if self.holds(resource, row, each.when) is not False]
        return left or found

    def holds(self, resource: Resource, row: ResourceRow, when: str | None) -> bool | None:
        """Whether the file shows by what it gives that a condition holds; None where it does
        not.
        """
        return shown_by_given(when, resource, self.schemas.of(row).members) if when else None

    def _settled(
        self, resource: Resource, row: ResourceRow, answers: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The answers that the resource's own settings leave; `holds` says that they show the
        condition to be met.
        """
        if not any(answer["when"] for answer in answers):
            return [answer | {"holds": None} for answer in answers]
        known = {
            answer["when"]: self.holds(resource, row, answer["when"])
            for answer in answers
            if answer["when"]
        }
        left = [answer for answer in answers if known.get(answer["when"]) is not False] or answers
        kept = holding(self.knowledge, row, left, _sure(resource))
        kept += [each for each in left if known.get(each["when"]) and each not in kept]
        return [
            answer
            | {
                "holds": bool(known[answer["when"]]) or self._holds(resource, row, answer["when"])
                if answer["when"]
                else None
            }
            for answer in kept
        ]

    def _fitting(self, answers: list[dict[str, Any]], output: bool) -> list[dict[str, Any]]:
        """Of the answers those that can be set there, or read; all of them where there is none
        such, marked with what they are good for.
        """
        limit = "can only be set there" if output else "can only be read there"
        fitting = []
        for answer in answers:
            schema = self.schemas.find(answer["resource"], self.to)
            member = schema.members.get(answer["attribute"]) if schema else None
            if self.to == "boto3":
                fits = answer.get("use") != ("write" if output else "read") or len(answers) == 1
            else:
                fits = member is None or (
                    member.is_output
                    if output
                    else (member.is_input and not _is_only_read(schema, member))
                    or _is_written(schema)
                )
            fitting.append(answer | {"limit": None if fits else limit})
        fitting = [answer for answer in fitting if not answer["limit"]] or fitting
        return fitting if self.to != "boto3" else [answer | {"limit": None} for answer in fitting]

    def _holds(self, resource: Resource, row: ResourceRow, when: str) -> bool:
        """Whether the settings show that a condition is met: then it is kept, and one that nothing
        can show is not.
        """
        probe = [{"when": when}, {"when": _UNSHOWN}]
        settings = _sure(resource)
        return bool(settings) and len(holding(self.knowledge, row, probe, settings)) == 1


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
