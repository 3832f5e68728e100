"""What surrounding code says a name stands for: assignments, annotations and imports of programs, resources of templates.

Read leniently, since a pasted piece of code is rarely a whole file; several statements about one name are all kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.ask.access import Program, Token


class Declaration(NamedTuple):
    """`name` is of `type` (a class or a resource type as the code writes it), or stands for the expression `value`."""

    name: str
    type: str | None = None
    value: str | None = None
    start: int = -1
    """Where the value begins in the text."""
    owner: str | None = None
    """The class of the code whose member this is; None for a variable."""


class Class(NamedTuple):
    """A class that the code itself defines, and the dotted name of its first base."""

    name: str
    base: str
    start: int
    end: int
    body: int
    """Column of its members, where indentation tells them."""


def in_program(program: Program) -> Iterator[Declaration]:
    """Names of a Python or TypeScript program: `x = …`, `x: T`, `for x in …`, `for (const x of …)`; an argument's name declares nothing."""
    tokens = program.tokens
    around = _Around(program)
    for number, token in enumerate(tokens):
        around.pass_by(number)
        if token.kind != "name":
            continue
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        if after is None:
            continue
        at = number + 1
        if after.text == "?" and at + 1 < len(tokens):
            at += 1
        if tokens[at].text == ":" and at + 1 < len(tokens) and not _follows_colon(program, number):
            annotated, at = _annotation(program, at + 1)
            if annotated:
                yield Declaration(token.text, type=annotated, owner=around.owner(number))
        if at + 1 < len(tokens) and tokens[at].text == "=" and not _is_part_of_operator(tokens, at):
            value, start = ("", -1) if at == number + 1 and around.is_argument(number) else _value(program, at + 1)
            if value:
                yield Declaration(token.text, value=value, start=start, owner=around.owner(number))
        elif after.text in ("in", "of") and after.kind == "name":
            value, start = _value(program, number + 2)
            if value:
                yield Declaration(token.text, value=f"{value}[0]", start=start)


_MODIFIERS = ("public", "private", "protected", "readonly")
_SELF = ("self", "this")


class _Around:
    """What a token stands in, for one pass over a program: its brackets and its classes."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tokens = program.tokens
        self.opened: list[int] = []
        self.todo = list(reversed(classes(program)))
        self.inside: list[Class] = []

    def pass_by(self, number: int) -> None:
        """Goes on to the next token."""
        before = self.tokens[number - 1] if number else None
        if before is not None and before.kind == "open":
            self.opened.append(number - 1)
        elif before is not None and before.kind == "close" and self.opened:
            self.opened.pop()
        start = self.tokens[number].start
        while self.inside and self.inside[-1].end <= start:
            self.inside.pop()
        while self.todo and self.todo[-1].start <= start:
            self.inside.append(self.todo.pop())

    def is_argument(self, number: int) -> bool:
        """Whether `x=` at the token names an argument of a call; parameters of a function stand in brackets as well."""
        if not self.opened or self.tokens[self.opened[-1]].text != "(" or self.tokens[number - 1].text not in ("(", ","):
            return False
        called = self.opened[-1] - 1
        return called >= 0 and self.tokens[called].kind == "name" and not (called and self.tokens[called - 1].text in ("def", "function"))

    def owner(self, number: int) -> str | None:
        """The class whose member the name at the token is: `self.x`, or `x` right in the class."""
        before = self.tokens[number - 1] if number else None
        own = self.inside[-1] if self.inside else None
        if before is not None and before.kind == "dot":
            return (own.name if own else "") if number > 1 and self.tokens[number - 2].text in _SELF else None
        if own is None:
            return None
        if before is not None and before.text in _MODIFIERS:
            return own.name
        start = self.tokens[number].start
        if own.body >= 0:
            line = self.program.text.rfind("\n", 0, start) + 1
            direct = not self.opened and start - line == own.body and not self.program.text[line:start].strip()
        else:
            direct = bool(self.opened) and self.tokens[self.opened[-1]].start == own.start
        return own.name if direct else None


_MOST_CLASSES = 200
_LONGEST_HEADER = 40
"""Words between a class's name and its body."""


