"""Advice with its place in the file, for the languages that judge for themselves. Goes when the last of them yields Uses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from iac_crosswalk.answers import advice
from iac_crosswalk.answers.advice import Meaning
from iac_crosswalk.check import messages
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.source import Span
from iac_crosswalk.store.schema import Schema

Spell = Callable[[str], str]
"""Text for a path of the resource, below the wrong name's container, in the language of the file."""


class Wrong(NamedTuple):
    """A name that does not exist, as a program writes it. `span` covers the name, `whole` the name with its rest."""

    schema: Schema
    container: str
    name: str
    span: Span
    rest: str = ""
    whole: Span | None = None
    output: bool = True
    settings: Mapping[str, Any] = {}
    beside: Collection[str] = ()
    """The names that are given together with it, as the program spells them; each may be given once."""

    @property
    def asked(self) -> advice.Wrong:
        """The name without its place."""
        return advice.Wrong(self.schema, self.container, self.name, self.rest, self.output, self.settings)


class Advisor(advice.Advisor):
    """Advice as findings and replacements."""

    def finding(self, rule: str, message: str, wrong: Wrong, spell: Spell) -> Finding:
        """A finding about `wrong` with the advice there is. `message` says what is wrong, without a full stop at its end."""
        found = self.advise(wrong.asked)
        replacements = tuple(_replacement(wrong, spell, meaning) for meaning in found.meanings)
        message = messages.with_history(message, found.history)
        return Finding(
            rule, wrong.span, message, wrong.schema.resource.name, wrong.asked.path + wrong.rest, replacements, found.suggestions
        )

    def replacements(self, wrong: Wrong, spell: Spell) -> tuple[Replacement, ...]:
        """What can be meant, surest first; empty when that is unknown."""
        return tuple(_replacement(wrong, spell, meaning) for meaning in self.advise(wrong.asked).meanings)


def _replacement(wrong: Wrong, spell: Spell, meaning: Meaning) -> Replacement:
    """The meaning in place; none is written by itself where its path lies outside the wrong name's container."""
    span = (wrong.whole or wrong.span) if meaning.whole else wrong.span
    inside = not wrong.container or meaning.path.startswith(f"{wrong.container}.")
    below = meaning.path[len(wrong.container) :].lstrip(".") if inside else meaning.path
    text = spell(below)
    given = inside and text.partition(":")[0] in wrong.beside  # `nodeType: cacheNodeType` spells out a shorthand
    certain = meaning.certain and inside and not given
    return Replacement(meaning.path, text, span, meaning.why, meaning.when, meaning.transform, certain, given)
