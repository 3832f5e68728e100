"""`python -m bench.checkers [FILE …]`: the other checkers, in a venv of their own, to confirm what
ours finds.

Without files it only makes .cache/checkers: pyright, ty and mypy beside pulumi, pulumi-aws and
aws-cdk-lib, pinned in checkers.txt, so that they see the same classes as the knowledge base, and
TypeScript with @pulumi/aws (checkers-npm.txt). With files it prints what they say. pyright runs
under the system's node, from its own wheel. cfn-lint is the one of the project's venv."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.corpus import fetch, pins
from builder.packages import CACHE, ROOT, WHEELS

PINS = Path(__file__).with_name("checkers.txt")
NPM_PINS = Path(__file__).with_name("checkers-npm.txt")
VENV = CACHE / "checkers"
PYTHON = VENV / "bin" / "python"
MODULES = VENV / "node_modules"


class Finding(NamedTuple):
    """What a checker says: lines and columns count from 1."""

    file: str
    line: int
    column: int
    rule: str
    message: str


def install() -> Path:
    """The venv with the pinned checkers, made unless it is there."""
    wanted = hashlib.sha256(PINS.read_bytes() + NPM_PINS.read_bytes()).hexdigest()
    marker = VENV / ".pins"
    if marker.is_file() and marker.read_text() == wanted:
        return VENV
    shutil.rmtree(VENV, ignore_errors=True)
    print("checkers: installing into .cache/checkers (about a minute)", file=sys.stderr)
    venv.create(VENV, with_pip=True)
    # pulumi-aws is 120 MB of Python that nobody imports: compiling it would take minutes.
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-compile",
        "--require-hashes",
        "--find-links",
        str(WHEELS),
    ]
    done = subprocess.run([*pip, "-r", str(PINS)], capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        sys.exit(
            "checkers: pip could not install what bench/checkers.txt pins:"
            f" {(errors or [done.stderr[-300:]])[0]}"
        )
    for pin in pins(NPM_PINS):
        archive = fetch(pin)
        if archive:
            with tarfile.open(archive) as package, tempfile.TemporaryDirectory(dir=VENV) as folder:
                package.extractall(folder, filter="data")
                (MODULES / pin.name).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / "package").rename(MODULES / pin.name)
    marker.write_text(wanted)
    return VENV


def commands() -> dict[str, list[str]]:
    """The command of each checker, to which files are added: for timing as well as for the
    functions below.
    """
    node, scripts = (
        shutil.which("node") or "node",
        next((install() / "lib").glob("python*/site-packages")) / "pyright" / "dist",
    )
    return {
        "pyright": [
            node,
            "--max-old-space-size=8192",
            str(scripts / "index.js"),
            "--outputjson",
            "--pythonpath",
            str(PYTHON),
        ],
        "ty": [
            str(VENV / "bin" / "ty"),
            "check",
            "--python",
            str(VENV),
            "--output-format=concise",
            "--no-progress",
            "--color=never",
        ],
        "mypy": [
            *(
                str(PYTHON),
                "-m",
                "mypy",
                "--output=json",
                "--ignore-missing-imports",
                "--check-untyped-defs",
                "--no-error-summary",
            ),
            *("--config-file=", "--allow-redefinition", f"--cache-dir={VENV / 'mypy-cache'}"),
        ],
        "tsc": [
            *(
                node,
                "--max-old-space-size=8192",
                str(MODULES / "typescript" / "lib" / "tsc.js"),
                "--noEmit",
                "--skipLibCheck",
                "--strict",
            ),
            *(
                "--noImplicitAny",
                "false",
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--moduleResolution",
                "node10",
                "--allowJs",
                "--checkJs",
            ),
            *("--moduleDetection", "force", "--esModuleInterop", "--pretty", "false"),
        ],
        "cfn-lint": [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json"],
    }


def pyright(paths: Iterable[Path]) -> list[Finding]:
    """pyright's errors and warnings; the files are given on its standard input, so that there may
    be thousands.
    """
    files = _absolute(paths)
    with tempfile.TemporaryDirectory() as elsewhere:  # no project settings are read
        done = subprocess.run(
            [*commands()["pyright"], "-"],
            input="\n".join(files),
            capture_output=True,
            text=True,
            cwd=elsewhere,
        )
    try:
        said = json.loads(done.stdout[done.stdout.index("{") :])["generalDiagnostics"]
    except ValueError as error:
        raise RuntimeError(
            f"pyright gave no report: {(done.stderr or done.stdout)[-500:]}"
        ) from error
    return sorted(
        Finding(
            each["file"],
            each.get("range", _NOWHERE)["start"]["line"] + 1,
            each.get("range", _NOWHERE)["start"]["character"] + 1,
            each.get("rule", "syntax"),
            each["message"],
        )
        for each in said
    )


_NOWHERE: dict[str, Any] = {"start": {"line": 0, "character": 0}}
_TSC = re.compile(r"^(\S+?)\((\d+),(\d+)\): error (TS\d+): (.*)$")
_CONCISE = re.compile(r"^(.+?):(\d+):(\d+): \w+\[([\w-]+)\] (.*)$")


def ty(paths: Iterable[Path]) -> list[Finding]:
    """ty's findings, of every level."""
    found: list[Finding] = []
    with tempfile.TemporaryDirectory() as elsewhere:
        for files in _chunks(_absolute(paths), 1000):
            done = subprocess.run(
                [*commands()["ty"], *files], capture_output=True, text=True, cwd=elsewhere
            )
            if done.returncode not in {0, 1}:
                raise RuntimeError(f"ty failed: {(done.stderr or done.stdout)[-500:]}")
            for match in filter(None, map(_CONCISE.match, done.stdout.splitlines())):
                found.append(
                    Finding(
                        str((Path(elsewhere) / match[1]).resolve()),
                        int(match[2]),
                        int(match[3]),
                        match[4],
                        match[5],
                    )
                )
    return sorted(found)


