"""The rules not-gettable, and unknown-attribute for Fn::GetAtt and Fn::Sub. Both are judged by the
attributes that CloudFormation returns of a type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.vocabulary import SAM

if TYPE_CHECKING:
    from iac_crosswalk.answers.meaning import Meaning

SAM_GENERATED = frozenset(
    [
        "Alias",
        "Version",
        "DestinationTopic",
        "DestinationQueue",
        "Stage",
        "Deployment",
        "DomainName",
        "UsagePlan",
        "UsagePlanKey",
        "ApiKey",
    ]
)
"""`!GetAtt Function.Alias.AliasArn`: resources that SAM generates are referred to through the
resource they belong to.
"""

_INDEX = r"\[\d*\]"
"""An index: Fn::GetAtt does not accept one, but other tools do."""
_PLAIN = r"(?:[A-Za-z0-9_.:-]|\[\d*\])+"


class Miss(NamedTuple):
    """Why Fn::GetAtt does not return an attribute: the first part of its path that fails."""

    rule: Literal["unknown-attribute", "not-gettable"]
    container: str
    name: str
    rest: str
    start: int
    """The position of `name` in the attribute, in characters."""
    why: str = ""


class Returned:
    """The attributes that Fn::GetAtt returns of a type: those in the knowledge base, and those that
    cfn-lint accepts besides.

    A SAM type has its own attributes and those of the type that it becomes.
    """

    def __init__(self, schema: Schema, schemas: Schemas) -> None:
        facts = schema.facts
        reference = queries.reference(schemas.knowledge, schema.resource.id)
        self.schema = schema
        self.accepted = frozenset(facts.get("cfn_lint_gettable", ()))
        self.free_keys = frozenset(
            each.removesuffix(".*") for each in self.accepted if each.endswith(".*")
        )
        """Attributes below which the user chooses the name: `Outputs` of a nested stack."""
        self.reference: list[str] = json.loads(reference) if reference else []
        """The properties whose values Ref returns."""
        becomes = facts.get("transforms_to")
        other = schemas.find(becomes, "cloudformation") if becomes else None
        self.becomes = Returned(other, schemas) if other else None
        self.known = "*" not in schema.below() and (
            self.becomes is not None or not schema.resource.name.startswith(SAM)
        )
        """Whether the attributes are known: a custom resource may return any, and for some SAM
        types no source has the type that they become.
        """

    def miss(self, attribute: str) -> Miss | None:
        """Why Fn::GetAtt does not return `attribute`; None where it does, or where that is
        unknown.
        """
        if attribute in self.free_keys and attribute not in self.accepted:
            return Miss("not-gettable", "", attribute, "", 0, messages.NO_OUTPUT_NAMED)
        if (
            not self.known
            or attribute in self.accepted
            or (self.becomes and self.becomes.miss(attribute) is None)
        ):
            return None
        parts = attribute.split(".")
        if self.becomes and parts[0] in SAM_GENERATED:
            return None
        container = ""
        for number, step in enumerate(parts):
            part = step.partition("[")[0]
            start = sum(len(each) + 1 for each in parts[:number])
            rest = re.sub(
                _INDEX,
                "[]",
                step[len(part) :] + "".join(f".{each}" for each in parts[number + 1 :]),
            )
            below = self.schema.below(container)
            member = below.get(part) or below.get("*")
            if member is None or member.path == "Ref":
                return Miss("unknown-attribute", container, part, rest, start)
            if not rest:
                return (
                    None if member.gettable else Miss("not-gettable", container, part, rest, start)
                )
            if member.open or (member.type == "object" and not self.schema.below(member.path)):
                return None  # no schema describes the content of free-form values
            if member.container != member.path:
                # cfn-lint accepts paths into a list that holds something read-only; no other source
                # confirms or denies it.
                inside = [
                    other
                    for path, other in self.schema.members.items()
                    if path.startswith(f"{member.container}.")
                ]
                all_settable = member.is_input and all(other.is_input for other in inside)
                return (
                    Miss("not-gettable", container, part, rest, start, messages.IN_A_LIST)
                    if all_settable
                    else None
                )
            container = member.path
        return None


def not_returned(read: Read, case: Case) -> Iterator[Finding]:
    """An attribute that Fn::GetAtt does not return. The advice is about attributes that it
    returns.
    """
    if (
        read.attribute is None
        or read.place is None
        or not re.fullmatch(_PLAIN, read.attribute.text)
    ):
        return
    returned = _returned(read.place.schema, case.advisor.schemas)
    miss = returned.miss(read.attribute.text)
    if miss is None or read.declared is None:
        return
    span = _span(read, miss)
    path, title = (
        f"{miss.container}.{miss.name}" if miss.container else miss.name,
        case.title(read.place),
    )
    unknown = miss.rule == "unknown-attribute"
    message = (
        messages.unknown_attribute(path, title)
        if unknown
        else messages.not_gettable(path, title, miss.why)
    )
    from iac_crosswalk.answers.meaning import Wrong

    wrong = Wrong(
        returned.schema, miss.container, miss.name, miss.rest, settings=read.declared.settings
    )
    advice = case.advisor.advise(wrong)
    replacements = [*_replacements(read, returned, miss, advice.meanings, case)]
    if not replacements and returned.becomes:
        # The other systems' names are known for the type that a SAM type becomes.
        meanings = case.advisor.advise(wrong._replace(schema=returned.becomes.schema)).meanings
        replacements = [*_replacements(read, returned, miss, meanings, case)]
    suggestions = tuple(_gettable(advice.suggestions, returned.schema, miss))
    yield Finding(
        miss.rule,
        span,
        message,
        returned.schema.resource.name,
        wrong.path + wrong.rest,
        tuple(replacements),
        suggestions,
    )


@lru_cache(maxsize=512)
def _returned(schema: Schema, schemas: Schemas) -> Returned:
    return Returned(schema, schemas)


def _replacements(
    read: Read, returned: Returned, miss: Miss, meanings: Iterable[Meaning], case: Case
) -> Iterator[Replacement]:
    """Yields the replacements: other attributes or functions, without those that Fn::GetAtt does
    not return either.
    """
    from iac_crosswalk.answers.meaning import Meaning
    from iac_crosswalk.check import certainty
    from iac_crosswalk.programs.language import Edit

    attribute = read.attribute.text if read.attribute else ""
    if returned.reference == [attribute]:
        meanings = [Meaning("Ref", f"Ref returns `{attribute}`", certain=True)]
    for meaning in meanings:
        # A replacement of the name alone keeps what follows it.
        path = meaning.path + ("" if meaning.whole else miss.rest)
        if path != "Ref" and returned.miss(path) is not None:
            continue
        edit = case.program.language.instead(case.program.source, read, path) or Edit(
            path, read.span, exact=False
        )
        certain = certainty.reading(meaning, read, edit)
        yield Replacement(
            path, edit.text, edit.span, meaning.why, meaning.when, meaning.transform, certain
        )


def _span(read: Read, miss: Miss) -> Span:
    """The bytes of the wrong name; the whole expression where they are not exact."""
    if read.attribute is None or read.attribute.span is None:
        return read.span
    start = read.attribute.span.start + miss.start
    return Span(start, start + len(miss.name))


def _gettable(names: Iterable[str], schema: Schema, miss: Miss) -> Iterator[str]:
    """Yields those of the existing names that can replace the wrong one."""
    return (
        name for name in names if (member := schema.child(miss.container, name)) and member.gettable
    )
