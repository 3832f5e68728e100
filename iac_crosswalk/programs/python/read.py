"""Reads a Python file into a Program, for one tool."""

from __future__ import annotations

from functools import lru_cache

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.python.program import Program as Module
from iac_crosswalk.programs.python.reader import Reader, Tool, parse
from iac_crosswalk.programs.source import Source


def read(source: Source, tool: Tool, reader: type[Reader] = Reader) -> Program | None:
    """The program of a file; None if it does not name the tool's package. Raises Unreadable if it
    is not Python.
    """
    if tool.package.encode() not in source.data:
        return None
    # Only questions need it.
    from iac_crosswalk.programs.python.asked import asked, gives
    from iac_crosswalk.programs.python.known import known

    module = walked(source)
    return Program(
        source,
        tool.language,
        reader(source, module, tool).uses,
        reads=lambda text: asked(source, tool, text),
        gives=lambda text: gives(source, tool, text),
        names=lambda: known(module, tool),
    )


@lru_cache(maxsize=1)
def walked(source: Source) -> Module:
    """The scopes and expressions of a file. The last result is kept, because a file may be of
    several kinds.
    """
    return Module(parse(source))