def mypy(paths: Iterable[Path]) -> list[Finding]:
    """mypy's errors. The files are checked as copies with names of their own: mypy refuses two
    modules of one name.

    The first run reads all of pulumi-aws and takes minutes; later ones use its cache in the venv.
    """
    files = _absolute(paths)
    with tempfile.TemporaryDirectory() as folder:
        copies = {f"program_{number:05}.py": file for number, file in enumerate(files)}
        for name, file in copies.items():
            shutil.copyfile(file, Path(folder) / name)
        done = subprocess.run(
            [*commands()["mypy"], *copies], capture_output=True, text=True, cwd=folder
        )
    if done.returncode not in {0, 1, 2} or (done.returncode and not done.stdout):
        raise RuntimeError(f"mypy failed: {(done.stderr or done.stdout)[-500:]}")
    found = []
    for line in done.stdout.splitlines():
        each = json.loads(line) if line.startswith("{") else {}
        if each.get("file") in copies and each["severity"] == "error":
            found.append(
                Finding(
                    copies[each["file"]],
                    each["line"],
                    each["column"] + 1,
                    each["code"] or "syntax",
                    each["message"],
                )
            )
    return sorted(found)


def tsc(paths: Iterable[Path]) -> list[Finding]:
    """TypeScript's errors, checked as copies that stand beside the pinned packages; other imports
    are not found (TS2307).

    The corpus's `.compiled.ts` are given to it as the JavaScript that they are.
    """
    files = _absolute(paths)
    install()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "node_modules").symlink_to(MODULES)
        suffixes = [".js" if file.endswith(".compiled.ts") else Path(file).suffix for file in files]
        copies = {
            f"program_{number:05}{suffix}": file
            for number, (suffix, file) in enumerate(zip(suffixes, files, strict=True))
        }
        for name, file in copies.items():
            shutil.copyfile(file, Path(folder) / name)
        done = subprocess.run(
            [*commands()["tsc"], *copies], capture_output=True, text=True, cwd=folder
        )
    matches = [match for match in map(_TSC.match, done.stdout.splitlines()) if match]
    if done.returncode and not matches:
        raise RuntimeError(f"tsc failed: {(done.stderr or done.stdout)[-500:]}")
    return sorted(
        Finding(copies[each[1]], int(each[2]), int(each[3]), each[4], each[5])
        for each in matches
        if each[1] in copies
    )


def cfn_lint(paths: Iterable[Path]) -> list[Finding]:
    """cfn-lint's errors and warnings about templates, for its default region; about a second a
    template.
    """
    found: list[Finding] = []
    command = commands()["cfn-lint"]
    with tempfile.TemporaryDirectory() as elsewhere:  # no .cfnlintrc is read
        for files in _chunks(_absolute(paths), 50):
            done = subprocess.run(
                [*command, "--", *files], capture_output=True, text=True, cwd=elsewhere
            )
            if not done.stdout.lstrip().startswith("["):
                raise RuntimeError(f"cfn-lint gave no report: {done.stderr[-500:]}")
            for each in json.loads(done.stdout):
                start = each["Location"]["Start"]
                found.append(
                    Finding(
                        each["Filename"],
                        start["LineNumber"],
                        start["ColumnNumber"],
                        each["Rule"]["Id"],
                        each["Message"],
                    )
                )
    return sorted(found)


CHECKERS = {"pyright": pyright, "ty": ty, "mypy": mypy, "tsc": tsc, "cfn-lint": cfn_lint}


def _absolute(paths: Iterable[Path]) -> list[str]:
    """Every file of `paths`, a folder standing for its .py files."""
    files: list[str] = []
    for path in map(Path, paths):
        files += [
            str(each.resolve())
            for each in (sorted(path.rglob("*.py")) if path.is_dir() else [path])
        ]
    return files


def _chunks(files: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(files), size):
        yield files[start : start + size]


def main() -> None:
    install()
    paths = [Path(each) for each in sys.argv[1:]]
    python = [path for path in paths if path.is_dir() or path.suffix == ".py"]
    for name in ("pyright", "ty") if python else ():
        for finding in CHECKERS[name](python):
            print(
                f"{name}: {finding.file}:{finding.line}:{finding.column}: {finding.rule}:"
                f" {finding.message.splitlines()[0]}"
            )
    typescript = [path for path in paths if path.suffix in {".ts", ".tsx"}]
    for finding in tsc(typescript) if typescript else ():
        print(
            f"tsc: {finding.file}:{finding.line}:{finding.column}: {finding.rule}:"
            f" {finding.message}"
        )
    templates = [path for path in paths if path not in python and path not in typescript]
    for finding in cfn_lint(templates) if templates else ():
        print(
            f"cfn-lint: {finding.file}:{finding.line}:{finding.column}: {finding.rule}:"
            f" {finding.message}"
        )
    if not paths:
        shown = subprocess.run(
            [str(PYTHON), "-m", "pip", "list", "--format=freeze"],
            capture_output=True,
            text=True,
            cwd=ROOT,
        ).stdout
        print(
            "\n".join(
                line
                for line in shown.splitlines()
                if line.startswith(("pyright=", "ty=", "mypy=", "pulumi", "aws-cdk-lib"))
            )
        )


if __name__ == "__main__":
    main()
