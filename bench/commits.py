"""Two commits side by side: `python -m bench.commits OLD NEW [--in FOLDER] [--only WORD]` says
whether build and check became slower.

Each commit gets a worktree with the same wheels, the same Python and the same packages, and builds
its own file. Then both build, and both check the same programs and templates, in turns. Times of
processors are beside the seconds: they change less where other work runs on the machine. With a
folder the worktrees stay there, and serve the next run; `--only check` measures what begins so.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.checking import MANY, PROGRAM, TEMPLATES, Run, examples, run
from bench.commands import template
from builder.packages import ROOT, WHEELS

Work = Callable[["Checkout"], Run]


class Checkout(NamedTuple):
    """A commit in a folder of its own. `start`: the Python code that runs its command."""

    commit: str
    folder: Path
    start: str

    def command(self, *arguments: str) -> Run:
        """One run of its `iac-crosswalk`."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder)}
        for name in ("IAC_CROSSWALK_DB", "IAC_CROSSWALK_CACHE", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        return run([sys.executable, "-c", self.start, *arguments], environment)


@contextmanager
def checkout(commit: str, folder: Path, keep: bool) -> Iterator[Checkout]:
    """A worktree of the commit with its built file; removed afterwards unless `keep`."""
    git = ["git", "-C", str(ROOT), "worktree"]
    if not folder.exists():
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
        (folder / ".cache").mkdir(exist_ok=True)
        (folder / ".cache" / "wheels").symlink_to(WHEELS)
    wanted, there = (
        subprocess.run(
            ["git", "-C", str(place), "rev-parse", f"{name}^{{commit}}"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for place, name in ((ROOT, commit), (folder, "HEAD"))
    )
    if wanted != there:
        sys.exit(f"bench.commits: {folder} holds another commit than {commit}; remove it first")
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        module, _, function = project["scripts"]["iac-crosswalk"].partition(":")
        one = Checkout(commit, folder, f"from {module} import {function}; {function}()")
        if not (folder / "data" / "crosswalk.db").exists():  # reads the packages
            one.command("build")
        yield one
    finally:
        if not keep:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def build_from_extractions(one: Checkout) -> Run:
    """Build, where the packages have been read and nothing else is kept."""
    for path in (one.folder / ".cache").rglob("*"):
        kept = any(part.startswith(("extract", "wheels")) for part in path.parts)
        if path.is_file() and not kept:
            path.unlink()
    return one.command("build", "--force")


def build_after_an_edit(one: Checkout) -> Run:
    """Build, where one mapping file has changed."""
    edited = min((one.folder / "mappings").rglob("*.yaml"))
    edited.write_bytes(edited.read_bytes() + b"# edited\n")
    return one.command("build")


def build_again(one: Checkout) -> Run:
    """Build, where nothing has changed."""
    return one.command("build")


def checks(folder: Path) -> Iterator[tuple[str, int, Work]]:
    """(what, how often, its work) for each set of files that is checked."""
    many = examples(folder, MANY)
    templates = [folder / f"template_{number}.yaml" for number in range(TEMPLATES)]
    for number, file in enumerate(templates, 1):
        file.write_text(template(10 * (1 + number % 3)), encoding="utf-8")
    yield "check, one program", 15, lambda one: one.command("check", str(PROGRAM))
    yield f"check, {MANY} programs", 7, lambda one: one.command("check", *many)
    written = [*map(str, templates)]
    yield f"check, {TEMPLATES} templates", 3, lambda one: one.command("check", *written)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.commits")
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--in", dest="folder", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="commits-")))
        folder, keep = asked.folder or place, asked.folder is not None
        sides = [
            stack.enter_context(checkout(asked.old, folder / "old", keep)),
            stack.enter_context(checkout(asked.new, folder / "new", keep)),
        ]
        (place / "files").mkdir()
        works: list[tuple[str, int, Work]] = [
            ("build, extractions kept", 3, build_from_extractions),
            ("build, one mapping edited", 5, build_after_an_edit),
            ("build, nothing changed", 5, build_again),
            *checks(place / "files"),
        ]
        print("| what | old | new | ratio | of processors | peak memory |")
        print("|---|--:|--:|--:|--:|--:|", flush=True)
        for what, times, work in works:
            if not what.startswith(asked.only):
                continue
            print(_row(what, [[work(one) for one in sides] for _ in range(times)]), flush=True)


def _row(what: str, rounds: list[list[Run]]) -> str:
    """One line of the table: medians of both sides, and new by old."""
    old, new = (
        Run(*(statistics.median(each) for each in zip(*side, strict=True)))
        for side in zip(*rounds, strict=True)
    )
    return (
        f"| {what} | {old.seconds:.2f} s | {new.seconds:.2f} s | {new.seconds / old.seconds:.2f}"
        f" | {old.processors:.2f} s, {new.processors:.2f} s"
        f" ({new.processors / old.processors:.2f}) | {old.memory:,.0f}, {new.memory:,.0f} MiB |"
    )


if __name__ == "__main__":
    main()
