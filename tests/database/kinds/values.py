"""Kinds of values that are called exact and have another form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import yaml

from builder.linking.terraform.identity import IDS
from tests.database.kinds.whole import Attribute, Pair, Whole, kind, words

_FORMS = {
    "time": {
        "milliseconds": r"\b(milliseconds?|millis)\b",
        "seconds": r"\bseconds?\b",
        "minutes": r"\bminutes?\b",
        "hours": r"\bhours?\b",
        "days": r"\bdays?\b",
    },
    "place": {
        "url": r"\bURLs?\b|https?://",
        "host": r"\b(host ?name|DNS name|domain name)\b",
        "arn": r"\bARNs?\b|Amazon Resource Name",
    },
    "text": {"base64": r"[Bb]ase-?64", "plain": r""},
    "list": {"commas": r"[Cc]omma[- ](separated|delimited)", "list": r""},
}
"""What a value can be → how the first sentence of a description, or the name, says it. An empty
pattern holds where no other of its row does.
"""
_FIRST = re.compile(r".+?(?:\.(?=\s|$)|$)", re.M)
_ENABLED = {
    "enabled",
    "disabled",
    "enable",
    "disable",
    "on",
    "off",
    "active",
    "inactive",
    "allow",
    "deny",
}
_IDENTIFIERS = ("arn", "id", "name", "url")
_CONTAINERS = ("object", "list<object>", "set<object>")


def _unchanged(whole: Whole) -> Iterator[tuple[Pair, Attribute, Attribute]]:
    """The exact pairs of which nothing says that the value changes."""
    for pair in whole.pairs:
        if pair.other is not None and pair.relation == "exact" and pair.transform is None:
            yield pair, pair.one, pair.other


@kind
def another_form(whole: Whole) -> Iterator[str]:
    """Exact, though the documentation of one side says another unit, base64, an address, or commas:
    `LogGroup.Arn` ends in `:*`, `Redshift Endpoint.Address` is no `endpoint` with a port."""
    for pair, one, other in _unchanged(whole):
        plain = one.type not in _CONTAINERS and other.type not in _CONTAINERS
        if (
            plain
            and pair.note is None
            and one.description
            and other.description
            and any(_differ(one, other, family) for family in _FORMS)
        ):
            yield str(pair)


def _differ(one: Attribute, other: Attribute, family: str) -> bool:
    mine, theirs = _said(one, family), _said(other, family)
    return bool(mine and theirs and not mine & theirs)


def _said(attribute: Attribute, family: str) -> set[str]:
    first = _FIRST.match(attribute.description.strip())
    text = first[0] if first else ""
    named = " ".join(words(attribute.name))
    sure = {
        form
        for form, pattern in _FORMS[family].items()
        if pattern and re.search(pattern, named if family == "time" else "", re.I)
    }
    said = sure or {
        form for form, pattern in _FORMS[family].items() if pattern and re.search(pattern, text)
    }
    return said or {form for form, pattern in _FORMS[family].items() if not pattern}


@kind
def weak_outputs(whole: Whole) -> Iterator[str]:
    """Derived exact pairs of outputs below 0.95, all of which were to be read."""
    for pair, one, _ in _unchanged(whole):
        output = one.gettable or (one.system == "terraform" and not one.is_input)
        if pair.origin == "derived" and pair.confidence < 0.95 and output:
            yield str(pair)


@kind
def name_for_id(whole: Whole) -> Iterator[str]:
    """An ARN, a name, an id or an address, exact with another of these:
    `EC2::Instance.IamInstanceProfile` → `IamInstanceProfile.Id`.

    Not what identifies the thing itself, which `Ref` and `id` are.
    """
    for pair, one, other in _unchanged(whole):
        ends = [
            next((end for end in _IDENTIFIERS if words(each.name)[-1:] == [end]), None)
            for each in (one, other)
        ]
        itself = {one.path, other.path} & {"Ref", "id", "Id"} or one.of == "data-source"
        if (
            None not in ends
            and ends[0] != ends[1]
            and not itself
            and one.type == other.type == "string"
        ):
            yield str(pair)


@kind
def words_as_boolean(whole: Whole) -> Iterator[str]:
    """ENABLED and DISABLED against a boolean, called parsing: `AssignPublicIp` is
    `enabled-to-boolean`.
    """
    for pair in whole.pairs:
        text, switch = (
            (pair.one, pair.other) if pair.transform == "parse" else (pair.other, pair.one)
        )
        if (
            pair.transform in ("parse", "to-string")
            and text is not None
            and switch is not None
            and switch.type == "boolean"
        ):
            allowed = {str(word).lower() for word in json.loads(text.allowed or "[]")}
            if allowed and allowed <= _ENABLED:
                yield str(pair)


@kind
def user_data_without_a_word(whole: Whole) -> Iterator[str]:
    """User data, which is base64 on one side and plain text on the other: `UserData` → `user_data`
    without a word on base64.
    """
    for pair, one, other in _unchanged(whole):
        names = {one.name, other.name}
        user_data = (
            "userdata" in "".join(words(one.name))
            and "terraform" in (one.system, other.system)
            and "user_data_base64" not in names
        )
        if (
            user_data
            and one.type == other.type == "string"
            and not {"base64", "encodes"}
            & {*(pair.note or "").lower().replace(".", " ").replace(",", " ").split()}
        ):
            yield str(pair)


@kind
def id_that_holds_another_attribute(whole: Whole) -> Iterator[str]:
    """Terraform's `id`, exact with something else than the attribute whose value it holds:
    `aws_ecs_task_definition.id` is the family, not the ARN.
    """
    held = {
        row["resource"]: row["holds"]
        for row in yaml.safe_load(IDS.read_text())
        if row["holds"] not in ("own", "other")
    }
    others = {row["resource"] for row in yaml.safe_load(IDS.read_text()) if row["holds"] == "other"}
    exact: dict[tuple[str, str], set[str]] = {}
    for pair in whole.pairs:
        if pair.other is not None and pair.other.system == "terraform" and pair.relation == "exact":
            exact.setdefault((str(pair.one), pair.other.resource), set()).add(pair.other.path)
    returned = {
        name: json.loads(reference)[0]
        for name, reference in whole.rows(
            "select name, reference from resource where system = 'cloudformation'"
            " and json_array_length(reference) = 1"
        )
    }
    for (one, resource), named in exact.items():
        kind_of, _, path = one.partition(" ")
        same = {"Ref", path} if path in ("Ref", returned.get(kind_of)) else {path}
        same |= {returned[kind_of]} if path == "Ref" and kind_of in returned else set()
        paths = named.union(*(exact.get((f"{kind_of} {each}", resource), ()) for each in same))
        if "id" in named and (
            resource in others or (resource in held and held[resource] not in paths)
        ):
            yield f"{one} → {resource} id"
