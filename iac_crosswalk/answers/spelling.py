"""Meanings of a wrong name within the resource: the same name spelled otherwise, with or without
the words of its owner, or from descriptions.
"""

from __future__ import annotations

from iac_crosswalk.answers.looking_up import LookedUp, as_many, owns
from iac_crosswalk.answers.meaning import Meaning, Wrong
from iac_crosswalk.answers.naming import with_own, without_own
from iac_crosswalk.answers.words import first_sentence
from iac_crosswalk.paths import folded, singular


def own_spelling(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """The same name in the resource's own spelling: in another case, singular or plural, or with
    underscores.
    """
    beside = looked.called(wrong).beside[wrong.container]
    same = beside.by_case.get(folded(wrong.name), [])
    if not same:
        # `ids` means several things; the resource's own `id` is another one.
        alike = beside.by_number.get(singular(wrong.name), ())
        same = [each for each in alike if each.path != "id"]
    why = f"the name here is `{same[0].name}`" if same else ""
    return [Meaning(member.path, why, certain=len(same) == 1) for member in same]


def own_words(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """The name with or without the words of its owner: `name` of a feature group is
    `feature_group_name`, `rule_arn` of a rule is `arn`. Never certain: the name is the only
    evidence."""
    own = owns(wrong, wrong.schema.resource.name)
    # An identifier means a different thing in each resource.
    shorter = [each for each in without_own(wrong.name, own) if each != ("id",)]
    alike = (
        looked.called(wrong)
        .beside[wrong.container]
        .of_words([*with_own(wrong.name, own), *shorter])
    )
    found = [each for each in alike if as_many(wrong, each)]
    if len(found) != 1:
        return []
    return [Meaning(found[0].path, f"the name here is `{found[0].name}`")]


def described(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """Attributes whose description has the name: "The minimum number of nodes" is a `min_count`.
    Never certain: prose is not a schema.
    """
    found = looked.called(wrong).described[wrong.container].as_(wrong.name)
    members = (wrong.schema.members[path] for path in found)
    usable = [each for each in members if looked.fits(each, wrong) and as_many(wrong, each)]
    if len(usable) != 1:
        return []
    path = usable[0].path
    return [Meaning(path, f"its description: {first_sentence(found[path])}")]
