"""The nouns in the names of operations, shapes and members: their singular, and when two are the
same.
"""

from __future__ import annotations

import re
from functools import cache

from builder.services import letters

READ = re.compile(
    r"^(BatchGet|BatchDescribe|AdminGet|AdminList|Describe|Get|List|Search|Head|Lookup)(?=[A-Z0-9])"
)
_SUFFIXES = (
    "descriptions",
    "description",
    "details",
    "detail",
    "info",
    "information",
    "summaries",
    "summary",
    "type",
    "response",
    "view",
    "data",
    "item",
    "object",
    "v2",
)


def noun(operation: str) -> str:
    """`ReplicationGroups` of DescribeReplicationGroups."""
    return READ.sub("", operation)


@cache
def singular(name: str) -> str:
    """The letters without the ending of a plural, only for comparison: `cach` of Cache and of
    Caches, `address` of Addresses."""
    return _one(letters(name)).removesuffix("e")


def is_plural(name: str) -> bool:
    """Whether the name looks like a plural."""
    return _one(letters(name)) != letters(name)


def _one(low: str) -> str:
    if low.endswith(("alias", "aliases")):
        return low.removesuffix("es")
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith("yses"):
        return low[:-2] + "is"
    return low[:-1] if low.endswith("s") and not low.endswith(("ss", "us", "is")) else low


def same(name: str, other: str) -> bool:
    """Whether two names are the same noun, except for plural and a last word like Description or
    Detail."""
    return bool(_stems(name) & _stems(other))


@cache
def _stems(name: str) -> frozenset[str]:
    low = letters(name)
    return frozenset(
        {
            singular(low),
            *(
                singular(low[: -len(end)])
                for end in _SUFFIXES
                if low.endswith(end) and len(low) > len(end)
            ),
        }
    )
