"""`python -m bench [NAME …]`: measures, prints a table, and with no name writes
docs/benchmarks.md.

Names: size, start, lookup, batch, growth, http, clients, templates, check, wrong-names, build. It
needs nothing but the built file and, for the other checkers, the registry.
"""

from __future__ import annotations

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
    "build": build,
}


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


def page(about: str, figures: list[Figure]) -> str:
    """docs/benchmarks.md."""
    rows = [f"| {f.what} | {f.measured} | {f.bar} | {f.beside} |\n" for f in figures]
    return (
        "# Benchmarks\n\n"
        "`make bench` measures and writes this page. Both sides of a figure are measured in one"
        " run,\nin turns; times are medians. `python -m bench NAME` measures one part.\n\n"
        f"Measured on {about}.\n\n"
        "| what | measured | bar | beside it |\n|---|--:|---|---|\n" + "".join(rows)
    )


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"bench: {unknown[0]} is not measured; use {', '.join(PARTS)}")
    about, figures = machine(), []
    print(about)
    for name in wanted:
        for figure in PARTS[name]():
            print(
                f"{figure.what:<40}{figure.measured:>12}  {figure.bar:<16}{figure.beside}",
                flush=True,
            )
            figures.append(figure)
    if not sys.argv[1:]:
        PAGE.write_text(page(about, figures), encoding="utf-8")


main()
