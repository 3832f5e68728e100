"""The subcommands that need only the built file."""

from __future__ import annotations

from pathlib import Path

import click

from iac_crosswalk.built_file import KnowledgeBaseError
from iac_crosswalk.knowledge import KnowledgeBase
from iac_crosswalk.paths import SYSTEMS

SYSTEM = click.Choice(SYSTEMS)
DATABASE = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The knowledge base file (default: $IAC_CROSSWALK_DB or data/crosswalk.db).",
)


def open_knowledge_base(db: Path | None) -> KnowledgeBase:
    """The knowledge base, or a one-line error that says what to do."""
    try:
        return KnowledgeBase(db)
    except KnowledgeBaseError as error:
        raise click.ClickException(str(error)) from error
