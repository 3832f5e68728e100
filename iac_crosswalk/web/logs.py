"""The format of the server's log: lines for people, or a JSON object a line for machines."""

from __future__ import annotations

import json
import logging
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from uvicorn.config import LOGGING_CONFIG

FORMATS = ("text", "json")
_REQUEST = ("client", "method", "path", "http", "status")
"""The arguments of uvicorn's access log, in order."""


class Json(logging.Formatter):
    """One object a line; a request has its parts as separate fields."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name == "uvicorn.access" and isinstance(record.args, tuple):
            found |= dict(zip(_REQUEST, record.args, strict=False))
        else:
            found["message"] = record.getMessage()
        if record.exc_info:
            found["exception"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False)


def config(form: str) -> dict[str, Any]:
    """The configuration of uvicorn's logs in one of FORMATS."""
    found = deepcopy(LOGGING_CONFIG)
    if form == "json":
        found["formatters"] = {name: {"()": f"{__name__}.Json"} for name in found["formatters"]}
        found["root"] = {"handlers": ["default"], "level": "WARNING"}
    return found
