"""How schemathesis writes and reads JSON lines. The command takes this module from
$SCHEMATHESIS_HOOKS.
"""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def to_lines(context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.deserializer("application/x-ndjson")
def from_lines(context: Any, response: Any) -> str:
    return str(response.content.decode())
