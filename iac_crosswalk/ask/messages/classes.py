"""Messages that name a class of a program and the name that it lacks: Python's own, pyright's,
ty's, mypy's and TypeScript's; Pulumi YAML's name the token of a type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.ask.access import Tokens, steps_of
from iac_crosswalk.ask.messages.existing import attribute, noted, respelled
from iac_crosswalk.ask.reading import SELF, Context, Reading
from iac_crosswalk.ask.systems.classes import Owner, owners
from iac_crosswalk.paths import Step
from iac_crosswalk.programs.pulumi_yaml.language import is_ours, split
from iac_crosswalk.programs.use import Declared
from iac_crosswalk.store.schema import schema_of

_TOKEN = r"aws:(?:\w{1,100}(?:/\w{1,200})?:)?\w{1,200}"
_READ = [
    # Python
    re.compile(r"'(?P<owner>[\w.]{1,200})' object has no attribute '(?P<name>\w{1,200})'"),
    re.compile(
        r'Cannot (?:access|assign to) (?:attribute|member) "(?P<name>\w{1,200})" for (?:class|type)'
        r' "(?:type\[)?(?P<owner>[\w.]{1,200})'
    ),
    # ty
    re.compile(
        r"(?:Object of type|Type) `(?P<owner>[\w.]{1,200})` has no attribute `(?P<name>\w{1,200})`"
    ),
    # mypy
    re.compile(r'"(?P<owner>[\w.]{1,200})" has no attribute "(?P<name>\w{1,200})"'),
]
_READ_CAMEL = [
    # TypeScript
    re.compile(
        r"Property '(?P<name>[\w$]{1,200})' does not exist on type '(?P<owner>[^'\n]{1,500})'"
    ),
    # Pulumi YAML: what `return` of a function names
    re.compile(rf"\b(?P<name>\w{{1,200}}) does not exist on (?P<owner>{_TOKEN})"),
]
"""Messages of languages whose names are the camelCase ones."""
_GIVEN = [
    re.compile(
        r"(?P<owner>\w[\w.]{0,200})\.(?:__init__|_internal_init|__new__)\(\) got an unexpected"
        r" keyword argument '(?P<name>\w{1,200})'"
    ),
    re.compile(
        r"Argument `(?P<name>\w{1,200})` does not match any known parameter of (?:bound method"
        r" |function )?`(?P<owner>\w[\w.]{0,200})\.__init__`"
    ),
    re.compile(
        r'Unexpected keyword argument "(?P<name>\w{1,200})" for (?:overloaded function'
        r' )?"(?P<owner>[\w.]{1,200})"'
    ),
]
_GIVEN_CAMEL = [
    # TypeScript
    re.compile(r"'(?P<name>[\w$]{1,200})' does not exist in type '(?P<owner>[^'\n]{1,500})'"),
    # Pulumi YAML
    re.compile(
        rf"\b(?P<name>\w{{1,200}}) does not exist on (?:Resource |Invoke |')(?P<owner>{_TOKEN})"
    ),
]
_NAMELESS = [
    re.compile(
        r"(?<![\w.])(?:__init__|_internal_init)\(\) got an unexpected keyword argument"
        r" '(?P<name>\w{1,200})'"
    ),  # Python before 3.10
    re.compile(r'No parameter named "(?P<name>\w{1,200})"'),
    re.compile(r"Argument `(?P<name>\w{1,200})` does not match any known parameter"),
]
_WRAPPERS = {
    "Output",
    "OutputInstance",
    "Input",
    "Promise",
    "Lifted",
    "UnwrappedObject",
    "Readonly",
    "Partial",
    "IResolvable",
}


_KINDS = (
    (_READ, True, False),
    (_READ_CAMEL, True, True),
    (_GIVEN, False, False),
    (_GIVEN_CAMEL, False, True),
)
"""(patterns, whether the name is read, whether the language has the camelCase names)."""


class Lack(NamedTuple):
    """The content of a message: `owner`, a class or None, has no `name`. `natives`: the names of
    its language are the camelCase ones.
    """

    owner: str | None
    name: str
    read: bool
    natives: bool = False


def _lacks(text: str) -> list[Lack]:
    found: list[Lack] = []
    for patterns, is_read, natives in _KINDS:
        matches = (match for pattern in patterns for match in pattern.finditer(text))
        found += [
            Lack(_class_of(match["owner"]), match["name"], is_read, natives) for match in matches
        ]
    names = {lack.name for lack in found}
    found += [
        Lack(None, match["name"], False)
        for pattern in _NAMELESS
        for match in pattern.finditer(text)
        if match["name"] not in names
    ]
    return list(dict.fromkeys(found))


def _class_of(type_text: str) -> str:
    """The class in a type: `OutputInstance<ReplicationGroupLogDeliveryConfiguration[] | undefined>`
    contains one. The token `aws:elasticache/replicationGroup:ReplicationGroup` is one.
    """
    if is_ours(type_text):
        return ".".join(each for each in ("aws", *split(type_text)) if each)
    names = [
        name
        for name in re.findall(r"[A-Za-z_$][\w$.]*", type_text)
        if name.rpartition(".")[2] not in _WRAPPERS and name != "undefined"
    ]
    return names[0] if names else type_text


def read(context: Context) -> Iterator[Reading]:
    """Yields the readings of the messages about classes."""
    if not context.may_be("pulumi", "cdk"):
        return
    for lack in _lacks(context.text):
        found = list(_owners(context, lack))
        steps, name = _steps_behind(context, lack)
        readings = [
            context.reading(owner.row, steps, name, container=owner.container)._replace(
                is_read=lack.read
            )
            for owner in found
        ]
        if lack.owner is not None:
            readings = [each._replace(note=_respelled(context, each, lack)) for each in readings]
        if len(readings) > 1:
            # By the message the class lacks the name: of several classes the ones are meant that
            # have it in another spelling, or else those that do not have it.
            respelt = [each for each in readings if each.note]
            lacking = [each for each in readings if attribute(context, each) is None]
            readings = [each._replace(known=False) for each in respelt or lacking or readings]
        yield from (noted(context, each, is_given=not lack.read) for each in readings)


def _respelled(context: Context, reading: Reading, lack: Lack) -> str | None:
    row = context.knowledge.find_resource(reading.resource, reading.system)
    member = schema_of(context.knowledge, row).members.get(reading.path) if row else None
    if member is None:
        return None
    spelled = member.native if lack.natives else member.name
    return respelled(lack.name, spelled) if spelled else None


def _owners(context: Context, lack: Lack) -> list[Owner]:
    """The resources or objects that the class may be; the code around chooses among several."""
    if lack.owner is None:
        places = [
            each.container
            for each in context.file.given
            if each.name.text == lack.name and each.place is None
        ]
        found = [Owner(place.schema.resource, place.path) for place in places if place is not None]
        found += [
            owner
            for dotted in _calls_with(context.tokens, lack.name)
            for owner in owners(context.knowledge, dotted)
        ]
        return list(dict.fromkeys(found))
    found = [
        owner for owner in owners(context.knowledge, lack.owner) if context.may_be(owner.row.system)
    ]
    if context.resource is not None:
        mine = [owner for owner in found if owner.row == context.resource]
        return mine or (
            [Owner(context.resource)]
            if context.resource.system in ("pulumi", "cdk") and not found
            else []
        )
    if len({owner.row for owner in found}) < 2:
        return found
    for hinted in (_hinted_resources(context, lack.owner), _used_resources(context)):
        found = [owner for owner in found if owner.row.id in hinted] or found
    beside = {
        name for each in context.file.given if each.name.text == lack.name for name in each.beside
    }
    return _with_all_names(context, found, {*beside, *_beside(context.tokens, lack)} - {lack.name})


def _with_all_names(context: Context, found: list[Owner], beside: set[str]) -> list[Owner]:
    """The candidates that have every name used beside the wrong one, as far as any candidate has
    it; all of them where none remains.
    """
    own = {owner: _names(context, owner) & beside for owner in found}
    used = set().union(*own.values())
    return [owner for owner in found if own[owner] == used] or found


def _names(context: Context, owner: Owner) -> set[str]:
    members = schema_of(context.knowledge, owner.row).below(owner.container).values()
    return {name for member in members for name in (member.name, member.native) if name}


def _beside(text: Tokens, lack: Lack) -> Iterator[str]:
    """Yields the names that the code sets in the same brackets, or reads of the same variable."""
    if lack.read:
        chains = [chain for chain in text.chains() if chain.links and chain.links[0].kind == "name"]
        heads = {chain.head for chain in chains if chain.links[0].text == lack.name}
        yield from (chain.links[0].text for chain in chains if chain.head in heads)
        return
    opened: list[list[str]] = []
    closed: list[list[str]] = []
    for token, behind in zip(text.tokens, text.tokens[1:] + text.tokens[-1:], strict=True):
        if token.kind == "open":
            opened.append([])
        elif token.kind == "close" and opened:
            closed.append(opened.pop())
        elif opened and token.kind == "name" and behind.text in ("=", ":"):
            opened[-1].append(token.text)
    yield from (name for names in (*closed, *opened) if lack.name in names for name in names)


def _hinted_resources(context: Context, name: str) -> set[int]:
    """The resources of classes of that name that the message writes with their module, or whose
    file a traceback names.
    """
    last = re.escape(name.rpartition(".")[2])
    class_names = {
        f"{match[1]}.{match[2]}"
        for match in re.finditer(
            rf"\b(\w[\w.]{{0,200}})\.({last}(?:Args|ArgsDict|Props)?)\b", context.text
        )
    }
    class_names |= {
        f"aws.{module}.{name}"
        for module in re.findall(r"(?:pulumi_aws|@pulumi/aws)/(\w+)/", context.text)
    }
    return {owner.row.id for dotted in class_names for owner in owners(context.knowledge, dotted)}


def _used_resources(context: Context) -> set[int]:
    """The resources that the file uses."""
    declared = {
        each.row.id
        for each in context.file.uses
        if isinstance(each, Declared) and each.row is not None
    }
    places = [each.container for each in context.file.given] + [
        each.place for each in context.file.reads
    ]
    return declared | {place.schema.resource.id for place in places if place is not None}


def _steps_behind(context: Context, lack: Lack) -> tuple[list[Step], str | None]:
    """The steps after the class in the source lines of the paste: `.cache_nodes[0].address`; the
    name alone where there are none.
    """
    for chain in context.tokens.chains() if lack.read else ():
        before: str | None = chain.head
        for at, link in enumerate(chain.links):
            if link.kind == "name" and link.text == lack.name:
                return steps_of(chain.links[at:]), before if before not in SELF else None
            before = link.text if link.kind == "name" else None
    return [Step(lack.name)], None


def _calls_with(text: Tokens, name: str) -> Iterator[str]:
    """Yields the classes that a text calls with an argument of that name."""
    called: list[int] = []
    for number, token in enumerate(text.tokens):
        if token.text == "(":
            called.append(number)
        elif token.text == ")" and called:
            called.pop()
        elif (
            called
            and token.text == name
            and number + 1 < len(text.tokens)
            and text.tokens[number + 1].text in "=:"
        ):
            yield text.dotted_before(called[-1])


def missing(context: Context) -> str | None:
    """What to add to a message whose class is unknown."""
    for lack in _lacks(context.text):
        if lack.owner is None:
            return (
                f"the message does not say which class lacks `{lack.name}`; paste the lines of the"
                f" call with it, or add {context.terms.resource}"
            )
        return (
            f"unknown class `{lack.owner}` (not in pulumi-aws or aws-cdk-lib); add"
            f" {context.terms.resource}"
        )
    return None
