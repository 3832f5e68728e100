"""What a piece of text is read as, and what reading it may lean on: the type somebody gave, the code around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.ask.access import Chain, Link, Program, bound, leading_names
from iac_crosswalk.ask.declarations import Class, Declaration, classes, imports, in_program, in_template
from iac_crosswalk.ask.file import File
from iac_crosswalk.ask.systems.classes import by_class
from iac_crosswalk.ask.terms import PYTHON, Terms
from iac_crosswalk.ask.walking import walk
from iac_crosswalk.paths import Step, steps_of
from iac_crosswalk.programs.use import Declared, Read
from iac_crosswalk.store.store import ResourceRow


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
    declared: Declared | None = None
    """The resource of the file, by whose settings conditions are judged."""
    is_read: bool = False
    """Whether the text reads the attribute. A plain path does not say."""


class Instance(NamedTuple):
    """A chain that begins with a class, a client or an unknown word, and the variable that holds its value."""

    chain: Chain
    name: str
    said: str = ""
    """What a name of the code is, where it is no resource but something of one: "`port` is `self.cache.port`"."""


def _chain_of(declaration: Declaration) -> Chain | None:
    """The value of a declaration; a type stands for a call of its class."""
    if declaration.value is not None:
        return next(Program(declaration.value).chains(), None)
    short = re.fullmatch(r"aws:(\w+)(?:/\w+)?:(\w+)", declaration.type or "")  # Pulumi YAML
    dotted = f"aws.{short[1]}.{short[2]}" if short else declaration.type or ""
    head, *names = dotted.split(".")
    return None if ":" in dotted else Chain(head, (*(Link("name", name) for name in names), Link("call", "")), 0, 0)


IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t][^\n]*", re.MULTILINE)
_MOST_DECLARATIONS = 20
_MOST_FUNCTIONS = 100
_LONGEST_VALUE = 60
_LONGEST_SHOWN = 200
_DEEPEST_MEMBER = 3
"""Components in components."""
SELF = ("self", "this")
ANY = "*"
"""Stands for any class whose member a name may be."""


class Context:
    """Everything but the syntax: the knowledge base, the type and system that were given, and what the code declares."""

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
        self._variables: dict[tuple[str, str | None], list[Instance]] = {}
        self.program = Program(text)
        self.programs = (self.program, *([Program(within)] if within else ()))

    def may_be(self, *systems: str) -> bool:
        """Whether the question can be about one of these systems."""
        return self.system is None or self.system in systems

    @cached_property
    def _declared(self) -> dict[str, list[Declaration]]:
        found: dict[str, dict[tuple[str | None, ...], Declaration]] = {}
        for declaration in (
            *(each for program in self.programs for each in in_program(program)),
            *(each for text in (self.text, self.within) for each in in_template(text)),
        ):
            known = declaration.type, declaration.value, declaration.owner
            found.setdefault(declaration.name, {}).setdefault(known, declaration)
        return {name: list(known.values())[:_MOST_DECLARATIONS] for name, known in found.items()}

    @cached_property
    def own_classes(self) -> dict[str, Class]:
        """The classes that the code defines itself: components, bags of arguments."""
        return {each.name: each for program in self.programs for each in classes(program)}

    @cached_property
    def imported(self) -> dict[str, str]:
        """Name in the code → the module or class it stands for."""
        return {name: target for text in (self.within, self.text) for name, target in imports(text)}

    @cached_property
    def asked(self) -> list[Chain]:
        """The chains of the text, each once, without those that are only given a name which the text then uses."""
        imports = [match.span() for match in IMPORT.finditer(self.text)]
        chains = [
            chain for chain in self.program.chains() if chain.links and not any(start <= chain.start < end for start, end in imports[:100])
        ]
        used: dict[str, int] = {}
        for chain in chains:
            for name in leading_names(chain)[:2]:
                used[name] = max(used.get(name, -1), chain.start)
        functions = list(islice((each for chain in chains for each in bound(chain)), _MOST_FUNCTIONS))
        named = {each.start for each in in_program(self.program) if each.start >= 0 and used.get(each.name, -1) > each.start}
        asked = [
            chain
            for chain in chains
            if chain.start not in named and not any(chain.head == name and start <= chain.start < end for name, start, end in functions)
        ]
        return list({(chain.head, tuple(link[:2] for link in chain.links)): chain for chain in asked}.values())

    def expanded(self, chain: Chain, owner: str | None = None) -> list[Instance]:
        """A chain with its variable replaced by what the code assigns to it; the variable is the innermost one.

        Of `self.cache` it is the member, of the class `owner` where that is known; of `redis.cache` the member of what the code makes
        `redis`. Empty where the code declares no such name: nothing that stands further behind makes up for it.
        """
        if self._is_module(chain.head):
            return []
        names = leading_names(chain)
        if names[0] in SELF:
            at, found = 1, self._resolved(names[1], owner or ANY) if len(names) > 1 else []
        else:  # whoever asks leaves `self.` out at times
            at, found = 0, self._resolved(names[0], None) or self._resolved(names[0], ANY)
        made = [each._replace(chain=Chain(each.chain.head, each.chain.links + chain.links[at:], 0, 0)) for each in found]
        return [inner for each in made for inner in self._inside(each)][:_MOST_DECLARATIONS]

    def _inside(self, instance: Instance, depth: int = 0) -> list[Instance]:
        """What stands in an instance of a class that the code defines: its member, or what its base has."""
        own = self.own_classes.get(instance.chain.head)
        links = instance.chain.links
        if own is None or len(links) < 2 or links[0].kind != "call" or links[1].kind != "name":
            return [instance]
        if depth == _DEEPEST_MEMBER or len(links) > _LONGEST_VALUE:
            return []
        members = self._resolved(links[1].text, own.name)
        if members:
            said = f"`{instance.name}` is a `{own.name}`, whose " if not instance.said else ""
            found = [
                each._replace(chain=Chain(each.chain.head, each.chain.links + links[2:], 0, 0), said=each.said and f"{said}{each.said}")
                for each in members
            ]
            return [inner for each in found for inner in self._inside(each, depth + 1)][:_MOST_DECLARATIONS]
        head, *names = own.base.split(".")
        if not head or head in self.own_classes:
            return []
        return [instance._replace(chain=Chain(head, (*(Link("name", name) for name in names), *links), 0, 0))]

    def _is_module(self, name: str) -> bool:
        """Whether a name is a package or a module of Pulumi's or the CDK's, and no variable."""
        target = self.imported.get(name, "pulumi_aws" if name == "aws" and name not in self._declared else "")
        return target.startswith(("pulumi_aws", "aws_cdk"))

    def _resolved(self, name: str, owner: str | None) -> list[Instance]:
        """What a variable (`owner` None), or a member of a class, stands for."""
        key = name, owner
        if key not in self._variables:
            self._variables[key] = []  # whoever asks again on the way goes in a circle
            found: dict[Instance, None] = {}
            for declaration in self.declarations(name):
                mine = declaration.owner == owner or (owner == ANY and declaration.owner is not None)
                value = _chain_of(declaration) if mine else None
                if value is not None and len(value.links) <= _LONGEST_VALUE:
                    plain = [Instance(value._replace(start=0, end=0), name)] if value.head != name else []
                    found.update(dict.fromkeys(self._told(declaration, each) for each in self.expanded(value, declaration.owner) or plain))
            self._variables[key] = list(found)[:_MOST_DECLARATIONS]
        return self._variables[key]

    def _told(self, declaration: Declaration, instance: Instance) -> Instance:
        """The instance, with what the declaration says where that is no whole resource."""
        called = next((at for at, link in enumerate(instance.chain.links) if link.kind == "call"), 0)
        inner = any(link.kind == "name" for link in instance.chain.links[called + 1 :])
        value = " ".join((declaration.value or "").split())
        if instance.said or not inner or not value or len(value) > _LONGEST_SHOWN:
            return instance
        return instance._replace(said=f"`{declaration.name}` is `{value}`")

    def declarations(self, name: str) -> list[Declaration]:
        """What the code says `name` is."""
        return self._declared.get(name, [])

    @property
    def declared_names(self) -> list[str]:
        """Every name that the code declares, in the order of its text."""
        return list(self._declared)

    def is_bound(self, name: str) -> bool:
        """Whether the code around uses the name by itself, as it does its parameters."""
        return any(
            token.text == name and token.kind == "name" and not (number and program.tokens[number - 1].kind == "dot")
            for program in self.programs[1:]
            for number, token in enumerate(program.tokens)
        )

    def is_import(self, name: str) -> bool:
        """Whether the code imports the name."""
        return name in self.imported

    def own_class(self, name: str) -> str | None:
        """The class of the code itself that it makes a variable of."""
        heads = {each.chain.head for each in self._resolved(name, None)} & self.own_classes.keys()
        return min(heads, default=None)

    def members(self, own: str) -> list[str]:
        """The members of a class of the code."""
        return [name for name, known in self._declared.items() if any(each.owner == own for each in known)]

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
        if dotted in self.own_classes:
            return []
        return [row for row in by_class(self.knowledge, self.full(dotted)) if self.may_be(row.system)]

    def full(self, dotted: str) -> str:
        """A dotted name with what its first word was imported as."""
        head, _, rest = dotted.partition(".")
        target = self.imported.get(head)
        return f"{target}.{rest}".rstrip(".") if target else dotted

    def of_file(self, read: Read, note: str | None = None) -> Iterator[Reading]:
        """The reading of what the file reads."""
        place = read.place
        if place is None or not self.may_be(place.schema.resource.system):
            return
        path = "".join([place.path, *("[]" if each.text == "[]" else f".{each.text}" for each in read.names)]).lstrip(".")
        name = read.owner.text.rpartition(".")[2] if read.owner else None  # Terraform's has its type before it
        yield self.reading(place.schema.resource, steps_of(path), name, note)._replace(declared=read.declared, is_read=True)

    def reading(
        self, row: ResourceRow, steps: list[Step], name: str | None = None, note: str | None = None, container: str = ""
    ) -> Reading:
        """The reading of `steps` behind a resource of that type."""
        walked = walk(self.knowledge, row, steps, container)
        return Reading(row.system, row.name, walked.path, name, walked.known, note, self.file.declared(row, name))


def one(readings: Iterable[Reading], terms: Terms, strict: bool = True) -> Reading | None:
    """The one question among readings, or None when there are none. Raises Unclear where there are several.

    Where a syntax is not strict, what is known goes before what may be no question at all: any two words with a dot look like a member.
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
        raise Unclear(f"`{paths[0]}` may be an attribute of {listed(resources)}; add {terms.resource}", resources)
    things = list(dict.fromkeys(f"{each.resource} {each.path}" for each in best))
    raise Unclear(f"the text asks several things: {listed(things)}; ask for one", resources)


def listed(items: list[str]) -> str:
    """`a, b and 3 more`."""
    return ", ".join(items[:10]) + (f" and {len(items) - 10} more" if len(items) > 10 else "")
