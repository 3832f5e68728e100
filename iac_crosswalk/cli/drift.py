"""`iac-crosswalk drift`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from iac_crosswalk.answers.drift import SYSTEMS, drift
from iac_crosswalk.cli.common import DATABASE, open_knowledge_base
from iac_crosswalk.store.file import KnowledgeBaseError


@click.command("drift")
@click.option(
    "--system",
    type=click.Choice(SYSTEMS),
    default="terraform",
    show_default=True,
    help="The tool whose versions are compared.",
)
@click.option(
    "--from", "start", help="The older version (default: the newest of the major version before)."
)
@click.option("--to", "end", help="The newer version (default: the present one).")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@DATABASE
def command(
    system: str, start: str | None, end: str | None, as_json: bool, db: Path | None
) -> None:
    """Show what was added, removed and renamed between two versions of a tool.

    A version is one of the releases in the knowledge base, or a prefix: `5` is the newest 5.x.

    \b
    Example:
      iac-crosswalk drift --system terraform --from 5 --to 6.0
    """
    knowledge = open_knowledge_base(db)
    try:
        changes = drift(knowledge, system, start, end)
    except KnowledgeBaseError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(changes, ensure_ascii=False, indent=2) if as_json else render(changes))


def render(changes: dict[str, Any]) -> str:
    """The changes as text for people, one line each."""
    lines = [f"{changes['system']} {changes['from']} → {changes['to']}"]
    for kind in ("renamed", "vanished", "appeared"):
        lines += ["", f"{kind} ({len(changes[kind])})"]
        for item in changes[kind]:
            name = " ".join(filter(None, (item["resource"], item["attribute"])))
            lines.append(f"  {name}{_became(item)}")
    return "\n".join(lines)


def _became(item: dict[str, Any]) -> str:
    if item.get("instead"):
        return f" → {' or '.join(item['instead'])}"
    return " (nothing takes its place)" if item.get("nothing") else ""
