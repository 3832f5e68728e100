"""`python -m tests.database.kinds [--db FILE] [KIND]`: how many members each kind has, how many of
them are listed as exceptions; or the members of one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from builder.inputs import OUTPUT
from tests.database.kinds import KINDS, Whole
from tests.database.kinds.exceptions import exceptions


def main(arguments: list[str]) -> None:
    path = OUTPUT
    if arguments[:1] == ["--db"]:
        path, arguments = Path(arguments[1]), arguments[2:]
    whole = Whole(path)
    if arguments:
        for member in sorted(set(KINDS[arguments[0]](whole))):
            print(member)
        return
    listed = exceptions()
    print(f"{'kind':36} members  exceptions")
    for name, find in KINDS.items():
        print(f"{name:36} {len(set(find(whole))):7,}  {len(listed.get(name, {})):10,}", flush=True)


main(sys.argv[1:])
