"""`iac-crosswalk serve`: Datasette on the built file."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from iac_crosswalk.cli import collect_as_usual
from iac_crosswalk.cli.common import DATABASE, open_knowledge_base
from iac_crosswalk.store.file import check_whole, default_path


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that share the work and the file.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines of text for people, or one JSON object per line.",
)
@click.option(
    "--setting",
    "settings",
    type=(str, str),
    multiple=True,
    metavar="NAME VALUE",
    help="A setting of the site: repository, address, requests_per_second, requests_in_reserve.",
)
@DATABASE
def serve(
    host: str,
    port: int,
    workers: int,
    log_format: str,
    settings: tuple[tuple[str, str], ...],
    db: Path | None,
) -> None:
    """Serve the site, the JSON API and Datasette. Builds data/crosswalk.db first if it does not
    exist; a file given with --db is never built.

    The file is checked once as a whole: by its digest, or by SQLite's quick_check if it has none. A
    new build that replaces the file is served without a restart.

    \b
    Example:
      iac-crosswalk serve --port 8001
      iac-crosswalk serve --workers 2 --setting repository https://github.com/OWNER/NAME
    """
    from iac_crosswalk.web.configuration import metadata, with_settings

    try:
        with_settings(metadata(), dict(settings))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    _refuse_taken(host, port)
    path = (db or default_path()).absolute()
    if not path.exists() and db is None and "IAC_CROSSWALK_DB" not in os.environ:
        _build(path)
    open_knowledge_base(path)
    check_whole(path)
    collect_as_usual()
    from iac_crosswalk.web.app import run

    run(path, host, port, workers, log_format, dict(settings))


def _refuse_taken(host: str, port: int) -> None:
    """Ends the command if it cannot listen there. Datasette would find out last, and report it in
    many lines.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # Like the server: a process that has just ended does not block the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise click.ClickException(
            f"{host} is not an address of this machine ({error.strerror}); give another with --host"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(f"port {port} is taken; give another with --port") from error
        raise click.ClickException(
            f"{host} port {port}: {error.strerror}; give others with --host and --port"
        ) from error


def _build(path: Path) -> None:
    click.echo(f"{path}: does not exist yet; building it", err=True)
    result = subprocess.run(
        [sys.executable, "-m", "iac_crosswalk.cli.main", "build", "--output", str(path)],
        check=False,
    )
    if result.returncode:
        raise click.ClickException(
            "the build failed, so there is nothing to serve; fix the error above"
        )
