"""What to write instead of a name that does not exist: from pitfalls, from the resource's own names, from other systems' names.

Right, or absent: a replacement is `certain` only when exactly one attribute can be meant. Names that merely look alike are suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from iac_crosswalk.checking.conditions import holding
from iac_crosswalk.checking.findings import Finding, Replacement, Span
from iac_crosswalk.knowledge import near
from iac_crosswalk.paths import SYSTEMS, loose
from iac_crosswalk.schema import Member, Schema, Schemas

TITLES = {"cloudformation": "CloudFormation", "terraform": "Terraform", "pulumi": "Pulumi", "boto3": "boto3", "cdk": "the CDK"}


class Wrong(NamedTuple):
    """A name that does not exist, as a program writes it.

    `container` is what stands before it in the schema ("" at the top, `rules[]`), `name` the wrong name, `rest` what is written
    behind it in normal form (`[].address`). `span` covers the name, `whole` the name with its rest.
    """

    schema: Schema
    container: str
    name: str
    span: Span
    rest: str = ""
    whole: Span | None = None
    output: bool = True
    """Whether it is read; otherwise it is given."""
    settings: Mapping[str, Any] = {}
    """What the program gives the resource: path → literal value, or None where it is not known."""

    @property
    def path(self) -> str:
        """The wrong path from the resource on, without its rest."""
        return f"{self.container}.{self.name}" if self.container else self.name


_SIBLINGS = """
with s as (
  select a.id, r.name from resource own join resource r on r.system = own.system and r.service = own.service and r.id <> own.id
    join attribute a on a.resource_id = r.id and a.path = ?2 where own.id = ?1)
select s.name, m.to_system, b.path from s join attribute_mapping m on m.from_attribute_id = s.id join attribute b on b.id = m.to_attribute_id
 where m.relation = 'exact'
union select s.name, r.system, b.path from s join attribute_mapping m on m.to_attribute_id = s.id join attribute b on b.id = m.from_attribute_id
  join resource r on r.id = b.resource_id where m.relation = 'exact' order by 1, 2, 3"""
"""(sibling, system, path there) of what an attribute path of other resources of the service stands for."""


class _Equivalent(NamedTuple):
    """An attribute of the resource, and what it is in another system."""

    path: str
    system: str
    other: str
    when: str | None
    transform: str | None
    relation: str


Spell = Callable[[str], str]
"""Text for a path of the resource, below the wrong name's container, in the language of the file."""


