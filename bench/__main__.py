"""`python -m bench [NAME …]`: prints a table of figures, bars and references. Names: build, lookup, batch, http, start, size, check."""

from __future__ import annotations

import sys

from bench.answering import batch, http, lookup, start
from bench.building import build, size
from bench.checking import check

PARTS = {"size": size, "start": start, "lookup": lookup, "batch": batch, "http": http, "check": check, "build": build}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"bench: {unknown[0]} is not measured; use {', '.join(PARTS)}")
    print(f"{'what':<44}{'measured':>16}  {'bar':<16}beside it")
    for name in wanted:
        for figure in PARTS[name]():
            print(f"{figure.what:<44}{figure.measured:>16}  {figure.bar:<16}{figure.reference}", flush=True)


main()
