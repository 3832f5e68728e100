"""`make release`: everything of a release except the upload."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

import click
import yaml

from builder.database import changes
from builder.errors import BuildError
from builder.inputs import OUTPUT, VERSION
from builder.packages import CODE
from builder.shipping import notice, wheel
from iac_crosswalk import __version__
from iac_crosswalk.cli.export import FORMATS, export
from iac_crosswalk.store import digest

_HEADING = re.compile(r"^## (\S+), data (\S+)$", re.M)


def notes() -> str:
    """The part of the changelog about this release. Raises BuildError where its versions differ
    from those of the code and the data."""
    text = (CODE / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [*_HEADING.finditer(text)]
    here = (__version__, VERSION.read_text(encoding="ascii").strip())
    if not headings or headings[0].groups() != here:
        wanted = f"## {here[0]}, data {here[1]}"
        raise BuildError(f"CHANGELOG.md: the first part must begin with `{wanted}`")
    end = headings[1].start() if len(headings) > 1 else len(text)
    return text[headings[0].start() : end].strip() + "\n"


def problems() -> list[str]:
    """The obstacles to a release, as lines."""
    found = []
    try:
        notes()
    except BuildError as error:
        found.append(str(error))
    if "\n## Unreleased\n" in (CODE / "CHANGELOG.md").read_text(encoding="utf-8"):
        found.append("CHANGELOG.md: `## Unreleased` is no version; move its lines to this one")
    citation = yaml.safe_load((CODE / "CITATION.cff").read_text(encoding="utf-8"))
    day = VERSION.read_text(encoding="ascii").strip().replace(".", "-")
    if (str(citation["version"]), str(citation["date-released"])) != (__version__, day):
        found.append(f"CITATION.cff: version and date-released must be {__version__} and {day}")
    if notice.NOTICE.read_text(encoding="utf-8") != notice.text():
        found.append("NOTICE: is out of date; run python -m builder.shipping.notice")
    version = VERSION.read_text(encoding="ascii").strip()
    recorded = changes.RECORD.read_text(encoding="utf-8").splitlines()
    if json.loads(recorded[-1])["version"] != version:
        command_line = "iac-crosswalk diff OLD data/crosswalk.db --record"
        found.append(f"{changes.RECORD.name}: has no line for {version}; run {command_line} FILE")
    command = ["git", "status", "--porcelain"]
    if subprocess.run(command, cwd=CODE, capture_output=True, text=True, check=False).stdout:
        found.append("files are not committed; commit them first")
    return found


def check_empty(folder: Path) -> None:
    """Raises BuildError where the folder for the release has something in it."""
    if folder.exists() and (left := [*folder.iterdir()]):
        raise BuildError(f"{folder}: is not empty ({left[0].name}); remove it first")


def make(folder: Path) -> None:
    """The wheel, every export, the notes and the digests, in an empty folder."""
    check_empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = wheel.make(OUTPUT, folder)
    if made.stat().st_size > wheel.LARGEST:
        raise BuildError(f"{made}: is larger than {wheel.LARGEST / 1e6:.0f} MB")
    for form in FORMATS:
        arguments = ["--to", form, "--db", str(OUTPUT), str(folder / "exports" / form)]
        export.main(arguments, standalone_mode=False)
    (folder / "NOTES.md").write_text(notes(), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{digest.of(path)}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def main() -> int:
    """`python -m builder.shipping.release [--check] [FOLDER]`"""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", nargs="?", type=Path, default=CODE / "dist")
    reader.add_argument("--check", action="store_true", help="only list what blocks the release")
    given = reader.parse_args()
    try:
        if lines := problems():
            raise BuildError("\n".join(lines))
        check_empty(given.folder)
        if not given.check:
            make(given.folder)
            print(f"{given.folder}: complete; upload it and tag the commit v{__version__}")
    except (BuildError, OSError, click.ClickException) as error:
        print(f"iac-crosswalk: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
