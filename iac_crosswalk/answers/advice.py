"""Advice from the knowledge base for names that do not exist."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.store.store import Store

if TYPE_CHECKING:
    from iac_crosswalk.answers.meaning import Advice, Wrong
    from iac_crosswalk.answers.mistakes import Mistakes


class Advisor:
    """The open file, its schemas, and advice for mistakes. One object serves a whole run.

    What advice needs is imported at the first mistake: most programs have none.
    """

    def __init__(self, knowledge: Store, schemas: Schemas | None = None) -> None:
        self.knowledge = knowledge
        self.schemas = schemas or Schemas(knowledge)

    def advise(self, wrong: Wrong) -> Advice:
        """What `wrong` can mean."""
        return self._mistakes.advise(wrong)

    @cached_property
    def _mistakes(self) -> Mistakes:
        from iac_crosswalk.answers.mistakes import Mistakes

        return Mistakes(self.knowledge, self.schemas)
