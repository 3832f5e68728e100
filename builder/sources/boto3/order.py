"""Which of the calls that read a thing is named first.

Answers read with the first one. The rule: a call whose name says nothing but the thing's own words
comes before one that says more; among those, a description before a list, and one thing before one
of many. `get_service_quota` comes before `get_aws_default_service_quota`, `list_permissions` before
`get_effective_permissions_for_path`; `describe_build` before `list_builds`."""

from __future__ import annotations

import re
from functools import cache

from builder.sources.boto3.calls import Root
from builder.sources.boto3.changes import READS, verb
from builder.sources.boto3.nouns import noun, singular

_WORD = re.compile(r"[A-Z]+s?(?=[A-Z][a-z]|\d|$)|[A-Z]?[a-z]+|[A-Z]+|\d+")
_JOINING = {"by", "for", "from", "in", "of", "to", "with"}
"""They say nothing themselves: what they join does."""


def order(root: Root) -> tuple[bool, int, int, int]:
    """Sorts the calls that read what a root describes, the one to read it with first."""
    return (
        not says_no_more(root.operation, root.shape),
        READS.index(verb(root)),
        root.path.count("."),
        root.path.count("[]"),
    )


def says_no_more(operation: str, shape: str) -> bool:
    """Whether each word of the operation's noun is one of the shape's."""
    return _words(noun(operation)) - _JOINING <= _words(shape)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(singular(word) for word in _WORD.findall(name))
