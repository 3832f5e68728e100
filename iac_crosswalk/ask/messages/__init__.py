"""Error messages, pasted whole: of Python and its type checkers, TypeScript, Terraform, Pulumi,
CloudFormation and cfn-lint.

Each family of tools has a module, which finds its messages in the text and reads their subject;
source lines in the paste, and the file around it, complete it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.ask.messages import classes, keys, listed, templates, terraform
from iac_crosswalk.ask.reading import Context, Reading

_FAMILIES = (templates, terraform, classes, keys, listed)
_BOX = re.compile(r"^[ \t]*[│|╷╵][ \t]?", re.MULTILINE)


def unboxed(text: str) -> str:
    """The text without the frame that Terraform and Rust-like tools draw around it."""
    return _BOX.sub("", text)


def read(context: Context) -> Iterator[Reading]:
    """Yields every reading of the messages in the text."""
    for family in _FAMILIES:
        yield from family.read(context)


def missing(context: Context) -> str | None:
    """What to add to an insufficient message; None where there is no message."""
    return next((reason for family in _FAMILIES if (reason := family.missing(context))), None)
