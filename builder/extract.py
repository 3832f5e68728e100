"""Extracts every source package, each only once: the result is kept until the package or the code
that reads it changes."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import Future, as_completed

import msgspec

from builder import stage_cache, stages
from builder.errors import BuildError
from builder.model import Extraction, SystemName
from builder.packages import open_package
from builder.processes import pool
from builder.stages import SOURCES

Report = Callable[[str], None]


def extract_one(system: SystemName) -> str:
    """Extracts `system` and keeps the result; returns a line with the counts."""
    source = SOURCES[system]
    path = stages.place(source.stage.name)
    module = importlib.import_module(f"builder.sources.{system}.extract")
    package = open_package(source.package)
    found: Extraction = module.extract(package, *(load(other) for other in source.needs))
    stages.check_unchanged(source.stage.name)
    with stage_cache.keeping(path) as part:
        part.write_bytes(msgspec.msgpack.encode(found))
    attributes = sum(len(resource.attributes) for resource in found.resources)
    return (
        f"{system}: {len(found.resources):,} resources, {attributes:,} attributes from"
        f" {package.name} {package.version}"
    )


def load(system: SystemName) -> Extraction:
    """The extraction of `system`, made first where it is missing or damaged."""
    path = stages.place(SOURCES[system].stage.name)
    content = stage_cache.read(path)
    if content is None:
        extract_one(system)
        content = path.read_bytes()
    return msgspec.msgpack.decode(content, type=Extraction)


def extract_all(report: Report, workers: int = 2) -> None:
    """Extracts every system that is not kept, `workers` at a time; first the systems that others
    need."""
    missing = {
        system
        for system, source in SOURCES.items()
        if not stage_cache.usable(stages.place(source.stage.name))
    }
    for system in SOURCES:
        if system not in missing:
            report(f"{system}: unchanged")
    running: dict[Future[str], SystemName] = {}
    waiting = [system for system in SOURCES if system in missing]
    with pool(workers) as processes:
        while waiting or running:
            ready = [
                system for system in waiting if not missing.intersection(SOURCES[system].needs)
            ]
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
                    f"{done}: {SOURCES[done].package} could not be read ({type(error).__name__}:"
                    f" {error}); see docs/sources.md"
                ) from error
            missing.discard(done)
