"""`python -m bench.corpus [--to FOLDER]`: real programs to check, taken from pinned registry
packages.

The pins are in corpus.txt, one `KIND NAME==VERSION SHA256` a line (KIND: wheel, sdist, npm).
Archives are downloaded by the ordinary clients into .cache/packages, verified, and read without
being installed; what looks like a program goes to
FOLDER/{pulumi-python,pulumi-typescript,cloudformation,terraform,cdk-python}/PACKAGE/path-inside-the-package.
Files that do not parse, generated bindings and copies are left out. The examples in pulumi-aws's
own documentation are under pulumi-aws and pulumi-aws-npm and the CDK's L1 examples under
aws-cdk-lib; every other folder holds programs that people wrote, as files or fenced in Markdown
(README, prowler's remediations). `*.compiled.ts` is JavaScript that tsc made of people's
TypeScript: npm packages seldom hold the source. None of it is committed: the programs belong to
their authors."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from bench.corpus_docs import cdk_examples, fenced, is_documentation, pulumi_examples
from bench.corpus_kinds import KINDS, kind_of
from builder.packages import CACHE, WHEELS

PINS = Path(__file__).with_name("corpus.txt")
PACKAGES = CACHE / "packages"
LARGEST = 2_000_000
"""No program anybody wrote is larger, in bytes."""

WRONG = {
    "cfn-lint": [
        "test/fixtures/templates/bad/*",
        "test/fixtures/templates/issues/*",
        "test/fixtures/results/*",
        "test/fixtures/configs/*",
    ],
}
"""Package → files that are wrong on purpose (fixtures of a linter's own rules); they are no
programs.
"""


@dataclass(frozen=True)
class Pin:
    """One line of corpus.txt."""

    kind: str
    name: str
    version: str
    sha256: str

    @property
    def folder(self) -> str:
        """The folder of the package's programs: its name without the npm scope's `@` and `/`."""
        name = self.name.removeprefix("@").replace("/", "-")
        return f"{name}-npm" if self.kind == "npm" else name


def pins(path: Path = PINS) -> list[Pin]:
    """The pinned packages, in the file's order."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, requirement, sha256 = line.split()
            name, version = requirement.split("==")
            found.append(Pin(kind, name, version, sha256))
    return found


def fetch(pin: Pin) -> Path | None:
    """The verified archive of `pin`, downloaded unless it is there; None, and a line on stderr,
    when it cannot be had.
    """
    kept = PACKAGES / f"{pin.sha256[:16]}-{pin.folder}"
    for path in (kept, *WHEELS.glob(f"{pin.name.replace('-', '_')}-{pin.version}-*.whl")):
        if path.is_file() and _sha256(path) == pin.sha256:
            return path
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PACKAGES) as folder:
        done = subprocess.run(
            _download(pin, Path(folder)), cwd=folder, capture_output=True, text=True
        )
        got = [
            path
            for path in Path(folder).iterdir()
            if path.suffix in {".whl", ".zip", ".gz", ".tgz"}
        ]
        if done.returncode or not got:
            lines = [line for line in done.stderr.splitlines() if "error" in line.lower()]
            _missing(pin, (lines or ["the client said nothing"])[0].strip())
            return None
        if _sha256(got[0]) != pin.sha256:
            _missing(pin, f"the registry's file has another sha256 ({_sha256(got[0])[:12]}…)")
            return None
        got[0].replace(kept)
    return kept


