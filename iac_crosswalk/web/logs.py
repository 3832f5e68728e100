"""The format of the server's log: text lines for people, or one JSON object per line."""

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
    """One JSON object per line. A request has its parts as separate fields."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name == "uvicorn.access" and isinstance(record.args, tuple):
            entry |= dict(zip(_REQUEST, record.args, strict=False))
        else:
            entry["message"] = record.getMessage()
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def config(form: str) -> dict[str, Any]:
    """The configuration of uvicorn's logs in one of FORMATS."""
    logging = deepcopy(LOGGING_CONFIG)
    if form == "json":
        logging["formatters"] = {name: {"()": f"{__name__}.Json"} for name in logging["formatters"]}
        logging["root"] = {"handlers": ["default"], "level": "WARNING"}
    return logging
