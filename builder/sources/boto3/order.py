"""The order of the calls that read a resource. Answers use the first one.

A call whose name has only the resource's own words comes before one with further words; among
those, a description comes before a list, and a call for one resource before a call for many.
`get_service_quota` comes before `get_aws_default_service_quota`, `list_permissions` before
`get_effective_permissions_for_path`, `describe_build` before `list_builds`."""

from __future__ import annotations

import re
from functools import cache

from builder.sources.boto3.calls import Root
from builder.sources.boto3.changes import READS, verb
from builder.sources.boto3.nouns import noun, singular

_WORD = re.compile(r"[A-Z]+s?(?=[A-Z][a-z]|\d|$)|[A-Z]?[a-z]+|[A-Z]+|\d+")
_JOINING = {"by", "for", "from", "in", "of", "to", "with"}
"""Words that do not count: they only join others."""


def order(root: Root) -> tuple[bool, int, int, int]:
    """The sorting key of a read call; the call with the lowest key is used."""
    return (
        not has_only_words_of(root.operation, root.shape),
        READS.index(verb(root)),
        root.path.count("."),
        root.path.count("[]"),
    )


def has_only_words_of(operation: str, shape: str) -> bool:
    """Whether each word of the operation's noun is one of the shape's."""
    return _words(noun(operation)) - _JOINING <= _words(shape)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(singular(word) for word in _WORD.findall(name))
