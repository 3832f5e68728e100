"""What a program uses, gathered by resource: each path once, with how often it is set and where it is read."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from iac_crosswalk.programs.cloudformation.template import SAM
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.usage import Resource, Usage
from iac_crosswalk.programs.use import Declared, Given, Read

_SAM = "The SAM transform makes more than one resource of this one, and its names may reach each of them."
_NOT_RETURNED = "Fn::GetAtt does not return this property."


def gather(name: str, program: Program) -> Usage:
    """What the file called `name` uses."""
    found = Usage(name, program.language.system, program.form, remarks=program.remarks)
    resources: dict[Declared, Resource] = {}
    given: dict[str, list[Given]] = defaultdict(list)
    read: list[Read] = []
    for use in program.uses():
        if isinstance(use, Declared):
            resources[use] = _resource(use, program)
        elif isinstance(use, Read):
            read.append(use)
        elif use.declared is not None:
            _give(resources[use.declared], use, program)
            given[use.declared.name].append(use)
    found.resources = list(resources.values())
    places = {owner: _Places(uses) for owner, uses in given.items()}
    for each in read:
        if each.declared in resources:
            inside = places[each.within].around(each) if each.within in places else None
            _ask(resources[each.declared], each, f"{each.within}.{inside}" if inside else each.within)
    return found


def _resource(declared: Declared, program: Program) -> Resource:
    doubt = _SAM if declared.type.startswith(SAM) else declared.doubt or program.doubt
    return Resource(
        declared.name,
        declared.type,
        declared.row,
        program.source.line(declared.at.start),
        settings=dict(declared.settings),
        remarks=declared.remarks,
        doubt=doubt,
        natives=program.language.natives,
    )


def _give(resource: Resource, given: Given, program: Program) -> None:
    line = program.source.line(given.span.start)
    if resource.row is None:
        if given.path == given.name.text:
            resource.give(given.path, False, line)
    elif given.lookup:
        return  # an existing resource is found by it: nothing is set
    elif given.place is not None and given.container is not None:
        # The keys of a map are no names of the schema, and an empty list sets nothing.
        if not given.container.type.is_map and not (given.empty and given.shape == "list"):
            resource.give(given.place.path, True, line)
    elif given.container is not None and given.container.known:
        container = given.container.schema.spell(given.container.path)
        resource.give(f"{container}.{given.name.text}" if container else given.name.text, False, line)


def _ask(resource: Resource, read: Read, place: str) -> None:
    if read.place is None or read.names:
        if read.path:
            resource.ask(read.path, place, known=False)
        return
    own = read.place.own()
    if own is None:
        return  # the resource as a whole, which is no output of it
    path, note = own.path, None
    if read.function and path != "Ref" and not own.gettable:
        note = _NOT_RETURNED
    resource.ask(path, place, True, note)


class _Places:
    """What a resource is given, by its place in the text."""

    def __init__(self, given: Iterable[Given]) -> None:
        self._given = sorted(given, key=lambda each: (each.value_span.start, -each.value_span.end))
        self._starts = [each.value_span.start for each in self._given]
        self._above: list[int] = []
        open_ones: list[int] = []
        for index, each in enumerate(self._given):
            while open_ones and self._given[open_ones[-1]].value_span.end < each.value_span.end:
                open_ones.pop()
            self._above.append(open_ones[-1] if open_ones else -1)
            open_ones.append(index)

    def around(self, read: Read) -> str | None:
        """The path of the innermost property whose value holds `read`: the last that begins before it, or one that this one is in."""
        index = bisect_right(self._starts, read.span.start) - 1
        while index >= 0 and self._given[index].value_span.end < read.span.end:
            index = self._above[index]
        return self._given[index].path if index >= 0 else None
