"""What a piece of text is read as, and what reading it may lean on: the type somebody gave, the code around it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from iac_crosswalk.asking.access import Chain, Program
from iac_crosswalk.asking.classes import by_class
from iac_crosswalk.asking.declarations import Declaration, imports, in_program, in_template
from iac_crosswalk.asking.walking import Step, walk
from iac_crosswalk.knowledge import KnowledgeBase, ResourceRow


class Unclear(Exception):
    """The text cannot be read as a question; the message says on one line what to do. `choices` are resources it may be about."""

    def __init__(self, message: str, choices: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class Reading(NamedTuple):
    """A question: `path` of `resource` in `system`. `known` says that it names an attribute, or a mistake somebody wrote down."""

    system: str | None
    resource: str
    path: str
    name: str | None = None
    """The logical name or the variable that stands for the resource."""
    known: bool = True
    note: str | None = None
    """What the person must know about the text itself, beside the answer."""


class Context:
    """Everything but the syntax: the knowledge base, the type and system that were given, and what the code declares."""

    def __init__(self, knowledge: KnowledgeBase, text: str, resource: ResourceRow | None, system: str | None, within: str) -> None:
        self.knowledge = knowledge
        self.text = text
        self.resource = resource
        self.system = resource.system if resource else system
        self.within = within
        self.program = Program(text)
        self.programs = (self.program, *([Program(within)] if within else ()))

    def may_be(self, *systems: str) -> bool:
        """Whether the question can be about one of these systems."""
        return self.system is None or self.system in systems

    @cached_property
    def _declared(self) -> dict[str, list[Declaration]]:
        found: dict[str, list[Declaration]] = {}
        for declaration in (
            *(each for program in self.programs for each in in_program(program)),
            *(each for text in (self.text, self.within) for each in in_template(text)),
        ):
            known = found.setdefault(declaration.name, [])
            if declaration not in known:
                known.append(declaration)
        return found

    @cached_property
    def imported(self) -> dict[str, str]:
        """Name in the code → the module or class it stands for."""
        return {name: target for text in (self.within, self.text) for name, target in imports(text)}

    @cached_property
    def asked(self) -> list[Chain]:
        """The chains of the text, without those that are only given a name which the text then uses."""
        chains = list(self.program.chains())
        used: dict[str, int] = {}
        for chain in (each for each in chains if each.links):
            for name in (chain.head, *(link.text for link in chain.links[:1] if link.kind == "name")):
                used[name] = max(used.get(name, -1), chain.start)
        named = {each.start for each in in_program(self.program) if each.start >= 0 and used.get(each.name, -1) > each.start}
        return [chain for chain in chains if chain.start not in named]

    def declarations(self, name: str) -> list[Declaration]:
        """What the code says `name` is."""
        return self._declared.get(name, [])

    def types(self, name: str, system: str) -> list[ResourceRow]:
        """The types of `system` that a template says `name` has; the type that was given goes before."""
        if self.resource is not None:
            return [self.resource] if self.resource.system == system else []
        rows = [self.find(item.type, system) for item in self.declarations(name) if item.type]
        return list(dict.fromkeys(row for row in rows if row is not None))

    def find(self, name: str, system: str) -> ResourceRow | None:
        """A resource by name or alias, where it is of a system that may be meant."""
        return self.knowledge.find_resource(name, system) if self.may_be(system) else None

    def classes(self, dotted: str) -> list[ResourceRow]:
        """The Pulumi or CDK resources that a class of a program may be, by the imports of the code where there are any."""
        return [row for row in by_class(self.knowledge, self.full(dotted)) if self.may_be(row.system)]

    def full(self, dotted: str) -> str:
        """A dotted name with what its first word was imported as."""
        head, _, rest = dotted.partition(".")
        target = self.imported.get(head)
        return f"{target}.{rest}".rstrip(".") if target else dotted

    def reading(
        self, row: ResourceRow, steps: list[Step], name: str | None = None, note: str | None = None, container: str = ""
    ) -> Reading:
        """The reading of `steps` behind a resource of that type."""
        walked = walk(self.knowledge, row, steps, container)
        return Reading(row.system, row.name, walked.path, name, walked.known, note)


def one(readings: Iterable[Reading]) -> Reading | None:
    """The one question among readings, or None when there are none. Raises Unclear where there are several."""
    distinct = list(dict.fromkeys(readings))
    best = [each for each in distinct if each.known] or distinct
    if len({(each.system, each.resource, each.path) for each in best}) <= 1:
        return best[0] if best else None
    resources = list(dict.fromkeys(each.resource for each in best))
    paths = list(dict.fromkeys(each.path for each in best))
    if len(resources) > 1 and len(paths) == 1:
        raise Unclear(f"`{paths[0]}` may be an attribute of {listed(resources)}; add --resource TYPE", resources)
    raise Unclear(f"the text asks several things: {listed([f'{each.resource} {each.path}' for each in best])}; ask for one", resources)


def listed(items: list[str]) -> str:
    """`a, b and 3 more`."""
    return ", ".join(items[:10]) + (f" and {len(items) - 10} more" if len(items) > 10 else "")
