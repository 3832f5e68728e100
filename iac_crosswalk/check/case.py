"""The context of every rule: the program and the advisor, and how paths and titles are spelled."""

from __future__ import annotations

from typing import NamedTuple

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.programs.program import Program
from iac_crosswalk.store.place import Place


class Case(NamedTuple):
    """One program under check."""

    program: Program
    advisor: Advisor

    def describes(self, container: Place) -> bool:
        """Whether a name that the schema lacks there certainly does not exist. Text and numbers may
        have members of the language itself.
        """
        return container.known or (
            not self.program.language.members_of_plain and container.described
        )

    def path(self, container: Place, name: str) -> str:
        """The path of a wrong name for messages, in the spelling of the program's language."""
        return f"{container.schema.spell(container.path)}.{name}" if container.path else name

    def title(self, place: Place) -> str:
        """The program's name for the type that a place belongs to."""
        return self.program.language.title(place.schema)
