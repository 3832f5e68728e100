"""The lookups of an advisor: how names compare, and the other systems' names of a resource's
attributes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from iac_crosswalk.answers.history import Past
from iac_crosswalk.answers.meaning import Advice, Meaning, Wrong
from iac_crosswalk.answers.naming import own_words, words
from iac_crosswalk.paths import folded, last, singular, snake
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import EquivalentRow
from iac_crosswalk.store.schema import Member, Schema, Schemas
from iac_crosswalk.store.store import Store
from iac_crosswalk.types import parse

if TYPE_CHECKING:
    from iac_crosswalk.answers.called import Called


class LookedUp:
    """What is known about the resources with wrong names, each looked up once."""

    def __init__(self, knowledge: Store, schemas: Schemas) -> None:
        self.knowledge = knowledge
        self.schemas = schemas
        self._elsewhere: dict[int, list[EquivalentRow]] = {}
        self._called: dict[tuple[int, bool, bool], Called] = {}
        self._known: dict[tuple[Any, ...], Advice] = {}

    def fits(self, member: Member, wrong: Wrong) -> bool:
        """Whether the member can be read, or set, as the wrong name is. Terraform's schemas list
        `id` among the arguments.

        AWS assigns a resource's id. A data source takes an id where Pulumi, which reads the
        provider's code, accepts one."""
        if wrong.output:
            return member.is_output
        own_id = (
            member.path == "id" and member.computed and wrong.schema.resource.system == "terraform"
        )
        if not own_id or not member.is_input:
            return member.is_input
        return wrong.schema.resource.kind == "data-source" and queries.takes_elsewhere(
            self.knowledge, member.id, "pulumi"
        )

    def called(self, wrong: Wrong) -> Called:
        """The names of the attributes that can be read, or set, as the wrong name is."""
        schema = wrong.schema
        key = (schema.resource.id, schema.natives, wrong.output)
        if key not in self._called:
            from iac_crosswalk.answers.called import Called  # most mistakes are known pitfalls

            self._called[key] = Called(
                self.knowledge,
                schema,
                self.equivalents(schema),
                lambda member: self.fits(member, wrong),
            )
        return self._called[key]

    def equivalents(self, schema: Schema) -> list[EquivalentRow]:
        """Every mapping of the resource's attributes. The transform is for the direction to this
        resource: the program has the value in the other system's form.
        """
        if schema.resource.id not in self._elsewhere:
            inverse = self.knowledge.inverse
            rows = queries.equivalents(self.knowledge, schema.resource.id)
            self._elsewhere[schema.resource.id] = [
                row._replace(transform=inverse.get(row.transform)) for row in rows
            ]
        return self._elsewhere[schema.resource.id]

    def references(self, schema: Schema) -> list[str]:
        """The properties whose values Ref returns; the CDK's `ref` is that of its CloudFormation
        type."""
        owners = (
            [schema.resource.id, *self.knowledge.ranks(schema.resource.id)]
            if schema.resource.system == "cdk"
            else [schema.resource.id]
        )
        found = (queries.reference(self.knowledge, each) for each in owners)
        return [str(name) for reference in found if reference for name in json.loads(reference)]

    def hold_one_value(self, schema: Schema, items: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the attributes always hold the same value: each of them is exactly the same
        attribute of another system.
        """
        plain = [each for each in self.equivalents(schema) if is_plain(each)]
        values = [
            {(each.system, each.other) for each in plain if each.path == item["attribute"]}
            for item in items
        ]
        return bool(values and set.intersection(*values))


def owns(wrong: Wrong, resource: str) -> tuple[str, ...]:
    """The words of the owner of a wrong name: its resource, or the object that contains it."""
    return words(last(wrong.container)) if wrong.container else own_words(resource)


def as_many(wrong: Wrong, member: Member) -> bool:
    """Whether the member can hold as many values as the wrong name implies: `ids` does not mean
    `id`.
    """
    return folded(wrong.name) == singular(wrong.name) or parse(member.type).container != ""


def is_plain(equivalent: EquivalentRow) -> bool:
    """Whether the two hold the same value in every case."""
    return (
        equivalent.relation == "exact" and not equivalent.condition and equivalent.transform is None
    )


def paths(gone: Past) -> list[str]:
    """The replacements in the resource itself."""
    return [
        each.attribute
        for each in gone.instead
        if each.resource == gone.row.resource and each.attribute
    ]


def nearest(wrong: Wrong, meanings: list[Meaning]) -> list[Meaning]:
    """Of the meanings of one name elsewhere, those whose name is its last words: `function_arn` is
    `arn`, not `invoke_arn`.
    """
    same_end = [
        each for each in meanings if f"_{snake(wrong.name)}".endswith(f"_{snake(last(each.path))}")
    ]
    closest = max(same_end, key=lambda each: len(last(each.path)), default=None)
    # Many names end in `id` and mean another attribute than `id`.
    return [closest] if closest is not None and folded(last(closest.path)) != "id" else meanings


def alone(equivalent: EquivalentRow, name: str) -> bool:
    """Whether the last name alone identifies the attribute: the Name of an instance's State is not
    the name of the instance.
    """
    flattened = equivalent.other.count(".") > equivalent.path.count(".")
    return not flattened or last_word(last(equivalent.path)) == last_word(name)


def last_word(name: str) -> str:
    return snake(name).rpartition("_")[2]


def written_here(wrong: Wrong, path: str) -> str:
    """The path in the language's names, relative to the wrong name's container; a path elsewhere is
    marked as one of the resource itself.
    """
    spelled = wrong.schema.spell(path)
    if not wrong.container:
        return f"`{spelled}`"
    above = f"{wrong.schema.spell(wrong.container)}."
    return (
        f"`{spelled.removeprefix(above)}`"
        if spelled.startswith(above)
        else f"`{spelled}` of the resource itself"
    )


def above(path: str) -> str:
    return path.rpartition(".")[0]
