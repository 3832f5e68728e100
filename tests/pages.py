"""The commands and queries that a page shows, with what they print.

A section of a page is run from its top to its end, in a folder of its own:

- a block whose language is followed by a name (```` ```yaml template.yaml ````) is a file, and so
  is a program of tests/programs that the section links to;
- a block of `console` holds commands (`$ iac-crosswalk …`) and what they print, on both outputs;
- a block of `sql` is a query of the built file, and the block of `text` below it its rows, with
  ` | ` between the columns.

A line `…` stands for any lines. `python -m tests.pages docs/model.md` writes what is printed now
into the page, but for what has such a line."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from click.testing import CliRunner

from builder.packages import ROOT
from iac_crosswalk.cli.main import main

REST = "…"
_SECTION = re.compile(r"^## ", re.M)
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\((?:\.\./)?(tests/programs/[^)#]+)\)")
_COMMAND = re.compile(r"^\$ iac-crosswalk (.*?)(?: < (\S+))?$")


class Block(NamedTuple):
    """A fenced block: what stands before it is its `language` and, of a file, its name."""

    language: str
    name: str | None
    text: str


class Printed(NamedTuple):
    """What a page says that a command or query prints, and what it does."""

    asked: str
    expected: list[str]
    found: list[str]

    @property
    def agrees(self) -> bool:
        """Whether the two are the same, `…` and empty lines aside."""
        pattern = "".join(
            r"(?:.*\n)*" if line == REST else re.escape(line) + "\n"
            for line in filter(None, self.expected)
        )
        found = "".join(f"{line}\n" for line in filter(None, self.found))
        return re.fullmatch(pattern, found) is not None


def sections(page: str) -> dict[str, str]:
    """Heading → text of each section that has something to run."""
    found = {}
    for part in _SECTION.split(page)[1:]:
        heading, _, text = part.partition("\n")
        if any(block.language in ("console", "sql") for block in blocks(text)):
            found[heading] = text
    return found


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a section."""
    return [Block(*match.groups()) for match in _BLOCK.finditer(text)]


def run(section: str, folder: Path, database: Path) -> Iterator[Printed]:
    """Runs what a section shows, in `folder`, which is the working directory."""
    for path in _LINK.findall(section):
        shutil.copy(ROOT / path, folder)
    query = None
    for block in blocks(section):
        if block.name:
            (folder / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command, expected in _commands(block.text):
                yield Printed(command, expected, _output(command, folder))
        elif block.language == "sql":
            query = block.text
        elif block.language == "text" and query is not None:
            yield Printed(query, block.text.splitlines(), _rows(query, database))
            query = None


def _commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """(command, what it prints) of a block of `console`."""
    starts = [*re.finditer(r"^\$ .*$", text, re.M)]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts, ends, strict=True):
        yield match[0], _lines(text[match.end() : end])


def _lines(text: str) -> list[str]:
    """The lines of an output, without empty ones around it."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def _output(command: str, folder: Path) -> list[str]:
    parsed = _COMMAND.match(command)
    assert parsed is not None, f"{command}: not a command that a page may show"
    given = (folder / parsed[2]).read_text(encoding="utf-8") if parsed[2] else None
    before, sys.argv = sys.argv, ["iac-crosswalk"]  # the name that a message about wrong use has
    try:
        with CliRunner().isolation(input=given) as streams:
            with suppress(SystemExit):
                main(shlex.split(parsed[1]))
            sys.stdout.flush()
            sys.stderr.flush()
            printed = streams[2].getvalue()
    finally:
        sys.argv = before
    return _lines(printed.decode("utf-8"))


def _rows(query: str, database: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query).fetchall()
    return [" | ".join("" if each is None else str(each) for each in row).rstrip() for row in rows]


def _update(page: Path, database: Path) -> None:
    text = page.read_text(encoding="utf-8")
    before = Path.cwd()
    for section in sections(text).values():
        with TemporaryDirectory() as folder:
            os.chdir(folder)
            for printed in run(section, Path(folder), database):
                old = "".join(f"{line}\n" for line in printed.expected)
                new = "".join(f"{line}\n" for line in printed.found)
                if printed.agrees:
                    continue
                if REST in printed.expected:
                    print(f"{printed.asked}\n{new}")
                    continue
                head = printed.asked if printed.asked.endswith("\n") else f"{printed.asked}\n"
                head += "```\n\n```text\n" if not printed.asked.startswith("$") else ""
                assert head + old in text, printed.asked
                text = text.replace(head + old, head + new, 1)
            os.chdir(before)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    built = Path(
        os.environ.setdefault("IAC_CROSSWALK_DB", str(Path("data/crosswalk.db").resolve()))
    )
    _update(Path(sys.argv[1]).resolve(), built)
