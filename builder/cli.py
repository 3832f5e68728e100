"""`iac-crosswalk build`, `evaluate`, `verify` and `diff`."""

from __future__ import annotations

import errno
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.errors import BuildError
from builder.packages import INSTALLED

if TYPE_CHECKING:
    from builder.extract import Report


@contextmanager
def progress() -> Iterator[Report]:
    """A report that shows each step with the time so far on standard error, or nothing when that is
    not a terminal."""
    started = time.monotonic()
    if not sys.stderr.isatty():
        yield lambda line: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("starting") as status:

        def report(line: str) -> None:
            console.print(f"[dim]{time.monotonic() - started:6.1f} s[/]  {line}", highlight=False)
            status.update(line)

        yield report


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write (default: data/crosswalk.db).",
)
@click.option("--force", is_flag=True, help="Build even when nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was built as JSON.")
def build(output: Path | None, force: bool, as_json: bool) -> None:
    """Build the knowledge base from the pinned packages and the curated mappings.

    The file is written beside the old one and replaces it in one rename; unchanged packages are not
    read again.

    \b
    Example:
      iac-crosswalk build --output /tmp/crosswalk.db
    """
    from builder import inputs, pipeline

    started = time.monotonic()
    if output is None and INSTALLED:
        raise click.UsageError(
            "name the file to write with --output: an installation has its own file",
            click.get_current_context(),
        )
    target = (output or inputs.OUTPUT).absolute()
    try:
        with progress() as report:
            built = pipeline.build(target, force, report)
    except BuildError as error:
        click.echo(f"iac-crosswalk: {error}", err=True)
        sys.exit(1)
    except (OSError, sqlite3.Error) as error:
        click.echo(f"iac-crosswalk: {_of_the_disk(error, target)}", err=True)
        sys.exit(1)
    seconds = time.monotonic() - started
    size = target.stat().st_size
    if as_json:
        click.echo(
            json.dumps(
                {"file": str(target), "built": built, "seconds": round(seconds, 2), "bytes": size}
            )
        )
    else:
        click.echo(
            f"{target}: {'built' if built else 'nothing has changed'} ({size / 1e6:.0f} MB,"
            f" {seconds:.1f} s)"
        )


def _of_the_disk(error: OSError | sqlite3.Error, target: Path) -> str:
    """One line for an error of the file system. An existing file stays unchanged."""
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if isinstance(error, sqlite3.Error):
        # SQLite reports `disk I/O error` where a limit on the size of files is reached
        return f"{target}: cannot be written ({error}); free some space and run it again"
    where = error.filename or target
    what = error.strerror or str(error)
    if error.errno in full:
        return f"{where}: cannot be written ({what}); free some space and run it again"
    return f"{where}: {what}; name another file with --output, or another IAC_CROSSWALK_CACHE"


