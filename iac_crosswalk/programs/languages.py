"""The kinds of files: how each is recognised, and the module that reads it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.schema import Schemas

Reader = Callable[[Source, Schemas], Program | None]
"""What the file uses; None where it is of another kind. Raises Unreadable where it is of this kind and broken."""


class Kind(NamedTuple):
    """One kind of file: the endings of its name, what must be in it to concern us, the module whose `read` reads it.

    `module` is None where the file is not read into Uses yet (check/run.py has its own way for those). `package`: the provider
    whose names it uses, where a project can ask for another version of it.
    """

    suffixes: tuple[str, ...]
    signs: tuple[bytes, ...]
    module: str | None = None
    package: str | None = None

    def concerns(self, source: Source) -> bool:
        """Whether a file may be of this kind, by its name and by what stands in it."""
        return source.path.name.endswith(self.suffixes) and any(sign in source.data for sign in self.signs)


LANGUAGES: dict[str, Kind] = {
    "pulumi-python": Kind((".py",), (b"pulumi_aws",), "iac_crosswalk.programs.python.pulumi", "pulumi-aws"),
    "cdk-python": Kind((".py",), (b"aws_cdk",), "iac_crosswalk.programs.python.cdk"),
    "pulumi-typescript": Kind(
        (".ts", ".tsx"),
        (b"@pulumi/aws", b"$config(", b".sst/platform/config.d.ts"),
        "iac_crosswalk.programs.typescript.pulumi",
        "@pulumi/aws",
    ),
    "cdk-typescript": Kind((".ts", ".tsx"), (b"aws-cdk-lib",), "iac_crosswalk.programs.typescript.cdk"),
    "cloudformation": Kind((".yaml", ".yml", ".json", ".template"), (b"AWS::",), "iac_crosswalk.programs.cloudformation.read"),
    "pulumi-yaml": Kind(
        (".yaml", ".yml", ".json"),
        (b"aws:",),
        "iac_crosswalk.programs.pulumi_yaml.read",
        "pulumi-yaml",
    ),
    "terraform": Kind((".tf", ".tofu"), (b"aws_",), None, "hashicorp/aws"),
}
"""What is read. A reader is imported when the first file of its kind is met."""

SUFFIXES = tuple(dict.fromkeys(suffix for kind in LANGUAGES.values() for suffix in kind.suffixes))
"""The endings of every name that some language reads."""


def kinds(source: Source) -> Iterator[tuple[str, Kind]]:
    """The kinds that a file may be of."""
    return ((name, kind) for name, kind in LANGUAGES.items() if kind.concerns(source))


def reader(kind: Kind) -> Reader | None:
    """The function that reads files of a kind; None where there is none yet."""
    return importlib.import_module(kind.module).read if kind.module else None
