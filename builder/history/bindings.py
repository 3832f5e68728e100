"""The attributes of an old Terraform provider, read from the bindings that cdktf or cdktn generated
from it.

The generators of eight years wrote five forms of these files. Only their common parts are read: the
`…ToTerraform` functions, which have the Terraform name of every argument and nest like the blocks,
and the getters, which have the name of every attribute. The result is names and nesting, without
types and flags.
"""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from builder.errors import BuildError
from builder.history.tree import Node, Paths, walk

_LIBRARY = "package/lib/"
_SOURCE_MAP = "\n//# sourceMappingURL"
_FUNCTION = re.compile(r"\nfunction (\w+)ToTerraform\(struct\) \{\n((?:    .*\n)+)\}")
_CLASS = re.compile(r"\nclass (\w+) extends (?:cdktf|cdktn)\.(\w+) \{")
_SYNTHESIZED = re.compile(
    r"\n    synthesizeAttributes\(\) \{\n        return \{\n((?:            .*\n)*)"
)
_FIELD = re.compile(r"^ +(\w+): (.+?),?$", re.M)
_MAPPER = re.compile(r"(?:(\w+)\.)?(\w+)ToTerraform\b")
_COMPUTED_COMMENT = re.compile(r"// (\w+) - computed: ")
_ATTRIBUTE = re.compile(r"Attribute\([\"'](\w+)[\"']\)")
_NESTED_CLASS = re.compile(r"new (?:\w+\.)?(\w+)\(this, [\"'](\w+)[\"']")
_TYPE = re.compile(r"terraformResourceType: '(\w+)'")
_VERSION = re.compile(r"providerVersion: '([^']+)'")
_RESOURCES = {"TerraformResource": "", "TerraformDataSource": "data."}


@dataclass
class _Folder:
    nodes: dict[str, Node] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    """Class → Terraform type."""


def _add_fields(text: str, node: Node) -> None:
    """Adds the names of an object literal. The function in a value shows the nested block of a
    name."""
    for name, value in _FIELD.findall(text):
        node.names.add(name)
        for owner, mapper in _MAPPER.findall(value):
            if owner not in ("cdktf", "cdktn"):
                step = ".*." if "hashMapper(" in value else "."
                step = "[]." if "listMapper(" in value else step
                node.below.append((name, step, f"{mapper}ToTerraform"))


def _read_class(name: str, text: str, node: Node) -> None:
    node.names.update(_COMPUTED_COMMENT.findall(text))
    for attribute in _ATTRIBUTE.findall(text):
        node.names.add(attribute)
        node.below.append(
            (
                attribute,
                "[].",
                name.removesuffix("OutputReference")
                + "".join(part.title() for part in attribute.split("_")),
            )
        )
    for class_name, attribute in _NESTED_CLASS.findall(text):
        node.names.add(attribute)
        step = "[]."
        for suffix, suffix_step in (("OutputReference", "."), ("Map", ".*."), ("List", "[].")):
            if class_name.endswith(suffix):
                step, class_name = suffix_step, class_name.removesuffix(suffix)
        node.below += [
            (attribute, step, class_name),
            (attribute, step, f"{class_name}OutputReference"),
        ]
    if synthesized := _SYNTHESIZED.search(text):
        _add_fields(synthesized[1], node)


def _read_file(text: str, folder: _Folder) -> None:
    for function in _FUNCTION.finditer(text):
        body = function[2].partition(
            "        return {\n" if "        return {\n" in function[2] else "    return {\n"
        )[2]
        _add_fields(body, folder.nodes.setdefault(f"{function[1]}ToTerraform", Node()))
    starts = [*_CLASS.finditer(text)]
    for start, end in zip(
        starts, [*(each.start() for each in starts[1:]), len(text)], strict=False
    ):
        body = text[start.end() : end]
        kind = _RESOURCES.get(start[2])
        if kind is not None and (type_match := _TYPE.search(body)):
            folder.types[start[1]] = kind + type_match[1]
        _read_class(start[1], body, folder.nodes.setdefault(start[1], Node()))


def read(wheel: Path) -> tuple[str, Paths]:
    """(provider version, paths) of a wheel; the version is "" if the bindings do not have it.
    Raises BuildError if the wheel contains no bindings."""
    folders: dict[str, _Folder] = {}
    version = ""
    with zipfile.ZipFile(wheel) as archive:
        inner = next((name for name in archive.namelist() if name.endswith(".jsii.tgz")), None)
        if inner is None:
            raise BuildError(
                f"{wheel.name}: no .jsii.tgz found; it is not a wheel of provider bindings"
            )
        with tarfile.open(fileobj=io.BytesIO(archive.read(inner)), mode="r:gz") as tarball:
            for member in tarball:
                path = member.name.removeprefix(_LIBRARY)
                file = (
                    tarball.extractfile(member)
                    if path.endswith(".js") and path != member.name
                    else None
                )
                if file is None:
                    continue
                text = file.read().decode("utf-8").partition(_SOURCE_MAP)[0]
                if not version and (version_match := _VERSION.search(text)):
                    version = version_match[1]
                _read_file(text, folders.setdefault(path.partition("/")[0], _Folder()))
    paths: Paths = {}
    for folder in folders.values():
        # The class of a block may have the name of a resource too: RdsClusterEndpoint.
        for node in folder.nodes.values():
            node.below = [each for each in node.below if each[2] not in folder.types]
        for name, resource in folder.types.items():
            paths[resource] = {*walk(folder.nodes, frozenset([name])), "id"}
    return version, paths
