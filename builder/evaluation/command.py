"""`iac-crosswalk coverage`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from builder.errors import BuildError
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.cli.common import DATABASE, SYSTEM, open_knowledge_base


@click.command()
@click.option(
    "--usage",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of usage_*.jsonl files.",
)
@click.option("--to", type=SYSTEM, multiple=True, help="Only these target systems.")
@click.option(
    "--missing",
    type=click.IntRange(1),
    help="Print this many questions without an answer, the most used first.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the figures, or the missing questions, as JSON."
)
@DATABASE
def coverage(
    usage: Path | None, to: tuple[str, ...], missing: int | None, as_json: bool, db: Path | None
) -> None:
    """Show the share of attributes that have an answer: of all attributes, or of those that real
    repositories use.

    Without --usage every attribute counts once, by service: the table `coverage`. With --usage each
    attribute in the files counts as often as repositories use it. `none` is an answer: there is no
    equivalent.

    \b
    Examples:
      iac-crosswalk coverage --to terraform
      iac-crosswalk coverage --usage ../shared/usage
      iac-crosswalk coverage --usage ../shared/usage --missing 50 --to boto3
    """
    knowledge = open_knowledge_base(db)
    if usage is None:
        if missing:
            raise click.UsageError("--missing goes with --usage", click.get_current_context())
        _print_services(knowledge, to, as_json)
        return
    from builder.evaluation.usage import measure, read_questions

    try:
        shares, unanswered = measure(knowledge, read_questions(usage))
    except BuildError as error:
        raise click.ClickException(str(error)) from error
    targets = to or {share.to for share in shares}
    if missing:
        rows = [
            {
                "repos": q.repos,
                "system": q.system,
                "resource": q.resource,
                "path": q.path,
                "to": target,
                "status": status,
            }
            for q, target, status in unanswered
            if target in targets
        ][:missing]
        if as_json:
            click.echo(json.dumps(rows, indent=2))
        else:
            for row in rows:
                click.echo(
                    f"{row['repos']:>5}  {row['to']:<14}  {row['resource']}  {row['path']} "
                    f" ({row['status']})"
                )
        return
    selected = [share for share in shares if share.to in targets]
    if as_json:
        click.echo(
            json.dumps(
                [share._asdict() | {"answered": round(share.answered, 4)} for share in selected],
                indent=2,
            )
        )
        return
    click.echo(f"{'asked':<30}{'to':<16}{'repos':>8}{'answered':>10}{'none':>8}")
    for share in selected:
        answered_percent, none = _percent(share.answered), _percent(share.none / share.repos)
        click.echo(
            f"{share.kind:<30}{share.to:<16}{share.repos:>8,}{answered_percent:>10}{none:>8}"
        )


def _percent(share: float) -> str:
    """A percentage, rounded down: less than 100 % is never shown as 100."""
    return f"{int(share * 1000) / 10:.1f} %"


_COLUMNS = (
    "service",
    "from_system",
    "to_system",
    "attributes",
    "curated",
    "rule",
    "derived",
    "none",
    "unmapped",
)


def _print_services(knowledge: KnowledgeBase, to: tuple[str, ...], as_json: bool) -> None:
    rows = [
        dict(zip(_COLUMNS, row, strict=True))
        for row in knowledge.rows(
            f"select {', '.join(_COLUMNS)} from coverage order by from_system, to_system, service"
        )
    ]
    rows = [row for row in rows if not to or row["to_system"] in to]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    click.echo(f"{'service':<32}{'from':<16}{'to':<16}{'attributes':>11}{'answered':>10}")
    for row in rows:
        answered_share = 1 - row["unmapped"] / row["attributes"]
        click.echo(
            f"{row['service']:<32}{row['from_system']:<16}{row['to_system']:<16}{row['attributes']:>11,}{_percent(answered_share):>10}"
        )
