"""The input and output of a page."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.snapshot import Snapshot

_ORIGIN = re.compile(r"https?://[\w.:\[\]-]{1,255}", re.A)


class PageRequest(NamedTuple):
    """A request for a page: the build, the parts of the address, the parameters (the first of each
    name), the settings of the site.
    """

    snapshot: Snapshot
    parts: dict[str, str]
    values: dict[str, str]
    settings: dict[str, Any]
    origin: str
    """The scheme and host of the request."""

    @property
    def base(self) -> str:
        """The prefix of absolute addresses: the setting `address`, else the host of the request."""
        return str(self.settings.get("address") or self.origin).rstrip("/")

    def get(self, name: str, longest: int = 400) -> str:
        """A parameter's text without surrounding space; "" if it is missing. Raises Problem if it
        is too long.
        """
        value = self.values.get(name, "").replace("\0", "").strip()
        if len(value) > longest:
            raise Problem(
                400,
                "bad-parameter",
                f"`{name}` is longer than {longest:,} characters",
                "shorten it",
            )
        return value

    def number(self, name: str, most: int) -> int:
        """A parameter's number from 0 to `most`; 0 if it is not a number."""
        text = self.get(name)
        return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class Page(NamedTuple):
    """HTML, or another text; or the address of another page."""

    body: str
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    to: str | None = None


def page_request(snapshot: Snapshot, request: Any, settings: dict[str, Any]) -> PageRequest:
    """A request of Datasette in the form for pages. Raises Problem if it is not UTF-8."""
    try:
        parts = {
            name: unquote(value, errors="strict")
            for name, value in request.url_vars.items()
            if value is not None
        }
        values = {
            name: given[0]
            for name, given in parse_qs(
                request.query_string, keep_blank_values=True, errors="strict", max_num_fields=50
            ).items()
        }
    except (UnicodeDecodeError, ValueError):
        raise Problem(400, "bad-address", "the address is not UTF-8 text", "start at /") from None
    origin = f"{request.scheme}://{request.host}"
    return PageRequest(
        snapshot, parts, values, settings, origin if _ORIGIN.fullmatch(origin) else ""
    )
