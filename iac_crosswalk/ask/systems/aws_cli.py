"""The AWS command line: the operation of a client, and the `--query` on its answer."""

from __future__ import annotations

import re
from typing import NamedTuple

from iac_crosswalk.ask.systems.jmes import NoParser, named
from iac_crosswalk.paths import path_of

_OPTIONS = r"(?:--?[\w-]+(?:[ =][\w-]+)?\s+){0,5}"
_COMMAND = re.compile(rf"\baws\s+{_OPTIONS}([a-z0-9-]{{2,60}})\s+([a-z0-9-]{{2,100}})\b")
_QUERY = re.compile(r"""--query[\s=]+(?:"([^"]{1,1000})"|'([^']{1,1000})'|([^\s'"]{1,1000}))""")
_SERVICES = {"s3api": "s3"}


class Command(NamedTuple):
    """A command: the client and operation of boto3, and its `--query`."""

    client: str
    operation: str
    query: str


def command(text: str) -> Command | None:
    """The command in a text, where it has a query."""
    called, query = _COMMAND.search(text), _QUERY.search(text)
    if called is None or query is None:
        return None
    client = _SERVICES.get(called[1], called[1])
    written = next(group for group in query.groups() if group)
    return Command(client, called[2].replace("-", "_"), written)


def questions(text: str) -> list[str]:
    """The command with each path of its query, as separate questions."""
    found, query = command(text), _QUERY.search(text)
    if found is None or query is None:
        return []
    try:
        names = named(found.query)
    except NoParser:
        return []
    paths = dict.fromkeys(path_of(steps) for steps in (*names.returned, *names.by))
    return [f"{text[: query.start()]}--query '{path}'{text[query.end() :]}" for path in paths]
