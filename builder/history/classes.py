"""The attributes of an old pulumi-aws, read from the text of its generated Python. The result is
names and nesting, without types and flags.

Arguments are in the constructor and, since 3.29, in the Args class. Outputs are properties of the
class. Nested values are in `_inputs.py` and `outputs.py`. Releases before 3.0 have nested values in
their documentation only, and are not read.
"""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from builder.errors import BuildError
from builder.history.tree import Node, Paths, walk

_CLASS = re.compile(r"^class (\w+)(?:\(.*\))?:$", re.M)
_GETTER = re.compile(
    r"\n    @pulumi\.getter(?:\(.*\))?\n(?:    @.*(?:\n(?!    def ).*)*\n)?    def (\w+)\(self\) ->"
    r" (.*):\n"
)
_SIGNATURE = re.compile(
    r"\n    def (?:__init__|_internal_init)\(__self__,\n((?:                 .*\n)+)"
)
_PARAMETER = re.compile(r"^ +(\w+): (.*?)(?: = .*?)?,?(?:\):)?$", re.M)
_QUOTED = re.compile(r"'([\w.]+)'")
_TOKEN = re.compile(r"\n        super\(\w+, __self__\)\.__init__\(\n            '([^']+)'")
_RESOURCE = re.compile(r"^class (\w+)\(pulumi\.CustomResource\):$", re.M)
_FUNCTION = re.compile(r"^def (\w+)\(((?:.|\n)*?)\) -> Awaitable(\w+):\n", re.M)
_INVOKE = re.compile(r"pulumi\.runtime\.invoke\('([^']+)'")
_NOT_ARGUMENTS = {"resource_name", "opts", "__props__", "__name__", "__opts__", "args"}
_PROVIDER_FUNCTION = re.compile(r"^aws:index/(?!get)")
_NESTED_FILES = ("outputs", "_inputs")


def _files(archive: Path) -> Iterator[tuple[str, str]]:
    """(path below pulumi_aws/, text) of every Python file of a wheel or a source archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                if name.startswith("pulumi_aws/") and name.endswith(".py"):
                    yield name.partition("/")[2], wheel.read(name).decode("utf-8")
        return
    with tarfile.open(archive) as tarball:
        for member in tarball:
            _, _, name = member.name.partition("/pulumi_aws/")
            file = tarball.extractfile(member) if name.endswith(".py") else None
            if file is not None:
                yield name, file.read().decode("utf-8")


def _key(module: str, name: str) -> str:
    """The key of the node for a quoted name in an annotation: `outputs.X`, `X` (an input),
    `_ec2.X`, `_ec2.outputs.X`, `_root_outputs.X`."""
    *parts, last = name.split(".")
    file = "outputs" if any(part.endswith("outputs") for part in parts) else "_inputs"
    if parts and parts[0].startswith("_root"):
        module = ""
    elif parts and parts[0].startswith("_"):
        module = parts[0][1:]
    return f"{module}/{file}/{last}"


def _add_name(node: Node, module: str, name: str, annotation: str) -> None:
    node.names.add(name)
    step = (
        "[]" * (annotation.count("Sequence[") + annotation.count("List["))
        + ".*" * annotation.count("Mapping[")
        + "."
    )
    node.below += [(name, step, _key(module, quoted)) for quoted in _QUOTED.findall(annotation)]


def _class_node(module: str, source: str) -> Node:
    """The node of a class, with its properties."""
    node = Node()
    for name, annotation in _GETTER.findall(source):
        _add_name(node, module, name, annotation)
    return node


def _add_constructor(node: Node, module: str, source: str) -> None:
    """Adds the parameters of a resource's constructor."""
    for signature in _SIGNATURE.findall(source):
        for name, annotation in _PARAMETER.findall(signature):
            if name not in _NOT_ARGUMENTS:
                # `resource_name_` is an argument whose name another parameter has.
                _add_name(node, module, name.rstrip("_"), annotation)


def read(archive: Path) -> Paths:
    """Token → paths of every resource class and data source function. Raises BuildError if there
    are none."""
    nodes: dict[str, Node] = {}
    roots: dict[str, set[str]] = {}
    for path, text in _files(archive):
        module, _, file = path.removesuffix(".py").rpartition("/")
        starts = [*_CLASS.finditer(text)]
        ends = [*(start.start() for start in starts[1:]), len(text)]
        classes = {
            start[1]: text[start.start() : end] for start, end in zip(starts, ends, strict=False)
        }
        for name, source in classes.items():
            nodes[f"{module}/{file}/{name}"] = _class_node(module, source)
        if file in _NESTED_FILES:
            continue
        if (resource := _RESOURCE.search(text)) and (token := _TOKEN.search(text)):
            main = f"{module}/{file}/{resource[1]}"
            _add_constructor(nodes[main], module, classes[resource[1]])
            arguments = {
                f"{module}/{file}/{name}"
                for name in classes
                if name.endswith("Args") and not name.startswith("_")
            }
            roots[token[1]] = {main, *arguments}
        elif (function := _FUNCTION.search(text)) and (
            token := _INVOKE.search(text, function.end())
        ):
            if _PROVIDER_FUNCTION.match(token[1]):
                continue
            arguments_node = Node()
            for name, annotation in _PARAMETER.findall(function[2].replace(",\n", "\n")):
                if name not in _NOT_ARGUMENTS:
                    _add_name(arguments_node, module, name, annotation)
            first, _, rest = function[2].partition(":")
            if first not in _NOT_ARGUMENTS:
                _add_name(arguments_node, module, first, rest.partition("\n")[0])
            nodes[f"{module}/{file}/()"] = arguments_node
            roots[token[1]] = {
                f"{module}/{file}/()",
                f"{module}/{file}/{function[3]}",
            } & nodes.keys()
    if not roots:
        raise BuildError(f"{archive.name}: no resource of pulumi-aws found")
    return {token: {*walk(nodes, frozenset(keys)), "id"} for token, keys in roots.items()}
