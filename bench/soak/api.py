"""Questions that schemathesis makes of the OpenAPI document, to a server of its own:
`python -m bench.soak.api --minutes 3` (part of `make soak`)."""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.packages import ROOT
from iac_crosswalk.store.file import default_path

_CASES = re.compile(r"(\d+) generated(?:, (\d+) passed)?(?:, (\d+) failed)?")


def command(site: str, examples: int, seconds: float | None = None) -> list[str]:
    """The command line of schemathesis, for so many examples an operation."""
    run = [str(Path(sys.executable).with_name("schemathesis")), "run"]
    run += [f"{site}/api/v1/openapi.json", "--max-examples", str(examples), "--seed", "1"]
    # Names are drawn at random, so most questions that the schema allows are about what does not
    # exist.
    run += ["--no-color", "--exclude-checks", "positive_data_acceptance"]
    run += ["--request-timeout", "60", "--suppress-health-check", "all"]
    return [*run, "--max-time", f"{seconds:.0f}"] if seconds else run


def environment() -> dict[str, str]:
    """How schemathesis finds out about JSON lines."""
    hooks = {"SCHEMATHESIS_HOOKS": "tests.web.schemathesis_hooks", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **hooks}


@contextmanager
def _serving() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    serve = [sys.executable, "-m", "iac_crosswalk", "serve", "--port", port]
    quiet = subprocess.DEVNULL
    command = [*serve, "--db", str(default_path())]
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/ready", timeout=20).close()
                break
            except OSError:
                if server.poll() is not None:
                    sys.exit("the server did not start")
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--minutes", type=float, default=3.0)
    reader.add_argument("--examples", type=int, default=200)
    given = reader.parse_args()
    with _serving() as site, tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command(site, given.examples, given.minutes * 60),
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment(),
        )
    cases = _CASES.search(done.stdout)
    tries, failed = (cases[1], cases[3] or 0) if cases else (0, "?")
    print(f"{'schemathesis':<16}{tries:>8}{failed:>10}")
    if done.returncode:
        print(done.stdout[-6000:], done.stderr[-2000:])
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
