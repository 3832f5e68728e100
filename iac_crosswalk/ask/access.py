"""Parses chains of names, indexes and calls in any C-like or Python-like language:
`self.cache.node_groups[0]["x"].get("y")`.

One pass over the text pairs all brackets, so that time is proportional to the length at any
nesting.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.paths import ITEM, Step

_TOKEN = re.compile(
    r"""(?P<comment>(?:(?<=\s)|^)(?:\#|//)[^\n]*)
      | (?P<string>[rbfuRBFU]{0,2}
            (?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.){0,2000}`))
      | (?P<name>[A-Za-z_$][\w$]*)
      | (?P<number>\d[\w.]*)
      | (?P<dot>\?\.|!\.|\.)
      | (?P<open>[\[({])
      | (?P<close>[\])}])
      | (?P<arrow>=>)
      | (?P<other>[^\s\w])""",
    re.VERBOSE | re.MULTILINE,
)
_LONGEST_CHAIN = 100
"""Links: the deepest attributes need about forty; a longer chain is not an attribute."""
_BEFORE_VALUES = ("new", "await", "yield")
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    """A word of a program. `pair` is the number of the matching bracket, or -1."""

    kind: str
    text: str
    start: int
    pair: int = -1


class Link(NamedTuple):
    """A link of a chain: `.name`, `[index]` or `(arguments)`."""

    kind: str
    text: str
    start: int = -1
    """The offset of the link in the text."""


class Chain(NamedTuple):
    """`head` and the links after it."""

    head: str
    links: tuple[Link, ...]
    start: int
    end: int


def leading_names(chain: Chain) -> list[str]:
    """The names a chain begins with, up to its first index or call."""
    names = [chain.head]
    for link in chain.links:
        if link.kind != "name":
            break
        names.append(link.text)
    return names


def bound(chain: Chain) -> Iterator[tuple[str, int, int]]:
    """Yields (parameter, start, end) of the functions that a chain's value is passed to: their
    reads belong to the chain.
    """
    for before, link in zip(chain.links, chain.links[1:], strict=False):
        if (
            before.kind == "name"
            and before.text in _HANDS_ON
            and link.kind == "call"
            and len(link.text) < _LONGEST_FUNCTION
        ):
            function = _FUNCTION.match(link.text)
            if function is not None:
                yield function[1] or function[2], link.start, link.start + len(link.text)


class Tokens:
    """The words of a text, with its chains."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)

    def chains(self) -> Iterator[Chain]:
        """Yields every chain that begins with a name, outer ones before those in their brackets;
        also those in `{…}` of a string.
        """
        for number, token in enumerate(self.tokens):
            if token.kind == "name" and not (number and self.tokens[number - 1].kind == "dot"):
                yield self.chain(number)
            elif token.kind == "string" and "{" in token.text:
                for inside in re.finditer(r"\{([^{}]{1,500})\}", token.text):
                    offset = token.start + inside.start(1)
                    yield from (
                        each._replace(start=each.start + offset, end=each.end + offset)
                        for each in Tokens(inside[1]).chains()
                    )

    def chain(self, number: int) -> Chain:
        """The chain that begins with the name at that token."""
        head, links = self.tokens[number], []
        at, end = number + 1, head.start + len(head.text)
        while at < len(self.tokens):
            token = self.tokens[at]
            if (
                token.kind == "dot"
                and at + 1 < len(self.tokens)
                and self.tokens[at + 1].kind in ("name", "open")
            ):
                if self.tokens[at + 1].kind == "name":
                    links.append(Link("name", self.tokens[at + 1].text))
                    at += 1
            elif (
                token.kind == "open"
                and token.text in "[("
                and token.pair > 0
                and (token.text == "[" or self._adjoins(at))
            ):
                inside = range(at + 1, token.pair)
                links.append(Link("index" if token.text == "[" else "call", *self._text(inside)))
                at = token.pair
            elif token.text == "(" and self._adjoins(at):  # a call cut off at the text's end
                links.append(Link("call", ""))
                break
            elif not (
                token.kind == "other"
                and token.text == "!"
                and at + 1 < len(self.tokens)
                and self.tokens[at + 1].text == "["
            ):
                break
            end = self.tokens[at].start + len(self.tokens[at].text)
            at += 1
            if len(links) > _LONGEST_CHAIN:
                return Chain(head.text, (), head.start, head.start + len(head.text))
        return Chain(head.text, tuple(links), head.start, end)

    def words(self) -> set[str]:
        """The names that are used on their own, like parameters, not as members."""
        before = ["", *(token.kind for token in self.tokens)]
        return {
            token.text
            for token, kind in zip(self.tokens, before, strict=False)
            if token.kind == "name" and kind != "dot"
        }

    def assigned(self, chain: Chain) -> str:
        """The name that a chain is assigned to: `cache` of `cache = infra.cache`; "" where there is
        none.
        """
        at = bisect_left(self.tokens, chain.start, key=lambda token: token.start)
        before = self.tokens[max(at - 3, 0) : at]
        if before and before[-1].text in _BEFORE_VALUES:
            before = self.tokens[max(at - 4, 0) : at - 1]
        is_assigned = len(before) > 1 and before[-1].text == "=" and before[-2].kind == "name"
        return before[-2].text if is_assigned else ""

    def dotted_before(self, at: int) -> str:
        """The dotted name that ends before the token at `at`: the function that a bracket calls."""
        names: list[str] = []
        while at > 0 and self.tokens[at - 1].kind == "name":
            names.append(self.tokens[at - 1].text)
            at -= 1
            if not (at > 1 and self.tokens[at - 1].kind == "dot"):
                break
            at -= 1
        return ".".join(reversed(names))

    def _adjoins(self, at: int) -> bool:
        """Whether a bracket directly follows a word, as in a call; that of `return (x)` is not."""
        before = self.tokens[at - 1]
        return before.start + len(before.text) == self.tokens[at].start

    def _text(self, inside: range) -> tuple[str, int]:
        if not inside:
            return "", -1
        start = self.tokens[inside.start].start
        last = self.tokens[inside.stop - 1]
        return self.text[start : last.start + len(last.text)], start


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    opened: list[int] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "comment":
            continue
        token = Token(kind, match[0], match.start())
        if kind == "open":
            opened.append(len(tokens))
        elif kind == "close" and opened and tokens[opened[-1]].text == _PAIRS[match[0]]:
            start = opened.pop()
            tokens[start] = tokens[start]._replace(pair=len(tokens))
            token = token._replace(pair=start)
        tokens.append(token)
    return tokens


def steps_of(links: tuple[Link, ...], depth: int = 0) -> list[Step]:
    """Links as steps into a value; `.get("x")` and `.apply(lambda v: v.x)` are steps too. Any other
    call ends them.
    """
    steps: list[Step] = []
    at = 0
    while at < len(links):
        link = links[at]
        called = at + 1 < len(links) and links[at + 1].kind == "call"
        if link.kind == "name" and called:
            inner = _through(link.text, links[at + 1].text, depth)
            if inner is None:
                return steps
            steps += inner
            at += 2
            continue
        if link.kind == "call":
            return steps
        steps.append(Step(link.text) if link.kind == "name" else _index(link.text))
        at += 1
    return steps


_QUOTED = re.compile(r"""\s*(?:"([^"\\]*)"|'([^'\\]*)')""")
_FUNCTION = re.compile(
    r"\s*(?:lambda\s+(\w+)\s*:|(?:async\s+)?\(?\s*(\w+)(?:\s*:[^)=]{0,200})?\s*\)?\s*=>)\s*(.*)",
    re.DOTALL,
)


def _index(text: str) -> Step:
    quoted = _QUOTED.fullmatch(text)
    return Step(quoted[1] or quoted[2] or "") if quoted else ITEM


_LONGEST_FUNCTION = 2000
_DEEPEST_FUNCTION = 4
_HANDS_ON = ("apply", "then")


def _through(name: str, arguments: str, depth: int) -> list[Step] | None:
    """The steps that a call takes into its value, or None where it returns something else."""
    if name == "get":
        quoted = _QUOTED.match(arguments)
        return [Step(quoted[1] or quoted[2] or "")] if quoted else None
    if name in _HANDS_ON and depth < _DEEPEST_FUNCTION and len(arguments) < _LONGEST_FUNCTION:
        function = _FUNCTION.fullmatch(arguments)
        if function is None:
            return None
        chain = next(Tokens(function[3]).chains(), None)
        if (
            chain is None
            or chain.head != (function[1] or function[2])
            or function[3][chain.end :].strip()
        ):
            return None
        return steps_of(chain.links, depth + 1)
    return None
