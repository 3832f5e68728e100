"""How a Terraform resource is imported, and the schema of its identity, as documented.

Pulumi's classes do not document `id`, but nearly every class documents how it is imported ("using
the `arn`. For example: $ pulumi import aws:… example arn:aws:…"), and many list the attributes that
identify the resource. The value that a resource is imported with is often its id and often not:
identity.py decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from builder.packages import Package

_HEADING = b"\n        ## Import\n"
_SENTENCE_START = b"Using `pulumi import`,"
_END = b"\n        :param "
_COMMAND = re.compile(r"[$%] pulumi import (\S+)(?: \S+)? (\S.*)")
_TOKEN = re.compile(rb'@pulumi\.type_token\("([^"]+)"\)')
_SENTENCE = re.compile(r"Using `pulumi import`,(.*?)(?:For example|```|\n\n|$)", re.S)
_QUOTED = re.compile(r"`([a-z][a-z0-9_]*)`")
_SPAN = re.compile(r"`([^`]+)`")
_PARENTHESES = re.compile(r"\s*\(([^()]*)\)\s*$")
_PHRASE = re.compile(
    r"(?:using|with|by)(?: only)?(?: the| its| their| an?)? ([A-Za-z0-9 '-]+?)[.,:]?\s*$", re.S
)
_REQUIRED = re.compile(r"Identity Schema\s+#### Required(.*?)(?:#### |Using `|\Z)", re.S)
_LISTED = re.compile(r"^\s*[-*] `(\w+)`", re.M)
_SKIPPED = ("_", "get_", "outputs.py")


class Import(msgspec.Struct, frozen=True):
    """How a resource is imported."""

    names: tuple[str, ...] = ()
    """The attributes that the sentence names, in Pulumi's Python spelling."""
    phrase: str = ""
    """The words that the sentence has instead: `ID`, `ARN`, `repository name`."""
    example: str = ""
    """The value that the example imports."""
    sentence: str = ""
    """The whole sentence."""
    quoted: tuple[str, ...] = ()
    """Quoted texts that are not attributes, verbatim: `REST-API-ID/AUTHORIZER-ID`."""
    identity: tuple[str, ...] = ()
    """The attributes that identify the resource, as its identity schema requires them."""


def read_imports(package: Package) -> Mapping[str, Import]:
    """Type token → how it is imported, from the docstrings of pulumi-aws (read as bytes; the wheel
    is not unpacked)."""
    found: dict[str, Import] = {}
    for name in package.names():
        base = name.rsplit("/", 1)[-1]
        if name.count("/") > 2 or not base.endswith(".py") or base.startswith(_SKIPPED):
            continue
        content = package.read(name)
        # Some sections have lost their heading.
        start = content.find(_HEADING)
        start = content.find(_SENTENCE_START) if start < 0 else start
        if start < 0:
            continue
        section = content[start : content.find(_END, start)].decode("utf-8")
        command = _COMMAND.search(section)
        token = _TOKEN.search(content)
        if command:
            # A few commands name Terraform's resource instead of Pulumi's type.
            kind = command[1] if ":" in command[1] or token is None else token[1].decode("utf-8")
            found[kind] = _import(section, command[2].strip())
    return found


def _import(section: str, example: str) -> Import:
    sentence = _SENTENCE.search(section)
    text = " ".join(sentence[1].split()) if sentence else ""
    parentheses = _PARENTHESES.search(text.rstrip(".,:"))
    phrase_match = _PHRASE.search(text) or (
        _PHRASE.search(_PARENTHESES.sub("", text.rstrip(".,:"))) if parentheses else None
    )
    after = text.rpartition(" using ")[2] if " using " in text else text
    names = tuple(dict.fromkeys(_QUOTED.findall(after)))
    quoted = tuple(
        each
        for each in _SPAN.findall(after)
        if each not in names and any(letter.isalpha() for letter in each)
    )
    phrase = ""
    if phrase_match:
        phrase = phrase_match[1].strip()
    elif parentheses and not names and " " in parentheses[1]:
        phrase = parentheses[1].strip()
    required = _REQUIRED.search(section)
    identity = tuple(_LISTED.findall(required[1])) if required else ()
    return Import(names, phrase, example.strip("'\""), text, quoted, identity)