def classes(program: Program) -> list[Class]:
    """The classes that a program defines, in order: Python's by their indentation, TypeScript's by their braces."""
    tokens = program.tokens
    found: list[Class] = []
    for number, token in enumerate(tokens[:-2]):
        if len(found) == _MOST_CLASSES:
            break
        if token.text != "class" or token.kind != "name" or tokens[number + 1].kind != "name":
            continue
        at = number + 2
        if tokens[at].text == "extends" or tokens[at].text == "(":
            base = program.chain(at + 1) if at + 1 < len(tokens) and tokens[at + 1].kind == "name" else None
        else:
            base = None
        dotted = program.text[base.start : base.end].partition("(")[0] if base else ""
        header = at + _LONGEST_HEADER
        while at < min(len(tokens), header) and tokens[at].text not in ("{", ":"):
            at = tokens[at].pair + 1 if tokens[at].pair > at else at + 1
        if at + 1 >= len(tokens) or at >= header:
            continue
        name = tokens[number + 1].text
        if tokens[at].text == "{":
            end = tokens[tokens[at].pair].start if tokens[at].pair > at else len(program.text)
            found.append(Class(name, dotted, tokens[at].start, end, -1))
        else:
            column = _column(program, token.start)
            inner = re.compile(rf"^[ \t]{{0,{column}}}[^\s#)\]}}]", re.MULTILINE).search(program.text, tokens[at].start)
            found.append(
                Class(name, dotted, tokens[at].start, inner.start() if inner else len(program.text), _column(program, tokens[at + 1].start))
            )
    return found


def _column(program: Program, start: int) -> int:
    return start - program.text.rfind("\n", 0, start) - 1


def _follows_colon(program: Program, number: int) -> bool:
    """Whether a colon stands before the name on its line, as in `aws:ec2:Vpc`."""
    before = program.tokens[number - 1] if number else None
    return before is not None and before.text == ":" and "\n" not in program.text[before.start : program.tokens[number].start]


def _is_part_of_operator(tokens: list[Token], at: int) -> bool:
    return any(0 <= near < len(tokens) and tokens[near].text in "=<>!" and tokens[near].kind == "other" for near in (at - 1, at + 1))


def _annotation(program: Program, at: int) -> tuple[str | None, int]:
    """The dotted type at a token, and the token behind it. Python may quote it."""
    token = program.tokens[at]
    if "\n" in program.text[program.tokens[at - 1].start : token.start]:
        return None, at  # a key of YAML and what stands below it
    if token.kind == "string" and re.fullmatch(r"""["'][\w.]+["']""", token.text):
        return token.text[1:-1], at + 1
    names = []
    while at < len(program.tokens) and program.tokens[at].kind == "name":
        names.append(program.tokens[at].text)
        at += 1
        if at + 1 < len(program.tokens) and program.tokens[at].text == "." and program.tokens[at + 1].kind == "name":
            at += 1
        else:
            break
    return ".".join(names) or None, at


def _value(program: Program, at: int) -> tuple[str, int]:
    while at < len(program.tokens) and program.tokens[at].text in ("new", "await", "yield"):
        at += 1
    if at >= len(program.tokens) or program.tokens[at].kind != "name":
        return "", -1
    chain = program.chain(at)
    return program.text[chain.start : chain.end], chain.start


