"""The stages of a build and their inputs: modules, reference tables, packages, earlier stages.

A stage's key is a hash of exactly these. An undeclared input rebuilds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from builder import code, stage_cache
from builder.errors import BuildError
from builder.packages import ROOT, pins
from iac_crosswalk.store.file import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from builder.model import SystemName

CONSTANTS = (APPLICATION_ID, SCHEMA_VERSION)


@dataclass(frozen=True)
class Stage:
    """One stage. Its modules are the listed ones and everything that they import (code.reached)."""

    name: str
    modules: tuple[str, ...]
    tables: tuple[str, ...] = ()
    """Names of files in data/, without `.yaml`."""
    files: tuple[str, ...] = ()
    """Names of other files in data/."""
    packages: tuple[str, ...] = ()
    """Names in sources.txt."""
    needs: tuple[str, ...] = ()
    """Stages whose results it reads."""
    suffix: str = "msgpack"


@dataclass(frozen=True)
class Source:
    """How one system is extracted: its package, the extractions that it needs first, the tables and
    other packages that it reads."""

    system: SystemName
    package: str
    needs: tuple[SystemName, ...] = ()
    tables: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    @property
    def stage(self) -> Stage:
        return Stage(
            name=f"extract-{self.system}",
            modules=(f"builder.sources.{self.system}.extract",),
            tables=self.tables,
            packages=(self.package, *self.packages),
            needs=tuple(f"extract-{system}" for system in self.needs),
        )


SOURCES: dict[SystemName, Source] = {
    source.system: source
    for source in (
        Source("cloudformation", "cfn-lint", tables=("sam_types",)),
        Source("terraform", "cdktn-provider-aws"),
        Source("pulumi", "pulumi-aws"),
        Source("cdk", "aws-cdk-lib"),
        Source(
            "boto3",
            "botocore",
            needs=("cloudformation", "terraform"),
            tables=(
                "boto3_calls",
                "boto3_lookups",
                "boto3_made_by",
                "boto3_read_as",
                "boto3_read_for",
                "boto3_read_with",
                "services",
            ),
            packages=("cfn-lint",),
        ),
    )
}

STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        *(source.stage for source in SOURCES.values()),
        Stage(
            name="prepared",  # kept in memory only
            modules=("builder.prepare",),
            tables=("gettable_fixes", "pulumi_renames", "ref_values", "sam_members"),
            needs=tuple(source.stage.name for source in SOURCES.values()),
        ),
        Stage(
            "base",
            ("builder.database.base",),
            tables=("opposites", "pseudo", "systems", "transforms"),
            needs=("prepared",),
            suffix="db",
        ),
        Stage(
            name="terraform",
            modules=("builder.linking.terraform.stage",),
            tables=("calibration", "services", "terraform_ids", "vocabulary"),
            packages=("botocore", "cfn-lint", "pulumi-aws"),
            needs=("prepared",),
        ),
        Stage(
            name="boto3",
            modules=("builder.linking.boto3.stage",),
            tables=("calibration", "services", "vocabulary"),
            packages=("botocore", "cfn-lint"),
            needs=("prepared",),
        ),
        Stage(
            name="linked",
            modules=(
                "builder.database.linked",
                "builder.database.mappings",
                "builder.database.coverage",
                "builder.history.table",
            ),
            tables=(
                "data_sources",
                "terraform_variants",
                "history/releases",
                "history/replacements",
                "opposites",
                "sam_properties",
                "sam_types",
                "transforms",
            ),
            files=("history/cloudformation.tsv", "history/pulumi.tsv", "history/terraform.tsv"),
            needs=("base", "terraform", "boto3"),
            suffix="db",
        ),
        Stage(
            name="families",
            modules=("builder.database.families",),
            tables=("data_sources", "terraform_variants", "sam_properties", "sam_types"),
            needs=("base", "terraform", "boto3"),
        ),
        Stage(
            "final",
            ("builder.make",),
            tables=("transforms",),
            files=("version.txt",),
            needs=("linked",),
            suffix="db",
        ),
    )
}


@cache
def table(name: str) -> bytes:
    """data/NAME.yaml as it was when this process first computed a key with it, before any stage
    reads it."""
    return _table_on_disk(name)


def _table_on_disk(name: str) -> bytes:
    return (ROOT / "data" / f"{name}.yaml").read_bytes()


def _code_on_disk(module: str) -> bytes:
    path = code.FILES[module]
    return path.read_bytes() if path.exists() else b""


def key(
    name: str,
    extra: bytes = b"",
    read: Callable[[str], bytes] = code.LOADED.__getitem__,
    read_table: Callable[[str], bytes] = table,
) -> str:
    """The hash of all inputs of stage `name`. `extra` is known only to the caller; `read` returns
    the code of a module."""
    stage = STAGES[name]
    pinned = pins()
    whole = hashlib.sha256(repr((name, CONSTANTS)).encode())
    for module in code.reached(stage.modules):
        _add(whole, module, read(module))
    for each in stage.tables:
        _add(whole, each, read_table(each))
    for file in stage.files:
        _add(whole, file, (ROOT / "data" / file).read_bytes())
    for package in stage.packages:
        if package not in pinned:
            raise BuildError(
                f"sources.txt: does not pin {package}; add a line `{package}==VERSION"
                " --hash=sha256:…`"
            )
        version, hashes = pinned[package]
        _add(whole, package, repr((version, sorted(hashes))).encode())
    for need in stage.needs:
        _add(whole, need, key(need, read=read, read_table=read_table).encode())
    _add(whole, "extra", extra)
    return whole.hexdigest()


def _add(whole: hashlib._Hash, name: str, content: bytes) -> None:
    """Adds each part with its name and its own hash of fixed length, so that different lists of
    parts never give the same bytes."""
    whole.update(name.encode() + b"\0" + hashlib.sha256(content).digest())


def place(name: str, extra: bytes = b"") -> Path:
    """The path of the result of stage `name`."""
    return stage_cache.FOLDER / f"{name}-{key(name, extra)[:20]}.{STAGES[name].suffix}"


def check_unchanged(name: str) -> None:
    """Raises BuildError where the code or a table of stage `name` was edited after this process
    read it: the result would belong to neither version."""
    if key(name) != key(name, read=_code_on_disk, read_table=_table_on_disk):
        raise BuildError(f"{name}: builder/ or data/ was edited while the build ran; run it again")
