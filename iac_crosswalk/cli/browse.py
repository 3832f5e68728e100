"""`iac-crosswalk resource` and `iac-crosswalk search`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from iac_crosswalk.answers.words import deprecated_text
from iac_crosswalk.cli.common import DATABASE, SYSTEM, open_knowledge_base


@click.command()
@click.argument("name")
@click.option("--from", "system", type=SYSTEM, help="The system of the name, if several have it.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@DATABASE
@click.pass_context
def resource(
    ctx: click.Context, name: str, system: str | None, as_json: bool, db: Path | None
) -> None:
    """Show one resource: its attributes, its counterparts in the other systems, its pitfalls.

    \b
    Example:
      iac-crosswalk resource aws.elasticache.ReplicationGroup
    """
    if not name.strip():
        raise click.UsageError("give the name of a resource, in any system", ctx)
    knowledge = open_knowledge_base(db)
    facts = knowledge.resource(name, system)
    if facts is None:
        answer = knowledge.translate("", name, system)
        names = ", ".join(item["resource"] for item in answer["suggestions"])
        existing = f"\n  Names that exist: {names}" if names else ""
        click.echo(
            json.dumps(answer, ensure_ascii=False, indent=2)
            if as_json
            else f"{name}: no such resource{existing}"
        )
        ctx.exit(1)
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else render(facts))


def render(resource: dict[str, Any]) -> str:
    """The resource as text for people."""
    lines = [f"{resource['resource']}  ({resource['system']}, {resource['kind']})"]
    if resource["deprecated"]:
        lines.append(f"  {deprecated_text(resource['deprecated'])}")
    if resource["description"]:
        lines.append(f"  {resource['description'].splitlines()[0]}")
    if resource["reference"]:
        reference = resource["reference"]
        returned = ", ".join(reference) if isinstance(reference, list) else reference
        lines.append(f"  Ref returns: {returned}")
    lines += ["", "  In the other systems:"]
    for item in resource["equivalents"]:
        remarks = [
            f
            for f in (
                item["role"] if item["role"] != "main" else None,
                f"when {item['when']}" if item["when"] else None,
                item["origin"],
                deprecated_text(item["deprecated"]) if "deprecated" in item else None,
                item["note"],
            )
            if f
        ]
        lines.append(
            f"    {item['system']:<15}{item['resource'] or 'none'}  [{'; '.join(remarks)}]"
        )
    lines += ["", f"  Attributes ({len(resource['attributes'])}):"]
    width = min(60, max((len(a["path"]) for a in resource["attributes"]), default=0))
    for attribute in resource["attributes"]:
        lines.append(f"    {attribute['path']:<{width}}  {attribute['type']}  {_flags(attribute)}")
    for pitfall in resource["pitfalls"]:
        lines += ["", f"  Pitfall: {pitfall['wrong']}: {pitfall['why']}"]
    return "\n".join(lines)


def _flags(attribute: dict[str, Any]) -> str:
    flags = ["input"] if attribute["is_input"] else []
    flags += ["output"] if attribute["is_output"] else []
    names = ("required", "gettable", "create_only", "write_only")
    flags += [name for name in names if attribute[name]]
    flags += [deprecated_text(attribute["deprecated"])] if attribute["deprecated"] else []
    return ", ".join(flags)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--system", type=SYSTEM, help="Search in one system only.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="The most rows to print.",
)
@click.option(
    "--offset", type=click.IntRange(0), default=0, help="Skip this many rows: the next page."
)
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON.")
@DATABASE
@click.pass_context
def search(
    ctx: click.Context,
    words: tuple[str, ...],
    system: str | None,
    limit: int,
    offset: int,
    as_json: bool,
    db: Path | None,
) -> None:
    """Find resources and attributes whose name or description contains every word, each with its
    counterparts.

    \b
    Example:
      iac-crosswalk search configuration endpoint --system pulumi
    """
    if not any(word.strip() for word in words):
        raise click.UsageError("give the words to search for", ctx)
    knowledge, text = open_knowledge_base(db), " ".join(words)
    rows = knowledge.search(text, limit, system, offset)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if as_json else rows:
        click.echo("\n".join(_hit(row)))
    if not rows and not as_json:
        other = ", or ".join(f"`{each}`" for each in knowledge.suggest(text))
        click.echo(f"no match for all of: {text}; try {other or 'fewer words'}", err=True)
    ctx.exit(0 if rows else 1)


def _hit(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['system']:<15}{row['resource']} {row['attribute'] or ''}".rstrip()
    if row["description"]:
        yield f"    {row['description'][:140]}"
    for each in row["counterparts"]:
        yield f"    {each['system']:<15}{each['resource']} {each['attribute'] or ''}".rstrip()
