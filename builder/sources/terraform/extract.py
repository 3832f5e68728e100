"""Terraform's AWS provider, read from the bindings that cdktn generates from the provider's own
schema.

The wheel contains a jsii tarball; each resource is one folder of it, package/lib/<name>/. The
JavaScript announces every attribute with its exact Terraform name (`// slots - computed: false,
optional: true, required: false`) above a getter whose body shows the type. The declarations (.d.ts)
add the few descriptions, and the types that a getter's body does not show.

Flags: an optional or required attribute is an input; every attribute can be read, except the
write-only ones, which the bindings mark. `id` is an attribute of every resource and data source;
facts["id_in_schema"] is whether the schema lists it. A block that may occur only once is nested by
`.` in the path, as in cdktn; in a Terraform expression it is a list nevertheless, and the items of
a set have no index. `native` is the path in an expression: `versioning[0].enabled`, `rule[*].id`.
Facts of a resource: provider_version, documentation_url, id_in_schema, and object_attributes: the
objects and lists of objects that are not blocks but are set with `=`. (The declarations mark the
blocks; `ingress` of a security group is not one.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.errors import BuildError
from builder.model import Attribute, Extraction, Kind, Resource
from builder.packages import Package

_LIBRARY = "package/lib/"
_CLASS = re.compile(r"\nclass (\w+) extends cdktn\.(\w+) \{")
_ANNOUNCED = " - computed: "
_ATTRIBUTE = re.compile(
    r"\n    // (\w+) - computed: (true|false), optional: (true|false), required:"
    r" (true|false)\n((?:.*\n)*?)    \}(?=\n)"
)
_NESTED = re.compile(r" = new (?:\w+\.)?(\w+)\(this, [\"'](\w+)[\"'](?:, (true|false))?\);\n")
_RETURNED = re.compile(r"        return (.*?)\([\"'](\w+)[\"'](\)*);\n")
_TYPE_NAME = re.compile(r"terraformResourceType: '(\w+)'")
_PROVIDER_VERSION = re.compile(r"providerVersion: '([^']+)'")
_DOCUMENTATION = re.compile(r"\* Create a new \{@link (\S+) ")
_WRITE_ONLY = "@deprecated Write-only"

_INTERFACE = re.compile(r"\nexport (?:interface|declare class) (\w+)")
_COMMENTED = re.compile(r"    /\*\*\n((?:    \*(?!/).*\n)+)    \*/\n    readonly \w+\??:")
_DOCUMENTED_NAME = re.compile(r"Docs at Terraform Registry: \{@link \S+#(\w+) ")
_GETTER = re.compile(r"\n    get (\w+)\(\): ((?:.*\n)+?)(?=    \w|\})")
_BOILERPLATE = (
    "Docs at Terraform Registry:",
    "Please be aware that the id field",
    "If you experience problems setting this value",
)
_LIST_BLOCK = re.compile(r"isBlock: true,\s+type: \"list\",\s+storageClassType: \"(\w+)List\"")
_BLOCK = re.compile(r"^\w+ block$")

_KINDS: dict[str, Kind] = {"TerraformResource": "resource", "TerraformDataSource": "data-source"}
_SKIPPED = {"TerraformEphemeralResource": "ephemeral resource", "TerraformProvider": "provider"}
_READERS = {
    "this.getStringAttribute": "string",
    "this.getNumberAttribute": "number",
    "this.getBooleanAttribute": "boolean",
    "this.getListAttribute": "list<string>",
    "cdktn.Fn.tolist(this.getListAttribute": "set<string>",
    "this.getNumberListAttribute": "list<number>",
    "cdktn.Token.asNumberList(cdktn.Fn.tolist(this.getNumberListAttribute": "set<number>",
    "this.getStringMapAttribute": "map<string>",
    "this.getNumberMapAttribute": "map<number>",
    "this.getBooleanMapAttribute": "map<boolean>",
}
# These return any nested type; it is in the declaration of the getter.
_UNTYPED = {
    "this.interpolationForAttribute": False,
    "cdktn.Token.asAny(cdktn.Fn.tolist(this.interpolationForAttribute": True,
}
_MAPS = {
    "StringMap": "map<string>",
    "NumberMap": "map<number>",
    "BooleanMap": "map<boolean>",
    "AnyMap": "map<any>",
}
_CAMEL = re.compile(r"_([a-z0-9])")


@dataclass
class _Member:
    """One announced attribute of a class; `nested` is the class of its items."""

    name: str
    type: str
    computed: bool
    optional: bool
    required: bool
    write_only: bool
    nested: str = ""


@dataclass
class _Class:
    name: str
    base: str
    members: list[_Member]
    head: str = ""
    """The source of a resource class up to its first attribute: names and documentation link."""


@dataclass
class _Folder:
    """The contents of the files of one folder: a large resource is split into several files."""

    classes: dict[str, _Class] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """(interface, attribute) → text."""
    getters: dict[tuple[str, str], str] = field(default_factory=dict)
    """(class, camelCase getter) → TypeScript type, for getters whose JavaScript does not show the
    type."""
    blocks: set[tuple[str, str]] = field(default_factory=set)
    """(interface, attribute) that the declarations call a block."""
    list_blocks: set[str] = field(default_factory=set)
    """Classes that Terraform keeps in a list even where the schema allows one item only."""


def _files(package: Package) -> Iterator[tuple[str, str]]:
    """(path below lib/, text) of every JavaScript and declaration file of a resource folder,
    streaming the tarball once."""
    with package.tarball(".jsii.tgz") as tarball:
        for member in tarball:
            path = member.name.removeprefix(_LIBRARY)
            if path == member.name or "/" not in path or not path.endswith((".js", ".d.ts")):
                continue
            file = tarball.extractfile(member)
            if file is not None:
                yield path, file.read().decode("utf-8")


def _sections(head: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each match of `head`, and the end of its section: the next match or the end of the text."""
    starts = [*head.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return zip(starts, ends, strict=False)


def _member(match: re.Match[str], where: str) -> _Member:
    name, computed, optional, required, body = match.groups()
    found = _Member(
        name, "", computed == "true", optional == "true", required == "true", _WRITE_ONLY in body
    )
    if nested_match := _NESTED.search(body):
        class_name, attribute_name, is_set = nested_match.groups()
        if class_name in _MAPS:
            found.type = _MAPS[class_name]
        elif class_name.endswith("OutputReference"):
            found.type, found.nested = "object", class_name
        elif class_name.endswith("List"):
            found.type, found.nested = (
                ("set<object>" if is_set == "true" else "list<object>"),
                class_name.removesuffix("List") + "OutputReference",
            )
        elif class_name.endswith("Map"):
            found.type, found.nested = (
                "map<object>",
                class_name.removesuffix("Map") + "OutputReference",
            )
    elif return_match := _RETURNED.search(body):
        reader, attribute_name, _ = return_match.groups()
        found.type = _READERS.get(reader, "")
        if reader in _UNTYPED:
            found.type = "set<?>" if _UNTYPED[reader] else "?"
    else:
        attribute_name = name
    if not found.type or attribute_name != name:
        raise BuildError(
            f"{where}: the getter of {name} has an unknown form;"
            " builder/sources/terraform/extract.py must read it"
        )
    return found


def _read_javascript(text: str, path: str) -> Iterator[_Class]:
    """The classes that announce attributes; those out of scope have no members."""
    understood = 0
    for start, end in _sections(_CLASS, text):
        name, base = start.groups()
        if base not in _KINDS and base not in _SKIPPED and base != "ComplexObject":
            continue
        matches = [*_ATTRIBUTE.finditer(text, start.end(), end)]
        understood += len(matches)
        members = (
            [] if base in _SKIPPED else [_member(match, f"{path}: {name}") for match in matches]
        )
        head = (
            ""
            if base == "ComplexObject"
            else text[start.end() : text.find(_ANNOUNCED, start.end())]
        )
        yield _Class(name, base, members, head)
    total = text.count(_ANNOUNCED)
    if total != understood:
        raise BuildError(
            f"{path}: {total} attributes are announced and {understood} were understood; see"
            " docs/sources.md"
        )


def _read_declarations(text: str, folder: _Folder) -> None:
    """Adds the descriptions that are not boilerplate, and the declared types of getters that return
    lists or maps."""
    for start, end in _sections(_INTERFACE, text):
        name = start[1]
        for comment in _COMMENTED.finditer(text, start.end(), end):
            documented = _DOCUMENTED_NAME.search(comment[1])
            lines = [line.strip().removeprefix("*").strip() for line in comment[1].splitlines()]
            text_lines = [
                line
                for line in lines
                if line and not line.startswith(_BOILERPLATE) and not _BLOCK.match(line)
            ]
            if documented and text_lines:
                folder.descriptions[name, documented[1]] = " ".join(text_lines)
            if documented and f"{documented[1]} block" in lines:
                folder.blocks.add((name, documented[1]))
        for getter in _GETTER.finditer(text, start.end(), end):
            if "[" in getter[2]:
                folder.getters[name, getter[1]] = getter[2]


def _typescript_type(text: str) -> str:
    """A TypeScript type as one of builder.model: `string[][] | cdktn.IResolvable` is
    list<list<string>>."""
    text = text.strip().rstrip(";").strip()
    for resolvable in ("| cdktn.IResolvable", "cdktn.IResolvable |"):
        text = text.replace(resolvable, "").strip()
    if text.endswith("[]"):
        return f"list<{_typescript_type(text[:-2])}>"
    if text.startswith("{") and text.endswith("}"):
        _, _, value = text[1:-1].partition("]:")
        return f"map<{_typescript_type(value)}>"
    return text if text in ("string", "number", "boolean") else "any"


def _camel(name: str) -> str:
    return _CAMEL.sub(lambda match: match[1].upper(), name)


def _walk(
    folder: _Folder,
    owner: _Class,
    interface: str,
    prefix: str,
    native_prefix: str,
    above: tuple[str, ...],
    objects: list[str],
) -> Iterator[Attribute]:
    """The attributes of a class and of those nested in it. Adds the paths of objects that are set
    with `=` to `objects`.
    """
    for member in owner.members:
        path, native = prefix + member.name, native_prefix + member.name
        kind = member.type
        if "?" in kind:
            declared_type = _typescript_type(
                folder.getters.get((owner.name, _camel(member.name)), "any")
            )
            kind = declared_type.replace("list<", "set<", 1) if kind == "set<?>" else declared_type
        recursive = bool(member.nested) and member.nested in above
        is_input = member.optional or member.required
        if member.nested and is_input and (interface, member.name) not in folder.blocks:
            objects.append(path)
        yield Attribute(
            path=path,
            type=kind,
            description=folder.descriptions.get((interface, member.name), ""),
            is_input=is_input,
            is_output=not member.write_only,
            required=member.required,
            computed=member.computed,
            write_only=member.write_only,
            native=native if native != path else None,
            recursive=recursive,
        )
        if member.nested and not recursive:
            nested = folder.classes.get(member.nested)
            if nested is None:
                raise BuildError(
                    f"{owner.name}: {member.name} is of class {member.nested}, which does not"
                    " exist; see docs/sources.md"
                )
            step = {"object": ".", "map<object>": ".*."}.get(member.type, "[].")
            struct = member.nested.removesuffix("OutputReference")
            native_step = step
            if step == "." and struct in folder.list_blocks:
                native_step = "[0]."
            elif member.type == "set<object>":
                native_step = "[*]."
            yield from _walk(
                folder,
                nested,
                struct,
                path + step,
                native + native_step,
                (*above, member.nested),
                objects,
            )


def _resource(folder: _Folder, owner: _Class, version: str) -> Resource:
    kind = _KINDS[owner.base]
    type_match = _TYPE_NAME.search(owner.head)
    documentation = _DOCUMENTATION.search(owner.head)
    if type_match is None or documentation is None:
        raise BuildError(
            f"{owner.name}: has no Terraform type or documentation; see docs/sources.md"
        )
    objects: list[str] = []
    attributes = {
        attribute.path: attribute
        for attribute in _walk(folder, owner, owner.name + "Config", "", "", (), objects)
    }
    facts = {
        "provider_version": version,
        "documentation_url": documentation[1],
        "id_in_schema": "id" in attributes,
        "object_attributes": sorted(objects),
    }
    attributes.setdefault("id", Attribute("id", "string", is_output=True, computed=True))
    return Resource(
        system="terraform",
        name=f"data.{type_match[1]}" if kind == "data-source" else type_match[1],
        kind=kind,
        service=type_match[1].split("_")[1],
        attributes=[attributes[path] for path in sorted(attributes)],
        facts=facts,
    )


def extract(package: Package) -> Extraction:
    """Every resource and data source of cdktn-provider-aws; ephemeral resources and the provider
    itself are only in the notes."""
    folders: dict[str, _Folder] = {}
    version = ""
    for path, text in _files(package):
        folder = folders.setdefault(path.partition("/")[0], _Folder())
        if path.endswith(".d.ts"):
            _read_declarations(text, folder)
            continue
        folder.list_blocks.update(_LIST_BLOCK.findall(text))
        folder.classes.update((found.name, found) for found in _read_javascript(text, path))
        if not version and (version_match := _PROVIDER_VERSION.search(text)):
            version = version_match[1]
    resources: list[Resource] = []
    skipped: dict[str, list[str]] = {}
    for folder in folders.values():
        for owner in folder.classes.values():
            if owner.base in _KINDS:
                resources.append(_resource(folder, owner, version))
            elif owner.base in _SKIPPED:
                skipped.setdefault(_SKIPPED[owner.base], []).append(owner.name)
    notes = [
        f"{kind}: out of scope: {', '.join(sorted(names))}"
        for kind, names in sorted(skipped.items())
    ]
    free = [
        f"{resource.name} {attribute.path}"
        for resource in resources
        for attribute in resource.attributes
        if attribute.type == "any"
    ]
    notes += [
        f"{where}: the bindings fold this block into free form, its nested attributes are not"
        " listed"
        for where in sorted(free)
    ]
    return Extraction(
        "terraform",
        package.name,
        package.version,
        sorted(resources, key=lambda one: (one.kind, one.name)),
        notes,
    )
