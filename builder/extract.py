"""Extracts every source package, each only once: what was read is kept in .cache/extract until package or code change."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from pathlib import Path

import msgspec

from builder.errors import BuildError
from builder.files import replacing
from builder.model import Extraction, SystemName
from builder.packages import CACHE, ROOT, open_package
from builder.processes import pool

EXTRACTED = CACHE / "extract"


@dataclass(frozen=True)
class Source:
    """How one system is extracted: its package, its module, the extractions it needs first, the tables it reads."""

    system: SystemName
    package: str
    needs: tuple[SystemName, ...] = ()
    tables: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    """Modules of the builder it uses besides those of its folder in sources/."""


SOURCES: dict[SystemName, Source] = {
    source.system: source
    for source in (
        Source("cloudformation", "cfn-lint", tables=("sam_types.yaml",)),
        Source("terraform", "cdktn-provider-aws"),
        Source("pulumi", "pulumi-aws"),
        Source("cdk", "aws-cdk-lib"),
        Source("boto3", "botocore", needs=("cloudformation", "terraform"), tables=("services.yaml",), modules=("services",)),
    )
}

Report = Callable[[str], None]


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def key(system: SystemName) -> str:
    """What the extraction of `system` depends on, as one hash: the package's bytes, the code and the tables that read it."""
    source = SOURCES[system]
    here = Path(__file__).parent
    own = [*sorted((here / "sources" / system).glob("*.py")), here / "sources" / "circles.py"]
    mine = [*own, *(here / f"{module}.py" for module in ("model", "packages", *source.modules))]
    tables = [ROOT / "data" / name for name in source.tables]
    needed = [key(other).encode() for other in source.needs]
    package = open_package(source.package)
    return _digest(package.sha256.encode(), *(path.read_bytes() for path in [*mine, *tables] if path.exists()), *needed)


def _cached(system: SystemName) -> Path:
    return EXTRACTED / f"{system}-{key(system)[:20]}.msgpack"


def extract_one(system: SystemName) -> str:
    """Makes sure the extraction of `system` lies in the cache; returns a line that says what was done."""
    path = _cached(system)
    if path.exists():
        return f"{system}: unchanged"
    source = SOURCES[system]
    module = importlib.import_module(f"builder.sources.{system}.extract")
    package = open_package(source.package)
    found: Extraction = module.extract(package, *(load(other) for other in source.needs))
    for old in EXTRACTED.glob(f"{system}-*.msgpack"):
        old.unlink(missing_ok=True)
    with replacing(path) as part:
        part.write_bytes(msgspec.msgpack.encode(found))
    attributes = sum(len(resource.attributes) for resource in found.resources)
    return f"{system}: {len(found.resources):,} resources, {attributes:,} attributes from {package.name} {package.version}"


def load(system: SystemName) -> Extraction:
    """The extraction of `system`, from the cache, made first where it is missing."""
    extract_one(system)
    return msgspec.msgpack.decode(_cached(system).read_bytes(), type=Extraction)


def extract_all(report: Report, workers: int = 2) -> None:
    """Fills the cache for every system, `workers` at a time, those first that others need."""
    missing = {system for system in SOURCES if not _cached(system).exists()}
    for system in SOURCES:
        if system not in missing:
            report(f"{system}: unchanged")
    running: dict[Future[str], SystemName] = {}
    waiting = [system for system in SOURCES if system in missing]
    with pool(workers) as processes:
        while waiting or running:
            ready = [system for system in waiting if not missing.intersection(SOURCES[system].needs)]
            for system in ready[: workers - len(running)]:
                waiting.remove(system)
                report(f"{system}: reading {SOURCES[system].package} …")
                running[processes.submit(extract_one, system)] = system
            future = next(as_completed(running))
            done = running.pop(future)
            try:
                report(future.result())
            except BuildError:
                raise
            except Exception as error:
                raise BuildError(
                    f"{done}: {SOURCES[done].package} could not be read ({type(error).__name__}: {error}); see docs/sources.md"
                ) from error
            missing.discard(done)
