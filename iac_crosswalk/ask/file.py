"""The file that a question stands in: what its language's reader finds there (programs/), for `translate --in`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from iac_crosswalk.answers.answer import Answer
from iac_crosswalk.answers.conditions import holding
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.programs.languages import LANGUAGES, kinds, reader
from iac_crosswalk.programs.program import Asked, Program
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.programs.use import Declared, Read, Use
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.store.store import ResourceRow


class File:
    """The programs that a text may be. Without a name, what is in it tells its language."""

    def __init__(self, knowledge: KnowledgeBase, text: str, name: str = "") -> None:
        self._schemas = Schemas(knowledge)
        self._data = text.encode("utf-8", "replace")
        self._name = name

    @cached_property
    def programs(self) -> list[Program]:
        """The file in each language that reads it."""
        found = []
        for source, module in self._sources():
            try:
                program = module(source, self._schemas)
            except (Unreadable, RecursionError, ModuleNotFoundError):  # broken, or an extra is not installed
                continue
            found += [program] if program else []
        return found

    def _sources(self) -> Iterator[tuple[Source, Any]]:
        named = Source(Path(self._name), self._data)
        known = [(named, kind) for _, kind in kinds(named)]
        if not known:
            each_kind = LANGUAGES.values() if self._data else ()
            known = [
                (Source(Path(f"source{kind.suffixes[0]}"), self._data), kind)
                for kind in each_kind
                if any(sign in self._data for sign in kind.signs)
            ]
        yield from ((source, reader(kind)) for source, kind in known)

    @cached_property
    def _uses(self) -> list[tuple[Program, list[Use]]]:
        found = []
        for program in self.programs:
            try:
                found.append((program, [*program.uses()]))
            except (Unreadable, RecursionError):
                continue
        return found

    @cached_property
    def _declared(self) -> dict[tuple[int, str], list[Declared]]:
        found: dict[tuple[int, str], list[Declared]] = {}
        for _, uses in self._uses:
            for use in uses:
                if isinstance(use, Declared) and use.row is not None:
                    found.setdefault((use.row.id, use.name), []).append(use)
        return found

    def declared(self, row: ResourceRow, name: str | None) -> Declared | None:
        """The one resource of that type and name; None where there is none, or several."""
        found = self._declared.get((row.id, name), []) if name else []
        return found[0] if len(found) == 1 else None

    def lacking(self, name: str) -> Iterator[Read]:
        """The reads of a name that does not exist."""
        for _, uses in self._uses:
            yield from (use for use in uses if isinstance(use, Read) and use.names and use.names[0].text == name)

    def asked(self, expression: str) -> Iterator[Asked]:
        """What an expression reads: the reads that are written so, or else what it would read if it stood in the file."""
        written = [Asked(read) for read in self.written(expression)]
        yield from written or (each for program in self.programs if program.asked for each in program.asked(expression))

    def written(self, expression: str) -> list[Read]:
        """The reads that are written so, whatever the spaces."""
        return self._written.get("".join(expression.split()), [])

    @cached_property
    def _written(self) -> dict[str, list[Read]]:
        found: dict[str, list[Read]] = {}
        for program, uses in self._uses:
            for use in uses:
                if isinstance(use, Read) and use.place is not None:
                    text = program.source.data[use.span.start : use.span.end].decode("utf-8", "replace")
                    found.setdefault("".join(text.split()), []).append(use)
        return found


def settle(knowledge: KnowledgeBase, answer: Answer, row: ResourceRow, settings: Mapping[str, Any]) -> None:
    """Leaves of an answer what holds for a resource with these settings; all of it where they do not tell."""
    if not settings:
        return
    for target in answer.targets:
        items = [{"when": each.when, "answer": each} for each in target.answers]
        target.answers = [item["answer"] for item in holding(knowledge, row, items, settings)]
