"""Terraform's messages: an attribute that a reference names, an argument or a block that a resource
does not take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.ask.messages.existing import in_versions, noted, takes_values
from iac_crosswalk.ask.reading import Context, Reading, Unclear
from iac_crosswalk.ask.systems import terraform as references
from iac_crosswalk.paths import Step, steps_of

_READ = re.compile(
    r"(?:no argument, nested block, or exported attribute named|does not have an attribute"
    r' named|Did you mean to access (?:the )?attribute)\s+"([\w-]{1,200})"'
)
_GIVEN = re.compile(
    r"""(?:An\s+(?:argument|attribute)\s+named\s+"([\w-]{1,200})"\s+is\s+not\s+expected\s+here
         |Blocks\s+of\s+type\s+"([\w-]{1,200})"\s+are\s+not\s+expected\s+here
         |Can't\s+configure\s+a\s+value\s+for\s+"([\w.-]{1,200})")""",
    re.VERBOSE,
)
_WHERE = re.compile(r'\bin (resource|data) "(aws_\w{1,200})" "([\w-]{1,200})"')
_NO_TYPE = re.compile(r'does not support (resource type|data source) "(aws_\w{1,200})"')


def read(context: Context) -> Iterator[Reading]:
    """Yields the readings of Terraform's messages."""
    if not context.may_be("terraform"):
        return
    read_names = {match[1] for match in _READ.finditer(context.text)}
    if read_names:
        found = [
            each
            for each in references.read(context)
            if any(step.name in read_names for step in steps_of(each.path))
        ]
        yield from (noted(context, each._replace(known=True)) for each in found)
    for match in _GIVEN.finditer(context.text):
        name = match[1] or match[2] or match[3]
        # The block a message is about comes before it.
        where = [each for each in _WHERE.finditer(context.text) if each.start() < match.start()]
        if where or context.resource is not None:
            yield _argument_reading(context, name, where[-1] if where else None)
    for match in _NO_TYPE.finditer(context.text):
        yield _no_type(context, f"{'data.' if match[1] == 'data source' else ''}{match[2]}")


def _no_type(context: Context, type_name: str) -> Reading:
    row = context.find(type_name, "terraform")
    if row is not None:
        since = in_versions(context, "terraform", row.name, "")
        raise Unclear(
            f"{since}; to see what it has, {context.terms.browse.format(row.name)}", [row.name]
        )
    return Reading("terraform", type_name, "", None, True)


def _argument_reading(context: Context, name: str, where: re.Match[str] | None) -> Reading:
    type_name = context.resource.name if context.resource else ""
    if where:
        type_name = f"data.{where[2]}" if where[1] == "data" else where[2]
    row = context.find(type_name, "terraform")
    label = where[3] if where else None
    if row is None:
        return Reading("terraform", type_name, name, label)
    reading = context.reading(row, [Step(part) for part in name.split(".")], label)._replace(
        known=True, is_read=False
    )
    if _is_about_place(context):
        return noted(
            context, reading, is_given=True, otherwise="Terraform does not accept it at this place"
        )
    return noted(context, reading, is_given=True) if not takes_values(context, reading) else reading


def _is_about_place(context: Context) -> bool:
    """Whether the message is about the place of an argument, not about its being read-only."""
    return "not expected here" in " ".join(context.text.split())


def missing(context: Context) -> str | None:
    """What to add to a message that names no resource."""
    match = _READ.search(context.text) or _GIVEN.search(context.text)
    if match is None:
        return None
    name = next(group for group in match.groups() if group)
    return (
        f"the message does not say which resource lacks `{name}`; paste it with its source line, or"
        f" add {context.terms.resource}"
    )
