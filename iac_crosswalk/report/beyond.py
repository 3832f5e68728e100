"""The rest of a worksheet, besides the attributes that a file uses: keys beside Properties,
defaults that differ, the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.report import labels
from iac_crosswalk.report.apis import Apis
from iac_crosswalk.report.declared import declared
from iac_crosswalk.report.defaults import warnings
from iac_crosswalk.report.expressions import Writer
from iac_crosswalk.report.formats.words import own_values
from iac_crosswalk.report.landing import member_of
from iac_crosswalk.report.outside import outside
from iac_crosswalk.report.required import is_of_another
from iac_crosswalk.report.returned import returned
from iac_crosswalk.report.sam import write_out
from iac_crosswalk.report.stack import TARGETS, stack_sheet, writer
from iac_crosswalk.report.usage import Resource, Usage
from iac_crosswalk.report.values import count_parts, fill_in
from iac_crosswalk.report.waiting import wait
from iac_crosswalk.report.worksheet import Entry, Required, Sheet, StackSheet, Target, Warned
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.types import Type, parse
from iac_crosswalk.vocabulary import SAM

_NOTHING = re.compile(r"( \? | : )null($| : )")
_UNNAMED = re.compile(r"\b(aws_\w+)\.NAME(?=\.)")
_WRITE = re.compile(r"^(\S+)( = | (?=\{))(.+)$")
"""`name = value`, or a block."""


def complete(
    sheets: Sequence[Sheet], usage: Usage, knowledge: KnowledgeBase, schemas: Schemas, to: str
) -> StackSheet | None:
    """Completes the sheets of a template's resources, and returns the section of the stack; None
    where the file is not a template.
    """
    if usage.stack is None:
        return None
    for sheet in sheets:
        _name_by_owner(sheet, sheets, schemas, to)
    write = None
    if to in TARGETS:
        outputs = returned(sheets, usage.stack, schemas, to)
        write = writer(usage.stack, knowledge, to, outputs)
    if to == "terraform" and write is not None:
        _write_addresses(sheets, usage, schemas, replace(write, typed=True))
        outputs = returned(sheets, usage.stack, schemas, to)
        write = writer(usage.stack, knowledge, to, outputs)
    wholes = {sheet.name: _wholes(sheet, schemas, to) for sheet in sheets}
    for sheet, resource in zip(sheets, usage.resources, strict=True):
        own = [each for each in sheet.targets if not each.instead_of]
        sheet.outside = outside(resource.beside, own, wholes, schemas, to)
        if sheet.targets and not resource.elsewhere:
            sheet.warnings = _warnings(resource, sheet, to, write)

    def type_of(entry: Entry) -> Type | None:
        member = member_of(entry.answers[0], schemas, to)
        return parse(member.type) if member else None

    for sheet, resource in zip(sheets, usage.resources, strict=True):
        fill_in(sheet, resource.node, write, type_of)
        count_parts(sheet)
        if to == "terraform":
            _give_role(sheet)
        _settle_required(sheet)
    _tell_globals(sheets, usage)
    if to == "terraform":
        wait(sheets, usage.resources)
        _count(sheets)
    if write is None:
        return None
    required_blocks = _required_blocks(usage, knowledge, schemas, to)
    stack = stack_sheet(usage.stack, knowledge, write, required_blocks)
    stack.declared = declared(sheets, stack) if to == "terraform" else []
    return stack


def _write_addresses(
    sheets: Sequence[Sheet], usage: Usage, schemas: Schemas, write: Writer
) -> None:
    """Gives targets their addresses, and writes out what SAM makes."""
    for sheet, resource in zip(sheets, usage.resources, strict=True):
        if resource.elsewhere or sheet.name.startswith(GLOBALS):
            continue
        for target in sheet.targets:
            schema = schemas.find(target.resource, "terraform")
            if target.instead_of:
                continue
            if schema is not None and not is_of_another(target, sheet.targets):
                target.address = labels.whole(schema.resource, resource.called)
    apis = Apis({each.name: each for each in usage.resources})
    pairs = [*zip(sheets, usage.resources, strict=True)]
    for sheet, resource in sorted(pairs, key=lambda pair: pair[0].type.endswith("Api")):
        if resource.row is not None and not resource.elsewhere:
            write_out(sheet, resource, apis, write, schemas.of(resource.row).members)


def _give_role(sheet: Sheet) -> None:
    """Puts the role that SAM makes in place of null, where Fn::If leaves Role out."""
    roles = [each for each in sheet.targets if each.resource == "aws_iam_role" and not each.event]
    entries = [each for each in sheet.properties if each.path == "Role" and each.there]
    if len(roles) != 1 or not sheet.type.startswith(SAM) or roles[0].address is None:
        return
    counted = "[0]" if any(each.name == "Condition" for each in sheet.outside) else ""
    for value in (value for entry in entries for value in entry.values):
        if value.text.count(" ? ") == value.text.count(" : ") == 1:
            value.text = _NOTHING.sub(rf"\1{roles[0].address}{counted}.arn\2", value.text)


def _name_by_owner(sheet: Sheet, sheets: Sequence[Sheet], schemas: Schemas, to: str) -> None:
    """Puts the owner's name into expressions of a target that is written for another resource: a
    version of a function, which names the function in a property.
    """
    for target in sheet.targets:
        schema = schemas.find(target.resource, to)
        another = target.role == "alternative" or is_of_another(target, sheet.targets)
        if schema is None or not another:
            continue
        own, owner = labels.whole(schema.resource, sheet.name), _owner(sheet, target, sheets)
        if owner is not None and sheet.type == "AWS::Lambda::Version":
            function = owner.targets[0]
            if all(each.attribute != "publish" for each in function.required):
                function.required.append(Required("publish", "true"))
        whole = labels.whole(schema.resource, owner.name) if owner else None
        if own is None or whole is None:
            continue
        for entry in (*sheet.properties, *sheet.outputs):
            for answer in entry.answers:
                if answer["resource"] == target.resource and answer["expression"]:
                    answer["expression"] = answer["expression"].replace(own, whole, 1)


def _owner(sheet: Sheet, target: Target, sheets: Sequence[Sheet]) -> Sheet | None:
    """The one resource of the file that becomes the same target and that a property of this one
    reads; None where there are none or several.
    """
    found = [
        other
        for other in sheets
        if other is not sheet
        and any(each.resource == target.resource and each.role == "main" for each in other.targets)
        and any(place.startswith(f"{sheet.name}.") for e in other.outputs for place in e.places)
    ]
    return found[0] if len(found) == 1 else None


def _warnings(resource: Resource, sheet: Sheet, to: str, write: Writer | None) -> list[Warned]:
    set_paths = {*resource.given, *(each.name for each in resource.beside)}
    doubtful = bool(resource.doubt) or "" in resource.unsure
    return warnings(sheet.type, set_paths, to, doubtful, _unset(resource, write) if write else {})


def _unset(resource: Resource, write: Writer) -> dict[str, str]:
    """Property → where it is not set after all: a branch of its Fn::If is AWS::NoValue."""
    found = {}
    for path in resource.unsure & resource.given.keys():
        nodes = [each.node for each in resource.given[path].items]
        where = write.nothing(nodes[0]) if len(nodes) == 1 and nodes[0] is not None else None
        if where is not None:
            found[path] = where
    return found


def _required_blocks(usage: Usage, knowledge: KnowledgeBase, schemas: Schemas, to: str) -> set[str]:
    """The properties that AWS::NoValue may remove, and whose block the target requires: its
    arguments are null then."""
    found = set()
    for resource in usage.resources:
        for path in resource.unsure & resource.given.keys() if resource.row else ():
            answer = knowledge.translate(path, resource.type, usage.system, to)
            for each in (each for target in answer["targets"] for each in target["answers"]):
                member = member_of(each, schemas, to)
                if member is not None and member.required:
                    found.add(f"{resource.name}.{path}")
    return found


def _count(sheets: Sequence[Sheet]) -> None:
    """Adds `[0]` to the address of each resource with a Condition: it has count."""
    counted = [each for each in sheets if any(own.name == "Condition" for own in each.outside)]
    addresses = [each.address for sheet in counted for each in sheet.targets if each.address]
    names = re.compile(rf"\b({'|'.join(map(re.escape, addresses))})(?=\.)")
    for target in (each for sheet in sheets if addresses for each in sheet.targets):
        for required in target.required:
            if required.value:
                required.value = names.sub(r"\1[0]", required.value)
    for sheet in counted:
        if sum(bool(each.address) for each in sheet.targets) > 1:
            for line in sheet.outside:
                if line.name == "Condition":
                    line.note = "For each of the resources and data sources above."


def _tell_globals(sheets: Sequence[Sheet], usage: Usage) -> None:
    """Adds a remark to each resource of SAM: the properties that it has from `Globals`, and those
    that are merged with its own."""
    by_name = {each.name: each for each in sheets}
    for sheet, resource in zip(sheets, usage.resources, strict=True):
        shared = by_name.get(resource.shared.name) if resource.shared else None
        if shared is None or resource.elsewhere:
            continue
        inherited: list[str] = []
        merged: list[str] = []
        for entry in shared.properties:
            lines = list(own_values(entry, shared)) or [entry.path]
            if entry.path not in resource.given:
                inherited += lines
            elif any(each.text.startswith(("{", "[")) for each in entry.values):
                merged += lines
        parts = [f"From {shared.name} as well: {'; '.join(inherited)}."] if inherited else []
        if merged:  # maps and lists; of other values the resource's own one holds
            parts.append(f"To merge from {shared.name}: {'; '.join(merged)}.")
        sheet.remarks = [*sheet.remarks, *parts]


def _lower(entries: Iterable[Entry]) -> None:
    """Makes values lower case, except the outputs of other resources."""
    for entry in entries:
        for value in entry.values if entry.there else ():
            plain = value.text.startswith('"') and "${" not in value.text
            if not value.text.startswith("aws_"):
                value.text = value.text.lower() if plain else f"lower({value.text})"


def _settle_required(sheet: Sheet) -> None:
    """Gives required arguments the values that keep CloudFormation's defaults."""
    for each in sheet.warnings:
        each.text, each.write = (_find_name(own, sheet) for own in (each.text, each.write))
    found = {
        match[1]: (match[3], match[2] == " ")
        for each in sheet.warnings
        if each.when == "unset" and (match := _WRITE.match(each.write))
    }
    for each in sheet.warnings:
        if each.when == "set" and each.write.endswith(" = lower(NAME)"):
            _lower([entry for entry in sheet.properties if entry.path == each.property])
    for target in sheet.targets:
        for required in target.required:
            if required.value is not None:
                continue
            if required.attribute in found:
                required.value, required.block = found[required.attribute]
                continue
            inside = [name for name in found if name.startswith(f"{required.attribute}.")]
            if len(inside) == 1:
                required.attribute, (required.value, required.block) = inside[0], found[inside[0]]


def _find_name(expression: str, sheet: Sheet) -> str:
    """Replaces NAME by the name of the resource of that type that a property reads."""

    def name(match: re.Match[str]) -> str:
        own = re.compile(rf"\b{match[1]}\.[\w-]+(?:\[0\])?(?=\.)")
        values = (value.text for entry in sheet.properties for value in entry.values)
        return next((found[0] for text in values if (found := own.search(text))), match[0])

    return _UNNAMED.sub(name, expression)


def _wholes(sheet: Sheet, schemas: Schemas, to: str) -> list[str]:
    """The expressions of the target resources that a resource becomes."""
    found = []
    for target in sheet.targets:
        if target.address and not target.instead_of:
            found.append(target.address)
            continue
        schema = schemas.find(target.resource, to)
        if target.instead_of or schema is None or schema.resource.kind != "resource":
            continue
        if is_of_another(target, sheet.targets):
            continue
        whole = labels.whole(schema.resource, sheet.name)
        if whole:
            found.append(whole)
    return [*dict.fromkeys(found)]
