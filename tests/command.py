"""`run` is `iac-crosswalk` in this process: the same function, arguments, streams and exit status.
To start a process for each of some hundred commands would be most of the time of the fast tests;
what is about processes themselves starts one.
"""

from __future__ import annotations

import os
import sys
from contextlib import chdir
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from click.testing import CliRunner

from iac_crosswalk.cli.main import main


def run(
    *arguments: str | Path, where: Path | None = None, given: bytes = b"", db: Path | None = None
) -> CompletedProcess[bytes]:
    """One command, in a folder. `db`: the built file, as IAC_CROSSWALK_DB names it."""
    status = 0
    environment = {"IAC_CROSSWALK_DB": str(db)} if db else {}
    with (
        chdir(where or Path.cwd()),
        mock.patch.dict(os.environ, environment),
        mock.patch.object(sys, "argv", ["iac-crosswalk"]),
        CliRunner().isolation(input=given) as (output, error, _),
    ):
        try:
            main([*map(str, arguments)])
        except SystemExit as stop:
            status = int(stop.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        printed, said = output.getvalue(), error.getvalue()
    return CompletedProcess([*map(str, arguments)], status, printed, said)


def text(done: CompletedProcess[bytes]) -> CompletedProcess[str]:
    """The same, with text for bytes."""
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
