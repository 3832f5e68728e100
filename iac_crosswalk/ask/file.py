"""The code that a question is about, read by the readers of its language (programs/): the file
around it, or the pasted text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from iac_crosswalk.answers.answer import Answer
from iac_crosswalk.answers.conditions import holding
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.programs.fragments import sources
from iac_crosswalk.programs.languages import Kind, kinds, reader
from iac_crosswalk.programs.program import Asked, Known, Program
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.programs.use import Declared, Given, Read, Use
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.store.store import ResourceRow

NO_READER = "install what reads it: pip install 'iac-crosswalk[check]'"


class File:
    """The programs that a text may be. Without a file name, its content determines the language."""

    def __init__(self, knowledge: KnowledgeBase, text: str, name: str = "") -> None:
        self._knowledge = knowledge
        self._schemas = Schemas(knowledge)
        self._text = text
        self._name = name
        self.errors: list[str] = []
        """Why the text, or its reading in some language, is not among the programs."""

    @cached_property
    def programs(self) -> list[Program]:
        """The file in each language that reads it."""
        return [program for program, _ in self._read]

    @cached_property
    def _read(self) -> list[tuple[Program, list[Use]]]:
        found = []
        for source, kind in self._sources():
            try:
                program = reader(kind)(source, self._schemas)
                found += [(program, [*program.uses()])] if program else []
            except Unreadable as error:
                self.errors.append(str(error))
            except RecursionError:
                self.errors.append("it is nested too deeply")
            except ModuleNotFoundError:
                self.errors.append(NO_READER)
        return found

    def _sources(self) -> Iterator[tuple[Source, Kind]]:
        named = Source(Path(self._name), self._text.encode("utf-8", "replace"))
        readable = [(named, kind) for _, kind in kinds(named)]
        yield from readable
        if not readable and self._text:
            yield from sources(self._text, self._knowledge)

    @property
    def lacks_reader(self) -> bool:
        """Whether it may be in a language whose reader is not installed."""
        return not self.uses and NO_READER in self.errors

    @cached_property
    def uses(self) -> list[Use]:
        """Everything that the file uses."""
        return [use for _, uses in self._read for use in uses]

    @cached_property
    def reads(self) -> list[Read]:
        """The reads of the file."""
        return [use for use in self.uses if isinstance(use, Read)]

    @cached_property
    def given(self) -> list[Given]:
        """The arguments that the file sets on its resources."""
        return [use for use in self.uses if isinstance(use, Given)]

    @cached_property
    def _declared(self) -> dict[str, list[Declared]]:
        found: dict[str, list[Declared]] = {}
        for use in self.uses:
            if isinstance(use, Declared) and use.name:
                found.setdefault(use.name, []).append(use)
        return found

    def declared(self, row: ResourceRow, name: str | None) -> Declared | None:
        """The one resource of that type and name; None where there is none, or several."""
        found = [
            each
            for each in self.named(name or "")
            if each.row is not None and each.row.id == row.id
        ]
        return found[0] if len(found) == 1 else None

    def named(self, name: str) -> list[Declared]:
        """The resources of that name, including those of an unknown type."""
        return self._declared.get(name, [])

    @cached_property
    def names(self) -> dict[str, Known]:
        """The meanings of the names in the file."""
        found: dict[str, Known] = {}
        for program, uses in self._read:
            declared = (use.name for use in uses if isinstance(use, Declared) and use.name)
            names = (
                program.names()
                if program.names
                else dict.fromkeys(declared, Known(is_resource=True))
            )
            for name, known in names.items():
                found[name] = known if known != Known() else found.get(name, known)
        return found

    def lacking(self, name: str) -> Iterator[Read]:
        """The reads of a name that does not exist."""
        return (read for read in self.reads if read.names and read.names[0].text == name)

    def asked(self, expression: str) -> Iterator[Asked]:
        """Yields the reads of an expression: those with the same text in the file, or else those
        that it would make if it stood in the file.
        """
        reads = [Asked(read) for read in self.written(expression)]
        yield from reads or (
            each for program in self.programs if program.reads for each in program.reads(expression)
        )

    def gives(self, expression: str) -> list[Given]:
        """The arguments that the calls of an expression would pass if it stood in the file."""
        found = (program.gives(expression) for program in self.programs if program.gives)
        return [given for each in found for given in each]

    def written(self, expression: str) -> list[Read]:
        """The reads with the same text, except for spaces."""
        return self._written.get("".join(expression.split()), [])

    @cached_property
    def _written(self) -> dict[str, list[Read]]:
        found: dict[str, list[Read]] = {}
        for program, uses in self._read:
            for use in uses:
                if isinstance(use, Read) and use.place is not None:
                    text = program.source.data[use.span.start : use.span.end].decode(
                        "utf-8", "replace"
                    )
                    found.setdefault("".join(text.split()), []).append(use)
        return found

    def given_at(self, line: int, column: int) -> list[Given]:
        """The arguments whose name is at a line and column (from 1); if none is, those on the
        line.
        """
        at_position: list[Given] = []
        on_line: list[Given] = []
        for program, uses in self._read:
            for use in uses:
                start = program.source.position(use.span.start) if isinstance(use, Given) else None
                if isinstance(use, Given) and start is not None and start.line == line:
                    end = program.source.position(use.span.end).column
                    on_line.append(use)
                    at_position += [use] if start.column <= column < end else []
        return at_position or on_line


def settle(
    knowledge: KnowledgeBase, answer: Answer, row: ResourceRow, settings: Mapping[str, Any]
) -> None:
    """Reduces an answer to the parts that hold for a resource with these settings; keeps all of it
    where they do not decide.
    """
    if not settings:
        return
    for target in answer.targets:
        items = [{"when": each.when, "answer": each} for each in target.answers]
        target.answers = [item["answer"] for item in holding(knowledge, row, items, settings)]
