"""`iac-crosswalk export`: the built file in formats that other tools read."""

from __future__ import annotations

import importlib
import time
from pathlib import Path

import click

from iac_crosswalk.cli.common import DATABASE, open_knowledge_base

FORMATS = {
    "sssom": ("sssom", "export"),
    "jsonl": ("files", "jsonl"),
    "csv": ("files", "as_csv"),
    "parquet": ("files", "parquet"),
    "slim": ("slim", "export"),
}
"""Format → the module of iac_crosswalk/export/ and its function."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--to", "form", type=click.Choice(list(FORMATS)), required=True, help="The format.")
@click.option(
    "--service",
    "services",
    multiple=True,
    help="Only resources of this service; may be repeated.",
)
@DATABASE
def export(folder: Path, form: str, services: tuple[str, ...], db: Path | None) -> None:
    """Write the knowledge base into FOLDER, in a format that other tools read. docs/exports.md
    describes each.

    \b
    Examples:
      iac-crosswalk export --to parquet out/
      iac-crosswalk export --to sssom --service elasticache out/
    """
    module, name = FORMATS[form]
    write = getattr(importlib.import_module(f"iac_crosswalk.export.{module}"), name)
    knowledge = open_knowledge_base(db)
    started = time.monotonic()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in write(knowledge, folder, services):
            click.echo(
                f"{path}: {path.stat().st_size / 1e6:.1f} MB, {time.monotonic() - started:.1f} s"
            )
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or folder}: cannot be written ({error.strerror}); give another folder"
        ) from error
