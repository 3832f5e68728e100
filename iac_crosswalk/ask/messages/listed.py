"""Messages that list the names that exist: `unknown property 'x' among [arn id port]`, of Pulumi.

The converter and the engine print them; the list shows which resource the names belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.ask.messages.existing import noted, respelled
from iac_crosswalk.ask.reading import Context, Reading, Unclear, listed
from iac_crosswalk.ask.systems.classes import Owner
from iac_crosswalk.paths import Step, folded
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import schema_of

_UNKNOWN = re.compile(
    r"""unknown\sproperty\s['"](?P<name>[\w$]{1,200})['"]
        \samong\s\[(?P<names>[^\]]{0,20000})(?P<end>\]?)""",
    re.VERBOSE,
)
_TOKEN = re.compile(r"\baws:\w+/\w+:\w+")
_OF_ALL = {"id", "urn"}
"""Names that every Pulumi resource has: they identify none."""
_MOST = 50
"""Limit on objects: more of them are not worth listing."""


class Lists(NamedTuple):
    """`name` does not exist; `names` do. `whole`: all of them are listed."""

    name: str
    names: frozenset[str]
    whole: bool


def _messages(text: str) -> list[Lists]:
    found = []
    for match in _UNKNOWN.finditer(text):
        names = frozenset(re.findall(r"\w+", match["names"])) - _OF_ALL
        whole = bool(match["end"]) and not re.search(r"…|\.\.", match["names"])
        found.append(Lists(match["name"], names, whole))
    return list(dict.fromkeys(found))


def read(context: Context) -> Iterator[Reading]:
    """Yields the readings of messages that list the existing names."""
    if not context.may_be("pulumi"):
        return
    for message in _messages(context.text):
        owners = _owners(context, message)
        resources = list(dict.fromkeys(owner.row.name for owner in owners))
        if len(owners) > _MOST:
            continue
        if len(resources) > 1:
            raise Unclear(
                f"`{message.name}` may be meant of {listed(resources)}, which have all the names"
                f" that the message lists; add {context.terms.resource}",
                resources,
            )
        for owner in owners:
            is_given = _are_all(context, owner, message, "is_input")
            reading = context.reading(owner.row, [Step(message.name)], container=owner.container)
            spelled = next((each for each in message.names if _same(each, message.name)), None)
            note = respelled(message.name, spelled) if spelled else None
            reading = reading._replace(known=True, note=note, is_read=not is_given)
            yield noted(context, reading, is_given)


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _owners(context: Context, message: Lists) -> list[Owner]:
    """The objects that have all of the names; where the list is complete, the one without further
    names.
    """
    if not message.names:
        return [Owner(context.resource)] if context.resource else []
    rows = queries.objects_with(context.knowledge, "pulumi", sorted(message.names))
    found = [Owner(row, above.rstrip(".")) for row, above in rows]
    if context.resource is not None:
        return [each for each in found if each.row == context.resource] or [Owner(context.resource)]
    tokens = set(_TOKEN.findall(context.text))
    found = [each for each in found if each.row.name in tokens] or found
    found = [each for each in found if not _has(context, each, message.name)] or found
    if message.whole and 1 < len(found) <= _MOST:
        same = [each for each in found if _lists_all(context, each, message)]
        return same if len({each.row for each in same}) == 1 else found
    return found


def _has(context: Context, owner: Owner, name: str) -> bool:
    """Whether the object has an attribute of exactly that name: then the message is not about
    it.
    """
    members = schema_of(context.knowledge, owner.row).below(owner.container).values()
    return any(each.native == name for each in members)


def _lists_all(context: Context, owner: Owner, message: Lists) -> bool:
    """Whether the names are all that the object has, or all its inputs or outputs."""
    kinds = "name", "is_input", "is_output"
    return any(_are_all(context, owner, message, kind) for kind in kinds)


def _are_all(context: Context, owner: Owner, message: Lists, kind: str) -> bool:
    """Whether the names are those of all its members of a kind."""
    members = schema_of(context.knowledge, owner.row).below(owner.container).values()
    own = {each.native for each in members if getattr(each, kind)}
    return message.whole and own - _OF_ALL == message.names


def missing(context: Context) -> str | None:
    """What to add to a message whose names do not identify a type."""
    if not context.may_be("pulumi"):
        return None
    for message in _messages(context.text):
        number = len(_owners(context, message)) if message.names else 0
        subject = f"{number:,} types have" if number else "no type of pulumi-aws has"
        return f"{subject} the names that the message lists; add {context.terms.resource}"
    return None
