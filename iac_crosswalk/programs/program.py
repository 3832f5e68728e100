"""What a reader makes of one file."""

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
    """What an expression would read that stood in the file."""

    read: Read
    note: str | None = None
    """What a name of the file is, where it is no resource but something of one: "`port` is
    `self.cache.port`".
    """


class Known(NamedTuple):
    """What a name of a file is, for messages about names that lead to no attribute."""

    is_resource: bool = False
    """Whether it is a resource, or something of one."""
    own: str = ""
    """The class of the file that it is an object of."""
    members: tuple[str, ...] = ()
    """The members of that class."""
    is_import: bool = False
    """Whether it is a package, or something of one."""
    client: str = ""
    """The service whose client of boto3 it is."""


@dataclass
class Program:
    """What one file uses, in the order of the text as far as the language has one."""

    source: Source
    language: Language
    uses: Callable[[], Iterator[Use]]
    """Yields the uses. Raises Unreadable for a file that is too large to be walked."""
    form: str = "program"
    """What people call the file: program, template, configuration."""
    declarable: Collection[str] | None = None
    """Every name that an expression may refer to; None where others may exist (a macro, other
    files): then none is called undeclared.
    """
    doubt: str | None = None
    """Why names that do not exist may be right in the whole file."""
    has_blocks: bool = False
    """Whether an argument and a block are written in different ways, so that one can be in the
    place of the other.
    """
    whole_folder: bool = False
    """Whether the files of a folder are one program, which may refer to what any of them declares.
    """
    unread: list[Unread] = field(default_factory=list)
    """The parts that could not be read."""
    asked: Callable[[str], Iterator[Asked]] | None = None
    """What an expression would read that stood in the file; None for a language in which names
    alone tell.
    """
    gives: Callable[[str], Iterator[Given]] | None = None
    """What the calls of an expression would give that stood in the file; None for a language whose
    expressions give nothing.
    """
    names: Callable[[], Mapping[str, Known]] | None = None
    """What the names of the file are: variables, parameters, members; None where only resources
    have names.
    """
    remarks: list[str] = field(default_factory=list)
    """What a person who reads about the file should know, in sentences."""
    stack: Callable[[], Stack] | None = None
    """What a template holds besides its resources' properties; None for everything else."""
