"""What a name that does not exist can mean: from pitfalls, from the resource's own names, from
other systems' names.

Right, or absent: a meaning is `certain` only when it is the only one. Names that merely look alike
are suggestions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from iac_crosswalk.answers.conditions import another_shown, holding, shown
from iac_crosswalk.answers.described import described_as
from iac_crosswalk.answers.elsewhere import elsewhere
from iac_crosswalk.answers.history import Past, history
from iac_crosswalk.answers.looking_up import (
    LookedUp,
    above,
    alone,
    as_many,
    last,
    nearest,
    owns,
    paths,
    written_here,
)
from iac_crosswalk.answers.meaning import Advice, Meaning, Wrong
from iac_crosswalk.answers.naming import of_one_value, own_words, with_own, without_own, words
from iac_crosswalk.answers.near import near
from iac_crosswalk.answers.words import first_sentence
from iac_crosswalk.paths import folded, loose, normalise, singular
from iac_crosswalk.store import queries
from iac_crosswalk.store.rows import EquivalentRow
from iac_crosswalk.store.schema import Member
from iac_crosswalk.vocabulary import SYSTEMS, TITLES

_IDENTITIES = ("id", "arn", "ref")


class Advisor(LookedUp):
    """Advice from the knowledge base. One object serves a whole run and works out each mistake
    once.
    """

    def advise(self, wrong: Wrong) -> Advice:
        """What `wrong` can mean."""
        resource, settings = (
            wrong.schema.resource,
            repr(sorted(wrong.settings.items(), key=lambda item: item[0])),
        )
        key = (
            resource.id,
            wrong.schema.natives,
            wrong.container,
            wrong.name,
            wrong.rest,
            wrong.output,
            settings,
        )
        if key not in self._known and (nothing := self._nothing_instead(wrong)):
            self._known[key] = Advice((), (), nothing.rstrip("."))
        if key not in self._known:
            past = history(
                self.knowledge, resource.name, normalise(wrong.asked_whole), resource.system
            )
            gone = past if past is not None and past.took_place else None
            ways: tuple[Callable[[Wrong], list[Meaning]], ...] = (
                self._pitfall,
                partial(self._renamed, gone),
                self._own_spelling,
                self._other_system,
                self._own_words,
                self._others_words,
                self._described,
                self._sibling,
            )
            found: list[Meaning] = next((usable for way in ways if (usable := way(wrong))), [])
            if (
                gone
                and (gone.row.without_replacement or gone.instead)
                and not any(each.path in paths(gone) for each in found)
            ):
                found = []  # what only looks alike did not take its place
            # Another value takes its place: `vpc = true` is `domain = "vpc"`. A pitfall that names
            # it knows no values.
            renamed = gone is None or all(each.certain for each in gone.instead)
            meanings = tuple(
                each._replace(certain=each.certain and renamed and self._holds(each, wrong))
                for each in found
            )
            beside = wrong.schema.below(wrong.container).values()
            other = (
                None
                if found or gone or wrong.container
                else elsewhere(self.knowledge, resource, wrong.asked, wrong.output)
            )
            names = (
                []
                if found or gone or other
                else [each.name for each in beside if self.fits(each, wrong)]
            )
            self._known[key] = Advice(
                meanings, tuple(near(wrong.name, names)), gone.sentence() if gone else None, other
            )
        return self._known[key]

    def _holds(self, meaning: Meaning, wrong: Wrong) -> bool:
        """Whether its condition lets it be certain: no setting speaks against it, and where none
        speaks for it, no sibling has the very name.
        """
        resource, settings = wrong.schema.resource, wrong.settings
        if meaning.when is None or shown(self.knowledge, resource, meaning.when, settings):
            return True
        if another_shown(self.knowledge, resource, meaning.when, settings):
            return False
        if folded(meaning.path) == folded(wrong.asked_whole):
            return True
        return not queries.has_namesake(
            self.knowledge, resource.id, wrong.asked
        )  # that resource may be meant

    def _nothing_instead(self, wrong: Wrong) -> str | None:
        """Why nothing takes the place of a name; None where something may."""
        path = loose(normalise(wrong.asked_whole))
        known = queries.pitfalls(self.knowledge, wrong.schema.resource.id)
        same = (each for each in known if loose(normalise(each.wrong)) == path)
        return next(
            (each.why for each in same if not queries.instead_of(self.knowledge, each.id)), None
        )

    def _pitfall(self, wrong: Wrong) -> list[Meaning]:
        """What is curated about this very mistake; the conditions that the program's own settings
        meet choose.
        """
        resource, path = wrong.schema.resource, normalise(wrong.asked_whole)
        known = queries.pitfalls(self.knowledge, resource.id)
        if loose(path) not in {
            loose(normalise(each.wrong)) for each in known
        }:  # Fn::GetAtt takes no index
            return []
        answer = self.knowledge.translate(path, resource.name, resource.system, resource.system)
        if answer["pitfall"] is None:  # it exists after all, under a key that a person chooses
            return []
        usable = [
            item
            for target in answer["targets"]
            for item in target["answers"]
            if item["resource"] == resource.name
            and item["attribute"] in wrong.schema.members
            and self.fits(wrong.schema.members[item["attribute"]], wrong)
        ]
        held = holding(self.knowledge, resource, usable, wrong.settings)
        chosen = list({item["attribute"]: item for item in held}.values())
        why = answer["pitfall"]["why"]
        # Where several attributes hold one value in every case, the first is as right as the
        # others: QueueUrl and Ref.
        sure = len(chosen) == 1 or (
            not any(item["when"] for item in chosen) and self.hold_one_value(wrong.schema, chosen)
        )
        # Where conditions choose, each case was judged.
        sure = (
            bool(chosen)
            and sure
            and (chosen[0]["when"] is not None or self._is_renamed(wrong, chosen[0]["attribute"]))
        )
        return [
            Meaning(
                item["attribute"], why, item["when"], None, sure and item is chosen[0], whole=True
            )
            for item in chosen
        ]

    def _is_renamed(self, wrong: Wrong, path: str) -> bool:
        """Whether what is to be written instead of a pitfall holds the same value: by the two
        names, or as another way is sure of it.

        Otherwise the pitfall only says what there is: an ARN that has to be built of the
        `InstanceId`."""
        name = last(wrong.path + wrong.rest).removeprefix("attr_")
        owns = [own_words(wrong.schema.resource.name), words(last(wrong.container))]
        called = [last(path)] if path.lower() != "ref" else self.references(wrong.schema)
        if any(of_one_value(name, each, owns) for each in called):
            return True
        past = history(
            self.knowledge,
            wrong.schema.resource.name,
            normalise(wrong.asked_whole),
            wrong.schema.resource.system,
        )
        sure = [
            each.path
            for way in (partial(self._renamed, past), self._own_spelling, self._other_system)
            for each in way(wrong)
            if each.certain
        ]
        same = (
            self.hold_one_value(wrong.schema, [{"attribute": each}, {"attribute": path}])
            for each in sure
        )
        return path in sure or any(same)

    def _renamed(self, gone: Past | None, wrong: Wrong) -> list[Meaning]:
        """What took the place of a name that is gone, as far as it is in the resource itself;
        certain where it is a plain rename.
        """
        if gone is None:
            return []
        usable = [
            each
            for each in paths(gone)
            if each in wrong.schema.members and self.fits(wrong.schema.members[each], wrong)
        ]
        why = f"it takes the place of `{gone.row.path}`" + (
            f". {gone.row.note}" if gone.row.note else ""
        )
        sure = len(gone.instead) == 1 and gone.instead[0].certain
        return [
            Meaning(path, why, certain=sure, whole=loose(gone.row.path) != loose(wrong.path))
            for path in usable
        ]

    def _own_spelling(self, wrong: Wrong) -> list[Meaning]:
        """The same word in the resource's own spelling: another case, underscores, singular and
        plural.
        """
        beside = [
            member
            for member in wrong.schema.below(wrong.container).values()
            if self.fits(member, wrong)
        ]
        for fold in (folded, singular):
            # Whoever asks for `ids` wants several things; the resource's own `id` is another one.
            same = [
                each
                for each in beside
                if fold(each.name) == fold(wrong.name) and (fold is folded or each.path != "id")
            ]
            if same:
                why = f"the name here is `{same[0].name}`"
                return [Meaning(member.path, why, certain=len(same) == 1) for member in same]
        return []

    def _own_words(self, wrong: Wrong) -> list[Meaning]:
        """The name with or without the words of what it belongs to: `name` of a feature group is
        `feature_group_name`, `rule_arn` of a rule is `arn`. Never certain: it is found by name
        alone."""
        found = self._called(wrong, owns(wrong, wrong.schema.resource.name))
        return (
            [Meaning(each.path, f"the name here is `{each.name}`") for each in found]
            if len(found) == 1
            else []
        )

    def _called(self, wrong: Wrong, own: list[str]) -> list[Member]:
        """What is beside the wrong name and called like it, but for own words."""
        longer, shorter = [*with_own(wrong.name, own)], [*without_own(wrong.name, own)]
        beside = [
            each
            for each in wrong.schema.below(wrong.container).values()
            if self.fits(each, wrong) and as_many(wrong, each)
        ]
        # What an id tells apart is another thing in each resource.
        return [
            each
            for each in beside
            if (said := words(each.name)) in longer or (said in shorter and said != ["id"])
        ]

    def _others_words(self, wrong: Wrong) -> list[Meaning]:
        """Another system's name without the words of its own type: `full_name` is CloudFormation's
        `LoadBalancerFullName`. Never certain.
        """
        if wrong.container:
            return []
        owns: dict[str, list[list[str]]] = {}
        for other in self.knowledge.ranks(wrong.schema.resource.id):
            target = self.knowledge.target(other)
            owns.setdefault(target.system, []).append(own_words(target.name))
        found: dict[str, EquivalentRow] = {}
        for each in self.equivalents(wrong.schema):
            member = wrong.schema.members[each.path]
            same = (
                each.relation == "exact"
                and "." not in each.path
                and self.fits(member, wrong)
                and as_many(wrong, member)
            )
            said = words(each.other) if same else []
            if said and any(said in with_own(wrong.name, own) for own in owns.get(each.system, ())):
                found.setdefault(each.path, each)
        if len(found) != 1:
            return []
        ((path, each),) = found.items()
        return [
            Meaning(
                path,
                f"`{each.other}` is {TITLES[each.system]}'s name; here it is"
                f" {written_here(wrong, path)}",
                each.condition,
                each.transform,
            )
        ]

    def _described(self, wrong: Wrong) -> list[Meaning]:
        """What descriptions call so: "The minimum number of nodes" is a `min_count`. Never certain:
        prose is no schema.
        """
        found = described_as(self.knowledge, wrong.schema, wrong.container, wrong.name)
        members = (wrong.schema.members[path] for path in found)
        usable = [each for each in members if self.fits(each, wrong) and as_many(wrong, each)]
        if len(usable) != 1:
            return []
        ((path, description),) = ((each.path, found[each.path]) for each in usable)
        return [Meaning(path, f"its description: {first_sentence(description)}")]

    def _other_system(self, wrong: Wrong) -> list[Meaning]:
        """Attributes whose name in another system this is."""
        written = loose(wrong.path + wrong.rest)
        usable = [
            each
            for each in self.equivalents(wrong.schema)
            if self.fits(wrong.schema.members[each.path], wrong)
        ]
        named = [each for each in usable if folded(loose(each.other)) == folded(written)] or [
            each
            for each in usable
            if folded(last(each.other)) == folded(wrong.name)
            and above(each.path) == wrong.container
            and alone(each, wrong.name)
        ]
        # Of several systems that call it so, the one that writes it just so, then the first.
        named.sort(
            key=lambda each: (
                last(each.other) != last(written),
                SYSTEMS.index(each.system),
                each.path in ("id", "Ref"),
                each.path.count(
                    "."
                ),  # a VPC's id is its VpcId before it is VpcEncryptionControl.VpcId
                each.path,
            )
        )
        found: dict[str, EquivalentRow] = {}
        for each in named:
            found.setdefault(each.path, each)
        items = [{"attribute": path, "when": each.condition} for path, each in found.items()]
        chosen = [
            found[item["attribute"]]
            for item in holding(self.knowledge, wrong.schema.resource, items, wrong.settings)
        ]
        # What one attribute there is, exactly and in every case, several here may each be: then the
        # first is as right as the others.
        same = len({(each.system, each.other) for each in chosen}) == 1 and not any(
            each.condition for each in chosen
        )
        made = []
        for each in chosen:
            # A value that changes on the way is not fixed by another name.
            # What is in a list there and in none here is one of several: its name alone does not
            # say that this one is meant.
            level = bool(wrong.rest) or each.other.count("[].") <= each.path.count("[].")
            sure = (
                each.relation == "exact"
                and each.transform is None
                and level
                and (len(chosen) == 1 or (same and each is chosen[0]))
            )
            name = each.other if wrong.rest else last(each.other)
            why = (
                f"`{name}` is {TITLES[each.system]}'s name; here it is"
                f" {written_here(wrong, each.path)}"
            )
            made.append(
                Meaning(
                    each.path, why, each.condition, each.transform, sure, whole=bool(wrong.rest)
                )
            )
        return nearest(wrong, made)

    def _sibling(self, wrong: Wrong) -> list[Meaning]:
        """What another resource of the service calls so, where a third system has one name for
        both. Never certain: the two may differ.
        """
        resource = wrong.schema.resource
        rows = queries.siblings_equivalents(self.knowledge, resource.id, wrong.asked)
        called: dict[tuple[str, str], list[str]] = {}
        name = folded(wrong.name)
        for each in self.equivalents(wrong.schema):
            here = folded(last(each.path))
            member = wrong.schema.members[each.path]
            # What AWS tells a thing apart by does not say what it is called, and no other value is
            # its ARN.
            identity = here in _IDENTITIES or (here.endswith(_IDENTITIES) and not member.is_input)
            other_kind = (name.endswith("name") and identity) or (
                name.endswith("arn") and not here.endswith("arn")
            )
            if (
                each.relation == "exact"
                and not each.condition
                and not other_kind
                and self.fits(member, wrong)
            ):
                called.setdefault((each.system, each.other), []).append(each.path)
        found = {
            (tuple(called[system, other]), name)
            for name, system, other in rows
            if (system, other) in called
        }
        if len({paths for paths, _ in found}) != 1:  # siblings that mean different things by it
            return []
        paths, sibling = min(found)
        why = (
            f"`{wrong.name}` is what {sibling} calls it; here it is {written_here(wrong, paths[0])}"
        )
        return nearest(wrong, [Meaning(path, why) for path in paths])
