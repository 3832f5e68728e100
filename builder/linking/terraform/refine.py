"""The second look at resources: where names and attribute sets leave a doubt, the attributes
themselves are linked, and the best fit decides.

A Terraform resource fits a type when all its required arguments, and at least half of the type's
properties, have partners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from builder.linking.matching.found import Found
from builder.linking.matching.resources import Choice, Scored
from builder.linking.matching.thresholds import CLEAR, EXACT_NAME, FIT, GOOD_LINK, SECOND_LOOK
from builder.linking.matching.trees import Tree
from builder.linking.matching.words import Lexicon, Words

TRIED = 6
"""The number of the best candidates of a type that are looked at again."""

Link = Callable[[Scored], tuple[Tree, Tree, list[Found]]]


@dataclass(eq=False)
class Fit:
    """How the attributes of a pair fit; shares from 0 to 1."""

    scored: Scored
    covered: float
    """Share of the CloudFormation type's settable properties that have partners."""
    required: float
    """Share of the Terraform resource's required arguments that have partners."""
    used: float
    """Share of the Terraform resource's arguments that have partners."""
    number: int
    """How many arguments of the Terraform resource have partners."""
    foreign: int
    """Words of the Terraform name that neither the type's name nor its properties have."""

    @property
    def clash(self) -> bool:
        """Both names have words that the other lacks."""
        return bool(self.scored.extra_one and self.scored.extra_other)

    @property
    def strength(self) -> float:
        alike = 0.4 * self.scored.name + 0.1 * (self.scored.name >= EXACT_NAME)
        doubts = (
            0.08 * self.clash
            + 0.1 * (not self.scored.same_head)
            + 0.04 * min(self.foreign, 3)
            + 0.5 * self.scored.opposed
        )
        return alike + 0.3 * self.covered + 0.15 * self.required + 0.15 * self.used - doubts

    @property
    def fits(self) -> bool:
        """Whether no required argument of Terraform is missing, and half of the type is covered."""
        return self.required >= 1 and self.covered >= 0.5


def fit(scored: Scored, link: Link) -> Fit:
    """Links the attributes of a pair and counts the partners."""
    ours, theirs, found = link(scored)
    type_words = {word for node in ours.root.children for word in node.words}
    good = [each for each in found if each.score >= GOOD_LINK]
    linked_ours = {_top(each.one.path) for each in good}
    linked_theirs = {_top(each.other.path) for each in good}
    settable = {
        node.path for node in ours.root.children if not node.only_read and node.path != "Tags"
    }
    arguments = {
        node.path
        for node in theirs.root.children
        if not node.only_read and node.path not in ("tags", "id")
    }
    required = {node.path for node in theirs.root.children if node.attribute.required}
    return Fit(
        scored,
        len(settable & linked_ours) / len(settable) if settable else 1.0,
        len(required & linked_theirs) / len(required) if required else 1.0,
        len(arguments & linked_theirs) / (len(arguments) or 1),
        len(arguments & linked_theirs),
        sum(word not in type_words for word in scored.extra_other),
    )


def _top(path: str) -> str:
    return path.partition(".")[0].removesuffix("[]")


def second_look(
    scores: list[Scored], choices: list[Choice], link: Link, lexicon: Lexicon
) -> list[Choice]:
    """The choices; those in doubt are decided again."""
    by_type: dict[str, list[Scored]] = defaultdict(list)
    for each in scores:
        by_type[each.one.resource.name].append(each)
    checked = [
        _confirmed(choice, by_type[choice.scored.one.resource.name], link, lexicon)
        for choice in choices
    ]
    checked = [each for choice in checked for each in _all_kinds(choice, by_type, link, lexicon)]
    sure = {choice.scored.one.resource.name for choice in checked if choice.answer}
    linked_names = {choice.scored.other.resource.name for choice in checked if choice.answer}
    fits_of = {name: _best_fits(by_type[name], link) for name in sorted(set(by_type) - sure)}
    split = {
        name: kinds for name, fits in fits_of.items() if len(kinds := _kinds(fits, lexicon)) > 1
    }
    rivals: dict[str, list[Fit]] = defaultdict(list)
    for name, fits in fits_of.items():
        for found in fits if name not in split else ():
            rivals[found.scored.other.resource.name].append(found)
    decisions = {
        choice.scored.one.resource.name: [choice]
        for choice in checked
        if choice.scored.one.resource.name not in sure
    }
    for name, fits in fits_of.items():
        decision = (
            split.get(name) or _decide(fits, rivals, linked_names, lexicon) or _kinds(fits, lexicon)
        )
        if decision:
            decisions[name] = decision
    return [choice for choice in checked if choice.scored.one.resource.name in sure] + [
        each for group in decisions.values() for each in group
    ]


def _best_fits(scores: list[Scored], link: Link) -> list[Fit]:
    best = sorted(scores, key=lambda each: (-each.total, each.other.resource.name))[:TRIED]
    return [
        fit(each, link) for each in best if each.total >= SECOND_LOOK or each.name >= EXACT_NAME
    ]


