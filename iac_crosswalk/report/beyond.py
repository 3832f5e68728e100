"""What a worksheet says beyond the attributes that a file uses: what stands outside of properties,
defaults that differ, the stack.
"""

from __future__ import annotations

from collections.abc import Sequence

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.report import labels
from iac_crosswalk.report.defaults import warnings
from iac_crosswalk.report.outside import outside
from iac_crosswalk.report.required import is_of_another
from iac_crosswalk.report.stack import stack_sheet
from iac_crosswalk.report.usage import Resource, Usage
from iac_crosswalk.report.worksheet import Sheet, StackSheet, Target, Warned
from iac_crosswalk.store.schema import Schemas


def complete(
    sheets: Sequence[Sheet], usage: Usage, knowledge: KnowledgeBase, schemas: Schemas, to: str
) -> StackSheet | None:
    """Adds to the sheets of a template's resources what is not an attribute, and returns the
    section of the stack; None for what is no template.
    """
    if usage.stack is None:
        return None
    for sheet in sheets:
        _name_by_owner(sheet, sheets, schemas, to)
    wholes = {sheet.name: _wholes(sheet, schemas, to) for sheet in sheets}
    for sheet, resource in zip(sheets, usage.resources, strict=True):
        own = [each for each in sheet.targets if not each.instead_of]
        sheet.outside = outside(resource.beside, own, wholes, schemas, to)
        if sheet.targets and not resource.elsewhere:
            sheet.warnings = _warnings(resource, sheet, to)
    returned = {
        sheet.name if entry.path == "Ref" else f"{sheet.name}.{entry.path}": expression
        for sheet in sheets
        for entry in sheet.outputs
        if entry.answers and (expression := entry.answers[0]["expression"])
    }
    return stack_sheet(usage.stack, knowledge, to, returned)


def _name_by_owner(sheet: Sheet, sheets: Sequence[Sheet], schemas: Schemas, to: str) -> None:
    """Where what a resource becomes is written for another resource, which it names in a property,
    expressions carry that one's name.
    """
    for target in sheet.targets:
        schema = schemas.find(target.resource, to)
        another = target.role == "alternative" or is_of_another(target, sheet.targets)
        if schema is None or not another:
            continue
        own, owner = labels.whole(schema.resource, sheet.name), _owner(sheet, target, sheets)
        whole = labels.whole(schema.resource, owner.name) if owner else None
        if own is None or whole is None:
            continue
        for entry in (*sheet.properties, *sheet.outputs):
            for answer in entry.answers:
                if answer["resource"] == target.resource and answer["expression"]:
                    answer["expression"] = answer["expression"].replace(own, whole, 1)


def _owner(sheet: Sheet, target: Target, sheets: Sequence[Sheet]) -> Sheet | None:
    """The resource of the file that becomes the same target and that a property of this one reads;
    None where there is none, or more than one.
    """
    found = [
        other
        for other in sheets
        if other is not sheet
        and any(each.resource == target.resource and each.role == "main" for each in other.targets)
        and any(place.startswith(f"{sheet.name}.") for e in other.outputs for place in e.places)
    ]
    return found[0] if len(found) == 1 else None


def _warnings(resource: Resource, sheet: Sheet, to: str) -> list[Warned]:
    given = {*resource.given, *(each.name for each in resource.beside)}
    return warnings(sheet.type, given, to, doubtful=bool(resource.doubt) or "" in resource.unsure)


def _wholes(sheet: Sheet, schemas: Schemas, to: str) -> list[str]:
    """The expressions of the target resources that a resource becomes."""
    found = []
    for target in sheet.targets:
        schema = schemas.find(target.resource, to)
        if target.instead_of or schema is None or schema.resource.kind != "resource":
            continue
        if is_of_another(target, sheet.targets):
            continue
        whole = labels.whole(schema.resource, sheet.name)
        if whole:
            found.append(whole)
    return [*dict.fromkeys(found)]
