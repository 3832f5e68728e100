"""`iac-crosswalk report`: the worksheet for a migration."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iac_crosswalk.cli.common import DATABASE, SYSTEM, Progress, open_knowledge_base

if TYPE_CHECKING:
    from iac_crosswalk.report.worksheet import Report

FORMATS = {"text": "text", "markdown": "markdown", "html": "page", "json": "as_json"}
"""Format → the module of iac_crosswalk.report that writes it."""


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, allow_dash=True),
)
@click.option("--to", "-t", type=SYSTEM, required=True, help="The system to translate to.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice([*FORMATS]),
    default="text",
    show_default=True,
    help="The format of the worksheet.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of standard output.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@DATABASE
@click.pass_context
def report(
    ctx: click.Context,
    files: tuple[Path, ...],
    to: str,
    form: str,
    output: Path | None,
    as_json: bool,
    db: Path | None,
) -> None:
    """Translate everything that a template, a configuration, a plan or a program uses to another
    system.

    FILE is a CloudFormation template (YAML or JSON), Terraform configuration (.tf, .tf.json) or
    test (.tftest.hcl), the output of `terraform show -json` for a plan or state, a Pulumi, CDK or
    boto3 program; - is standard input. Exit status: 0 everything translates, 1 something has no
    equivalent, is unmapped or does not exist, 2 wrong use or unreadable file.

    \b
    Examples:
      iac-crosswalk report template.yaml --to terraform
      iac-crosswalk report *.tf --to cloudformation --format markdown
      iac-crosswalk report stacks/*.yaml --to pulumi --format html --output worksheet.html
      terraform show -json plan.out | iac-crosswalk report - --to cloudformation --json
    """
    from iac_crosswalk.report.run import make

    knowledge = open_knowledge_base(db)
    progress = Progress()
    worksheet, refused = make(files, to, knowledge, progress)
    progress.end()
    for path, error in refused:
        click.echo(f"iac-crosswalk: {path}: {error}", err=True)
    if worksheet.files:
        render: Callable[[Report], str] = importlib.import_module(
            f"iac_crosswalk.report.formats.{FORMATS['json' if as_json else form]}"
        ).render
        text = render(worksheet).encode("utf-8", "replace")
        if output is None:
            sys.stdout.buffer.write(text)
        else:
            _write(output, text)
    counts = worksheet.summary
    open_ends = sum(
        each.none + each.unmapped + each.unknown + each.outside
        for each in (counts.resources, counts.entries)
    )
    if refused:
        ctx.exit(2)
    ctx.exit(1 if open_ends else 0)


def _write(output: Path, text: bytes) -> None:
    try:
        output.write_bytes(text)
    except OSError as error:
        raise click.ClickException(
            f"{output}: cannot be written ({error.strerror}); name another file with --output"
        ) from error
