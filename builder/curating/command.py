"""`iac-crosswalk curate`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from builder.cli import progress
from builder.curated.checks import check
from builder.curated.files import curated_texts
from builder.curated.format import canonical
from builder.curating.listing import Line
from builder.curating.rows import UsedPaths
from builder.curating.subject import Subject, World, subject_of
from builder.errors import BuildError
from builder.packages import INSTALLED

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command()
@click.argument("types", nargs=-1, metavar="[TYPE]...")
@click.option("--show", is_flag=True, help="Print the file instead of writing it.")
@click.option("--review", is_flag=True, help="Print the worksheet of the second reading.")
@click.option(
    "--reviewed",
    type=click.Choice(["1", "2"]),
    help="Record that the file was judged by one reader, or read again by a second one.",
)
@click.option(
    "--list", "listing", is_flag=True, help="Show how far the judging of each used type is."
)
@click.option(
    "--usage",
    type=FOLDER,
    help="A folder of usage_*.jsonl files: nested attributes get rows only if they are used.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 100),
    default=98.0,
    show_default=True,
    help="With --list: the types that make up this many percent of the uses.",
)
@click.option("--json", "as_json", is_flag=True, help="With --list: print it as JSON.")
@click.pass_context
def curate(
    ctx: click.Context,
    types: tuple[str, ...],
    show: bool,
    review: bool,
    reviewed: str | None,
    listing: bool,
    usage: Path | None,
    share: float,
    as_json: bool,
) -> None:
    """Write the mapping file of a CloudFormation type, Terraform resource or data source, or add
    what is new to it.

    New rows have the derived mappings, with the descriptions of both sides above them as comments.
    Each is marked `unjudged`: build and verify refuse it until a person has judged it and removed
    the mark. `iac-crosswalk verify --fix` then removes the comments. Judged rows are never changed.
    docs/mappings.md shows all steps for one type.

    \b
    Examples:
      iac-crosswalk curate AWS::Scheduler::Schedule
      iac-crosswalk curate data.aws_ami --show
      iac-crosswalk curate AWS::Scheduler::Schedule --review
      iac-crosswalk curate AWS::Scheduler::Schedule --reviewed 2
      iac-crosswalk curate --list --usage ../shared/usage
    """
    if INSTALLED:
        raise click.UsageError("an installation has no mapping files; run it in a checkout", ctx)
    if listing:
        if types or usage is None:
            raise click.UsageError("--list takes --usage FOLDER and no type", ctx)
        _list(usage, share / 100, as_json)
        return
    if not types or sum((show, review, reviewed is not None)) > 1:
        raise click.UsageError(
            "name a type, and at most one of --show, --review and --reviewed", ctx
        )
    try:
        with _world() as (world, connection):
            for name in types:
                subject = subject_of(name, world)
                if subject.name != name:
                    click.echo(f"{name}: belongs to {subject.name}, {subject.file}", err=True)
                if review:
                    from builder.curating.review import worksheet

                    for line in worksheet(subject, world, connection):
                        click.echo(line)
                elif reviewed is not None:
                    _record(subject, world, int(reviewed))
                else:
                    _refresh(subject, world, connection, _used_paths(usage), show)
    except BuildError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _world() -> Iterator[tuple[World, sqlite3.Connection]]:
    from builder import derivation, make
    from builder.curated.schemas import Schemas

    with progress() as report:
        base = make.prepare_base(report)
    schemas = Schemas(base)
    try:
        with closing(sqlite3.connect(f"file:{base}?mode=ro&immutable=1", uri=True)) as connection:
            yield World(schemas, derivation.load(), curated_texts()), connection
    finally:
        schemas.close()


def _used_paths(usage: Path | None) -> UsedPaths | None:
    from builder.evaluation.usage import read_questions

    return (
        None
        if usage is None
        else {(question.resource, question.path) for question in read_questions(usage)}
    )


def _refresh(
    subject: Subject,
    world: World,
    connection: sqlite3.Connection,
    used_paths: UsedPaths | None,
    show: bool,
) -> None:
    from builder.curating.proposals import propose
    from builder.curating.refresh import refresh
    from builder.curating.rows import missing_rows
    from builder.curating.schema_text import Describer

    proposals = propose(subject, world, connection)
    rows = list(missing_rows(subject, world, proposals, Describer(connection), used_paths))
    before = world.texts.get(subject.file)
    updated = refresh(
        subject, None if before is None else before.decode(), rows, used_paths is None
    )
    if show:
        click.echo(updated.text, nl=False)
        return
    if before is not None and updated.text == before.decode():
        click.echo(f"{subject.file}: nothing is new")
        return
    _write(world.path(subject), updated.text)
    stale_text = f", {updated.stale} whose names are gone" if updated.stale else ""
    click.echo(f"{subject.file}: {updated.added} rows to judge{stale_text}")


def _write(path: Path, text: str) -> None:
    from builder.files import replacing

    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")


def _record(subject: Subject, world: World, times: int) -> None:
    """Writes `reviewed:`. Raises BuildError if the file does not exist or has problems, or if the
    first review is missing."""
    from builder.curating.refresh import with_reviewed

    own_file, file = subject.own_file, subject.file
    if own_file is None:
        raise BuildError(
            f"{file}: does not exist; write it with `iac-crosswalk curate {subject.name}`"
        )
    problems = [problem for problem in check(subject.curated) if problem.file == file]
    if problems:
        raise BuildError(f"{problems[0]}; correct the file first")
    if times == 2 and own_file.mapping_file.reviewed == 0:
        raise BuildError(f"{file}: was not read a first time; record that with --reviewed 1")
    text = with_reviewed(world.texts[file].decode(), times)
    _write(world.path(subject), canonical(text.encode(), file.removeprefix("mappings/")).decode())
    click.echo(f"{file}: reviewed {times}")


def _list(usage: Path, share: float, as_json: bool) -> None:
    from builder import inputs
    from builder.curating.listing import state
    from builder.evaluation.usage import read_questions

    if not inputs.OUTPUT.exists():
        raise click.ClickException(
            f"{inputs.OUTPUT}: does not exist; run `iac-crosswalk build` first"
        )
    try:
        lines = state(inputs.OUTPUT, read_questions(usage), share)
    except BuildError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps([line._asdict() for line in lines], indent=2))
        return
    for text in _table(lines):
        click.echo(text)


def _table(lines: list[Line]) -> Iterator[str]:
    yield f"{'repos':>6} {'share':>6}  {'reviewed':>8} {'used':>5}  {'not judged':<36} resource"
    for line in lines:
        unjudged_systems = ", ".join(f"{to} {len(paths)}" for to, paths in line.unjudged.items())
        reviews = str(line.reviewed) if line.file else "no file"
        yield (
            f"{line.repos:>6} {line.share:>6.1%}  {reviews:>8} {line.used:>5} "
            f" {unjudged_systems or '-':<36} {line.resource}"
        )
    counts = [
        sum(line.file is not None and line.reviewed == times for line in lines)
        for times in (0, 1, 2)
    ]
    unjudged_types = sum(bool(line.unjudged) for line in lines)
    yield (
        f"{len(lines)} types: {sum(line.file is None for line in lines)} without a file,"
        f" reviewed 0: {counts[0]}, 1: {counts[1]}, 2: {counts[2]};"
        f" {unjudged_types} with used attributes that are not judged"
    )
