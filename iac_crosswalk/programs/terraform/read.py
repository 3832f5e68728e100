"""A Terraform configuration as a Program: what its blocks declare and are given, what its expressions read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.terraform import given, syntax
from iac_crosswalk.programs.terraform.declarations import Declarations
from iac_crosswalk.programs.terraform.language import LANGUAGE
from iac_crosswalk.programs.terraform.references import references
from iac_crosswalk.programs.use import Use
from iac_crosswalk.store.schema import Schemas


def read(source: Source, schemas: Schemas) -> Program:
    """What a configuration uses.

    A block with a syntax error in it is left out: behind an error nothing is for sure where it seems to be.
    """
    root = syntax.parse(source)
    broken = syntax.unreadable(root)
    declarations = Declarations(root, schemas)
    return Program(
        source,
        LANGUAGE,
        lambda: _uses(declarations),
        form="configuration",
        unread=[broken] if broken else [],
        remarks=_remarks(declarations),
    )


def _uses(declarations: Declarations) -> Iterator[Use]:
    resources = declarations.resources.values()
    # All of it is read first: names are judged by the settings beside them.
    names = [name for each in resources for name in given.Reader(each, declarations).read()]
    yield from chain((each.declared for each in resources), names)
    if not declarations.foreign:
        yield from references(declarations)


def _remarks(declarations: Declarations) -> list[str]:
    called = [
        label[0]
        for block in declarations.blocks
        if block.type == "module" and block.labels and (label := syntax.quoted(block.labels[0]))
    ]
    if not called:
        return []
    names = ", ".join(called)
    return [
        f"The resources of the modules {names} are not in this file; what"
        " `terraform show -json` writes of a plan has them."
    ]
