"""How long `check` takes for a file of wrong names only: what serves every name of a resource is to
be looked up once.

`python -m bench.wrong_names [CHECKOUT …]` measures checkouts one after the other, each in a process
of its own, with the built file of this one: before and after a change."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase

MANY = 1500
BUILT = ROOT / "data" / "crosswalk.db"
_TIMED = """
import sys, time
from pathlib import Path
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.run import check
started = time.process_time()
(checked,) = check([Path(sys.argv[1])], KnowledgeBase(sys.argv[2]))
print(len(checked.findings), time.process_time() - started)
"""


def block(knowledge: KnowledgeBase, count: int) -> str:
    """A Terraform instance that is given `count` names of other resources."""
    names = knowledge.rows(
        "select distinct a.path from attribute a join resource r on r.id = a.resource_id where"
        " r.system = 'terraform' and a.path not in (select o.path from attribute o where"
        " o.resource_id = (select id from resource where system = 'terraform' and"
        " name = 'aws_instance')) order by 1"
    )
    plain = [name for (name,) in names if re.fullmatch("[a-z_0-9]+", name)]
    given = "".join(f"  {name} = 1\n" for name in random.Random(1).sample(plain, count))
    return f'resource "aws_instance" "x" {{\n{given}}}\n'


def seconds(file: Path, checkout: Path) -> tuple[int, float]:
    """(findings, seconds of a processor) of checking a file with the code of a checkout."""
    done = subprocess.run(
        [sys.executable, "-c", _TIMED, str(file), str(BUILT)],
        cwd=checkout.resolve(),  # it goes before everything else that Python looks in
        env=os.environ | {"PYTHONPATH": str(checkout.resolve())},
        capture_output=True,
        text=True,
        check=True,
    )
    findings, taken = done.stdout.split()
    return int(findings), float(taken)


def wrong_names(*checkouts: Path) -> Iterator[Figure]:
    """The time of each checkout."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "main.tf")
        file.write_text(block(KnowledgeBase(BUILT), MANY), encoding="utf-8")
        for checkout in checkouts or (ROOT,):
            findings, taken = seconds(file, checkout)
            where = checkout.name if checkouts else ""
            what = f"check, {MANY:,} wrong names in a block"
            beside = f"{findings} findings {where}".strip()
            yield Figure(what, f"{taken:.1f} s", "≤ 2.4 s", beside, taken <= 2.4)


if __name__ == "__main__":
    for figure in wrong_names(*map(Path, sys.argv[1:])):
        print(figure.what, figure.measured, figure.beside)
