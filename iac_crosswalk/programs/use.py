"""What a program uses, in one shape for every language: resources are declared, arguments are
given, attributes are read.

A reader turns a file into a Program of Uses (program.py). It knows where things are and where they
lead in the schemas, and judges nothing: check turns Uses into findings, report into a worksheet,
ask into a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from iac_crosswalk.programs.source import Span
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.store import ResourceRow

Shape = Literal["plain", "list", "object", "block"]
"""How a value is written: text, number or boolean; a list; an object; a block of HCL."""


class Call(NamedTuple):
    """A call whose arguments are all known, though they are no attributes of a resource: those of
    boto3's clients.
    """

    title: str
    """As a program writes it: `rds.modify_db_instance`."""
    takes: frozenset[str]


class Answer(NamedTuple):
    """What a call answers, where all its members are known: a response of boto3's clients."""

    title: str
    """The call, as a program writes it: `ec2.describe_instances`."""
    members: frozenset[str]
    holds: tuple[tuple[str, Place], ...]
    """Where in it are things that the schemas describe: `Reservations[].Instances[]`."""


class Name(NamedTuple):
    """A name as it is written, and where. `span` is None where the file writes it in another way
    (escapes, folded lines).
    """

    text: str
    span: Span | None


@dataclass(eq=False, slots=True)
class Declared:
    """A resource or data source that the file declares, or a type that it names (`row` is None
    where the type does not exist).
    """

    name: str
    """Its logical id, the label of its block, its variable; "" where it has none."""
    type: str
    """As it is written."""
    row: ResourceRow | None
    span: Span
    """The type, or the part of it that is wrong."""
    at: Span
    """The name, or else the type."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Path → literal value, or None where it is given and not known: what conditions are judged by
    (see settings.py).
    """
    ours: bool = True
    """Whether the type belongs to AWS's own, so that one without a row does not exist: no custom
    type, no other provider.
    """
    doubt: str | None = None
    """Why names that do not exist may be right all the same: a macro rewrites it."""
    remarks: list[str] = field(default_factory=list)
    """What a person who reads about the resource should know, in sentences."""
    instances: int = 1
    """How many of it there are, where that is known (a plan)."""
    beside: Collection[Name] = ()
    """Names beside its properties that mean nothing there (templates)."""


@dataclass(eq=False, slots=True)
class Given:
    """A property, an argument, a block or a key that is given."""

    declared: Declared | None
    """The resource that it is given to; None for what stands alone (a class of nested arguments).
    """
    container: Place | None
    """The object that the name is given to; None where that is unknown: below free-form values,
    below wrong names.
    """
    place: Place | None
    """Where the name leads; None where the schema has no such name."""
    name: Name
    span: Span
    """The name with its quotes: what a finding points at where the name's own bytes are not exact.
    """
    path: str
    """As it is written, from the resource on: `Tags[].Key`."""
    value_span: Span
    shape: Shape | None = None
    """None where the value is computed."""
    empty: bool = False
    """Whether the value is an empty list or object."""
    among_blocks: bool = False
    """Whether it is a value where objects are written as blocks of their own (HCL): there no object
    can take its place.
    """
    beside: Collection[str] = ()
    """The names that are given to the same object, this one among them."""
    keeps: str = ""
    """What has to follow another name in its place: `: nodeType` for `{ nodeType }` in TypeScript.
    """
    lookup: bool = False
    """Whether an existing resource is looked up by it: then it may be an output, and nothing is
    set.
    """
    call: Call | None = None
    """The call that it is an argument of, which does not take it; then the container is the
    resource that the call reads or changes.
    """
    also: tuple[Place, ...] = ()
    """Attributes of other resources that are looked up by the same argument: the `VpcIds` of
    describe_vpcs are ids of VPCs, too.
    """


@dataclass(eq=False, slots=True)
class Read:
    """An attribute that is read. One Read covers the whole expression:
    `group.cache_nodes[0].address` is one.

    `place` is as far as the schema knows the way, `names` are what follows there: no names where
    all of it exists. Members that the language's own classes have (`.apply`) end the expression.
    Where a condition chooses between several things, the Read is of the one that leads furthest.
    """

    declared: Declared | None
    """The resource; None where the file does not declare it (then `owner` is the name that it is
    read of).
    """
    place: Place | None
    """None where nothing is known of it: an undeclared name, a type without schema."""
    names: tuple[Name, ...]
    """The wrong name and those behind it; `[]` for an item."""
    path: str
    """As it is written, in normal form, from the resource on: `CacheNodes[].Address`; "" where a
    resource is named alone.
    """
    span: Span
    """The whole expression."""
    owner: Name | None = None
    """The name of the resource in the expression, where it has one."""
    function: str = ""
    """The function that reads, where the language has one: Ref, Fn::GetAtt, Fn::Sub."""
    within: str = ""
    """The resource or output in which it stands: `Function`, `Outputs.Address`."""
    attribute: Name | None = None
    """The whole attribute, where the language writes it as one text (`Endpoint.Address` of
    Fn::GetAtt).
    """
    exact: bool = True
    """Whether the bytes of the whole expression are the expression and nothing else, so that
    another may replace it.
    """
    key: bool = False
    """Whether the wrong name is a key (`group["cache_nodes"]`): then a single name alone can
    replace it.
    """
    keeps: str = ""
    """As for Given."""
    answer: Answer | None = None
    """The answer of a call that lacks the first of the names. `place` may be None then."""
    own: tuple[Declared | None, Place] | None = None
    """The resource and the attribute by the program's own names, where it is read by another
    system's: getAtt in a CDK program.
    """

    @property
    def rest(self) -> str:
        """What follows the wrong name, in normal form: `[].address`."""
        return "".join(
            each.text if each.text == "[]" else f".{each.text}" for each in self.names[1:]
        )

    @property
    def with_rest(self) -> Span | None:
        """The bytes from the wrong name to the end of what follows it; None where they are not
        exact.
        """
        first, last = self.names[0].span, self.names[-1].span
        return Span(first.start, last.end) if first and last else None


Use = Declared | Given | Read
