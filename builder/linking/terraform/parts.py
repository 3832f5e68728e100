"""Finds Terraform resources that manage one property of a CloudFormation type:
aws_s3_bucket_versioning of AWS::S3::Bucket.

The name of a part has words of the type's name and the words of one property of the type. The
arguments that it requires are in that property, except for the one that names the main resource.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder.linking.matching.assignment import Matcher
from builder.linking.matching.comparing import IDENTIFIERS
from builder.linking.matching.found import Found
from builder.linking.matching.resources import Choice, Scored
from builder.linking.matching.similarity import core, match_names
from builder.linking.matching.thresholds import NAMED
from builder.linking.matching.trees import Node, Tree
from builder.linking.matching.words import Lexicon, Words, head

Open = Callable[[Scored], Matcher]


@dataclass(eq=False)
class Part:
    """One part with its links."""

    choice: Choice
    found: list[Found]


def find_parts(
    mains: list[Choice],
    scores: list[Scored],
    main_names: set[str],
    open_pair: Open,
    lexicon: Lexicon,
) -> list[Part]:
    """The parts of every type that has a main resource. `main_names`: Terraform resources that are
    main resources of some type."""
    by_type: dict[str, list[Choice]] = {}
    for choice in mains:
        if choice.role == "main":
            by_type.setdefault(choice.scored.one.resource.name, []).append(choice)
    found: dict[str, list[Part]] = {}
    for scored in scores:
        name = scored.one.resource.name
        if (
            name not in by_type
            or scored.other.resource.name in main_names
            or not scored.extra_other
        ):
            continue
        if head(scored.other.words, lexicon) == head(scored.one.words, lexicon):
            # It is itself a resource of this kind (aws_dms_s3_endpoint).
            continue
        if not _may_be(scored, lexicon):
            continue
        part = _part(scored, open_pair(scored), lexicon)
        if part is not None:
            found.setdefault(scored.other.resource.name, []).append(part)
    # A resource is a part of one type: the one whose name is most similar.
    return [
        max(parts, key=lambda part: (part.choice.scored.name, part.choice.scored.total))
        for _, parts in sorted(found.items())
    ]


def _may_be(scored: Scored, lexicon: Lexicon) -> bool:
    """Whether some property has all the additional words of the part's name. This is a cheap test
    before the attributes are linked."""
    more = set(_more(scored, lexicon))
    paths = (each.path for each in scored.one.resource.attributes if each.path.count(".") <= 1)
    return any(
        more <= {*lexicon.words(path.rpartition(".")[2]), *scored.one.service} for path in paths
    )


def _more(scored: Scored, lexicon: Lexicon) -> Words:
    words = tuple(word for word in scored.other.words if word not in scored.one.words)
    return core(words, lexicon.fillers | lexicon.wrappers)


def _part(scored: Scored, matcher: Matcher, lexicon: Lexicon) -> Part | None:
    more = core(
        tuple(word for word in scored.other.words if word not in scored.one.words),
        lexicon.fillers | lexicon.wrappers,
    )
    ours, theirs = matcher.one, matcher.other
    own = frozenset(scored.one.words) | scored.one.service
    inputs = [node for node in theirs.root.children if not node.only_read and node.path != "id"]
    for node in _properties(ours):
        words = core(node.words, lexicon.fillers | lexicon.wrappers)
        if match_names(words, more, own, lexicon).score < NAMED:
            continue
        found = _links(node, inputs, matcher, own, more)
        linked_arguments = {each.other.path.partition(".")[0].removesuffix("[]") for each in found}
        elsewhere = {
            other.words for other in ours.root.children if other is not node and not other.only_read
        }
        required = [
            each
            for each in inputs
            if each.attribute.required
            and each.path not in linked_arguments
            and each.words not in elsewhere
        ]
        refers = [each for each in required if _refers(each, ours, lexicon)]
        if found and len(required) == len(refers) <= 1 and refers:
            why = f"manages {node.path} of the resource that {refers[0].path} names"
            return Part(Choice(scored, "part", True, 0.0, why), found)
    return None


def _properties(ours: Tree) -> list[Node]:
    """The properties that can be set, down to the members of top-level blocks."""
    top = [node for node in ours.root.children if not node.only_read and node.path != "Tags"]
    found = [*top, *(child for node in top if node.head == "object" for child in node.children)]
    # A reference to another resource (`SnapshotIdentifier`) does not hold that resource.
    return [node for node in found if node.is_block or node.words[-1] not in IDENTIFIERS]


def _links(
    node: Node, inputs: list[Node], matcher: Matcher, own: frozenset[str], more: tuple[str, ...]
) -> list[Found]:
    """Links a property with its members to the arguments of the part: as a whole, or member by
    member."""
    optional = own | set(more) | set(node.words)
    return matcher.run_part(node, inputs, optional)


def _refers(node: Node, ours: Tree, lexicon: Lexicon) -> bool:
    """Whether an argument names the main resource: `bucket`, `repository`, `queue_url`,
    `function_name`."""
    words = (
        node.words[:-1] if node.words[-1] in lexicon.kinds and len(node.words) > 1 else node.words
    )
    whole = set(ours.own) | ours.service
    return (
        not node.is_block
        and set(words) <= whole
        and words[-1] in (ours.own[-1], head(ours.own, lexicon))
    )
