"""The command.

Cyclic garbage is collected rarely from here on, before anything else is imported: a command keeps
almost all that it makes until it ends, and a large template is a million small nodes. What runs
long (`serve`, `mcp`, `translate --batch`) sets it back with `collect_as_usual`.
"""

from __future__ import annotations

import gc

_USUAL = gc.get_threshold()
gc.set_threshold(100_000)


def collect_as_usual() -> None:
    """Sets the collector back to Python's own thresholds."""
    gc.set_threshold(*_USUAL)
