"""The kinds of files: how each is recognised, and the module that reads it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.store.schema import Schemas

Reader = Callable[[Source, Schemas], Program | None]
"""Reads a file into a Program; None for a file of another kind. Raises Unreadable for a broken file
of this kind.
"""


class Kind(NamedTuple):
    """A kind of file: the suffixes of its name, the signs that its content must have, and the
    module whose `read` reads it.

    `package`: the provider whose names it uses, if a project can require another version of it.
    `generated`: a tool writes it from other files, which are checked instead.
    """

    suffixes: tuple[str, ...]
    signs: tuple[bytes, ...]
    module: str
    package: str | None = None
    generated: bool = False

    def has_name(self, source: Source) -> bool:
        """Whether the name of a file is of this kind."""
        return source.path.name.endswith(self.suffixes)

    def has_sign(self, source: Source) -> bool:
        """Whether the content of a file has one of the signs."""
        return any(sign in source.data for sign in self.signs)


_HERE = "iac_crosswalk.programs"
LANGUAGES: dict[str, Kind] = {
    "pulumi-python": Kind((".py",), (b"pulumi_aws",), f"{_HERE}.python.pulumi", "pulumi-aws"),
    "cdk-python": Kind((".py",), (b"aws_cdk",), f"{_HERE}.python.cdk"),
    "boto3": Kind((".py",), (b"boto3",), f"{_HERE}.python.boto3"),
    "pulumi-typescript": Kind(
        (".ts", ".tsx"),
        (b"@pulumi/aws", b"$config(", b".sst/platform/config.d.ts"),
        f"{_HERE}.typescript.pulumi",
        "@pulumi/aws",
    ),
    "cdk-typescript": Kind((".ts", ".tsx"), (b"aws-cdk-lib",), f"{_HERE}.typescript.cdk"),
    "terraform-plan": Kind(
        (".json",),
        (b'"format_version"', b'"@level"', b'"lineage"', b"PK\x03\x04"),
        f"{_HERE}.plan.read",
        generated=True,
    ),
    "cloudformation": Kind(
        (".yaml", ".yml", ".json", ".template"), (b"AWS::",), f"{_HERE}.cloudformation.read"
    ),
    "pulumi-yaml": Kind(
        (".yaml", ".yml", ".json"), (b"aws:",), f"{_HERE}.pulumi_yaml.read", "pulumi-yaml"
    ),
    "terraform": Kind(
        (".tf", ".tofu", ".tf.json", ".tofu.json"),
        (b"aws_",),
        f"{_HERE}.terraform.read",
        "hashicorp/aws",
    ),
    "terraform-test": Kind(
        (".tftest.hcl", ".tofutest.hcl"),
        (b"aws_",),
        f"{_HERE}.terraform.tests",
        "hashicorp/aws",
    ),
}
"""The supported kinds. A reader is imported at the first file of its kind."""

SUFFIXES = tuple(dict.fromkeys(suffix for kind in LANGUAGES.values() for suffix in kind.suffixes))
"""The suffixes of all kinds."""


def kinds(source: Source) -> Iterator[tuple[str, Kind]]:
    """The kinds that a file may have, by its name and its content."""
    file = source.path.name
    return (
        (name, kind)
        for name, kind in LANGUAGES.items()
        if file.endswith(kind.suffixes) and kind.has_sign(source)
    )


@cache
def reader(kind: Kind) -> Reader:
    """The function that reads files of a kind."""
    found: Reader = importlib.import_module(kind.module).read
    return found


def program(source: Source, schemas: Schemas) -> Program | None:
    """The program in a file; None if no language reads it. The language is recognised by the file's
    name, or by its content if no language has such names.

    Raises Unreadable for a broken file.
    """
    by_name = [kind for kind in LANGUAGES.values() if kind.has_name(source)]
    broken: Unreadable | None = None
    for kind in by_name or [each for each in LANGUAGES.values() if each.has_sign(source)]:
        try:
            if parsed := reader(kind)(source, schemas):
                return parsed
        except Unreadable as error:  # another language may be able to read it
            broken = broken or error
    if broken is not None:
        raise broken
    return None
