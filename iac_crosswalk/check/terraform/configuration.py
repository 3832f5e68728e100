"""The check of one .tf file: what it declares, what its blocks are given, what its expressions read."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.terraform.arguments import check_arguments
from iac_crosswalk.check.terraform.references import check_references
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.terraform.declarations import Declarations
from iac_crosswalk.programs.terraform.syntax import parse, unreadable


def check(source: Source, advisor: Advisor) -> Iterator[Finding]:
    """What is wrong with the AWS resources and data sources of a file, and with what is read of them.

    A block with a syntax error in it is left out: behind an error nothing stands for sure where it seems to stand.
    """
    root = parse(source)
    if broken := unreadable(root):
        yield Finding("unreadable-file", *broken)
    declarations = Declarations(root, advisor.schemas)
    if not declarations.foreign:
        yield from check_arguments(declarations, advisor)
        yield from check_references(declarations, advisor)
