"""Collects the uses of a program by resource: each path once, with the number of its settings and
the places of its reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.programs.cloudformation.stack import by_span, may_be_nothing
from iac_crosswalk.programs.nodes import Node
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import NOWHERE, Span
from iac_crosswalk.programs.use import Declared, Given, Name, Read
from iac_crosswalk.report.beside import Objects
from iac_crosswalk.report.usage import Resource, Usage
from iac_crosswalk.vocabulary import SAM

MADE_BY_SAM = (
    "The SAM transform creates several resources from this one, and its names may refer to any"
    " of them."
)
_ELSEWHERE = "Declared elsewhere: only the attributes that are read here are listed."
_NOT_RETURNED = "Fn::GetAtt does not return this property."


def gather(name: str, program: Program) -> Usage:
    """The usage of the file called `name`."""
    remarks = [*program.remarks, *(f"Not read: {each.message}." for each in program.unread)]
    found = Usage(name, program.language.system, program.form, [], remarks, program.whole_folder)
    stack = found.stack = program.stack() if program.stack else None
    resources: dict[Declared, Resource] = {}
    elsewhere: dict[str, Resource] = {}
    settings_of: dict[str, list[Given]] = defaultdict(list)
    reads: list[Read] = []
    for use in program.uses():
        if isinstance(use, Read):
            reads.append(use)
        elif isinstance(use, Declared):
            if use.name or use.row:  # a type that is named and does not exist is not a resource
                resources[use] = _resource(use, program)
        elif use.declared is not None:
            settings_of[use.declared.name].append(use)
    places = {owner: Objects(uses, program) for owner, uses in settings_of.items()}
    values = by_span(stack) if stack else {}
    for owner, uses in settings_of.items():
        for use in uses:
            if use.declared is not None:
                node = values.get(use.value_span)
                _give(resources[use.declared], use, program, places[owner].values(use), node)
    places[""] = Objects([each for uses in settings_of.values() for each in uses], program)
    for each in reads:
        declared = each.counterpart[0] if each.counterpart else each.declared
        resource = resources.get(declared) if declared else _elsewhere(each, elsewhere)
        if resource is None and stack is not None and each.owner is not None:
            inside = places[each.within].around(each) if each.within in places else None
            found.unresolved.append((each.owner.text, each.path, _place(each, inside, program)))
        elif resource is not None:
            inside = places[each.within].around(each) if each.within in places else None
            _ask(resource, each, _place(each, inside, program))
    found.resources = [*resources.values(), *elsewhere.values()]
    for own in resources.values():
        own.beside = stack.beside.get(own.name, []) if stack else []
        own.node = stack.properties.get(own.name) if stack else None
        own.unsure |= {""} if stack and own.name in stack.open else set()
    shared = {each.type: each for each in found.resources if each.name.startswith(GLOBALS)}
    for resource in found.resources if shared else ():
        if resource is not shared.get(resource.type):
            resource.shared = shared.get(resource.type)
    return found


def _place(read: Read, inside: Given | None, program: Program) -> str:
    """The place of a read: the resource and its property, or else the line."""
    owner = read.within or (inside.declared.name if inside and inside.declared else "")
    if not owner:
        line = _line(read.span, program)
        return f"line {line}" if line else ""
    return f"{owner}.{inside.path}" if inside else owner


def _resource(declared: Declared, program: Program) -> Resource:
    rewritten = declared.doubt or program.doubt
    return Resource(
        declared.name or f"line {program.source.line(declared.at.start)}",
        declared.type,
        declared.row,
        _line(declared.at, program),
        declared.instances,
        settings=dict(declared.settings),
        remarks=[*declared.remarks, *map(_beside, declared.beside)],
        ours=declared.ours,
        doubt=MADE_BY_SAM if declared.type.startswith(SAM) else rewritten,
        natives=program.language.natives,
        unsure={""} if rewritten else set(),
    )


_COMMENTS = ("Comment", "Comments", "Description")


def _beside(name: Name) -> str:
    if name.text in _COMMENTS:
        return f"{name.text} is beside Properties, where it has no effect: keep it as a comment."
    return (
        f"{name.text} is beside Properties, where it has no effect; check whether it belongs"
        " inside."
    )


def _elsewhere(read: Read, known: dict[str, Resource]) -> Resource | None:
    """The resource that is read, where its type is known though the file does not declare it."""
    if read.owner is None or read.place is None:
        return None
    place, name = read.counterpart[1] if read.counterpart else read.place, read.owner.text
    row = place.schema.resource
    return known.setdefault(
        name, Resource(name, row.name, row, remarks=[_ELSEWHERE], elsewhere=True)
    )


def join(usages: Sequence[Usage]) -> None:
    """Joins the usages of a folder's files where they are one program: a read of another file's
    resource is listed with the resource.
    """
    declared: dict[tuple[Path, str], Resource] = {}
    parts = [(each, Path(each.path).parent) for each in usages if each.whole_folder]
    for each, folder in parts:
        declared |= {(folder, found.name): found for found in each.resources if not found.elsewhere}
    for each, folder in parts:
        resources = []
        for resource in each.resources:
            owner = declared.get((folder, resource.name)) if resource.elsewhere else None
            if owner is None:
                resources.append(resource)
                continue
            for read in resource.read.values():
                for place in read.places:
                    owner.ask(read.path, place, read.known, read.note)
        each.resources = resources


def _line(span: Span, program: Program) -> int | None:
    return None if span == NOWHERE else program.source.line(span.start)


def _give(
    resource: Resource,
    given: Given,
    program: Program,
    beside: Mapping[str, str],
    node: Node | None,
) -> None:
    line = _line(given.span, program)
    if resource.row is None:
        if given.path == given.name.text:
            resource.give(given.path, False, line)
    elif given.lookup:
        return  # it looks up an existing resource: nothing is set
    elif given.place is not None and given.container is not None:
        # The keys of a map are not names of the schema, and an empty list sets nothing.
        if not given.container.type.is_map and not (given.empty and given.shape == "list"):
            resource.give(given.place.path, True, line, beside, node)
            if node is not None and may_be_nothing(node):
                resource.unsure.add(given.place.path)
    elif given.container is not None and given.container.known:
        container = given.container.schema.spell(given.container.path)
        resource.give(
            f"{container}.{given.name.text}" if container else given.name.text, False, line
        )


def _ask(resource: Resource, read: Read, place: str) -> None:
    if read.place is None or read.names:
        if read.path:
            resource.ask(read.path, place, known=False)
        return
    own = read.place.attribute()
    mine = read.counterpart[1].attribute() if read.counterpart else own
    if own is None or mine is None:
        return  # the resource as a whole, which is not an output
    path, note = mine.path, None
    if read.function and own.path != "Ref" and not own.gettable:
        note = _NOT_RETURNED
    resource.ask(path, place, True, note)