@click.command()
@click.argument("gold", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--origin",
    type=click.Choice(["all", "derived"]),
    default="all",
    show_default=True,
    help="derived: as if nothing were curated.",
)
@click.option(
    "--sample", type=click.IntRange(1), help="Print this many random derived rows, to be judged."
)
@click.option(
    "--usage",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Sample the answers to what repositories use: a folder of usage_*.jsonl files.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which random rows.")
@click.option(
    "--to",
    type=click.Choice(["terraform", "boto3"]),
    default="terraform",
    show_default=True,
    help="Which derivation to sample.",
)
@click.option(
    "--judged",
    type=click.Path(path_type=Path),
    multiple=True,
    help=(
        "Score a sample whose rows carry a verdict: right, imprecise, wrong or unsure. Several"
        " add up."
    ),
)
@click.option(
    "--by",
    type=click.Choice(["stratum", "origin"]),
    default="stratum",
    show_default=True,
    help="How the rows of judged samples are grouped.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(
    gold: tuple[Path, ...],
    origin: str,
    sample: int | None,
    usage: Path | None,
    seed: int,
    to: str,
    judged: tuple[Path, ...],
    by: str,
    as_json: bool,
) -> None:
    """Score the knowledge base against independent pairs; draw and score audit samples.

    GOLD files are JSON lines in the forms of docs/evaluation.md. A sample is printed as JSON lines:
    write right, imprecise, wrong or unsure into `verdict` of each and pass the file to --judged.

    \b
    Examples:
      iac-crosswalk evaluate ../shared/gold/*.jsonl --origin derived
      iac-crosswalk evaluate --sample 200 --seed 7 > sample.jsonl
      iac-crosswalk evaluate --sample 300 --usage ../shared/usage > by-use.jsonl
      iac-crosswalk evaluate --judged sample.jsonl
      iac-crosswalk evaluate --judged one.jsonl --judged other.jsonl --by origin
    """
    from builder import inputs
    from builder.evaluation import score as evaluation
    from builder.evaluation.usage import draw, read_questions
    from iac_crosswalk import KnowledgeBase, KnowledgeBaseError

    if usage is not None and sample is None:
        raise click.UsageError("--usage goes with --sample", click.get_current_context())
    if sum((bool(gold), sample is not None, bool(judged))) != 1:
        raise click.UsageError(
            "give gold files, or --sample, or --judged", click.get_current_context()
        )
    try:
        if sample is not None:
            for row in (
                draw(KnowledgeBase(inputs.OUTPUT), read_questions(usage), sample, seed)
                if usage
                else evaluation.sample(inputs.OUTPUT, sample, seed, to)
            ):
                click.echo(json.dumps(row, ensure_ascii=False))
            return
        if judged:
            rows = evaluation.audit_precision(*judged, by=by)
        else:
            with progress() as report:
                knowledge = (
                    evaluation.derived_alone(report)
                    if origin == "derived"
                    else KnowledgeBase(inputs.OUTPUT)
                )
            rows = [row for path in gold for row in evaluation.score(path, knowledge)]
    except (BuildError, KnowledgeBaseError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    widths = {key: max(len(key), *(len(str(row[key])) for row in rows)) for key in rows[0]}
    click.echo("  ".join(f"{key:<{width}}" for key, width in widths.items()))
    for row in rows:
        click.echo("  ".join(f"{row[key]!s:<{width}}" for key, width in widths.items()))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--fix", is_flag=True, help="Format every mapping file first.")
def verify(as_json: bool, fix: bool) -> None:
    """Check the curated mappings, and the built file as a whole: every rule of docs/mappings.md,
    all problems at once.

    \b
    Example:
      iac-crosswalk verify --fix
    """
    from builder import pipeline
    from builder.curated.files import MAPPINGS, mapping_files
    from builder.curated.format import canonical
    from builder.curated.parse import parse

    try:
        if fix:
            for path in mapping_files(MAPPINGS):
                mapping_file = parse(path)
                if (
                    not mapping_file.problems
                    and not mapping_file.has_unjudged
                    and (
                        text := canonical(path.read_bytes(), path.relative_to(MAPPINGS).as_posix())
                    )
                    != path.read_bytes()
                ):
                    path.write_bytes(text)
                    click.echo(f"{path}: formatted", err=True)
        with progress() as report:
            problems = pipeline.verify(report)
    except BuildError as error:
        click.echo(f"iac-crosswalk: {error}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(problems, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(
            f"{len(problems) or 'no'} problem{'s' if len(problems) != 1 else ''}",
            err=bool(problems),
        )
    sys.exit(1 if problems else 0)


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--examples",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="How many of each kind of difference to show.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Append what changed to this file, as a line about the version of NEW.",
)
def diff(old: Path, new: Path, examples: int, as_json: bool, record: Path | None) -> None:
    """Show the answers added, removed and changed between two built files, by origin and pair of
    systems.

    An answer has changed when its relation, transform, condition or origin has; confidence is
    counted by itself. OLD may have an earlier schema than NEW. The last table counts questions, an
    attribute asked for in one system, by what has changed of their answers.

    \b
    Example:
      iac-crosswalk diff /tmp/before.db data/crosswalk.db --examples 10
    """
    from builder.database import changes, diff_kinds
    from builder.database import diff as comparing

    try:
        kinds: diff_kinds.Counts = {}
        lines = comparing.diff(old, new, examples, None if as_json else kinds)
        if record is not None:
            changes.record(changes.entry(lines, new), record)
    except BuildError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2))
    else:
        for line in comparing.text(lines, kinds):
            click.echo(line)
