"""Notes of mappings are for both directions. A worksheet leaves out the sentences that are only
about the other one.
"""

from __future__ import annotations

import re
from functools import cache

from iac_crosswalk.vocabulary import TITLES

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"])")


def one_way(note: str | None, system: str, to: str) -> str | None:
    """The sentences of a note that help to write `to` where `system` is there already; None where
    none is left.
    """
    if not note or system == to:
        return note
    sentences = [each for each in _SENTENCE.split(note) if not _other_way(system, to).search(each)]
    return " ".join(sentences) or None


def takes_more(note: str | None, system: str, to: str) -> bool:
    """Whether a note is only about further values that the target takes."""
    there = re.escape(TITLES[to].removeprefix("the "))
    return bool(note) and (
        one_way(note, system, to) is None
        and re.match(rf"{there} (?:takes|allows)\b.*\b(?:as well|too)\b", note or "") is not None
    )


@cache
def _other_way(system: str, to: str) -> re.Pattern[str]:
    """The pattern of sentences about the way back: the target takes further values, or something
    has to be written in the file's system.
    """
    here, there = (re.escape(TITLES[each].removeprefix("the ")) for each in (system, to))
    ways = [
        rf"^{there} (?:also )?(?:takes|allows)\b.*\b(?:as well|too)\b",
        rf"^{there} also (?:takes|allows)\b",
        rf"\b(?:[Ll]eave|[Ww]rite|[Pp]ut|[Ss]et|[Gg]ive)\b[^.;]*\bin {here}\b",
        rf"\b[Ll]eave (?:it|\w+) out and {here}\b",
    ]
    if system == "cloudformation":
        ways += [
            r"^(?:Put|Write)\b.*\bAWS::\w+::\w+",
            r"^An item of CloudFormation holds one \w+; write one for each\.$",
            r"^SAM makes AWS::\w+::\w+ \S+ of it\.$",
        ]
    return re.compile("|".join(ways))
