"""What the person can add to a question, in the words of the place where it is asked: an option, a
parameter, a key.
"""

from __future__ import annotations

from typing import NamedTuple


class Terms(NamedTuple):
    """How a place of asking calls what a message tells to give."""

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
