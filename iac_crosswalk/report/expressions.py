"""Values and conditions of a template as expressions of Terraform and Pulumi (Python):
`!Equals [!Ref Env, prod]` is `var.env == "prod"`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from json.encoder import encode_basestring
from typing import NamedTuple

from iac_crosswalk.programs.cloudformation.stack import may_be_nothing, untagged, written
from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar, Sequence
from iac_crosswalk.report.labels import name_of, variable_of

_TYPED = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|True|False")
_CALLS = frozenset(
    (
        "Fn::Base64",
        "Fn::GetAZs",
        "Fn::ImportValue",
        "Fn::Length",
        "Fn::Split",
        "Fn::ToJsonString",
    )
)
_BARE = re.compile(r"[A-Za-z_][\w-]*").fullmatch
_FUNCTION = re.compile(r"!\w+")
_SUBSTITUTION = re.compile(r"\$\{([^{}]*)\}")
_FREE = ("DockerLabels", "DriverOpts", "Labels", "Options")
"""Maps in the API's JSON whose keys are people's own."""
_OWN_REGION = (("", ""), ("Ref", "AWS::Region"), ("Fn::Sub", "${AWS::Region}"))
"""What Fn::GetAZs is called with for the region of the stack."""
_DEEPEST = 40
"""Levels of functions in a condition; no template has as many."""


class Choice(NamedTuple):
    """Fn::If: the name of a condition and two values."""

    test: Scalar
    then: Node
    other: Node


def choice_of(node: Node) -> Choice | None:
    """The parts of Fn::If; None for anything else."""
    name, argument = call(node) or ("", node)
    if name != "Fn::If" or not isinstance(argument, Sequence) or len(argument.items) != 3:
        return None
    test, then, other = argument.items
    return Choice(test, then, other) if isinstance(test, Scalar) else None


def exported(argument: Node) -> Node:
    """The name that Fn::ImportValue is called with."""
    return untagged(argument) if argument.tag == "!ImportValue" else argument


def text(value: str, to: str) -> str:
    """A string literal."""
    literal = encode_basestring(value)
    return literal.replace("${", "$${").replace("%{", "%%{") if to == "terraform" else literal


@dataclass
class Writer:
    """Writes expressions of one target system. A value that cannot be written is None, and so is
    everything around it.
    """

    to: str
    parameters: Collection[str] = ()
    stored: Collection[str] = ()
    """Parameters that hold the name of a parameter of Systems Manager."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Expressions of pseudo parameters, and of what resources return: `Bucket`, `Bucket.Arn`."""
    numbers: Collection[str] = ()
    """Parameters of type Number: compared with a number, not with its text."""
    lists: Collection[str] = ()
    """The names of lists: parameters, and outputs of resources (`Endpoint.DnsEntries`)."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """The ids of resources whose Ref may be their name."""
    mappings: Mapping[str, Node] = field(default_factory=dict)
    typed: bool = False
    """Whether numbers and truth values are written as such, and objects and lists are written."""
    camel: bool = False
    """Whether names of the API begin with a small letter, as in its JSON."""
    deepest: int = _DEEPEST

    def parameter(self, name: str) -> str:
        """The value of a parameter."""
        own = variable_of(name, self.to)
        if self.to == "terraform":
            if name not in self.stored:
                return f"var.{own}"
            value = f"data.aws_ssm_parameter.{own}.value"
            return f'split(",", {value})' if name in self.lists else value
        if name not in self.stored:
            return own
        return f'{own}.value.split(",")' if name in self.lists else f"{own}.value"

    def local(self, name: str) -> str:
        """A condition or a mapping."""
        own = name_of(name, self.to) or name
        return f"local.{own}" if self.to == "terraform" else own

    def imported(self, argument: Node) -> str | None:
        """What Fn::ImportValue becomes, with a label that follows from the export's name."""
        there = self.known.get("Fn::ImportValue")
        own = name_of(_FUNCTION.sub("", written(argument)).replace(".", "_"), self.to)
        if not there or not own or self.to != "terraform":
            return None
        kind, kept, _, attribute = there.split(".", 3)
        return f"{kind}.{kept}.{own}.{attribute}"

    def test(self, node: Node, depth: int = 0) -> str | None:
        """A condition."""
        if depth > self.deepest:
            return None
        if isinstance(node, Object) and node.tag is None and len(node.pairs) == 1:
            key, value = node.pairs[0]
            if key.text == "Condition" and isinstance(value, Scalar):
                return self.local(value.text)
        called = call(node)
        if called is None:
            return None
        name, argument = called
        if name == "Condition" and isinstance(argument, Scalar):
            return self.local(argument.text)
        items = argument.items if isinstance(argument, Sequence) else []
        if name == "Fn::Equals" and len(items) == 2:
            return self._equals(items[0], items[1], depth)
        tests = [self.test(item, depth + 1) for item in items]
        if not tests or None in tests:
            return None
        parts = [each for each in tests if each is not None]
        if name == "Fn::Not" and len(parts) == 1:
            return f"!({parts[0]})" if self.to == "terraform" else f"not ({parts[0]})"
        word = {"Fn::And": ("&&", "and"), "Fn::Or": ("||", "or")}.get(name)
        if word is None:
            return None
        sign = word[0] if self.to == "terraform" else word[1]
        return f" {sign} ".join(each if _is_plain(each) else f"({each})" for each in parts)

    def _equals(self, one: Node, other: Node, depth: int) -> str | None:
        numeric = any(self._is_number(each) for each in (one, other))
        first, second = (self.value(each, depth + 1, numeric) for each in (one, other))
        if first is None or second is None:
            return None
        return f"{in_brackets(one, first)} == {in_brackets(other, second)}"

    def _is_number(self, node: Node) -> bool:
        called = call(node)
        return (
            called is not None
            and called[0] == "Ref"
            and isinstance(called[1], Scalar)
            and called[1].text in self.numbers
        )

    def value(self, node: Node, depth: int = 0, numeric: bool = False) -> str | None:
        """A value of a property, or one that a condition compares."""
        if depth > self.deepest:
            return None
        called = call(node)
        if called is None:
            return self._plain(node, depth, numeric)
        name, argument = called
        if name == "Ref" and isinstance(argument, Scalar):
            if argument.text in self.parameters:
                return self.parameter(argument.text)
            return self.known.get(argument.text)
        items = argument.items if isinstance(argument, Sequence) else []
        if name == "Fn::GetAtt":
            parts = [argument, *items]
            return self._read(".".join(each.text for each in parts if isinstance(each, Scalar)))
        if chosen := choice_of(node):
            return self.choice(chosen, *(self.value(each, depth + 1) for each in chosen[1:]))
        if name == "Fn::Sub":
            if isinstance(argument, Scalar):
                return self._sub(argument.text, {})
            return self._sub_with(items, depth)
        if self.to == "terraform" and name in _CALLS:
            return self._called(name, argument, items, depth)
        if name == "Fn::FindInMap" and len(items) == 3 and isinstance(items[0], Scalar):
            keys = [self.value(item, depth + 1) for item in items[1:]]
            if items[0].tag is None and None not in keys:
                return f"{self.local(items[0].text)}[{keys[0]}][{keys[1]}]"
        if name == "Fn::Select" and len(items) == 2 and isinstance(items[0], Scalar):
            whole = self.value(items[1], depth + 1)
            if whole is None or not items[0].text.isdigit():
                return None
            return f"{in_brackets(items[1], whole)}[{items[0].text}]"
        if name == "Fn::Join" and len(items) == 2:
            return self._join(items, depth)
        return None

    def _join(self, items: list[Node], depth: int) -> str | None:
        separator, list_expression = (
            self.value(items[0], depth + 1),
            self._listed(items[1], depth + 1),
        )
        if not separator or not list_expression:
            return None
        if self.to == "terraform":
            return f"join({separator}, {list_expression})"
        separator = in_brackets(items[0], separator)
        if not self._reads(items[1]):
            return f"{separator}.join({list_expression})"
        if not list_expression.startswith("["):
            return None
        arguments = f"*{list_expression}" if _has_gaps(items[1]) else list_expression[1:-1]
        return f"pulumi.Output.all({arguments}).apply(lambda each: {separator}.join(each))"

    def choice(self, chosen: Choice, then: str | None, other: str | None) -> str | None:
        """Fn::If with its two values written out."""
        if then is None or other is None:
            return None
        own, then = self.local(chosen.test.text), in_brackets(chosen.then, then)
        if self.to == "terraform":
            return f"{own} ? {then} : {other}"
        return f"{then} if {own} else {other}"

    def nothing(self, node: Node) -> str | None:
        """The condition under which a value is AWS::NoValue; None where it takes more than one
        Fn::If."""
        chosen = choice_of(node)
        if chosen is None:
            return None
        then, other = (may_be_nothing(each) for each in chosen[1:])
        nested = any(may_be_nothing(each) and choice_of(each) for each in chosen[1:])
        if then == other or nested:
            return None
        no = "!" if self.to == "terraform" else "not "
        return f"{'' if then else no}{self.local(chosen.test.text)}"

    def _read(self, name: str) -> str | None:
        """An output of a resource."""
        owner, nested, output = name.partition(".Outputs.")
        if nested and name not in self.known:
            whole = self.known.get(f"{owner}.Outputs.*")
            return f'{whole}["{output}"]' if whole else None
        return self.known.get(name)

    def _plain(self, node: Node, depth: int, numeric: bool) -> str | None:
        """A value without a function."""
        if isinstance(node, Scalar):
            plain = numeric and node.text.lstrip("-").replace(".", "", 1).isdigit()
            typed = self.typed and not node.quoted and _TYPED.fullmatch(node.text)
            if plain or typed:
                return self.boolean(node.text.lower())
            return text(node.text, self.to)
        if not self.typed:
            return None
        if isinstance(node, Sequence):
            items = [self.value(each, depth + 1) for each in node.items]
            if None in items:
                return None
            return self._gapless(node, f"[{', '.join(str(each) for each in items)}]")
        pairs = [
            (self._name(key.text), self._below(key.text, each, depth)) for key, each in node.pairs
        ]
        if any(value is None for _, value in pairs):
            return None
        sign = " = " if self.to == "terraform" else ": "
        inside = ", ".join(f"{self.key(key)}{sign}{value}" for key, value in pairs)
        return f"{{ {inside} }}" if inside else "{}"

    def _gapless(self, node: Sequence, expression: str) -> str:
        """A list without the items that AWS::NoValue takes out."""
        if not _has_gaps(node):
            return expression
        if self.to != "terraform":
            return f"[each for each in {expression} if each is not None]"
        return f"[for each in {expression} : each if each != null]"

    def _name(self, name: str) -> str:
        return name[:1].lower() + name[1:] if self.camel else name

    def _below(self, name: str, node: Node, depth: int) -> str | None:
        if not self.camel:
            return self.value(node, depth + 1)
        return replace(self, camel=name not in _FREE).value(node, depth + 1)

    def boolean(self, value: str) -> str:
        """A truth value, or anything else as it is."""
        words = {"true": "True", "false": "False"} if self.to == "pulumi" else {}
        return words.get(value, value)

    def key(self, name: str) -> str:
        """A key of an object."""
        return name if self.to == "terraform" and _BARE(name) else text(name, self.to)

    def _called(self, name: str, argument: Node, items: list[Node], depth: int) -> str | None:
        """The functions that only Terraform has a short form of."""
        if name == "Fn::GetAZs":
            return self.known.get(name) if _is_own_region(argument) else None
        if name == "Fn::ImportValue":
            return self.imported(exported(argument))
        if name == "Fn::Split" and len(items) == 2:
            values = [self.value(each, depth + 1) for each in items]
            return None if None in values else f"split({values[0]}, {values[1]})"
        short = argument.tag == f"!{name.removeprefix('Fn::')}"
        inner = self.value(untagged(argument) if short else argument, depth + 1)
        if inner is None:
            return None
        if name == "Fn::Base64":
            return f"base64encode({inner})"
        return f"length({inner})" if name == "Fn::Length" else f"jsonencode({inner})"

    def _sub_with(self, items: list[Node], depth: int) -> str | None:
        """Fn::Sub with a map of values."""
        if len(items) != 2 or not isinstance(items[0], Scalar) or not isinstance(items[1], Object):
            return None
        own = {key.text: self.value(each, depth + 1) for key, each in items[1].pairs}
        if None in own.values():
            return None
        return self._sub(items[0].text, {name: str(value) for name, value in own.items()})

    def _sub(self, template: str, own: Mapping[str, str]) -> str | None:
        """A text of Fn::Sub; None where it names something unknown."""
        parts: list[tuple[bool, str]] = []  # (whether it is an expression, what it is)
        end = 0
        for match in _SUBSTITUTION.finditer(template):
            name = match[1].strip()
            parts.append((False, template[end : match.start()]))
            end = match.end()
            if name.startswith("!"):  # `${!Name}` stays as it is
                parts.append((False, f"${{{name[1:]}}}"))
                continue
            found = self.parameter(name) if name in self.parameters else self._read(name)
            found = own.get(name, found)
            if found is None:
                return None
            parts.append((True, found))
        parts.append((False, template[end:]))
        if self.to == "terraform":
            return '"' + "".join(self._inside(*each) for each in parts) + '"'
        pieces = [found if known else text(found, self.to) for known, found in parts if found]
        if not any(known for known, _ in parts):
            return text("".join(found for _, found in parts), self.to)
        return f"pulumi.Output.concat({', '.join(pieces)})"

    def _inside(self, known: bool, found: str) -> str:
        """A part of a template of Terraform."""
        if not known:
            return text(found, self.to)[1:-1]
        return found[1:-1] if found.startswith('"') else f"${{{found}}}"

    def _reads(self, node: Node) -> bool:
        """Whether a list has anything but texts and parameters: outputs are known later."""
        items = node.items if isinstance(node, Sequence) else [node]
        return any(
            (called := call(item)) is not None
            and not (isinstance(called[1], Scalar) and called[1].text in self.parameters)
            for item in items
        )

    def _listed(self, node: Node, depth: int) -> str | None:
        if not isinstance(node, Sequence) or node.tag is not None:
            return self.value(node, depth)
        items = [self.value(item, depth) for item in node.items]
        if None in items:
            return None
        return self._gapless(node, f"[{', '.join(str(each) for each in items)}]")


def _has_gaps(node: Node) -> bool:
    """Whether AWS::NoValue may take items out of a list."""
    return isinstance(node, Sequence) and any(may_be_nothing(each) for each in node.items)


def _is_own_region(argument: Node) -> bool:
    """Whether Fn::GetAZs is asked for the region of the stack, which "" means as well."""
    if argument.tag == "!GetAZs":
        argument = untagged(argument)
    name, of = call(argument) or ("", argument)
    return isinstance(of, Scalar) and (name, of.text) in _OWN_REGION


def in_brackets(node: Node, expression: str) -> str:
    """An expression as a part of another one: Fn::If in brackets."""
    return f"({expression})" if choice_of(node) else expression


def _is_plain(expression: str) -> bool:
    return " " not in expression or expression.startswith(("!(", "not ("))
