"""The reading of a text, and the context that helps to read it: the given type, the code around
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.located import Located, locate_steps
from iac_crosswalk.ask.access import Chain, Tokens, bound, leading_names
from iac_crosswalk.ask.file import File
from iac_crosswalk.ask.keys import keyed
from iac_crosswalk.ask.terms import PYTHON, Terms
from iac_crosswalk.paths import Step
from iac_crosswalk.programs.use import Declared, Read
from iac_crosswalk.store.store import ResourceRow


class Unclear(Exception):
    """The text cannot be read as a question; the message is advice on one line. `choices` are the
    resources that it may be about.
    """

    def __init__(self, message: str, choices: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class Reading(NamedTuple):
    """A question: `path` of `resource` in `system`. `known`: it names an attribute, or a known
    mistake.
    """

    system: str | None
    resource: str
    path: str
    name: str | None = None
    """The logical name or the variable of the resource."""
    known: bool = True
    note: str | None = None
    """A note for the user about the text itself, beside the answer."""
    declared: Declared | None = None
    """The resource in the file; conditions are judged by its settings."""
    is_read: bool | None = None
    """Whether the text reads the attribute; False: it sets it. None for a plain path, and for what
    an existing resource is looked up by.
    """
    located: Located | None = None
    """The end of the path; None where the resource is unknown."""
    accepted: frozenset[str] = frozenset()
    """The arguments that a message says the call takes: others are no suggestions. Empty where it
    does not say.
    """


IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t][^\n]*", re.MULTILINE)
_MOST_FUNCTIONS = 100
SELF = ("self", "this")


class Context:
    """The context of a text: the knowledge base, the given type and system, and the declarations of
    the code.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        text: str,
        resource: ResourceRow | None,
        system: str | None,
        within: str,
        terms: Terms = PYTHON,
        file: str = "",
    ) -> None:
        self.knowledge = knowledge
        self.terms = terms
        self.text = text
        self.resource = resource
        self.system = resource.system if resource else system
        self.within = within
        self.name = file
        self.file = File(knowledge, within, file)
        self.pasted = File(knowledge, text)
        self.tokens = Tokens(text)

    def may_be(self, *systems: str) -> bool:
        """Whether the question can be about one of these systems."""
        return self.system is None or self.system in systems

    @cached_property
    def asked(self) -> list[Chain]:
        """The chains of the text, each once, without those that are only assigned to a name which
        the text then uses.
        """
        imports = [match.span() for match in IMPORT.finditer(self.text)]
        chains = [
            chain
            for chain in self.tokens.chains()
            if chain.links and not any(start <= chain.start < end for start, end in imports[:100])
        ]
        used = {
            name: chain.start for chain in chains for name in leading_names(chain)[:2]
        }  # the last use of each name
        functions = list(
            islice((each for chain in chains for each in bound(chain)), _MOST_FUNCTIONS)
        )
        questions = [
            chain
            for chain in chains
            if used.get(self.tokens.assigned(chain), -1) <= chain.start
            and not any(
                chain.head == name and start <= chain.start < end for name, start, end in functions
            )
        ]
        return list(
            {
                (chain.head, tuple(link[:2] for link in chain.links)): chain for chain in questions
            }.values()
        )

    def declared(self, name: str) -> list[Declared]:
        """The resources of that name in the code around, or in the text itself."""
        return [*self.file.named(name), *self.pasted.named(name)]

    def client(self, name: str) -> str:
        """The service of the boto3 client of that name, in the code around or in the text
        itself.
        """
        return next(
            (
                known.client
                for file in (self.file, self.pasted)
                if (known := file.names.get(name)) and known.client
            ),
            "",
        )

    def types(self, name: str, system: str) -> list[ResourceRow]:
        """The types of `system` that resources of that name have; the given type comes first."""
        if self.resource is not None:
            return [self.resource] if self.resource.system == system else []
        rows = [each.row or self.find(each.type, system) for each in self.declared(name)]
        return list(
            dict.fromkeys(
                row
                for row in rows
                if row is not None and row.system == system and self.may_be(system)
            )
        )

    def find(self, name: str, system: str) -> ResourceRow | None:
        """A resource by name or alias, where it is of a system that may be meant."""
        return self.knowledge.find_resource(name, system) if self.may_be(system) else None

    def of_file(self, read: Read, note: str | None = None) -> Iterator[Reading]:
        """Yields the reading of a read in the file."""
        place = read.place
        if place is None or not self.may_be(place.schema.resource.system):
            return
        steps = keyed(read, place, self.text)
        has_name = (
            read.owner is not None and place.schema.resource.system != "boto3"
        )  # an answer has none
        name = (
            read.owner.text.rpartition(".")[2] if read.owner and has_name else None
        )  # in Terraform the type comes before it
        yield self.reading(place.schema.resource, steps, name, note)._replace(
            declared=read.declared, is_read=True
        )

    def reading(
        self,
        row: ResourceRow,
        steps: list[Step],
        name: str | None = None,
        note: str | None = None,
        container: str = "",
    ) -> Reading:
        """The reading of `steps` after a resource of that type."""
        located = locate_steps(self.knowledge, row, steps, container)
        return Reading(
            row.system,
            row.name,
            located.path,
            name,
            located.known,
            note,
            self.file.declared(row, name) or self.pasted.declared(row, name),
            located=located,
        )


def one(readings: Iterable[Reading], terms: Terms, strict: bool = True) -> Reading | None:
    """The only question among readings, or None when there are none. Raises Unclear where there are
    several.

    Where a syntax is not strict, known readings have priority, because the others may not be
    questions: any two words with a dot look like a member.
    """
    distinct = list(dict.fromkeys(readings))
    best = [] if strict else [each for each in distinct if each.known]
    best = best or distinct
    if len({(each.system, each.resource, each.path) for each in best}) <= 1:
        found = min(best, key=lambda each: each.note is not None, default=None)
        one_resource = len({id(each.declared) for each in best}) == 1
        return found if found is None or one_resource else found._replace(declared=None)
    resources = list(dict.fromkeys(each.resource for each in best))
    paths = list(dict.fromkeys(each.path for each in best))
    if len(resources) > 1 and len(paths) == 1 and len({each.name for each in best}) == 1:
        raise Unclear(
            f"`{paths[0]}` may be an attribute of {listed(resources)}; add {terms.resource}",
            resources,
        )
    things = list(dict.fromkeys(f"{each.resource} {each.path}" for each in best))
    raise Unclear(f"the text asks several things: {listed(things)}; ask for one", resources)


def listed(items: list[str]) -> str:
    """`a, b and 3 more`."""
    return ", ".join(items[:10]) + (f" and {len(items) - 10} more" if len(items) > 10 else "")
