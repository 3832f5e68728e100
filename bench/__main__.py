"""`python -m bench [NAME …] [--write]`: measures, prints a table, and with no name, or with
`--write`, writes docs/benchmarks.md.

Names: size, start, lookup, batch, growth, http, clients, templates, check, wrong-names,
installing, build. It needs nothing but the built file, the wheels it was made from and, for the
other checkers, the registry.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator

from bench.answering import batch, growth, lookup
from bench.building import build, size
from bench.checking import check
from bench.commands import start, templates
from bench.figure import Figure
from bench.http import http
from bench.installing import installing
from bench.serving import clients
from bench.wrong_names import wrong_names
from builder.packages import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "size": size,
    "start": start,
    "lookup": lookup,
    "batch": batch,
    "growth": growth,
    "http": http,
    "clients": clients,
    "templates": templates,
    "check": check,
    "wrong-names": wrong_names,
    "installing": installing,
    "build": build,
}

LONG = {
    "http": "half a minute",
    "clients": "half a minute",
    "check": "2 to 4 minutes, most of them cfn-lint's",
    "installing": "a minute, and two to make the wheel unless it is in dist/",
    "build": "3 to 6 minutes",
}
"""How long the parts take that take long."""


def machine() -> str:
    """What the figures depend on, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    system = f"{platform.system()} on {platform.machine()}"
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {python}, SQLite {sqlite},"
        f" {load}"
    )


def _row(figure: Figure) -> str:
    cells = (figure.what, figure.measured, figure.bar, figure.verdict, figure.beside)
    return f"| {' | '.join(cells)} |"


def page(about: str, figures: list[Figure], before: str) -> str:
    """docs/benchmarks.md. From the page before stay its lines that were not measured anew, and what
    people wrote below the table, from its first heading on."""
    table, heading, written = before.partition("\n## ")
    rows = _rows(table) | {figure.what: _row(figure) for figure in figures}
    return (
        "# Benchmarks\n\n"
        "`make bench` measures and writes this page. Both sides of a figure are measured in one"
        " run,\nin turns; times are medians. `python -m bench NAME` measures one part, and writes"
        " its lines with\n`--write`.\n\n"
        f"Measured on {about}.\n\n"
        "| what | measured | bar | holds | beside it |\n|---|--:|---|---|---|\n"
        + "\n".join([*rows.values(), ""])
        + heading
        + written
    )


def _rows(table: str) -> dict[str, str]:
    """What → its line, of a page before."""
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("parts", nargs="*", metavar="NAME", help=", ".join(PARTS))
    reader.add_argument("--write", action="store_true", help="write the lines of these parts")
    given = reader.parse_args()
    unknown = [name for name in given.parts if name not in PARTS]
    if unknown:
        sys.exit(f"bench: {unknown[0]} is not measured; use {', '.join(PARTS)}")
    # As pip installs it: modules are compiled once, not at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    about, figures = machine(), []
    print(about)
    for name in given.parts or PARTS:
        print(f"{name}: {LONG.get(name, 'some seconds')}", file=sys.stderr, flush=True)
        for figure in PARTS[name]():
            missed = "  MISSED" if figure.holds is False else ""
            line = f"{figure.what:<40} {figure.measured:>12}  {figure.bar:<16}{figure.beside}"
            print(line + missed, flush=True)
            figures.append(figure)
    if given.write or not given.parts:
        before = PAGE.read_text(encoding="utf-8")
        if not given.parts:  # nothing is left of another run
            before = "\n## " + before.partition("\n## ")[2]
        PAGE.write_text(page(about, figures, before), encoding="utf-8")


main()
