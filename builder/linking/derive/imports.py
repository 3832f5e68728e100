"""What `id` of a Terraform resource is, as the documentation of its import says.

`id` is in no documentation of Pulumi's classes, but nearly every class says how it is imported ("using the `arn`. For example:
$ pulumi import aws:… example arn:aws:…"), and what a resource is imported with is its id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from builder.packages import Package

_HEADING = b"\n        ## Import\n"
_END = b"\n        :param "
_COMMAND = re.compile(r"\$ pulumi import (\S+) \S+ (.+)")
_SENTENCE = re.compile(r"Using `pulumi import`,(.*?)(?:For example|```|\n\n|$)", re.S)
_QUOTED = re.compile(r"`([a-z][a-z0-9_]*)`")
_PHRASE = re.compile(r"(?:using|with|by)(?: only)?(?: the| its| their| an?)? ([A-Za-z0-9 '-]+?)[.,:]?\s*$", re.S)
_SKIPPED = ("_", "get_", "outputs.py")


class Import(msgspec.Struct, frozen=True):
    """How a resource is imported."""

    names: tuple[str, ...] = ()
    """The attributes that the sentence names, in Pulumi's Python spelling."""
    phrase: str = ""
    """What the sentence says instead, in words: `ID`, `ARN`, `repository name`."""
    example: str = ""
    """What is imported in the example."""
    sentence: str = ""
    """The whole sentence."""


def read_imports(package: Package) -> Mapping[str, Import]:
    """Type token → how it is imported, from the docstrings of pulumi-aws (read as bytes; the wheel is not unpacked)."""
    found: dict[str, Import] = {}
    for name in package.names():
        base = name.rsplit("/", 1)[-1]
        if name.count("/") > 2 or not base.endswith(".py") or base.startswith(_SKIPPED):
            continue
        content = package.read(name)
        start = content.find(_HEADING)
        if start < 0:
            continue
        section = content[start : content.find(_END, start)].decode("utf-8")
        command = _COMMAND.search(section)
        if command:
            found[command[1]] = _import(section, command[2].strip())
    return found


def _import(section: str, example: str) -> Import:
    sentence = _SENTENCE.search(section)
    said = " ".join(sentence[1].split()) if sentence else ""
    told = _PHRASE.search(said)
    after = said.rpartition(" using ")[2] if " using " in said else said
    return Import(tuple(dict.fromkeys(_QUOTED.findall(after))), told[1].strip() if told else "", example.strip("'\""), said)