def _download(pin: Pin, folder: Path) -> list[str]:
    """The command that downloads `pin` into `folder`. pip verifies the hash itself before it runs
    anything of an sdist.
    """
    if pin.kind == "npm":
        return ["npm", "pack", "--silent", "--ignore-scripts", f"{pin.name}@{pin.version}"]
    requirement = folder / "pin.in"
    requirement.write_text(f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n")
    how = (
        ["--only-binary=:all:", "--python-version=3.13"]
        if pin.kind == "wheel"
        else ["--no-binary=:all:", "--ignore-requires-python"]
    )
    # Build tools of an sdist need no hashes of ours: they only have to tell pip its metadata.
    return [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--require-hashes",
        *how,
        "-r",
        str(requirement),
        "-d",
        str(folder),
    ]


def _missing(pin: Pin, why: str) -> None:
    print(
        f"corpus: {pin.name} {pin.version} ({pin.kind}) cannot be had: {why[:160]}", file=sys.stderr
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files(archive: Path) -> Iterator[tuple[str, bytes]]:
    """(path, content) of every file of a package, without the folder that sdists and npm packages
    wrap around it.
    """
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as package:
            for info in package.infolist():
                if not info.is_dir() and info.file_size <= LARGEST:
                    yield info.filename, package.read(info)
        return
    with tarfile.open(archive) as package:
        for member in package:
            stream = (
                package.extractfile(member) if member.isfile() and member.size <= LARGEST else None
            )
            if stream is not None:
                yield member.name.partition("/")[2] or member.name, stream.read()


def programs(pin: Pin, archive: Path) -> Iterator[tuple[str, str, bytes]]:
    """(kind, path, content) of every program of a package."""
    documented = {
        "pulumi-aws": pulumi_examples,
        "@pulumi/aws": pulumi_examples,
        "aws-cdk-lib": cdk_examples,
    }.get(pin.name)
    for path, content in files(archive):
        if documented:
            yield from documented(path, content)
        elif any(fnmatch(path, wrong) for wrong in WRONG.get(pin.name, [])):
            continue
        elif is_documentation(path):
            yield from fenced(path, content)
        else:
            kind = kind_of(path, content)
            if kind:
                yield kind, re.sub(r"\.js$", ".compiled.ts", path), content


def write(to: Path) -> Counter[tuple[str, str]]:
    """Writes the corpus into the folder `to`; returns the number of files by (kind, package)."""
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, bytes]] = set()
    wanted = pins()
    for number, pin in enumerate(wanted, 1):
        _progress(f"{number}/{len(wanted)} {pin.name} {pin.version}")
        archive = fetch(pin)
        for kind, path, content in programs(pin, archive) if archive else ():
            key = (kind, hashlib.sha256(content.strip()).digest())
            place = to / kind / pin.folder / _safe(path)
            if key in seen or place.exists():
                continue
            seen.add(key)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            counts[kind, pin.folder] += 1
    _progress("")
    return counts


def _safe(path: str) -> PurePosixPath:
    """`path` without anything that would lead out of the corpus."""
    return PurePosixPath(
        *[
            re.sub(r"[^\w.+@-]", "_", part)
            for part in PurePosixPath(path).parts
            if part not in {"..", "/", "."}
        ]
    )


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)
    elif what:
        print(what, file=sys.stderr, flush=True)


def stamp() -> str:
    """Changes whenever the corpus would: a hash over the pins and the modules that read them."""
    digest = hashlib.sha256()
    for path in (
        PINS,
        Path(__file__),
        Path(__file__).with_name("corpus_kinds.py"),
        Path(__file__).with_name("corpus_docs.py"),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def corpus(to: Path = CACHE / "corpus") -> Path:
    """The folder of the corpus, made unless it is there and complete."""
    marker = to / ".complete"
    if marker.is_file() and marker.read_text().startswith(stamp()):
        return to
    fresh = to.with_name(f"{to.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    counts = write(fresh)
    table = "".join(
        f"{kind} {package} {count}\n" for (kind, package), count in sorted(counts.items())
    )
    (fresh / ".complete").write_text(f"{stamp()}\n{table}")
    shutil.rmtree(to, ignore_errors=True)
    fresh.rename(to)
    return to


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpus",
        description="Real programs from pinned registry packages, to check.",
    )
    parser.add_argument(
        "--to", type=Path, default=CACHE / "corpus", help="folder to write (default: .cache/corpus)"
    )
    parser.add_argument(
        "--packages", action="store_true", help="print the count of every package too"
    )
    wanted = parser.parse_args()
    place = corpus(wanted.to)
    rows = [line.split() for line in (place / ".complete").read_text().splitlines()[1:]]
    for kind in KINDS:
        of_kind = [(package, int(count)) for each, package, count in rows if each == kind]
        print(f"{kind:<20}{sum(count for _, count in of_kind):>7} files of {len(of_kind)} packages")
        for package, count in of_kind if wanted.packages else ():
            print(f"    {package:<60}{count:>7}")


if __name__ == "__main__":
    main()
