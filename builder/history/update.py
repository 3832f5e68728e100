"""Reads the releases in data/history/releases.yaml, and writes what was removed and added into
data/history/."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from builder.errors import BuildError
from builder.extract import Report, load
from builder.history import bindings, classes, records, specs
from builder.history.compare import Record, Release, compare
from builder.history.tree import Paths
from builder.model import SystemName
from builder.packages import CACHE, open_package
from builder.stages import SOURCES

DOWNLOADS = CACHE / "history"
READERS: dict[SystemName, Callable[[Path], Paths]] = {
    "terraform": lambda path: bindings.read(path)[1],
    "pulumi": classes.read,
    "cloudformation": specs.read,
}
TOP_ONLY = ("cloudformation",)
"""Systems whose nested attributes have no `since`: there are too many, and the old specification
lists them in another way."""


def update(report: Report) -> None:
    """Downloads missing releases, reads all releases, and writes the records. Raises BuildError if
    a release cannot be downloaded or read."""
    for system, sources in records.releases().items():
        name: SystemName = system  # type: ignore[assignment]
        releases = []
        for source in sources:
            report(f"{system}: reading {source.package} {source.release}")
            releases.append(
                Release(source.version, READERS[name](fetch(source.package, source.release)))
            )
        releases.append(
            Release(
                current_version(name),
                {
                    resource.name: {attribute.path for attribute in resource.attributes}
                    for resource in load(name).resources
                },
            )
        )
        kept_records = [record for record in compare(releases) if _is_kept(name, record)]
        report(
            f"{records.write(system, kept_records)}: {len(kept_records):,} records,"
            f" {sum(bool(record.until) for record in kept_records):,} of them gone"
        )


def _is_kept(system: SystemName, record: Record) -> bool:
    return bool(record.until) or system not in TOP_ONLY or "." not in record.path


def current_version(system: SystemName) -> str:
    """The usual name of the pinned version: that of the provider for Terraform, that of the package
    for the other systems."""
    if system == "terraform":
        return str(load("terraform").resources[0].facts["provider_version"])
    return open_package(SOURCES[system].package).version


def fetch(package: str, release: str) -> Path:
    """The archive of a release, from .cache/history or the registry: the wheel, or the source
    archive if there is no wheel. Raises BuildError if it cannot be downloaded."""
    stem = package.replace("-", "_")
    for pattern in (
        f"{stem}-{release}-*.whl",
        f"{stem}-{release}.tar.gz",
        f"{package}-{release}.tar.gz",
    ):
        for path in DOWNLOADS.glob(pattern):
            return path
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(DOWNLOADS),
    ]
    for kind in (["--only-binary", package], ["--no-binary", package, "--no-build-isolation"]):
        result = subprocess.run(
            [*pip, *kind, f"{package}=={release}"], capture_output=True, text=True, check=False
        )
        if result.returncode == 0:
            return fetch(package, release)
    last = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
    raise BuildError(f"{package} {release} cannot be downloaded ({last}); see docs/history.md")
