"""Finds the arguments that set what a read call answers under another path.

`list_filters` answers `criteria…`, and `create_filter` takes `filterCriteria…`: attributes.py links
the former, this module adds the latter. Only names can decide here, so they must agree along the
whole path, except for words like Config and the resource's own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.linking.matching.found import Found
from builder.linking.matching.relations import why_close
from builder.linking.matching.results import DerivedAttribute
from builder.linking.matching.similarity import SCALARS, NameMatch, peel
from builder.linking.matching.thresholds import ARGUMENT, MOST_ARGUMENTS, SOME_ARGUMENTS
from builder.linking.matching.transforms import transform_of
from builder.linking.matching.trees import Node, Tree
from builder.linking.matching.words import Words
from builder.linking.twins import ALIAS
from builder.services import letters

_TAILS = frozenset({"configuration", "specification", "setting", "detail", "info", "input"})
"""Last words of block names that one of two calls leaves out: `Sli`, `SliConfig`."""
NOT_SHARED = frozenset({"id", "Ref", "timeouts", "region", "tags_all"})
_SPECIFIED = "TagSpecifications[].Tags"
Key = tuple[Words, ...]


@dataclass
class Arguments:
    """The arguments of one resource beside its members that are read. `name_score`: how alike the
    names of the resource and the boto3 resource are."""

    system: str
    resource: str
    boto3: str
    name_score: float
    found: list[Found]


def beside(ours: Tree, theirs: Tree, whole: Tree, members: dict[str, list[Node]]) -> list[Found]:
    """The arguments of attributes whose members can only be read, of CloudFormation's tags, and of
    what its schema calls write-only, where no member of that name is read. `members`: attribute
    path → the members that answer it."""
    unread: list[Node] = []
    if ours.resource.system == "cloudformation":
        names = {node.words for node in theirs.nodes.values()}
        unread = [
            node
            for path, node in ours.nodes.items()
            if path not in members
            and (_in_tags(node) or (_is_hidden(node) and node.words not in names))
        ]
    unset = {
        path: answers
        for path, answers in members.items()
        if not any(each.attribute.is_input for each in answers)
    }
    unlinked = [ours.nodes[path] for path in unset] + unread
    nodes = [node for node in unlinked if not node.only_read and node.path not in NOT_SHARED]
    if not nodes:
        return []
    found = arguments(ours, whole, nodes, frozenset(node.path for node in unread))
    return found + _named_like_members(ours, whole, nodes, unset, found)


def _named_like_members(
    ours: Tree, whole: Tree, nodes: list[Node], members: dict[str, list[Node]], found: list[Found]
) -> list[Found]:
    """The arguments with the name of the member that answers the attribute, in the argument of the
    block around it: `ConfigurationProperties` is read as `Properties`, and set as `Properties`
    too."""
    blocks = {each.one.path: each.other for each in found}
    used_paths = {each.other.path for each in found}
    more = []
    for node in sorted(nodes, key=lambda node: node.path):
        block = blocks.get(node.parent.path) if node.parent is not None else None
        if node.path in blocks or block is None:
            continue
        names = {each.words for each in members.get(node.path, ())}
        others = [each for each in block.children if each.words in names]
        alone = (
            len(others) == 1 and others[0].attribute.is_input and others[0].path not in used_paths
        )
        if alone and _same_shape(node, others[0]):
            blocks[node.path] = others[0]
            used_paths.add(others[0].path)
            more.append(_link(node, others[0]))
    return more


def _in_tags(node: Node) -> bool:
    """Whether the attribute is in tags, which another call reads."""
    return any(each.words == ("tag",) for each in _way(node, None))


def _is_hidden(node: Node) -> bool:
    """Whether the attribute, or a block around it, is write-only in the schema."""
    return any(each.attribute.write_only for each in _way(node, None))


def arguments(
    ours: Tree, whole: Tree, attributes: Iterable[Node], unread: frozenset[str] = frozenset()
) -> list[Found]:
    """A link for each of `attributes` whose name exactly one argument has. `whole`: the boto3
    resource with everything that calls take; `unread`: the paths of attributes that no member
    answers; their names must be identical."""
    top = _wrapper(ours, whole)
    settable = [node for node in top.walk() if node.attribute.is_input]
    own = frozenset(ours.own) | frozenset(whole.own)
    # `Components.*`, which CloudFormation names too, is an entry of `Components`.
    nodes = [n for n in ours.root.walk() if not n.only_read and not n.path.endswith(".*")]
    found: dict[str, Found] = {}
    tags = whole.nodes.get(_SPECIFIED)
    for node in attributes:
        if tags is not None and node.words == ("tag",) and node.parent is ours.root:
            found |= {each.one.path: each for each in _tags(node, tags)}
    for loose in (False, True):
        theirs = _by_key(settable, top, loose, own)
        mine = _by_key(nodes, ours.root, loose, own)
        for node in attributes:
            key = _key(node, ours.root, loose, own)
            others = _same_spelling(node, theirs.get(key, []))
            alone = len(others) == 1 and len(_same_spelling(node, mine.get(key, []))) == 1
            if loose and node.path in unread:
                continue
            if node.path not in found and alone and _same_shape(node, others[0]):
                found[node.path] = _link(node, others[0])
    return [found[path] for path in sorted(found)]


def _tags(node: Node, tags: Node) -> Iterator[Found]:
    """Tags with their keys and values, which EC2 takes together with the type of the resource."""
    yield _link(node, tags)
    for child in node.children:
        for other in tags.children:
            if child.words == other.words:
                yield _link(child, other)


def _wrapper(ours: Tree, whole: Tree) -> Node:
    """The node that holds the arguments: the root, or the one list or object that has most of the
    arguments with names of ours (`add_instance_groups(InstanceGroups=[…])`)."""
    tops = {node.words for node in ours.root.children if not node.only_read}

    def common(holder: Node) -> int:
        return len(tops & {child.words for child in holder.children if child.attribute.is_input})

    blocks = [child for child in whole.root.children if child.attribute.is_input and child.children]
    best = max(blocks, key=common, default=whole.root)
    enough = max(SOME_ARGUMENTS, MOST_ARGUMENTS * len(tops), 2 * common(whole.root))
    return best if common(best) >= enough else whole.root


def _same_spelling(node: Node, others: list[Node]) -> list[Node]:
    """Of several nodes, those that are spelled like `node`: `Source` is not `Sources`."""
    same = [each for each in others if letters(each.path) == letters(node.path)]
    return same if same and len(others) > 1 else others


def _by_key(
    nodes: Iterable[Node], root: Node, loose: bool, own: frozenset[str]
) -> dict[Key, list[Node]]:
    found: dict[Key, list[Node]] = {}
    for node in nodes:
        found.setdefault(_key(node, root, loose, own), []).append(node)
    return found


def _key(node: Node, root: Node, loose: bool, own: frozenset[str]) -> Key:
    """The words of each name on the path from `root` to the node."""
    return tuple(
        _core(each, each.parent is root, own) if loose else each.words for each in _way(node, root)
    )


def _way(node: Node, root: Node | None) -> Iterator[Node]:
    """The blocks between `root` and an attribute, and the attribute itself."""
    if node.parent is not None and node.parent is not root:
        yield from _way(node.parent, root)
    yield node


def _core(node: Node, at_top: bool, own: frozenset[str]) -> Words:
    words = peel(node.words, own) if at_top else node.words
    return words[:-1] if len(words) > 1 and words[-1] in _TAILS and words[0] != "tag" else words


def _same_shape(one: Node, other: Node) -> bool:
    """Whether the two can hold the same value: both are plain, both are objects, or both are
    tags."""
    if one.head == other.head or {one.head, other.head} == {"map", "list"}:
        return one.is_block == other.is_block or "map" in (one.head, other.head)
    if one.head in SCALARS and other.head in SCALARS:
        return True
    return one.is_block and other.is_block  # a block, which Terraform writes as a list of one


def _link(one: Node, other: Node) -> Found:
    names = f"{one.path} = {other.path}"
    return Found(one, other, 1.0, NameMatch(1.0, names), None, 0, 0.0, kind="argument")


def argument_rows(groups: list[Arguments]) -> Iterator[DerivedAttribute]:
    """The arguments as rows. Where several Terraform types are one boto3 resource (a subnet, the
    default subnet), only the type with its name has them."""
    rivals: dict[tuple[str, str], list[Arguments]] = {}
    for each in groups:
        rivals.setdefault((each.system, each.boto3), []).append(each)
    for several in rivals.values():
        if several[0].system == "terraform":
            several = [each for each in several if not ALIAS.match(each.resource)]
            best = max((each.name_score for each in several), default=0)
            several = [each for each in several if each.name_score == best]
            several = several if len(several) == 1 else []
        for each in several:
            for found in each.found:
                yield _argument(each, found)


def _argument(group: Arguments, found: Found) -> DerivedAttribute:
    change = transform_of(found, "boto3")
    reason = why_close(found, change, "boto3")
    return DerivedAttribute(
        group.system,
        group.resource,
        found.one.path,
        "boto3",
        group.boto3,
        found.other.path,
        "close" if reason else "exact",
        change,
        ARGUMENT,
        {"kind": "argument", "types": f"{found.one.attribute.type} = {found.other.attribute.type}"},
        reason,
    )
