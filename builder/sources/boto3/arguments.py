"""Every operation of a client with its arguments, in a compact form.

There is a line for each operation: its name and its arguments, separated by blanks. All lines of a
client are compressed together (zlib, base85): 18,000 operations are 1.3 MB as text and 0.4 MB
packed. iac_crosswalk/store/calls.py reads it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable

from builder.sources.boto3.models import Model, Xform

_ALIASES = {
    ("ec2", None, "Filter"): "Filters",
    ("logs", "CreateExportTask", "from"): "fromTime",
    ("cloudsearchdomain", "Search", "return"): "returnFields",
}
"""(client, operation or None for every one, argument) → another accepted name of it. Source:
`_add_parameter_aliases` in botocore/handlers.py."""


def packed(model: Model, rule: Xform) -> str:
    """The packed operations of a client, by the names of its methods."""
    lines = (" ".join([rule(name), *_arguments(model, name)]) for name in sorted(model.operations))
    return pack(lines)


def pack(lines: Iterable[str]) -> str:
    """Compresses lines into one short text."""
    return base64.b85encode(zlib.compress("\n".join(lines).encode(), 9)).decode()


def _arguments(model: Model, operation: str) -> list[str]:
    shape = model.input(operation)
    names = set(model.shapes[shape].get("members", ())) if shape else set()
    aliases = (
        alias
        for (client, one, name), alias in _ALIASES.items()
        if client == model.client and one in (None, operation) and name in names
    )
    return sorted({*names, *aliases})
