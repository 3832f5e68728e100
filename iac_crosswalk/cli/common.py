"""The parts that subcommands share: options, the opened knowledge base, the progress line."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.vocabulary import SYSTEMS

SYSTEM = click.Choice(SYSTEMS)
DATABASE = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The knowledge base file (default: $IAC_CROSSWALK_DB or data/crosswalk.db).",
)


def open_knowledge_base(db: Path | None) -> KnowledgeBase:
    """The knowledge base. If it cannot be opened: a one-line error with the remedy."""
    try:
        return KnowledgeBase(db)
    except KnowledgeBaseError as error:
        raise click.ClickException(str(error)) from error


class Progress:
    """Shows the present step on a terminal, once the command has run for a second. The next output
    overwrites the line.
    """

    def __init__(self) -> None:
        self._shown = False
        self._quiet_until = time.monotonic() + 1

    def __call__(self, line: str) -> None:
        if sys.stderr.isatty() and time.monotonic() > self._quiet_until:
            self._shown = True
            click.echo(f"\r\x1b[K{line[-100:]}\r", err=True, nl=False)

    def end(self) -> None:
        """Clears the line."""
        if self._shown:
            click.echo("\x1b[K", err=True, nl=False)
