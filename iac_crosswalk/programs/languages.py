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

    `package`: the provider whose names it uses, where a project can require another version of it.
    `generated`: a tool writes it from other files, which are checked instead.
    """

    suffixes: tuple[str, ...]
    signs: tuple[bytes, ...]
    module: str
    package: str | None = None
    generated: bool = False

    def named(self, source: Source) -> bool:
        """Whether a file is of this kind by its name."""
        return source.path.name.endswith(self.suffixes)

    def signed(self, source: Source) -> bool:
        """Whether a file contains one of the signs."""
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
    return (
        (name, kind)
        for name, kind in LANGUAGES.items()
        if kind.named(source) and kind.signed(source)
    )


@cache
def reader(kind: Kind) -> Reader:
    """The function that reads files of a kind."""
    found: Reader = importlib.import_module(kind.module).read
    return found


def program(source: Source, schemas: Schemas) -> Program | None:
    """The program in a file, recognised by its name, or by its content where no language knows the
    name; None where no language reads it.

    Raises Unreadable where it is broken.
    """
    named = [kind for kind in LANGUAGES.values() if kind.named(source)]
    broken: Unreadable | None = None
    for kind in named or [each for each in LANGUAGES.values() if each.signed(source)]:
        try:
            if found := reader(kind)(source, schemas):
                return found
        except Unreadable as error:  # another language may be able to read it
            broken = broken or error
    if broken is not None:
        raise broken
    return None
