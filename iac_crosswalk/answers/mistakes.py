"""Advice for a name that does not exist: from pitfalls, from the resource's own names, from other
systems' names.

Right, or absent: a meaning is `certain` only when it is the only one. Names that merely look alike
are suggestions."""

from __future__ import annotations

from collections.abc import Callable

from iac_crosswalk.answers.conditions import another_shown, shown
from iac_crosswalk.answers.history import Past, history
from iac_crosswalk.answers.looking_up import LookedUp, paths
from iac_crosswalk.answers.meaning import Advice, Meaning, Wrong
from iac_crosswalk.answers.replaced import explanation, nothing_instead, pitfall, renamed
from iac_crosswalk.paths import folded, normalise
from iac_crosswalk.store import queries

_MOST = 10_000
"""The most advice in memory: a server is asked for any name."""


def by_name(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """The meanings by the names of the resource and of other systems: of the most reliable way that
    has a result.
    """
    # Imported here: the known mistakes do not need them.
    from iac_crosswalk.answers.other_systems import other_system, others_words, sibling
    from iac_crosswalk.answers.spelling import described, own_spelling, own_words

    ways: tuple[Callable[[LookedUp, Wrong], list[Meaning]], ...] = (
        own_spelling,
        other_system,
        own_words,
        others_words,
        described,
        sibling,
    )
    return next((usable for way in ways if (usable := way(looked, wrong))), [])


class Mistakes(LookedUp):
    """The advice for the mistakes of a run, computed once for each of them."""

    def advise(self, wrong: Wrong) -> Advice:
        """What `wrong` can mean."""
        settings = repr(sorted(wrong.settings.items(), key=lambda item: item[0]))
        question = (wrong.container, wrong.name, wrong.rest, wrong.output, settings)
        key = (wrong.schema.resource.id, wrong.schema.natives, *question)
        advice = self._known.get(key)
        if advice is None:
            nothing = nothing_instead(self, wrong)
            advice = Advice((), (), nothing.rstrip(".")) if nothing else self._advice(wrong)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = advice
        return advice

    def _advice(self, wrong: Wrong) -> Advice:
        resource = wrong.schema.resource
        past = history(self.knowledge, resource.name, normalise(wrong.asked_whole), resource.system)
        gone = past if past is not None and past.took_place else None
        found = self._meanings(gone, wrong)
        # Another value takes its place: `vpc = true` is `domain = "vpc"`. The pitfall for the name
        # ignores the value.
        plain = gone is None or all(each.certain for each in gone.instead)
        meanings = tuple(
            each._replace(certain=each.certain and plain and self._holds(each, wrong))
            for each in found
        )
        if gone:
            return Advice(meanings, (), gone.sentence())
        # The meanings of a pitfall already give the reason.
        why = (
            None
            if any(each.certain or each.when for each in meanings)
            else explanation(self, wrong)
        )
        if any(each.why == why for each in meanings):
            why = None
        explained = why.rstrip(".") if why else None
        if found:
            return Advice(meanings, (), explained)
        from iac_crosswalk.answers.elsewhere import elsewhere  # few mistakes come here
        from iac_crosswalk.answers.near import near

        other = None
        if not wrong.container:
            other = elsewhere(self.knowledge, resource, wrong.asked, wrong.output)
        if other or explained:
            return Advice((), (), explained, other)
        names = [each.name for each in self.called(wrong).beside[wrong.container].members]
        return Advice((), tuple(near(wrong.name, names)))

    def _meanings(self, gone: Past | None, wrong: Wrong) -> list[Meaning]:
        """The meanings that the most reliable matcher with a result finds."""
        found = pitfall(self, wrong) or renamed(self, gone, wrong) or by_name(self, wrong)
        took_place = gone is not None and bool(gone.row.without_replacement or gone.instead)
        if gone and took_place and not any(each.path in paths(gone) for each in found):
            return []  # a name that merely looks alike did not replace it
        return found

    def _holds(self, meaning: Meaning, wrong: Wrong) -> bool:
        """Whether the condition of the meaning allows it to be certain: the settings meet it; or
        they do not contradict it and no sibling resource has the same attribute.
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
        )  # the program may mean the sibling
