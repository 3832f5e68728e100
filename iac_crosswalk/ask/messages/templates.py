"""Messages about templates: CloudFormation's own and cfn-lint's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from iac_crosswalk.ask.messages.existing import noted
from iac_crosswalk.ask.reading import Context, Reading
from iac_crosswalk.ask.systems import cloudformation
from iac_crosswalk.paths import Step, loose, normalise, steps_of
from iac_crosswalk.programs.use import Given
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow

_TYPE = r"(?:AWS|Custom|Alexa)::[A-Za-z0-9:]{1,200}"
_GOTTEN = re.compile(
    r"resource ([A-Za-z0-9]{1,255}) does not support attribute type ([\w.]{1,255}) in Fn::GetAtt"
)
_NOT_IN_SCHEMA = re.compile(
    rf"""\b[Aa]ttribute\s+[\["'{{]?([\w.]{{1,255}})[\]"'}}]?\s+(?:does\s*n[o']t\s+exist|must\s+be\s+a\s+readonly\s+property)
         \s+in\s+(?:the\s+)?schema(?:\s+(?:for|of)\s+({_TYPE}))?""",
    re.VERBOSE,
)
_UNSUPPORTED = re.compile(
    r"Encountered unsupported propert(?:y|ies)(?:\s+in\s+\{([\w/]{0,500})\}:)?\s+\[?([\w, ]{1,500})"
)
_EXTRANEOUS = re.compile(r"#([\w/]{0,500}):\s+extraneous key \[(\w{1,255})\] is not permitted")
_UNEXPECTED = re.compile(
    r"Additional properties are not allowed \(((?:'[^'\n]{1,255}',?\s?){1,20})(?:was|were)"
    r" unexpected"
)
_NOT_ONE_OF = re.compile(r"'([A-Za-z0-9_.]{1,255})' is not one of \[")
_FOR_RESOURCE = re.compile(r"\bfor resource ([A-Za-z0-9]{1,255})\b")
_SUBJECT = re.compile(rf"\b({_TYPE})(?![\w:])")
_POSITION = re.compile(r"(?:^|[\s:])(\d{1,7}):(\d{1,7})\b")


def read(context: Context) -> Iterator[Reading]:
    """Yields the readings of messages about templates."""
    if not context.may_be("cloudformation"):
        return
    text = context.text
    for match in _GOTTEN.finditer(text):
        yield from _of_named(context, match[1], match[2])
    for match in _NOT_IN_SCHEMA.finditer(text):
        for row in _types(context, match[2]):
            yield _get_att_reading(context, context.reading(row, steps_of(normalise(match[1]))))
    for match in _UNSUPPORTED.finditer(text):
        yield from _property(context, match[1] or "", match[2].partition(",")[0].strip())
    for match in _EXTRANEOUS.finditer(text):
        yield from _property(context, match[1], match[2])
    for match in _UNEXPECTED.finditer(text):
        for name in re.findall(r"'([^'\n]+)'", match[1]):
            yield from _unexpected(context, name, match)
    for attribute, listed in dict.fromkeys(_refusals(text)):
        yield from _not_one_of(context, attribute, listed)


def _refusals(text: str) -> Iterator[tuple[str, str]]:
    """Yields (rejected name, its accepted names) of the first few messages."""
    for match in islice(_NOT_ONE_OF.finditer(text), 50):
        end = text.find("]", match.end())
        if end < 0:
            return
        yield match[1], text[match.end() : end]


def _of_named(context: Context, name: str, attribute: str) -> Iterator[Reading]:
    for row in _rows(context, name):
        yield _get_att_reading(context, context.reading(row, steps_of(normalise(attribute)), name))


def _get_att_reading(context: Context, reading: Reading) -> Reading:
    """The reading of an attribute that Fn::GetAtt rejected."""
    note = cloudformation.not_gettable(context, reading)
    return noted(context, reading._replace(known=True, note=note, is_read=True))


def _property_reading(context: Context, reading: Reading) -> Reading:
    """The reading of a property that a resource rejected."""
    return noted(context, reading._replace(known=True, is_read=False), is_given=True)


def _rows(context: Context, name: str) -> list[ResourceRow]:
    return context.types(name, "cloudformation") or _types(context, None)


def _types(context: Context, type_name: str | None) -> list[ResourceRow]:
    """The type in a message, or the only one in the paste."""
    if context.resource is not None:
        return [context.resource] if context.resource.system == "cloudformation" else []
    names = {type_name} if type_name else {match[1] for match in _SUBJECT.finditer(context.text)}
    rows = [row for name in sorted(names) if (row := context.find(name, "cloudformation"))]
    return rows if len(rows) == 1 else []


def _property(context: Context, pointer: str, name: str) -> Iterator[Reading]:
    """A property at a JSON pointer: `/ContainerDefinitions/0` and `Entrypoint`."""
    resource = _FOR_RESOURCE.search(context.text)
    steps = [Step(None) if part.isdigit() else Step(part) for part in pointer.split("/") if part]
    for row in _rows(context, resource[1]) if resource else _types(context, None):
        yield _property_reading(
            context, context.reading(row, [*steps, Step(name)], resource[1] if resource else None)
        )


def _unexpected(context: Context, name: str, match: re.Match[str]) -> Iterator[Reading]:
    """Yields the readings of a message that has the position; the template has the type."""
    if context.resource is not None:
        otherwise = "the message may be about a place in it"
        yield noted(
            context,
            context.reading(context.resource, [Step(name)])._replace(known=True, is_read=False),
            True,
            otherwise,
        )
        return
    for given in _places(context, match):
        row = given.declared.row if given.declared else None
        if (
            given.declared
            and row is not None
            and row.system == "cloudformation"
            and given.name.text == name
        ):
            yield _property_reading(
                context, context.reading(row, steps_of(given.path), given.declared.name)
            )


def _places(context: Context, match: re.Match[str]) -> list[Given]:
    """The arguments in the file at the line and column of the message, which come before or after
    it.
    """
    start = context.text.rfind("\n", 0, match.start()) + 1
    before = list(_POSITION.finditer(context.text, start, match.start()))
    line_end = context.text.find("\n", match.end())
    behind: list[re.Match[str]] = []
    if not before and line_end >= 0:
        next_end = context.text.find("\n", line_end + 1)
        end = next_end if next_end >= 0 else len(context.text)
        behind = list(_POSITION.finditer(context.text, line_end, end))
    places = [(int(each[1]), int(each[2])) for each in (before or behind)[:1]]
    return [given for line, column in places for given in context.file.given_at(line, column)]


def _not_one_of(context: Context, attribute: str, listed: str) -> Iterator[Reading]:
    """Yields the readings of cfn-lint's GetAtt message, which lists the returned attributes: the
    type is the one with exactly these names, or the one in the template.
    """
    names = set(re.findall(r"'([^']{1,255})'", listed))
    steps = steps_of(normalise(attribute))
    if context.resource is not None:
        yield _get_att_reading(context, context.reading(context.resource, steps))
        return
    reads = [each for read in context.file.reads for each in context.of_file(read)]
    same_path = [each for each in reads if loose(each.path) == loose(normalise(attribute))]
    rows = _gettable_like(context, names)
    matching = [
        each for each in same_path if not rows or each.resource in {row.name for row in rows}
    ]
    if matching:
        yield from (_get_att_reading(context, each) for each in matching)
    elif rows:
        yield from (_get_att_reading(context, context.reading(row, steps)) for row in rows)


def _gettable_like(context: Context, names: set[str]) -> list[ResourceRow]:
    """The types for which cfn-lint lists exactly these names as attributes of Fn::GetAtt."""
    if not names:
        return []
    listed = f'"cfn_lint_gettable":{json.dumps(sorted(names), separators=(",", ":"))}'
    return queries.resources_with_fact(context.knowledge, "cloudformation", listed)


def missing(context: Context) -> str | None:
    """What to add to a message without the type."""
    for pattern in (_GOTTEN, _NOT_IN_SCHEMA, _UNSUPPORTED, _EXTRANEOUS, _UNEXPECTED, _NOT_ONE_OF):
        if pattern.search(context.text):
            terms = context.terms
            if context.within:
                return (
                    f"what the message is about is not found in {terms.file}; add {terms.resource}"
                )
            return (
                f"the message does not say the type of the resource; add {terms.resource}, or"
                f" {terms.source} with the template"
            )
    return None
