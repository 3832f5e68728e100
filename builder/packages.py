"""Reads the pinned source packages as archives, without installing them.

sources.txt is a pip requirements file: one exact version and its hashes a package. `make` downloads
the wheels into .cache/wheels with `pip download --require-hashes`; each is verified again whenever
it is read.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from builder.errors import BuildError
from iac_crosswalk.store.folders import candidates

CODE = Path(__file__).resolve().parent.parent
"""The folder of the packages `builder` and `iac_crosswalk`."""
INSTALLED = not (CODE / "sources.txt").exists()
ROOT = CODE / "builder" / "project" if INSTALLED else CODE
"""mappings/, data/ and sources.txt: of the checkout, or of the wheel."""
PINS = ROOT / "sources.txt"
CACHE = (
    next(candidates())
    if INSTALLED
    else Path(os.environ.get("IAC_CROSSWALK_CACHE") or ROOT / ".cache")
)
"""The folder for everything that can be made again: wheels, extractions, base files."""
WHEELS = CACHE / "wheels"
HOW_TO_FETCH = (
    f"run `pip download --no-deps --require-hashes -r {PINS} -d {WHEELS}`"
    if INSTALLED
    else "run `make sources`"
)

_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s\\]+)", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """A verified wheel: its files are read from `content`, the very bytes that were hashed."""

    name: str
    version: str
    sha256: str
    path: Path
    content: bytes = field(repr=False)

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    def names(self) -> list[str]:
        return self.archive.namelist()

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def text(self, name: str) -> str:
        return self.read(name).decode("utf-8")

    def tarball(self, suffix: str) -> tarfile.TarFile:
        """The gzipped tar inside the wheel whose name ends with `suffix` (the format of jsii
        assemblies)."""
        for name in self.names():
            if name.endswith(suffix):
                return tarfile.open(fileobj=io.BytesIO(self.read(name)), mode="r:gz")
        raise BuildError(
            f"{self.path.name}: contains no {suffix}; the package has changed its layout, see"
            " docs/sources.md"
        )


def pins(path: Path = PINS) -> dict[str, tuple[str, set[str]]]:
    """Package name → (version, allowed sha256 hashes), from the requirements file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be read ({error.strerror}); restore it from git"
        ) from error
    found: dict[str, tuple[str, set[str]]] = {}
    starts = [*_PIN.finditer(text)]
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        block = text[match.end() : following.start() if following else len(text)]
        found[match[1].lower()] = (match[2], set(_HASH.findall(block)))
    return found


def open_package(name: str, wheels: Path = WHEELS, pin_file: Path = PINS) -> Package:
    """The pinned wheel of `name`.

    Raises BuildError when it is not pinned, not downloaded, of another version, or not the pinned
    bytes.
    """
    pinned = pins(pin_file).get(name)
    if pinned is None:
        raise BuildError(
            f"{pin_file}: does not pin {name}; add a line `{name}==VERSION --hash=sha256:…`"
        )
    version, hashes = pinned
    stem = re.sub(r"[-_.]+", "_", name)
    candidates = sorted(wheels.glob(f"{stem}-*.whl")) if wheels.is_dir() else []
    wanted = [path for path in candidates if path.name.split("-")[1] == version]
    if not wanted:
        others = ", ".join(path.name.split("-")[1] for path in candidates)
        found = f"only {others} is there" if others else "it is not there"
        raise BuildError(f"{wheels}: {name} {version} is needed and {found}; {HOW_TO_FETCH}")
    path = wanted[0]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be read ({error.strerror}); delete it and {HOW_TO_FETCH}"
        ) from error
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 not in hashes:
        raise BuildError(
            f"{path}: is not the pinned file (sha256 {sha256[:12]}…); delete it and {HOW_TO_FETCH}"
        )
    return Package(name, version, sha256, path, content)


def main() -> int:
    """`python -m builder.packages`: exit status 0 when every pinned wheel is present with the
    pinned content."""
    try:
        for name in pins():
            open_package(name)
    except BuildError:
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
