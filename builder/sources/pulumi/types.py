"""Types in Pulumi's generated Python, read as text: annotations, and the classes they name.

The generated files are 120 MB, so they are cut at the lines that their generator always writes, not
parsed as syntax trees; tests/sources/test_pulumi.py compares the result with `ast`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from builder.errors import BuildError
from builder.packages import Package

_CLASS = re.compile(r"^class (\w+)(?:\(.*\))?:$", re.M)
_GETTER = re.compile(
    r"\n    @pulumi\.getter(?:\(name=\"(\w+)\"\))?\n"
    r"(?:    @_utilities\.deprecated\(\"\"\"((?:.|\n)*?)\"\"\"\)\n)?"
    r"    def (\w+)\(self\) -> (.*):\n"
    r"(?:        \"\"\"\n((?:.|\n)*?)\n        \"\"\"\n)?"
)
_SIGNATURE = re.compile(r"\n    def __init__\(__self__, \*,\n((?:                 \w+: .*\n)+)")
_PARAMETER = re.compile(r"^ +(\w+): .*?( = .*)?(?:,|\):)$", re.M)
_ENUM_VALUE = re.compile(r"^    \w+ = (\".*\")$", re.M)
_SCALARS = {
    "_builtins.str": "string",
    "str": "string",
    "_builtins.bool": "boolean",
    "bool": "boolean",
    "_builtins.int": "integer",
    "int": "integer",
    "_builtins.float": "number",
    "float": "number",
    "Any": "any",
    "pulumi.Asset": "any",
    "pulumi.Archive": "any",
}
_WRAPPERS = ("pulumi.Input[", "pulumi.Output[", "Optional[")


@dataclass(frozen=True)
class Member:
    """One property of a generated class: a getter and its documentation."""

    name: str
    native: str
    annotation: str
    required: bool
    description: str
    deprecated: str | None


@dataclass(frozen=True)
class ClassName:
    """A generated class of nested values: module folder ("" is the root), file (`outputs` or
    `_inputs`), class."""

    module: str
    file: str
    name: str

    @property
    def dotted(self) -> str:
        """The name below `aws` in a program: `elasticache.ReplicationGroupNodeGroupArgs`."""
        return f"{self.module}.{self.name}" if self.module else self.name


@dataclass
class Meaning:
    """An annotation as a type of builder.model; `nested` are the classes of the objects in it,
    `enum` its allowed values."""

    type: str
    nested: list[ClassName] = field(default_factory=list)
    enum: list[str] = field(default_factory=list)


def unescape(text: str) -> str:
    """The value of a docstring's source."""
    return str(ast.literal_eval(f'"""{text}"""')) if "\\" in text else text


def clean(text: str | None, indent: int) -> str:
    """A docstring without its indentation."""
    return unescape(text).replace("\n" + " " * indent, "\n").strip() if text else ""


