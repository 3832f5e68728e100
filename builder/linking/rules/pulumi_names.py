"""How Pulumi's bridge names the attributes of Terraform.

The rule (pulumi-terraform-bridge, pkg/tfbridge/internal/naming): a list or set that may hold more
than one item gets a plural name, unless the block has another attribute of that plural name; a
block of one item is flattened and stays singular; the result is written in camelCase. The bridge
pluralizes with an English inflector that knows endings and a few whole words. Names are only
derived in this direction and looked up on the other side; a Pulumi name is never taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from builder.model import Attribute, Resource

# Tried in order; the first ending that fits decides. Words like "egress" become "egresses" here:
# where pulumi-aws overrules that and keeps the singular, the singular is found on the other side.
_ENDINGS = [
    (re.compile(pattern), plural)
    for pattern, plural in (
        (
            r"^(information|equipment|news|series|species|proceedings|headquarters|.*media|people)$",
            r"\1",
        ),
        (r"status$", "statuses"),
        (r"(matr|vert|ind)(?:ix|ex)$", r"\1ices"),
        (r"(x|ch|ss|sh)$", r"\1es"),
        (r"([^aeiouy]|qu)y$", r"\1ies"),
        (r"([^f])fe$", r"\1ves"),
        (r"([lre])f$", r"\1ves"),
        (r"sis$", "ses"),
        (r"([ti])um$", r"\1a"),
        (r"person$", "people"),
        (r"man$", "men"),
        (r"child$", "children"),
        (r"(foc|fung|nucle|radi|stimul|termin|vir)us$", r"\1i"),
        (r"us$", "uses"),
        (r"alias$", "aliases"),
        (r"s$", "s"),
        (r"$", "s"),
    )
]
_STEP = re.compile(r"(?:\[\]|\.\*)+$")
_NEXT_WORD = re.compile(r"(?<=.)_+([a-z0-9])")


@cache
def pluralize(name: str) -> str:
    """`policy` → `policies`, `access_log` → `access_logs`; a plural stays as it is."""
    for pattern, plural in _ENDINGS:
        if pattern.search(name):
            return pattern.sub(plural, name, count=1)
    return name


@cache
def camel(name: str) -> str:
    """`node_group_id` → `nodeGroupId`."""
    return _NEXT_WORD.sub(lambda match: match[1].upper(), name)


def candidates(name: str, siblings: Collection[str]) -> list[str]:
    """The names Pulumi may have for the Terraform attribute `name` of a block with the attributes
    `siblings`, best first."""
    plural = pluralize(name)
    if plural == name or plural in siblings:
        return [camel(name)]
    return [camel(plural), camel(name)]


def is_list(attribute: Attribute) -> bool:
    return attribute.type.startswith(("list<", "set<"))


def is_text(attribute: Attribute) -> bool:
    return attribute.type == "string"


def fits(terraform: Attribute, pulumi: Attribute, plural: bool) -> bool:
    """Whether the two types can hold the same value, given which name was found.

    A plural name means a list. A list or a block may be flattened into its item, and a block may be
    kept as a list. Otherwise the types agree, but Pulumi gives some texts a better type (a number,
    a boolean, an archive).
    """
    if plural and not is_list(pulumi):
        return False
    ours, theirs = _plain(terraform.type), _plain(pulumi.type)
    if "any" in (ours, theirs) or ours == theirs:
        return True
    if ours.startswith("list<"):
        return ours == f"list<{theirs}>"
    if ours == "object":
        return theirs == "list<object>"
    return ours == "string" and theirs in ("number", "boolean")


@cache
def _plain(kind: str) -> str:
    return kind.replace("set<", "list<").replace("integer", "number")


@cache
def parent(path: str) -> str:
    """The path of the attribute that holds this one: `node_groups[].slots` → `node_groups`, a top
    one → ``."""
    return _STEP.sub("", path.rpartition(".")[0])


def leaf(path: str) -> str:
    return path.rpartition(".")[2]


def children(resource: Resource) -> dict[str, dict[str, Attribute]]:
    """Path of a parent → name → attribute."""
    found: dict[str, dict[str, Attribute]] = {}
    for attribute in resource.attributes:
        found.setdefault(parent(attribute.path), {})[leaf(attribute.path)] = attribute
    return found


def signature(resource: Resource) -> frozenset[str]:
    """The attributes of a resource in one spelling for both systems (plural, lower case), to
    compare whole resources.

    Attributes of every resource are left out, because they prove nothing; so are the members of a
    text, which only Pulumi lists.
    """
    return frozenset(_signature(resource))


@cache
def _spelling(name: str) -> str:
    """One name of a path as both systems spell it."""
    return pluralize(_STEP.sub("", name)).replace("_", "").lower()


_EVERYWHERE = {"id", "tags", "tagsall", "region", "timeouts"}


def _signature(resource: Resource) -> Iterator[str]:
    hidden: set[str] = set()  # texts and their members; a parent comes before its children
    for attribute in resource.attributes:
        path, above = attribute.path, parent(attribute.path)
        if attribute.type in ("string", "any") or above in hidden:
            hidden.add(path)
        names = [_spelling(part) for part in path.replace(".*", "").split(".")]
        if names[0] not in _EVERYWHERE and above not in hidden:
            yield ".".join(names)
