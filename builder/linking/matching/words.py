"""The words of a name, spelled alike whichever system wrote it.

`DBSubnetGroupARNs` and `db_subnet_group_arns` both become (database, subnet, group, arn): acronyms
stay whole, words that other names write as one are joined (`end point` → endpoint, because
`endpoint` is a word elsewhere), plurals are folded where the singular is a word too, and
data/vocabulary.yaml lists other spellings.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from builder.linking.matching.vocabulary import Group, Vocabulary, flat

Words = tuple[str, ...]

_WORD = re.compile(
    r"""
    [iI][pP][vV][46]            # IPv6, Ipv4, IPV6
    | IoT
    | v?C[pP][uU]s?(?![a-z])    # vCPUs
    | [A-Z]{2,}s(?![a-z])       # ARNs, AZs, IDs
    | [A-Z]{1,4}\d+(?![a-z])    # S3, EC2, MD5
    | [A-Z]+(?![a-z])\d*        # HTTPS before the next capital
    | [A-Z]?[a-z]+\d*           # a plain word, Http2
    | \d+
    """,
    re.X,
)
_KEEPS_S = ("ss", "us", "is")
_LONGEST_JOIN = 3
_NEVER_JOINED = frozenset({"name", "id", "arn", "key", "type"})
"""Last words that name the kind of a value stay separate: `user` `name`, although some write
`username`."""


def split(name: str) -> list[str]:
    """The words of one name as written, in lower case: snake case, camel case, acronyms whole."""
    return [
        word.lower()
        for part in re.split(r"[^A-Za-z0-9]+", name)
        for word in _WORD.findall(_apart(part))
    ]


def _apart(part: str) -> str:
    """A capital that begins a word ends the acronym before it: KMSKey → KMS_Key; but ARNs and IPv6
    stay."""
    part = re.sub(r"(?<=[a-z])v(?=C[pP][uU])", "_v", part)
    return re.sub(r"([A-Z]+?)([A-Z][a-z](?!\b|[A-Z0-9_]|$)|[A-Z][a-rt-z])", _cut, part)


def _cut(match: re.Match[str]) -> str:
    return (
        match[0]
        if match[0][-3:].lower() == "ipv" or match[0].endswith("Pv")
        else f"{match[1]}_{match[2]}"
    )


class Lexicon:
    """Canonical words of names, and how specific each word is.

    It is made from all leaf names of both systems, because the words that exist decide how others
    are joined and folded.
    """

    def __init__(self, names: Iterable[str], vocabulary: Vocabulary) -> None:
        counts: Counter[str] = Counter()
        for name in sorted(set(names)):
            counts.update(set(split(name)))
        self._occurrences = counts
        self._same: dict[Words, Words] = {}
        self._cache: dict[str, Words] = {}
        # The table has spellings as people write them, so they are split and folded like names.
        for same in vocabulary.same:
            first, *others = (self._fold(split(words)) for words in same.words)
            self._same.update({other: first for other in others if other != first})
        self._longest = max((len(words) for words in self._same), default=1)
        self._cache.clear()
        self.fields = self._fields(vocabulary)
        self.kinds = {
            self.words(word)[-1]: number
            for number, group in enumerate(vocabulary.kinds)
            for word in group.words
            if self.words(word)
        }
        self.opposites = [
            frozenset(word for each in group.words for word in self.words(each))
            for group in vocabulary.opposites
        ]
        self.decorations = self._all(vocabulary.decorations)
        self.scopes = self._all(vocabulary.scopes)
        self.wrappers = self._all(vocabulary.wrappers)
        self.fillers = self._all(vocabulary.fillers)
        total: Counter[str] = Counter()
        distinct = sorted(set(names))
        for name in distinct:
            total.update(set(self.words(name)))
        self._counts, self._names = total, len(distinct) or 1
        self._weights: dict[str, float] = {}

    def _all(self, groups: list[Group]) -> frozenset[str]:
        """The canonical words of all words in `groups`."""
        return frozenset(word for each in flat(groups) for word in self.words(each))

    def _fields(self, vocabulary: Vocabulary) -> dict[Words, set[int]]:
        found: dict[Words, set[int]] = {}
        for number, same in enumerate(vocabulary.fields):
            for spelling in same.words:
                found.setdefault(self.words(spelling), set()).add(number)
        return found

    def _fold(self, raw: list[str]) -> Words:
        joined: list[str] = []
        at = 0
        raw = [part for word in raw for part in self._split_name(word)]
        while at < len(raw):
            for size in range(min(_LONGEST_JOIN, len(raw) - at), 0, -1):
                whole = "".join(raw[at : at + size])
                # Short ones are words by chance: `a` `z` is not az.
                if size == 1 or (
                    len(whole) >= 4
                    and self._occurrences[whole] > 0
                    and _NEVER_JOINED.isdisjoint(raw[at : at + size])
                ):
                    joined.append(self._singular(whole))
                    at += size
                    break
        return tuple(joined)

    def _split_name(self, word: str) -> list[str]:
        """`username` → user name, `hostname` → host name."""
        front = word.removesuffix("name")
        return (
            [front, "name"]
            if len(front) >= 3 and front != word and self._occurrences[front] > 0
            else [word]
        )

    def _singular(self, word: str) -> str:
        if len(word) < 3 or not word.endswith("s") or word.endswith(_KEEPS_S):
            return word
        for end, singular in (
            ("ies", "y"),
            ("sses", "ss"),
            ("xes", "x"),
            ("ches", "ch"),
            ("s", ""),
        ):
            if word.endswith(end):
                shorter = word[: -len(end)] + singular
                if self._occurrences[shorter] > 0:
                    return shorter
        if word.endswith("es") and self._occurrences[word[:-2]] > 0:
            return word[:-2]
        return word

    def words(self, name: str) -> Words:
        """The canonical words of one name."""
        found = self._cache.get(name)
        if found is None:
            found = self._cache[name] = self._canonical(self._fold(split(name)))
        return found

    def endings(self, name: str) -> frozenset[str]:
        """Words at the end of a name that is written as one word: ElastiCache → cache."""
        letters = name.lower()
        return frozenset(
            letters[at:] for at in range(2, len(letters) - 3) if self._occurrences[letters[at:]] > 0
        )

    def _canonical(self, words: Words) -> Words:
        canonical: list[str] = []
        at = 0
        while at < len(words):
            for size in range(min(self._longest, len(words) - at), 0, -1):
                same = self._same.get(words[at : at + size])
                if same is not None:
                    canonical += same
                    at += size
                    break
            else:
                canonical.append(words[at])
                at += 1
        return tuple(canonical)

    def weight(self, word: str) -> float:
        """How specific a word is, from 0.25 (in very many names) to 1 (in few)."""
        found = self._weights.get(word)
        if found is None:
            rarity = math.log(self._names / (1 + self._counts[word])) / math.log(self._names)
            found = self._weights[word] = min(1.0, max(0.25, rarity))
        return found


def word_counts(words: Words) -> dict[str, int]:
    """Word → how often it occurs, in the order of the words. (A Counter does the same at several
    times the cost.)"""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def common(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """The words of both, each as often as both have it."""
    return {word: min(times, other[word]) for word, times in one.items() if word in other}


def beyond(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """The words that `one` has more often than `other`, and how much more."""
    return {
        word: times - other.get(word, 0)
        for word, times in one.items()
        if times > other.get(word, 0)
    }


def head(words: Words, lexicon: Lexicon) -> str:
    """The word for the kind of thing a name names: the last one that is not a filler."""
    return next(
        (word for word in reversed(words) if word not in lexicon.fillers),
        words[-1] if words else "",
    )
