"""Processes and memory of a build: worker processes that inherit loaded data, and no garbage
collector while it runs."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def pool(workers: int = 2) -> ProcessPoolExecutor:
    """Worker processes. Where the system can fork they share, without a copy, everything that this
    process has loaded before the first task."""
    import multiprocessing  # here: a build that finds nothing changed has no workers
    from concurrent.futures import ProcessPoolExecutor

    fork = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context(fork), initializer=_start
    )


def _start() -> None:
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this worker when the build that started it is gone: a killed process cannot stop its
    workers."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None, "runs in a worker"
    parent.join()
    os._exit(1)


@contextmanager
def without_collector() -> Iterator[None]:
    """Disables the cyclic garbage collector: a build makes millions of objects that stay, and
    scanning them repeatedly takes a fifth of its time. References are still counted; the few cycles
    are freed afterwards."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
