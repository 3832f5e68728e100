"""The data sources and variables that a worksheet's expressions name, and no other line of it
declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iac_crosswalk.report.labels import stack_variable
from iac_crosswalk.report.worksheet import Sheet, StackSheet, Thing

_DATA = re.compile(r"\bdata\.(aws_\w+)\.([\w-]+)")
_LINES = {
    "aws_availability_zones": [  # without the filter, Local Zones that the account has come first
        'state = "available"',
        "filter {",
        '  name = "opt-in-status"',
        '  values = ["opt-in-not-required"]',
        "}",
    ]
}


def declared(sheets: Iterable[Sheet], stack: StackSheet) -> list[Thing]:
    """What to declare besides, a line each."""
    known = {each.there or "" for each in stack.parameters}
    known |= {each.there or "" for each in stack.imports}
    all_sheets = [*sheets]
    own = {
        target.address
        for sheet in all_sheets
        for target in sheet.targets
        if target.address is not None
    }
    stack_name = stack_variable(each.name for each in stack.parameters)
    found: dict[str, Thing] = {}
    for text in _texts(all_sheets, stack):
        for kind, name in _DATA.findall(text):
            there = f'data "{kind}" "{name}"'
            imported = any(each.startswith(f"data.{kind}.{name}.") for each in known)
            if there not in known and f"data.{kind}.{name}" not in own and not imported:
                found[there] = Thing(f"data.{kind}.{name}", "", there, _LINES.get(kind, []))
        if re.search(rf"\b{re.escape(stack_name)}(?![\w-])", text):
            found["stack"] = Thing(
                stack_name,
                "",
                f'variable "{stack_name.removeprefix("var.")}"',
                ["type = string"],
                "A name for what CloudFormation names after the stack.",
            )
    return [*found.values()]


def _texts(sheets: Iterable[Sheet], stack: StackSheet) -> Iterator[str]:
    for sheet in sheets:
        for target in sheet.targets:
            yield from (each.value for each in target.required if each.value)
        for entry in sheet.properties:
            yield from (each.text for each in entry.values)
        for outside in sheet.outside:
            yield from outside.there
    for thing in (*stack.conditions, *stack.outputs):
        yield from (thing.there or "", *thing.lines)
