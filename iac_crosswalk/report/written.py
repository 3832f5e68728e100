"""Conditions of a template as expressions of Terraform and Pulumi (Python):
`!Equals [!Ref Env, prod]` is `var.env == "prod"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar, Sequence
from iac_crosswalk.report.labels import name_of

_SUBSTITUTION = re.compile(r"\$\{([^{}]*)\}")
_DEEPEST = 40
"""Levels of functions in a condition; no template has as many."""


def text(value: str, to: str) -> str:
    """A string literal."""
    made = json.dumps(value, ensure_ascii=False)
    return made.replace("${", "$${").replace("%{", "%%{") if to == "terraform" else made


@dataclass
class Writer:
    """Writes expressions of one target system. What it has no way for is None, and so is everything
    around it.
    """

    to: str
    parameters: Collection[str] = ()
    stored: Collection[str] = ()
    """Parameters that hold the name of a parameter of Systems Manager."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Expressions of pseudo parameters, and of what resources return: `Bucket`, `Bucket.Arn`."""
    numbers: Collection[str] = ()
    """Parameters of type Number: compared with a number, not with its text."""
    deepest: int = _DEEPEST

    def parameter(self, name: str) -> str:
        """The value of a parameter."""
        own = name_of(name, self.to) or name
        if name in self.stored:
            return (
                f"data.aws_ssm_parameter.{own}.value" if self.to == "terraform" else f"{own}.value"
            )
        return f"var.{own}" if self.to == "terraform" else own

    def local(self, name: str) -> str:
        """A condition or a mapping."""
        own = name_of(name, self.to) or name
        return f"local.{own}" if self.to == "terraform" else own

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
        return f"{first} == {second}" if first is not None and second is not None else None

    def _is_number(self, node: Node) -> bool:
        called = call(node)
        return (
            called is not None
            and called[0] == "Ref"
            and isinstance(called[1], Scalar)
            and called[1].text in self.numbers
        )

    def value(self, node: Node, depth: int = 0, numeric: bool = False) -> str | None:
        """A value that a condition compares."""
        if depth > self.deepest:
            return None
        called = call(node)
        if called is None:
            if not isinstance(node, Scalar):
                return None
            plain = numeric and node.text.lstrip("-").replace(".", "", 1).isdigit()
            return node.text if plain else text(node.text, self.to)
        name, argument = called
        if name == "Ref" and isinstance(argument, Scalar):
            if argument.text in self.parameters:
                return self.parameter(argument.text)
            return self.known.get(argument.text)
        items = argument.items if isinstance(argument, Sequence) else []
        if name == "Fn::GetAtt":
            parts = [argument, *items]
            return self.known.get(".".join(each.text for each in parts if isinstance(each, Scalar)))
        if name == "Fn::If" and len(items) == 3 and isinstance(items[0], Scalar):
            return self._if(items, depth)
        if name == "Fn::Sub" and isinstance(argument, Scalar) and self.to == "terraform":
            return self._sub(argument.text)
        if name == "Fn::FindInMap" and len(items) == 3 and isinstance(items[0], Scalar):
            keys = [self.value(item, depth + 1) for item in items[1:]]
            if items[0].tag is None and None not in keys:
                return f"{self.local(items[0].text)}[{keys[0]}][{keys[1]}]"
        if name == "Fn::Select" and len(items) == 2 and isinstance(items[0], Scalar):
            whole = self.value(items[1], depth + 1)
            return f"{whole}[{items[0].text}]" if whole and items[0].text.isdigit() else None
        if name == "Fn::Join" and len(items) == 2 and self.to == "terraform":
            separator, listed = self.value(items[0], depth + 1), self._listed(items[1], depth + 1)
            return f"join({separator}, {listed})" if separator and listed else None
        if name == "Fn::Join" and len(items) == 2:
            separator, listed = self.value(items[0], depth + 1), self._listed(items[1], depth + 1)
            if not separator or not listed:
                return None
            if not self._reads(items[1]):
                return f"{separator}.join({listed})"
            if listed.startswith("["):
                each = f"lambda each: {separator}.join(each)"
                return f"pulumi.Output.all({listed[1:-1]}).apply({each})"
        return None

    def _if(self, items: list[Node], depth: int) -> str | None:
        test = items[0]
        then, other = (self.value(each, depth + 1) for each in items[1:])
        if then is None or other is None or not isinstance(test, Scalar):
            return None
        own = self.local(test.text)
        if self.to == "terraform":
            return f"{own} ? {then} : {other}"
        return f"{then} if {own} else {other}"

    def _sub(self, written: str) -> str | None:
        """A text of Fn::Sub, as Terraform's template; None where it names what nobody knows."""
        out, end = "", 0
        for match in _SUBSTITUTION.finditer(written):
            name = match[1].strip()
            found = self.parameter(name) if name in self.parameters else self.known.get(name)
            if name.startswith("!"):
                found = None
            if found is None:
                return None
            out += text(written[end : match.start()], self.to)[1:-1] + f"${{{found}}}"
            end = match.end()
        return f'"{out}{text(written[end:], self.to)[1:-1]}"'

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
        return None if None in items else f"[{', '.join(each for each in items if each)}]"


def _is_plain(expression: str) -> bool:
    return " " not in expression or expression.startswith(("!(", "not ("))