def sections(text: str) -> dict[str, str]:
    """The source of every class of a file, by name."""
    starts = [*_CLASS.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return {start[1]: text[start.start() : end] for start, end in zip(starts, ends, strict=False)}


def members(source: str, where: str) -> list[Member]:
    """The properties of a class: each `@pulumi.getter`, required where the constructor has no
    default for it."""
    found = [*_GETTER.finditer(source)]
    if len(found) != source.count("\n    @pulumi.getter"):
        raise BuildError(
            f"{where}: a property has an unknown form; builder/sources/pulumi/types.py must read it"
        )
    signature = _SIGNATURE.search(source)
    required = (
        {match[1] for match in _PARAMETER.finditer(signature[1]) if not match[2]}
        if signature
        else set()
    )
    return [
        Member(
            name=name,
            native=native or name,
            annotation=annotation,
            required=name in required,
            description=clean(documentation, 8),
            deprecated=None if deprecated is None else clean(deprecated, 0) or "deprecated",
        )
        for native, deprecated, name, annotation, documentation in (
            match.groups() for match in found
        )
    ]


def split(text: str) -> list[str]:
    """The arguments of a subscript: `str, Mapping[str, X]` has two."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if letter == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()]


class Library:
    """The generated nested classes and enums of the package; a file is read when the first of its
    classes is needed."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = set(package.names())
        self._members: dict[ClassName, list[Member]] = {}
        self.meaning = cache(self._meaning)
        self._file = cache(self._read_file)

    def _read_file(self, module: str, file: str) -> dict[str, str]:
        path = "/".join(part for part in ("pulumi_aws", module, f"{file}.py") if part)
        return sections(self._package.text(path)) if path in self._names else {}

    def members(self, name: ClassName) -> list[Member]:
        if name not in self._members:
            source = self._file(name.module, name.file).get(name.name)
            if source is None:
                raise BuildError(
                    f"pulumi_aws/{name.module}/{name.file}.py: has no class {name.name}; see"
                    " docs/sources.md"
                )
            self._members[name] = members(source, f"{name.module}/{name.file}.py: {name.name}")
        return self._members[name]

    def _quoted(self, module: str, text: str) -> Meaning:
        """A name in quotes: `outputs.X`, `XArgs`, an enum `X`, or one of these in another module:
        `_iam.XArgs`, `iam.X`."""
        *place, name = text.split(".")
        if "outputs" in place:
            others = [part.lstrip("_") for part in place if part != "outputs"]
            return Meaning("object", [ClassName(others[0] if others else module, "outputs", name)])
        where = place[0].lstrip("_") if place else module
        if name.endswith("ArgsDict"):  # the typed dictionary has the same members as its class
            name = name.removesuffix("Dict")
        if name in self._file(where, "_inputs"):
            return Meaning("object", [ClassName(where, "_inputs", name)])
        if name in self._file(where, "_enums"):
            values = [
                str(ast.literal_eval(value))
                for value in _ENUM_VALUE.findall(self._file(where, "_enums")[name])
            ]
            return Meaning("string", enum=values)
        raise BuildError(
            f"pulumi_aws/{module}: names {text}, which does not exist;"
            " builder/sources/pulumi/types.py must read it"
        )

    def _meaning(self, module: str, annotation: str) -> Meaning:
        """An annotation in a file of `module`, in the vocabulary of builder.model."""
        text = annotation.strip()
        for wrapper in _WRAPPERS:
            if text.startswith(wrapper):
                return self._meaning(module, text[len(wrapper) : -1])
        if text in _SCALARS:
            return Meaning(_SCALARS[text])
        if text.startswith("Sequence["):
            item = self._meaning(module, text[len("Sequence[") : -1])
            return Meaning(f"list<{item.type}>", item.nested, item.enum)
        if text.startswith("Mapping["):
            value = self._meaning(module, split(text[len("Mapping[") : -1])[1])
            return Meaning(f"map<{value.type}>", value.nested, value.enum)
        if text.startswith("Union["):
            return self._union(module, split(text[len("Union[") : -1]))
        if text.startswith("'") and text.endswith("'"):
            return self._quoted(module, text[1:-1])
        raise BuildError(
            f"pulumi_aws/{module}: unknown annotation {annotation};"
            " builder/sources/pulumi/types.py must read it"
        )

    def _union(self, module: str, parts: list[str]) -> Meaning:
        """The meaning of alternatives: text or an enum is text with values, text or an object (a
        policy document) is text with members below it."""
        # Functions also accept the result class of an argument, which adds nothing to the input.
        meanings = [
            self._meaning(module, part)
            for part in parts
            if not ("outputs." in part and len(parts) > 1)
        ]
        types = [*dict.fromkeys(meaning.type for meaning in meanings)]
        nested = [*dict.fromkeys(name for meaning in meanings for name in meaning.nested)]
        enum = [value for meaning in meanings for value in meaning.enum]
        if len(types) == 1 or types == ["string", "object"]:
            return Meaning(types[0], nested, enum)
        return Meaning("any", nested, enum)


def parameters(signature: str) -> Iterator[tuple[str, str, bool]]:
    """(name, annotation, required) of each parameter of a generated function, from the text between
    its parentheses."""
    for part in split(signature.replace("\n", " ")):
        name, _, rest = part.partition(": ")
        annotation, _, default = rest.partition(" = ")
        yield name, annotation, not default