class Advisor:
    """Advice from the knowledge base. One object serves a whole run."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.knowledge = schemas.knowledge
        self._elsewhere: dict[int, list[_Equivalent]] = {}

    def finding(self, rule: str, message: str, wrong: Wrong, spell: Spell) -> Finding:
        """A finding about `wrong` with the advice there is. `message` says what is wrong, without a full stop at its end."""
        replacements = self.replacements(wrong, spell)
        names = [member.name for member in wrong.schema.below(wrong.container).values() if _fits(member, wrong.output)]
        suggestions = () if replacements else tuple(near(wrong.name, names))
        return Finding(rule, wrong.span, message, wrong.schema.resource.name, wrong.path + wrong.rest, replacements, suggestions)

    def replacements(self, wrong: Wrong, spell: Spell) -> tuple[Replacement, ...]:
        """What can be meant, surest first; empty when nobody knows."""
        for find in (self._pitfall, self._own_spelling, self._other_system, self._sibling):
            found = find(wrong, spell)
            if found:
                return found
        return ()

    def _pitfall(self, wrong: Wrong, spell: Spell) -> tuple[Replacement, ...]:
        """What somebody wrote down about this very mistake; the conditions that the program's own settings meet choose."""
        system = wrong.schema.resource.system
        answer = self.knowledge.translate(wrong.path + wrong.rest, wrong.schema.resource.name, system, system)
        if not answer["pitfall"]:
            return ()
        usable = [
            item
            for target in answer["targets"]
            for item in target["answers"]
            if item["resource"] == wrong.schema.resource.name
            and item["attribute"] in wrong.schema.members
            and _fits(wrong.schema.members[item["attribute"]], wrong.output)
        ]
        held = holding(self.knowledge, wrong.schema.resource, usable, wrong.settings)
        chosen = list({item["attribute"]: item for item in held}.values())
        return tuple(
            self._replacement(wrong, spell, item["attribute"], answer["pitfall"]["why"], item["when"], None, len(chosen) == 1)
            for item in chosen
        )

    def _own_spelling(self, wrong: Wrong, spell: Spell) -> tuple[Replacement, ...]:
        """The same word in the resource's own spelling: another case, underscores, singular and plural."""
        beside = [member for member in wrong.schema.below(wrong.container).values() if _fits(member, wrong.output)]
        for fold in (_folded, _singular):
            same = [member for member in beside if fold(member.name) == fold(wrong.name)]
            if same:
                why = f"the name here is `{same[0].name}`"
                return tuple(self._replacement(wrong, spell, member.path, why, None, None, len(same) == 1, whole=False) for member in same)
        return ()

    def _other_system(self, wrong: Wrong, spell: Spell) -> tuple[Replacement, ...]:
        """Attributes whose name in another system this is."""
        written = loose(wrong.path + wrong.rest)
        usable = [each for each in self._equivalents(wrong.schema) if _fits(wrong.schema.members[each.path], wrong.output)]
        named = [each for each in usable if _folded(loose(each.other)) == _folded(written)] or [
            each for each in usable if _folded(_last(each.other)) == _folded(wrong.name) and _above(each.path) == wrong.container
        ]
        # Of several systems that call it so, the one that writes it just so, then the first.
        named.sort(
            key=lambda each: (
                _last(each.other) != _last(written),
                SYSTEMS.index(each.system),
                each.path in ("id", "Ref"),
                each.path.count("."),  # a VPC's id is its VpcId before it is VpcEncryptionControl.VpcId
                each.path,
            )
        )
        found: dict[str, _Equivalent] = {}
        for each in named:
            found.setdefault(each.path, each)
        items = [{"attribute": path, "when": each.when} for path, each in found.items()]
        chosen = [found[item["attribute"]] for item in holding(self.knowledge, wrong.schema.resource, items, wrong.settings)]
        # What one attribute there is, exactly and in every case, several here may each be: then the first is as right as the others.
        same = len({(each.system, each.other) for each in chosen}) == 1 and not any(each.when for each in chosen)
        made = []
        for each in chosen:
            sure = each.relation == "exact" and (len(chosen) == 1 or (same and each is chosen[0]))
            name = each.other if wrong.rest else _last(each.other)
            why = f"`{name}` is {TITLES[each.system]}'s name; here it is `{_last(wrong.schema.spell(each.path))}`"
            made.append(self._replacement(wrong, spell, each.path, why, each.when, each.transform, sure, whole=bool(wrong.rest)))
        return tuple(made)

    def _sibling(self, wrong: Wrong, spell: Spell) -> tuple[Replacement, ...]:
        """What another resource of the service calls so, where a third system has one name for both. Never certain: the two may differ."""
        resource = wrong.schema.resource
        rows = self.knowledge.rows(_SIBLINGS, [resource.id, wrong.path])
        called = {(each.system, each.other): each for each in self._equivalents(wrong.schema) if each.relation == "exact" and not each.when}
        found: dict[str, str] = {}
        for name, system, other in rows:
            own = called.get((system, other))
            if own and _fits(wrong.schema.members[own.path], wrong.output):
                found.setdefault(own.path, name)
        if len(found) != 1:
            return ()
        ((path, name),) = found.items()
        why = f"`{wrong.name}` is what {name} calls it; here it is `{_last(wrong.schema.spell(path))}`"
        return (self._replacement(wrong, spell, path, why, None, None, False, whole=False),)

    def _equivalents(self, schema: Schema) -> list[_Equivalent]:
        """Every mapping of the resource's attributes, seen from the resource."""
        if schema.resource.id not in self._elsewhere:
            rows = self.knowledge.rows(
                "select a.path, m.to_system, b.path, m.condition, m.transform, m.relation from attribute a"
                " join attribute_mapping m on m.from_attribute_id = a.id join attribute b on b.id = m.to_attribute_id where a.resource_id = ?1"
                " union all select a.path, r.system, b.path, m.condition, m.transform, m.relation from attribute a"
                " join attribute_mapping m on m.to_attribute_id = a.id join attribute b on b.id = m.from_attribute_id"
                " join resource r on r.id = b.resource_id where a.resource_id = ?1",
                [schema.resource.id],
            )
            self._elsewhere[schema.resource.id] = [_Equivalent(*row) for row in rows]
        return self._elsewhere[schema.resource.id]

    def _replacement(
        self, wrong: Wrong, spell: Spell, path: str, why: str, when: str | None, transform: str | None, certain: bool, whole: bool = True
    ) -> Replacement:
        """A replacement of the name, or of the name with its rest; none is written by itself where the new path lies outside the container."""
        span = (wrong.whole or wrong.span) if whole else wrong.span
        inside = not wrong.container or path.startswith(f"{wrong.container}.")
        below = path[len(wrong.container) :].lstrip(".") if inside else path
        # A replacement that keeps the rest of what is written must stand for the name alone.
        return Replacement(path, spell(below), span, why, when, transform, certain and inside)


def _fits(member: Member, output: bool) -> bool:
    return member.is_output if output else member.is_input


@lru_cache(maxsize=8192)
def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


@lru_cache(maxsize=8192)
def _singular(name: str) -> str:
    """`policies` and `policy` alike, `addresses` and `address`, `ids` and `id`."""
    folded = _folded(name)
    return re.sub(r"(?<=..)ies$", "y", folded) if folded.endswith("ies") else re.sub(r"(?<=..)(?:(?<=ss|sh|ch|.x)es|(?<!s)s)$", "", folded)


def _last(path: str) -> str:
    return path.rpartition(".")[2].replace("[]", "")


def _above(path: str) -> str:
    return path.rpartition(".")[0]
