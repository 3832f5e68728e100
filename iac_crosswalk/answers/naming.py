"""Names by their words: which words a type, or the container of a name, adds to it
(`feature_group_name`), and whether two names are for one value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from iac_crosswalk.paths import singular, snake

_SAME = {
    **{"identifier": "id", "endpoint": "address", "configuration": "config"},
    **{"minimum": "min", "maximum": "max", "number": "count", "num": "count", "no": "count"},
}
"""Word → its synonym. Names with either mean one value, and a description may have either."""
_FILLERS = frozenset(["hosted", "document", "string", "master"])
"""Words that do not change the meaning of a name: hosted zone, policy document, master password."""


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and in the singular: `VpcSecurityGroupIds` → vpc, security,
    group, id.
    """
    found = (singular(word) for word in re.split(r"[^A-Za-z0-9]+|_", snake(name)) if word)
    return tuple(_SAME.get(word, word) for word in found)


@lru_cache(maxsize=8192)
def own_words(resource: str) -> tuple[str, ...]:
    """The words of a resource's name, the service's first: `aws:lb/loadBalancer:LoadBalancer` → lb,
    load, balancer.
    """
    parts = re.split(r"[.:]+", resource)
    services = [part.partition("/")[0] for part in parts[:-1]]
    return tuple(word for part in (*services, parts[-1]) for word in words(part))


def with_own(name: str, own: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a name, preceded by the last of the own words: `name` of a feature group → group
    name, feature group name.
    """
    name_words = words(name)
    return (own[cut:] + name_words for cut in range(len(own)))


def without_own(name: str, own: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a name without the last of the own ones at its beginning: `log_group_arn` of a
    log group → arn.
    """
    name_words = words(name)
    for cut in range(len(own)):
        length = len(own) - cut
        if length < len(name_words) and name_words[:length] == own[cut:]:
            yield name_words[length:]


def of_one_value(wrong: str, right: str, owns: Iterable[tuple[str, ...]]) -> bool:
    """Whether two names imply that their values are the same: the right one has every word of the
    wrong one, except own words and fillers, or ends alike. `memory` is `memory_size`; `invoke_arn`
    is not `arn`, and `path` is not `policy_name`."""
    wrong_words, right_words = set(words(wrong)) - _FILLERS, set(words(right))
    more = wrong_words - right_words
    return bool(wrong_words & right_words) and (not more or any(more <= set(own) for own in owns))
