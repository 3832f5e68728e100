"""The names of boto3 resources: the nouns of the calls that create and read them, and the shape
without its wrapping words."""

from __future__ import annotations

import re

from builder.linking.matching.resources import bare
from builder.linking.matching.words import Lexicon, Words
from builder.model import Resource

_VERB = re.compile(
    r"^(?:BatchGet|BatchDescribe|BatchCreate|Get|List|Describe|Search|Create|Put|Register|Run|Start|Allocate|Provision|Request|Import|"
    r"Add|Set|Update|Modify|Enable|Publish|Upload|Purchase|Batch|Lookup|Head|Retrieve|Query|Send|Authorize)(?=[A-Z])"
)
_TIES = frozenset({"for", "of", "to", "in", "by", "on", "and", "the"})
_DEEDS = (
    ("Associate", "Association"),
    ("Attach", "Attachment"),
    ("Tag", "Tag"),
    ("Accept", "Accepter"),
)
_AROUND = re.compile(
    r"(?:Response|Output|Result|Message|Description|Descriptions|Details|Detail|DetailType|Info|Information|Summary|Item|Object|Entry|Element|"
    r"Type|Data|Metadata|Shape|Model|ListEntry|Struct|Document|Properties|V2)$"
)


def noun(operation: str) -> str:
    """`CacheClusters` of DescribeCacheClusters and of CreateCacheClusters; `PolicyAttachment` of
    AttachPolicy."""
    for verb, thing in _DEEDS:
        if re.match(f"{verb}(?=[A-Z])", operation):
            return operation[len(verb) :] + thing
    return _VERB.sub("", operation)


def shape_noun(shape: str) -> str:
    """`Function` of FunctionDescription, `BucketVersioning` of GetBucketVersioningOutput."""
    found = noun(shape)
    while (shorter := _AROUND.sub("", found)) and shorter != found:
        found = shorter
    return found


def names(resource: Resource, service: frozenset[str], lexicon: Lexicon) -> list[Words]:
    """Every name of a boto3 resource without its service's words, the most specific first: of the
    create calls, the read calls, the shape."""
    facts = resource.facts
    spellings = [
        noun(call["action"].partition(":")[2])
        for call in (*facts.get("create", ()), *facts["read"])
        if "action" in call
    ]
    shape = str(facts["shape"])
    spellings += [shape_noun(shape), shape]
    return list(
        dict.fromkeys(
            words
            for name in spellings
            if name and (words := bare(plainly(lexicon.words(name)), service))
        )
    )


def plainly(words: Words) -> Words:
    """`words` without prepositions, articles and `and` (`AccessPointForObjectLambda`)."""
    return tuple(word for word in words if word not in _TIES) or words
