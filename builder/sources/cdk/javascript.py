"""Reads what only the generated JavaScript of aws-cdk-lib has: the CloudFormation name of every
property, and the identifiers in a Ref.

The jsii assembly has only the camelCase name of each property. The functions that the CDK calls to
write a template, `convert<Struct>ToCloudFormation`, have the CloudFormation name:
`{AtRestEncryptionEnabled: …(properties.atRestEncryptionEnabled)}`. The getters `get
<resource>Ref()` show which identifier `ref` is: `{replicationGroupId: this.ref}`.
"""

from __future__ import annotations

import re
import tarfile
from typing import NamedTuple

_PACKAGE = "package/"
_GENERATED = ".generated.js"
_RUNTIME = "core/lib/runtime.js"
_CONVERTER = re.compile(
    r"function convert(\w+)ToCloudFormation\(properties\)\{return"
    r" cdk\(\)\.canInspect\(properties\)\?"
    r"\(\w+\(properties\)\.assertSuccess\(\),\{(.*?)\}\):properties\}"
)
_ANY_CONVERTER = re.compile(r"function convert(\w+)ToCloudFormation\(")
_ENTRY = re.compile(r'(?:^|,)(?:"([^"]+)"|([\w$]+)):[^:]*?\(properties\.([\w$]+)\)(?=,|$)')
_TAG_CONVERTER = re.compile(
    r"function cfnTagToCloudFormation\(x\)\{return canInspect\(x\)\?\{([^}]*)\}:x\}"
)
_TAG_ENTRY = re.compile(r"(\w+):x\.(\w+)")
_CLASS = re.compile(r"class (\w+) extends cdk\(\)\.CfnResource\{")
_REF = re.compile(r"get (\w+Ref)\(\)\{return\{(.*?)\}\}")
_REF_ENTRY = re.compile(
    r"(\w+):(cdk\(\)\.Fn\.select\((\d+),cdk\(\)\.Fn\.split\(\"\|\",this\.ref\)\)|this\.(\w+))(?:,|$)"
)

ASSEMBLY = "package/.jsii.gz"


class Package(NamedTuple):
    """The contents of the tarball of aws-cdk-lib that the extractor needs."""

    assembly: bytes
    """The jsii assembly, still gzipped."""
    names: dict[tuple[str, str], dict[str, str]]
    """(file without ending, struct without dots) → {camelCase name: CloudFormation name}."""
    tag: dict[str, str]
    """The same for CfnTag, which is written by hand."""
    refs: dict[tuple[str, str], dict[str, str]]
    """(file without ending, class) → {identifier: `ref`, `ref[1]` (a part of it, split at |), or
    the camelCase name of a property}."""
    notes: list[str]


def read(tarball: tarfile.TarFile) -> Package:
    """One pass over the tarball."""
    assembly = b""
    tag: dict[str, str] = {}
    names: dict[tuple[str, str], dict[str, str]] = {}
    refs: dict[tuple[str, str], dict[str, str]] = {}
    notes: list[str] = []
    for member in tarball:
        path = member.name.removeprefix(_PACKAGE)
        if (
            not path.startswith((".jsii.gz", "aws-", "alexa-", "core/"))
            or (stream := tarball.extractfile(member)) is None
        ):
            continue
        if member.name == ASSEMBLY:
            assembly = stream.read()
        elif path == _RUNTIME:
            tag = {
                name: key
                for body in _TAG_CONVERTER.findall(stream.read().decode())
                for key, name in _TAG_ENTRY.findall(body)
            }
        elif path.endswith(_GENERATED):
            text = stream.read().decode()
            stem = path.removesuffix(".js")
            names.update(_names(text, stem, notes))
            refs.update(_refs(text, stem, notes))
    return Package(assembly, names, tag, refs, notes)


def _names(text: str, stem: str, notes: list[str]) -> dict[tuple[str, str], dict[str, str]]:
    found = {}
    for struct, body in _CONVERTER.findall(text):
        entries = _ENTRY.findall(body)
        found[stem, struct] = {name: quoted or bare for quoted, bare, name in entries}
        property_count = body.count("(properties.")
        if len(entries) != property_count:
            notes.append(
                f"{stem}: convert{struct}ToCloudFormation writes {property_count} properties,"
                f" {len(entries)} were understood"
            )
    unread = {struct for struct in _ANY_CONVERTER.findall(text) if (stem, struct) not in found}
    notes.extend(
        f"{stem}: convert{struct}ToCloudFormation has another form than the rest"
        for struct in sorted(unread)
    )
    return found


def _refs(text: str, stem: str, notes: list[str]) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    starts = [*_CLASS.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends, strict=False):
        getter = _REF.search(text, start.end(), end)
        if getter is None:
            continue
        entries = _REF_ENTRY.findall(getter[2])
        found[stem, start[1]] = {
            name: f"ref[{index}]" if index else member for name, _, index, member in entries
        }
        if len(entries) != len(re.findall(r"(?:^|,)\w+:", getter[2])):
            notes.append(f"{stem}: {getter[1]} of {start[1]} has another form than the rest")
    return found
