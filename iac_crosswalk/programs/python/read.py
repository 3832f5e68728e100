"""Reads a Python file into a Program, for one tool."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType

from iac_crosswalk.programs.program import Known, Program
from iac_crosswalk.programs.python.program import Program as Module
from iac_crosswalk.programs.python.reader import Reader, Tool, parse
from iac_crosswalk.programs.source import Source


def read(source: Source, tool: Tool, reader: type[Reader] = Reader) -> Program | None:
    """The program of a file; None if it does not name the tool's package. Raises Unreadable if it
    is not Python.
    """
    if tool.package.encode() not in source.data:
        return None
    module = walked(source)
    return Program(
        source,
        tool.language,
        reader(source, module, tool).uses,
        reads=lambda text: _asking().reads_of(source, tool, text),
        gives=lambda text: _asking().gives(source, tool, text),
        names=lambda: _names(module, tool),
    )


def _asking() -> ModuleType:
    from iac_crosswalk.programs.python import asked  # check asks nothing

    return asked


def _names(module: Module, tool: Tool) -> Mapping[str, Known]:
    from iac_crosswalk.programs.python.meanings import name_meanings

    return name_meanings(module, tool)


@lru_cache(maxsize=1)
def walked(source: Source) -> Module:
    """The scopes and expressions of a file. The last result is kept, because a file may be of
    several kinds.
    """
    return Module(parse(source))
