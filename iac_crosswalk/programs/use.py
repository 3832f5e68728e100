"""The uses in a program, in one shape for every language: declared resources, given arguments,
attributes that are read.

A reader turns a file into a Program of Uses (program.py). It resolves them in the schemas and
judges nothing: check turns Uses into findings, report into a worksheet, ask into a question.
"""

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
    """A call whose arguments are all known but are not attributes of a resource: a boto3 client's
    call.
    """

    title: str
    """As a program writes it: `rds.modify_db_instance`."""
    takes: frozenset[str]


class Answer(NamedTuple):
    """The answer of a call, where all its members are known: a response of a boto3 client."""

    title: str
    """The call, as a program writes it: `ec2.describe_instances`."""
    members: frozenset[str]
    holds: tuple[tuple[str, Place], ...]
    """The parts of it that the schemas describe: `Reservations[].Instances[]`."""


class Name(NamedTuple):
    """A name as it is written, and its bytes. `span` is None where the file writes it in another
    way (escapes, folded lines).
    """

    text: str
    span: Span | None


# No `repr` here and below: a start of check makes these classes, and compiles each method.
@dataclass(eq=False, repr=False, slots=True)
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
    """Path → literal value, or None where it is set but unknown. Conditions are judged by it (see
    settings.py).
    """
    ours: bool = True
    """Whether it is an AWS type, not a custom type or another provider's. Without a row, an AWS
    type does not exist.
    """
    doubt: str | None = None
    """Why unknown names may still be right: a macro rewrites it."""
    remarks: list[str] = field(default_factory=list)
    """Notes about the resource for the reader, in sentences."""
    instances: int = 1
    """The number of its instances, where that is known (a plan)."""
    beside: Collection[Name] = ()
    """Keys beside its properties that mean nothing there (templates)."""
    ignored: Collection[Name] = ()
    """Attributes whose changes Terraform ignores (`ignore_changes`)."""


@dataclass(eq=False, repr=False, slots=True)
class Given:
    """A property, an argument, a block or a key that a program sets."""

    declared: Declared | None
    """The resource that it belongs to; None where there is none (a class of nested arguments
    alone).
    """
    container: Place | None
    """The object that the name belongs to; None where that is unknown: below free-form values,
    below wrong names.
    """
    place: Place | None
    """The place of the name; None where the schema does not have the name."""
    name: Name
    span: Span
    """The name with its quotes: a finding points at it where the name's own bytes are not exact."""
    path: str
    """The path from the resource on, as it is written: `Tags[].Key`."""
    value_span: Span
    shape: Shape | None = None
    """None where the value is computed."""
    empty: bool = False
    """Whether the value is an empty list or object."""
    among_blocks: bool = False
    """Whether it is a value among objects that are written as separate blocks (HCL): there an
    object cannot replace it.
    """
    beside: Collection[str] = ()
    """The names that are set in the same object, this one among them."""
    keeps: str = ""
    """The text that must follow another name in its place: `: nodeType` for `{ nodeType }` in
    TypeScript.
    """
    lookup: bool = False
    """Whether it looks up an existing resource: then it may be an output, and it sets nothing."""
    call: Call | None = None
    """The call that does not take this argument, if it is an argument of a call. Then the container
    is the resource that the call reads or changes.
    """
    also: tuple[Place, ...] = ()
    """Attributes of other resources that the same argument looks up: the `VpcIds` of describe_vpcs
    are also ids of VPCs.
    """


@dataclass(eq=False, repr=False, slots=True)
class Read:
    """An attribute that is read. One Read covers the whole expression:
    `group.cache_nodes[0].address` is one.

    `place` is the last place that the schema has, and `names` are the names behind it: none if the
    whole path exists. Members of the language's own classes (`.apply`) end the expression. If a
    condition chooses between several values, the Read is of the one that resolves furthest.
    """

    declared: Declared | None
    """The resource; None if the file does not declare it (then `owner` is its name in the
    expression).
    """
    place: Place | None
    """None where it is unknown: an undeclared name, a type without schema."""
    names: tuple[Name, ...]
    """The wrong name and those behind it; `[]` for an item."""
    path: str
    """The path from the resource on, in normal form: `CacheNodes[].Address`. "" for a resource
    without an attribute.
    """
    span: Span
    """The whole expression."""
    owner: Name | None = None
    """The name of the resource in the expression, where it has one."""
    function: str = ""
    """The function that reads, where the language has one: Ref, Fn::GetAtt, Fn::Sub."""
    within: str = ""
    """The resource or output that contains it: `Function`, `Outputs.Address`."""
    attribute: Name | None = None
    """The whole attribute, where the language writes it as one text (`Endpoint.Address` of
    Fn::GetAtt).
    """
    exact: bool = True
    """Whether the bytes of the span are the expression and nothing else, so that another may
    replace it.
    """
    key: bool = False
    """Whether the wrong name is a key (`group["cache_nodes"]`): then a single name alone can
    replace it.
    """
    keeps: str = ""
    """As for Given."""
    answer: Answer | None = None
    """The answer of a call, if the first of the names is not a member of it. `place` may be None
    then.
    """
    counterpart: tuple[Declared | None, Place] | None = None
    """The resource and the attribute in the program's own system, where the read uses another
    system's names: getAtt in a CDK program.
    """

    @property
    def rest(self) -> str:
        """The names behind the wrong one, in normal form: `[].address`."""
        return "".join(
            each.text if each.text == "[]" else f".{each.text}" for each in self.names[1:]
        )

    @property
    def with_rest(self) -> Span | None:
        """The bytes from the wrong name to the end of the last name; None where they are not
        exact.
        """
        first, last = self.names[0].span, self.names[-1].span
        return Span(first.start, last.end) if first and last else None


Use = Declared | Given | Read
