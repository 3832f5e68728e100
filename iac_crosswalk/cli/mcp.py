"""`iac-crosswalk mcp`: the tools for agents, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from iac_crosswalk.cli import collect_as_usual
from iac_crosswalk.cli.common import DATABASE, open_knowledge_base
from iac_crosswalk.store.file import default_path


@click.command()
@DATABASE
def mcp(db: Path | None) -> None:
    """Serve the tools for agents over standard input and output (Model Context Protocol): search,
    get_resource, translate_attribute, check_code.

    docs/agents.md shows the setting for common editors.

    \b
    Example:
      iac-crosswalk mcp --db data/crosswalk.db
    """
    path = (db or default_path()).absolute()
    open_knowledge_base(path)
    collect_as_usual()
    from iac_crosswalk.web.mcp import stdio

    stdio(path)
