"""`python -m builder.history update`: the command for maintainers in docs/history.md."""

from __future__ import annotations

import sys

from builder.cli import progress
from builder.errors import BuildError
from builder.history.update import update


def main() -> int:
    if sys.argv[1:] != ["update"]:
        print("usage: python -m builder.history update", file=sys.stderr)
        return 2
    try:
        with progress() as report:
            update(report)
    except BuildError as error:
        print(f"builder.history: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