_PYTHON_IMPORT = re.compile(r"^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?", re.MULTILINE)
_PYTHON_FROM = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([^()]{0,4000})\)|([^\n#(]{1,1000}))", re.MULTILINE)
_SCRIPT_ALL = re.compile(r"""\bimport\s+\*\s+as\s+(\w+)\s+from\s+["']([^"'\n]{1,200})["']""")
_SCRIPT_SOME = re.compile(r"""\bimport\s+(?:type\s+)?\{([^{}]{0,4000})\}\s*from\s+["']([^"'\n]{1,200})["']""")
_SCRIPT_REQUIRE = re.compile(r"""\b(?:const|let|var|import)\s+(\w+)\s*=\s*require\(\s*["']([^"'\n]{1,200})["']\s*\)""")


def imports(text: str) -> Iterator[tuple[str, str]]:
    """(name in the code, what it stands for): `ec` → `pulumi_aws.elasticache`. Modules of both languages are written with dots."""
    for match in _PYTHON_IMPORT.finditer(text):
        yield match[2] or match[1].partition(".")[0], match[1] if match[2] else match[1].partition(".")[0]
    for match in _PYTHON_FROM.finditer(text):
        for name, alias in _imported(match[2] or match[3], " as "):
            yield alias, f"{match[1]}.{name}"
    for match in _SCRIPT_ALL.finditer(text):
        yield match[1], _module(match[2])
    for match in _SCRIPT_REQUIRE.finditer(text):
        yield match[1], _module(match[2])
    for match in _SCRIPT_SOME.finditer(text):
        for name, alias in _imported(match[1], " as "):
            yield alias, f"{_module(match[2])}.{name}"


def _imported(names: str, word: str) -> Iterator[tuple[str, str]]:
    for part in re.sub(r"#[^\n]*", "", names).split(","):
        name, _, alias = " ".join(part.split()).removeprefix("type ").partition(word)
        if name.isidentifier():
            yield name, alias or name


def _module(path: str) -> str:
    """`aws-cdk-lib/aws-elasticache` and `@pulumi/aws/elasticache` as Python writes them."""
    if path == "@pulumi/aws" or path.startswith("@pulumi/aws/"):
        return "pulumi_aws" + path.removeprefix("@pulumi/aws").replace("/", ".")
    return path.replace("aws-cdk-lib", "aws_cdk").replace("/", ".").replace("-", "_")


_LONGEST_WHOLE = 100_000
_KEY = re.compile(r"""^([ \t]*)(?:- )?["']?([\w.-]{1,255})["']?[ \t]*:[ \t]*(.{0,2000})$""", re.MULTILINE)
_TYPE = re.compile(r"""(?:\{\s*)?(?:["']?[Tt]ype["']?\s*:\s*)?["']?(AWS::[\w:]+|Custom::\w+|aws:[\w/]+:\w+)["']?""")
_INLINE = re.compile(r"""["']?([\w.-]{1,255})["']?\s*:\s*\{\s*["']?[Tt]ype["']?\s*:\s*["']?(AWS::[\w:]+|aws:[\w/]+:\w+)""")


def in_template(text: str) -> Iterator[Declaration]:
    """Resources of a CloudFormation template (YAML or JSON) or a Pulumi YAML program: read as a whole where it is one, else by indentation."""
    whole = _whole(text) if "Resources" in text and len(text) <= _LONGEST_WHOLE else None
    yield from _indented(text) if whole is None else whole


def _whole(text: str) -> list[Declaration] | None:
    try:
        from iac_crosswalk.programs.cloudformation import template as templates

        found = templates.resources(templates.parse(text.encode()))
    except (ModuleNotFoundError, ValueError, RecursionError):  # no PyYAML, no template, a piece of one
        return None
    return [Declaration(each.name, type=each.type) for each in found.values()]


def _indented(text: str) -> Iterator[Declaration]:
    above: list[tuple[int, str]] = []
    for match in _KEY.finditer(text):
        indent = len(match[1].expandtabs())
        while above and above[-1][0] >= indent:
            above.pop()
        if match[2] in ("Type", "type") and above:
            kind = _TYPE.match(match[3])
            if kind:
                yield Declaration(above[-1][1], type=kind[1])
        above.append((indent, match[2]))
    for match in _INLINE.finditer(text):
        yield Declaration(match[1], type=match[2])
