"""The names of the things that the user can add to a question, for each interface: an option, a
parameter, a key.
"""

from __future__ import annotations

from typing import NamedTuple


class Terms(NamedTuple):
    """An interface's names for the things that a message asks the user to add."""

    resource: str
    source: str
    browse: str
    """How to look at a resource; `{}` is replaced by its name."""
    file: str = "the source"
    """The file that the question is about."""


COMMAND = Terms("--resource TYPE", "--in FILE", "run `iac-crosswalk resource {}`", "the file")
PYTHON = Terms("resource=TYPE", "within=SOURCE", 'see KnowledgeBase().resource("{}")')
HTTP = Terms("resource=TYPE", "in=SOURCE", "see /api/v1/resource?name={}")
SITE = Terms("a Resource below", "the Source below", "see /resource/{}")
BATCH = Terms('"resource"', '"in"', "run `iac-crosswalk resource {}`")
