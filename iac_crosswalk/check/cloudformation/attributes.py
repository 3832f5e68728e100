"""Checks what Fn::GetAtt and Fn::Sub ask a resource for, and writes what they should ask for in the form they stand in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.cloudformation.properties import Settings
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.cloudformation.template import SAM, Reference, Resource, Template
from iac_crosswalk.programs.source import Span
from iac_crosswalk.store.schema import Schema

SAM_GENERATED = frozenset(
    ["Alias", "Version", "DestinationTopic", "DestinationQueue", "Stage", "Deployment", "DomainName", "UsagePlan", "UsagePlanKey", "ApiKey"]
)
"""`!GetAtt Function.Alias.AliasArn`: resources that SAM makes are asked for through the one they belong to."""

_INDEX = re.compile(r"\[\d*\]")
"""Fn::GetAtt takes none; people bring it from other tools."""
_PLAIN = re.compile(r"(?:[A-Za-z0-9_.:-]|\[\d*\])+").fullmatch


class Miss(NamedTuple):
    """Why an attribute cannot be had: the first part of its path that fails."""

    rule: str
    container: str
    name: str
    rest: str
    start: int
    """Letters of the attribute before it."""
    listed: bool = False
    """Whether it stands in a list."""


class Returned:
    """What Fn::GetAtt returns of a type: what the knowledge base says, and whatever else cfn-lint accepts.

    A SAM type has what it lists itself and what the type has that it becomes.
    """

    def __init__(self, schema: Schema, advisor: Advisor) -> None:
        facts, reference = advisor.knowledge.rows("select facts, reference from resource where id = ?", [schema.resource.id])[0]
        told = json.loads(facts)
        self.schema = schema
        self.accepted = frozenset(told.get("cfn_lint_gettable", ()))
        self.reference: list[str] = json.loads(reference) if reference else []
        """The properties whose values Ref returns."""
        becomes = told.get("transforms_to")
        other = advisor.schemas.find(becomes, "cloudformation") if becomes else None
        self.becomes = Returned(other, advisor) if other else None
        self.known = "*" not in schema.below() and (self.becomes is not None or not schema.resource.name.startswith(SAM))
        """Whether anybody knows: a custom resource returns what its code likes, and for some SAM types nobody says what they become."""

    def miss(self, attribute: str) -> Miss | None:
        """Why Fn::GetAtt does not return `attribute`; None where it does, or where nobody knows."""
        if not self.known or attribute in self.accepted or (self.becomes and self.becomes.miss(attribute) is None):
            return None
        parts = attribute.split(".")
        if self.becomes and parts[0] in SAM_GENERATED:
            return None
        container = ""
        for number, written in enumerate(parts):
            part = written.partition("[")[0]
            start = sum(len(each) + 1 for each in parts[:number])
            rest = _INDEX.sub("[]", written[len(part) :] + "".join(f".{each}" for each in parts[number + 1 :]))
            below = self.schema.below(container)
            member = below.get(part) or below.get("*")
            if member is None or member.path == "Ref":
                return Miss("unknown-attribute", container, part, rest, start)
            if not rest:
                return None if member.gettable else Miss("not-gettable", container, part, rest, start)
            if member.open or (member.type == "object" and not self.schema.below(member.path)):
                return None  # whatever stands in free-form values, no schema tells
            if member.container != member.path:
                # cfn-lint lets lists be entered that hold something read-only; nobody else says so, and nobody denies it.
                inside = [other for path, other in self.schema.members.items() if path.startswith(f"{member.container}.")]
                given = member.is_input and all(other.is_input for other in inside)
                return Miss("not-gettable", container, part, rest, start, listed=True) if given else None
            container = member.path
        return None


class Attributes:
    """The checks of one template."""

    def __init__(self, template: Template, declared: dict[str, Resource], settings: Settings, advisor: Advisor) -> None:
        self._data = template.data
        self._declared = declared
        self._settings = settings
        self._advisor = advisor
        self._returned: dict[str, Returned | None] = {}

    def check(self, reference: Reference) -> Iterator[Finding]:
        """The finding about one reference, if there is anything to say."""
        resource = self._declared.get(reference.name)
        if resource is None or reference.attribute is None or not _PLAIN(reference.attribute):
            return
        returned = self._of(resource.type)
        miss = returned.miss(reference.attribute) if returned else None
        if returned is None or miss is None:
            return
        span = _place(reference, miss)
        whole = Span(span.start, span.start + len((miss.name + miss.rest).encode()))
        wrong = Wrong(returned.schema, miss.container, miss.name, span, miss.rest, whole, settings=self._settings.of(resource.name))
        found = self._advisor.finding(miss.rule, _message(miss, resource), wrong, str)
        replacements = [*self._replacements(reference, returned, miss, found.replacements)]
        if not replacements and returned.becomes:
            # What the other systems call it is written down for the type that a SAM type becomes.
            advice = self._advisor.replacements(wrong._replace(schema=returned.becomes.schema), str)
            replacements = [*self._replacements(reference, returned, miss, advice)]
        suggestions = tuple(_gettable(found.suggestions, returned.schema, miss))
        yield found._replace(replacements=tuple(replacements), suggestions=suggestions)

    def _of(self, kind: str) -> Returned | None:
        if kind not in self._returned:
            schema = self._advisor.schemas.find(kind, "cloudformation")
            self._returned[kind] = Returned(schema, self._advisor) if schema else None
        return self._returned[kind]

    def _replacements(self, reference: Reference, returned: Returned, miss: Miss, advice: Iterable[Replacement]) -> Iterator[Replacement]:
        """The advice in the form that the reference has. Advice that Fn::GetAtt would not return either is none."""
        if returned.reference == [reference.attribute]:
            yield self._as_ref(reference, Replacement("Ref", "", reference.span, f"Ref returns `{reference.attribute}`", certain=True))
            return
        for each in advice:
            # A replacement of the name alone keeps what stands behind it.
            attribute = each.path + (miss.rest if each.span == _place(reference, miss) else "")
            if each.path == "Ref":
                yield self._as_ref(reference, each)
            elif returned.miss(attribute) is None:
                span = reference.attribute_span
                certain = each.certain and each.transform is None and span is not None
                yield each._replace(path=attribute, text=attribute, span=span or reference.span, certain=certain)

    def _as_ref(self, reference: Reference, advice: Replacement) -> Replacement:
        """Another function stands for the whole of this one: `!GetAtt Topic.Arn` → `!Ref Topic`, `${Topic.Arn}` → `${Topic}`."""
        span = reference.whole or reference.span
        shown = self._data[span.start : span.start + 1].decode("utf-8", "replace")
        if reference.function == "Fn::Sub":
            text = f"${{{reference.name}}}"
        elif shown == "!":
            text = f"!Ref {reference.name}"
        else:
            quote = shown if shown in ("'", '"') else ""
            text = f"{quote}Ref{quote}: {quote}{reference.name}{quote}"
        certain = advice.certain and advice.transform is None and reference.whole is not None
        return advice._replace(text=text, span=span, certain=certain)


def _place(reference: Reference, miss: Miss) -> Span:
    """The bytes of the wrong name; the whole text where the file writes it in another way."""
    if reference.attribute_span is None:
        return reference.span
    start = reference.attribute_span.start + miss.start
    return Span(start, start + len(miss.name))


def _gettable(names: Iterable[str], schema: Schema, miss: Miss) -> Iterator[str]:
    """Of names that exist, those that can be written in the place of the wrong one."""
    return (name for name in names if (member := schema.child(miss.container, name)) and member.gettable)


def _message(miss: Miss, resource: Resource) -> str:
    path = f"{miss.container}.{miss.name}" if miss.container else miss.name
    if miss.rule == "unknown-attribute":
        return f"`{path}` is no attribute of {resource.type}"
    if miss.listed:
        return f"`{path}` of {resource.type} is a list; Fn::GetAtt cannot reach into a list"
    return f"`{path}` of {resource.type} is a property that Fn::GetAtt does not return"
