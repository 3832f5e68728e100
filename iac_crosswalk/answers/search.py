"""Search: resources and attributes by words, the same for the command, pages, the API and MCP.

A word may belong to a resource's name or to a path: `rds cluster reader endpoint` is
`reader_endpoint` of `aws_rds_cluster`. Equivalent attributes of several systems are one hit."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from typing import Any, NamedTuple

from iac_crosswalk.answers.search_index import Name, SearchIndex
from iac_crosswalk.answers.translate import translate
from iac_crosswalk.answers.words import first_sentence, spoken_words, words_of
from iac_crosswalk.store.queries import search as queries
from iac_crosswalk.vocabulary import SYSTEMS

MOST_WORDS = 12
_MANY = 2_000
"""The most attributes for one reading of the words. To narrow the search, add a word."""
_GROUPS = 8
_PATHS = 40_000
_ENOUGH = 300
"""The most groups of resources, paths of one group, and hits to look at; the rest is less likely.
"""
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ers?|ings?|ed|ies|es|s|y)$")
_FILLERS = frozenset(
    [
        *(
            "a",
            "an",
            "the",
            "of",
            "in",
            "for",
            "to",
            "is",
            "what",
            "how",
            "get",
            "aws",
            "attribute",
        ),
        *("property", "do", "does", "i", "my", "with", "this", "that", "which", "can", "where"),
        "from",
    ]
)
_ITEM = re.compile(r"\[\d+\]")


class Hit(NamedTuple):
    """A resource (attribute None) or an attribute; the one that sorts lower comes first."""

    rank: tuple[Any, ...]
    resource: Name
    attribute: str | None
    description: str


class Found(NamedTuple):
    """The result of a search: the number of hits (at least), some of them, and words to try
    instead.
    """

    total: int
    results: list[dict[str, Any]]
    suggestions: list[str]


def split(text: str) -> list[str]:
    """The words to look for, in lower case; fillers, and the index of an item, are left out unless
    there is nothing else.
    """
    words = list(dict.fromkeys(spoken_words(_ITEM.sub("[]", text))))
    return ([word for word in words if word not in _FILLERS] or words)[:MOST_WORDS]


def find(
    index: SearchIndex,
    text: str,
    system: str | None,
    limit: int,
    offset: int = 0,
    suggesting: bool = True,
) -> Found:
    """Hits `offset` to `offset + limit` of a search, best first; other words where there are no
    hits, if `suggesting`. If nothing has all the words, the name of a system among them restricts
    the search to that system.
    """
    words = split(text)
    if not words:
        return Found(0, [], [])
    hits = _hits(index, text, words, system, offset + limit)
    named_systems = [word for word in words if word in SYSTEMS]
    if not hits and named_systems and named_systems != words and system in (None, *named_systems):
        rest = [word for word in words if word not in named_systems]
        only = system or (named_systems[0] if len(named_systems) == 1 else None)
        hits = _hits(index, " ".join(rest), rest, only, offset + limit)
    if not hits:
        hits = _described(index, system, words)
    results, total = _concepts(index, hits, limit, offset)
    return Found(total, results, [] if hits or not suggesting else suggest(index, words))


def _hits(
    index: SearchIndex, text: str, words: list[str], system: str | None, limit: int
) -> list[Hit]:
    """Hits whose name holds all of the words, best first; `limit` of them suffice."""
    hits = _resources(index, system, words, text) + _attributes(index, system, words, False)
    if len(hits) < limit:  # `reader endpoint` is `ReadEndpoint` elsewhere
        named_hits = {(hit.resource.id, hit.attribute) for hit in hits}
        hits += [
            hit
            for hit in _attributes(index, system, words, True)
            if (hit.resource.id, hit.attribute) not in named_hits
        ]
    hits.sort(key=lambda hit: hit.rank)
    return hits


def _resources(index: SearchIndex, system: str | None, words: list[str], text: str) -> list[Hit]:
    """Resources whose name holds every word; the last word may be a prefix."""
    *first, last = words
    with_prefix = index.names_with_beginning(last)
    ids = with_prefix.intersection(*(index.names_with(word) for word in first))
    row = index.store.find_resource(text.strip(), system) if len(text) < 300 else None
    word_set = set(words)
    found = []
    for number in ids | ({row.id} if row else set()):
        name = index.names[number]
        if system is not None and name.system != system:
            continue
        unlike = len(name.words) - len(word_set & name.words)
        kind = 1 if word_set <= name.words else 4
        if row and number == row.id:
            kind = 0
        # `s3` is a word of S3 buckets, and only a prefix of one in s3tables
        begun_only = len(word_set.difference(spoken_words(name.name)))
        rank = (kind, begun_only, *_preference(index, name), unlike, len(name.name), name.id)
        found.append(Hit(rank, name, None, ""))
    return found


def _preference(index: SearchIndex, name: Name) -> tuple[Any, ...]:
    """A rank: current before deprecated, resources before data sources, curated before the rest."""
    return name.deprecated, name.kind != "resource", name.id not in index.curated


def _attributes(index: SearchIndex, system: str | None, words: list[str], stems: bool) -> list[Hit]:
    """Attributes where each word is in the path or in the resource's name; with `stems`, where a
    word of the path begins with it.
    """
    words_by_resource: dict[int, set[str]] = defaultdict(set)
    for word in words:
        for number in index.names_with(word):
            words_by_resource[number].add(word)
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, some in words_by_resource.items():
        groups[frozenset(some)].append(number)
    # Of two groups, the one whose names hold more of the words is searched first; all attributes
    # are searched for all words.
    ordered = sorted(
        (key for key in groups if len(key) < len(words)), key=lambda key: (-len(key), sorted(key))
    )[:_GROUPS]
    found: dict[int, Hit] = {}
    for key in [*ordered, frozenset()]:
        index.check()
        if key and len(found) >= _ENOUGH:
            continue
        rest = [_ENDING.sub("", word) if stems else word for word in words if word not in key]
        rows = (
            _within(index, groups[key], rest)
            if key
            else queries.matching(index.store, _match(rest, stems), _MANY)
        )
        for match in rows:
            name = index.names[match.resource_id]
            spoken = spoken_words(match.path)
            if (
                match.id in found
                or (system is not None and name.system != system)
                or (key and not _holds(match.path, rest, stems))
            ):
                continue
            standing = _preference(index, name)
            extra = len(spoken) - len(rest)
            rank = (
                3 if stems else 2,
                match.deprecated,
                *standing,
                *_together(words, name.name, match.path),
                -len(key),
                match.path.count("."),
                extra,
                len(name.words),
                len(match.path),
                match.id,
            )
            found[match.id] = Hit(rank, name, match.path, match.description)
    return list(found.values())


def _within(index: SearchIndex, resources: list[int], parts: list[str]) -> list[queries.MatchRow]:
    """Attributes of these resources that may hold the words; if the resources have very many, those
    of the likeliest ones.
    """
    chosen: list[int] = []
    size = 0
    for number in sorted(resources, key=lambda each: _preference(index, index.names[each])):
        size += index.sizes.get(number, 0)
        if size > _PATHS and chosen:
            break
        chosen.append(number)
    return queries.holding(index.store, chosen, parts, _MANY)


def _holds(path: str, words: list[str], stems: bool) -> bool:
    """Whether the path has each word; of the last word, and of stems, a prefix is enough."""
    path_words = words_of(path)
    prefixes = words if stems else words[-1:]
    return all(word in path_words for word in words if word not in prefixes) and all(
        any(each.startswith(word) for each in path_words) for word in prefixes
    )


def _together(words: list[str], name: str, path: str) -> tuple[int, int]:
    """How many of the words are adjacent in the resource's name and in the path, as a rank: both,
    less the depth of the path; and the greater of the two."""
    runs = _run(words, spoken_words(name)), _run(words, spoken_words(path))
    return path.count(".") - sum(runs), -max(runs)


def _run(words: list[str], spoken: list[str]) -> int:
    """How many of the words are adjacent, in order: `configuration endpoint` in
    ConfigurationEndpoint.Address.
    """
    best = 0
    for at in range(len(spoken)):
        for start in range(len(words)):
            length = 0
            while (
                words[start + length : start + length + 1]
                == spoken[at + length : at + length + 1]
                != []
            ):
                length += 1
            best = max(best, length)
    return best


def _described(index: SearchIndex, system: str | None, words: list[str]) -> list[Hit]:
    """Attributes whose description holds every word."""
    rows = queries.matching(index.store, " AND ".join(f'"{word}"' for word in words), _MANY)
    hits = []
    for match in rows:
        name = index.names[match.resource_id]
        if system is None or name.system == system:
            rank = (
                match.deprecated,
                *_preference(index, name),
                match.path.count("."),
                len(match.path),
                match.id,
            )
            hits.append(Hit(rank, name, match.path, match.description))
    return sorted(hits, key=lambda hit: hit.rank)


def _match(words: list[str], stems: bool) -> str:
    """The query for full-text search; the last word, and every stem, may be a prefix."""
    begun = [
        stems or (index == len(words) - 1 and len(word) > 2) for index, word in enumerate(words)
    ]
    return (
        "{path words} : ("
        + " AND ".join(
            f'"{word}"' + (" *" if part else "") for word, part in zip(words, begun, strict=True)
        )
        + ")"
    )


def _concepts(
    index: SearchIndex, hits: list[Hit], limit: int, offset: int
) -> tuple[list[dict[str, Any]], int]:
    """The requested hits, each with its counterparts. Counterparts of earlier hits are left out."""
    results: list[dict[str, Any]] = []
    concepts: set[tuple[str, str, str | None]] = set()
    left_out = count = 0
    for hit in hits:
        if count >= offset + limit:
            break
        index.check()
        key = (hit.resource.system, hit.resource.name, hit.attribute)
        if key in concepts:
            left_out += 1
            continue
        others = _counterparts(index, hit)
        concepts.add(key)
        concepts.update(
            (other["system"], other["resource"], other["attribute"]) for other in others
        )
        count += 1
        if count > offset:
            results.append(_shown(hit, others))
    return results, len(hits) - left_out


def _counterparts(index: SearchIndex, hit: Hit) -> list[dict[str, Any]]:
    store = index.store
    if hit.attribute is None:
        mains = [
            other for other, (role, _) in store.ranks(hit.resource.id).items() if role == "main"
        ]
        targets = [store.target(other) for other in mains]
        return [
            {"system": each.system, "resource": each.name, "attribute": None} for each in targets
        ]
    answer = translate(store, hit.attribute, hit.resource.name, hit.resource.system)
    found = [
        {"system": target.system, "resource": each.resource, "attribute": each.attribute}
        for target in answer.targets
        for each in target.answers[:5]
    ]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def _shown(hit: Hit, others: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "system": hit.resource.system,
        "resource": hit.resource.name,
        "attribute": hit.attribute,
        "description": first_sentence(hit.description),
        "counterparts": sorted(others, key=lambda each: SYSTEMS.index(each["system"])),
    }


def suggest(index: SearchIndex, words: list[str]) -> list[str]:
    """Words that exist, where some of `words` do not."""
    vocabulary = index.vocabulary
    if not vocabulary or all(word in vocabulary for word in words):
        return []
    nearest = [[word] if word in vocabulary else _nearest(word, vocabulary) for word in words]
    if not all(nearest):
        return [" ".join(each[0] for each in nearest if each)] if any(nearest) else []
    best = " ".join(each[0] for each in nearest)
    others = []
    for i, each in enumerate(nearest):
        if len(each) > 1:
            words_there = [near[0] for near in nearest]
            words_there[i] = each[1]
            others.append(" ".join(words_there))
    return list(dict.fromkeys([best, *others]))[:3]


def _nearest(word: str, vocabulary: frozenset[str]) -> list[str]:
    """Up to two words that begin like `word` and look like it."""
    alike = [each for each in vocabulary if each[0] == word[0] and abs(len(each) - len(word)) < 3]
    return difflib.get_close_matches(word, alike, n=2, cutoff=0.75)
