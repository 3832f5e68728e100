"""The result of reading one file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.source import Source, Unread
from iac_crosswalk.programs.use import Given, Read, Use

if TYPE_CHECKING:
    from iac_crosswalk.programs.cloudformation.stack import Stack


class Asked(NamedTuple):
    """A read that an expression would make if it were in the file."""

    read: Read
    note: str | None = None
    """An explanation of a name that is not a resource but a part of one: "`port` is
    `self.cache.port`".
    """


class Known(NamedTuple):
    """What a name in a file is, for messages about names that are not attributes."""

    is_resource: bool = False
    """Whether it is a resource, or part of one."""
    own_class: str = ""
    """The class that it is an instance of, if the file itself declares the class."""
    members: tuple[str, ...] = ()
    """The members of that class."""
    is_import: bool = False
    """Whether it is a package, or part of one."""
    client: str = ""
    """The service of the boto3 client that it is."""


@dataclass(eq=False, repr=False)
class Program:
    """The uses of one file, in the order of the text as far as the language has one."""

    source: Source
    language: Language
    uses: Callable[[], Iterator[Use]]
    """Yields the uses. Raises Unreadable for a file that is too large to be walked."""
    form: str = "program"
    """The word for the file: program, template, configuration, test."""
    declarable: Collection[str] | None = None
    """Every name that an expression may refer to. None where others may exist (a macro, other
    files): then no name is reported as undeclared.
    """
    doubt: str | None = None
    """Why unknown names may be right anywhere in the file; None where they may not."""
    has_blocks: bool = False
    """Whether an argument and a block are written in different ways, so that one can be used in
    place of the other.
    """
    whole_folder: bool = False
    """Whether the files of a folder are one program, so that each may refer to names of the others.
    """
    unread: list[Unread] = field(default_factory=list)
    """The parts that could not be read."""
    reads: Callable[[str], Iterator[Asked]] | None = None
    """Yields the reads that an expression would make if it were in the file. None for a language in
    which the names alone suffice.
    """
    gives: Callable[[str], Iterator[Given]] | None = None
    """Yields the arguments that the calls of an expression would pass if it were in the file. None
    for a language whose expressions pass no arguments.
    """
    names: Callable[[], Mapping[str, Known]] | None = None
    """Name in the file (variable, parameter, member) → what it is. None where only resources have
    names.
    """
    remarks: list[str] = field(default_factory=list)
    """Notes about the file for the reader, in sentences."""
    stack: Callable[[], Stack] | None = None
    """The parts of a template besides its resources' properties. None for other files."""