def _confirmed(choice: Choice, rivals: list[Scored], link: Link, lexicon: Lexicon) -> Choice:
    """The choice; not an answer where it rests on little but the name and fits much worse than
    another candidate."""
    if not choice.answer or choice.scored.attributes >= 0.4:
        return choice
    found = fit(choice.scored, link)
    if found.covered >= 0.5:
        return choice
    fits = _best_fits(rivals, link)
    best = max(
        (each.covered for each in fits if each.fits and each.scored.same_head and not each.clash),
        default=0.0,
    )
    if best < found.covered + 0.3 and len(_kinds(fits, lexicon)) < 2:
        return choice
    return Choice(
        choice.scored,
        choice.role,
        False,
        choice.margin,
        f"same name, but only {found.covered:.0%} of its properties have partners",
    )


def _decide(
    fits: list[Fit], rivals: dict[str, list[Fit]], linked_names: set[str], lexicon: Lexicon
) -> list[Choice]:
    """The best fit, when it is clearly the best on both sides. Resources that have a type already
    come last."""
    order = sorted(fits, key=lambda each: (-each.strength, each.scored.other.resource.name))
    fresh = [each for each in order if each.scored.other.resource.name not in linked_names]
    for group in (fresh, [each for each in order if each not in fresh]):
        if not group:
            continue
        best, scored = group[0], group[0].scored
        others = max(
            (each.strength for each in rivals[scored.other.resource.name] if each is not best),
            default=0.0,
        )
        margin = best.strength - max((each.strength for each in group[1:]), default=0.0)
        if (
            not best.fits
            or best.strength < FIT
            or margin < CLEAR
            or (best.clash and best.covered < 0.75)
        ):
            continue
        if group is not fresh:
            return _second_type(best, margin, order, lexicon)
        narrower = not scored.extra_other and best.covered >= 1
        if best.strength - others < CLEAR and not narrower:
            continue
        if scored.name < EXACT_NAME and not scored.same_head and best.number < 3:
            continue
        return [Choice(scored, "main", True, margin, f"its attributes fit: {_shares(best)}")]
    return []


def _second_type(best: Fit, margin: float, fits: list[Fit], lexicon: Lexicon) -> list[Choice]:
    """A second type for a resource that has one: a special case of it (GlobalTable), or the same
    under a shorter name.

    `fits`: all candidates. The type is not a special case where its name has a scope, and another
    candidate with this scope in its name fits at least as well.
    """
    scored = best.scored
    scopes = lexicon.scopes & set(scored.extra_one)
    if any(
        scopes & set(each.scored.other.words)
        and each.required >= 1
        and each.covered >= best.covered
        for each in fits
    ):
        return []
    special = (
        scored.same_head and not scored.extra_other and best.covered >= 0.6 and best.number >= 2
    )
    same = scored.name >= EXACT_NAME and best.covered >= 1
    if special or same:
        return [
            Choice(
                scored,
                "main",
                True,
                margin,
                f"a second type for the same resource: {_shares(best)}",
            )
        ]
    return []


def _kinds(fits: list[Fit], lexicon: Lexicon) -> list[Choice]:
    """Resources that split the type by kind: each has the type's name and another word, which a
    property of the type has too."""
    found = []
    for each in fits:
        scored = each.scored
        if (
            not each.fits
            or scored.opposed
            or not scored.same_head
            or scored.extra_one
            or not scored.extra_other
        ):
            continue
        if any(_names(scored, word, lexicon) for word in scored.extra_other):
            found.append(each)
    role = "main" if len(found) == 1 else "alternative"
    return [
        Choice(each.scored, role, True, each.strength - FIT, f"one kind of it: {_shares(each)}")
        for each in found
    ]


def _all_kinds(
    choice: Choice, by_type: dict[str, list[Scored]], link: Link, lexicon: Lexicon
) -> list[Choice]:
    """The choice; or every kind, where the choice is only one of several kinds
    (aws_fsx_ontap_volume of AWS::FSx::Volume)."""
    scored = choice.scored
    if (
        choice.answer
        and choice.role == "main"
        and any(_names(scored, word, lexicon) for word in scored.extra_other)
    ):
        kinds = _kinds(_best_fits(by_type[scored.one.resource.name], link), lexicon)
        if len(kinds) > 1 and any(kind.scored is scored for kind in kinds):
            return kinds
    return [choice]


def _names(scored: Scored, word: str, lexicon: Lexicon) -> bool:
    """Whether a property of the type is named for this kind."""
    paths: list[Words] = [
        lexicon.words(each.path) for each in scored.one.resource.attributes if "." not in each.path
    ]
    return any(word in words for words in paths)


def _shares(found: Fit) -> str:
    return (
        f"{found.covered:.0%} of the type, {found.required:.0%} of what Terraform requires,"
        f" {found.number} arguments"
    )
