"""The argument that sets what a read call answers under another path.

`list_filters` answers `criteria…`, and `create_filter` takes `filterCriteria…`: the reader of
attributes.py links the one, this module the other beside it. Only names tell here, so they must be
the same along the whole path, but for words like Config and for the name of the thing itself.
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
"""Last words of blocks that one of two calls leaves off: `Sli`, `SliConfig`."""
NOT_SHARED = frozenset({"id", "Ref", "timeouts", "region", "tags_all"})
_SPECIFIED = "TagSpecifications[].Tags"
Key = tuple[Words, ...]


@dataclass
class Arguments:
    """Arguments beside what is read of one resource. `named`: how well it bears the name of the
    boto3 resource."""

    system: str
    resource: str
    boto3: str
    named: float
    found: list[Found]


def beside(ours: Tree, theirs: Tree, whole: Tree, read: dict[str, list[Node]]) -> list[Found]:
    """The arguments beside what can only be read, and those of CloudFormation's tags and of what
    its schema says cannot be read, where nothing of their name is read. `read`: the paths that are
    answered → what answers them."""
    unread: list[Node] = []
    if ours.resource.system == "cloudformation":
        names = {node.words for node in theirs.nodes.values()}
        unread = [
            node
            for path, node in ours.nodes.items()
            if path not in read
            and (_in_tags(node) or (_is_hidden(node) and node.words not in names))
        ]
    unset = {
        path: answers
        for path, answers in read.items()
        if not any(each.attribute.is_input for each in answers)
    }
    wanted = [ours.nodes[path] for path in unset] + unread
    nodes = [node for node in wanted if not node.only_read and node.path not in NOT_SHARED]
    if not nodes:
        return []
    found = arguments(ours, whole, nodes, frozenset(node.path for node in unread))
    return found + _as_it_is_read(ours, whole, nodes, unset, found)


def _as_it_is_read(
    ours: Tree, whole: Tree, wanted: list[Node], read: dict[str, list[Node]], found: list[Found]
) -> list[Found]:
    """The arguments called as the member that reads the attribute, in the block that sets the block
    around it: `ConfigurationProperties` is read as `Properties`, and set as `Properties` too."""
    blocks = {each.one.path: each.other for each in found}
    taken = {each.other.path for each in found}
    more = []
    for node in sorted(wanted, key=lambda node: node.path):
        block = blocks.get(node.parent.path) if node.parent is not None else None
        if node.path in blocks or block is None:
            continue
        names = {each.words for each in read.get(node.path, ())}
        others = [each for each in block.children if each.words in names]
        alone = len(others) == 1 and others[0].attribute.is_input and others[0].path not in taken
        if alone and _same_shape(node, others[0]):
            blocks[node.path] = others[0]
            taken.add(others[0].path)
            more.append(_link(node, others[0]))
    return more


def _in_tags(node: Node) -> bool:
    """Whether it is in tags, which another call reads."""
    return any(each.words == ("tag",) for each in _way(node, None))


def _is_hidden(node: Node) -> bool:
    """Whether it is in what the schema says cannot be read."""
    return any(each.attribute.write_only for each in _way(node, None))


def arguments(
    ours: Tree, whole: Tree, wanted: Iterable[Node], unread: frozenset[str] = frozenset()
) -> list[Found]:
    """A link for each of `wanted` that exactly one argument has the name of. `whole`: the boto3
    resource with all that calls take; `unread`: the paths of those that nothing is known to read,
    whose names must be the very same."""
    top = _wrapper(ours, whole)
    taken = [node for node in top.walk() if node.attribute.is_input]
    own = frozenset(ours.own) | frozenset(whole.own)
    # `Components.*`, which CloudFormation names too, is an entry of `Components`.
    nodes = [n for n in ours.root.walk() if not n.only_read and not n.path.endswith(".*")]
    found: dict[str, Found] = {}
    tags = whole.nodes.get(_SPECIFIED)
    for node in wanted:
        if tags is not None and node.words == ("tag",) and node.parent is ours.root:
            found |= {each.one.path: each for each in _tags(node, tags)}
    for loose in (False, True):
        theirs = _by_key(taken, top, loose, own)
        mine = _by_key(nodes, ours.root, loose, own)
        for node in wanted:
            key = _key(node, ours.root, loose, own)
            others = _spelled(node, theirs.get(key, []))
            alone = len(others) == 1 and len(_spelled(node, mine.get(key, []))) == 1
            if loose and node.path in unread:
                continue
            if node.path not in found and alone and _same_shape(node, others[0]):
                found[node.path] = _link(node, others[0])
    return [found[path] for path in sorted(found)]


def _tags(node: Node, tags: Node) -> Iterator[Found]:
    """Tags, their keys and their values, which EC2 is given with the type of what they are on."""
    yield _link(node, tags)
    for child in node.children:
        for other in tags.children:
            if child.words == other.words:
                yield _link(child, other)


def _wrapper(ours: Tree, whole: Tree) -> Node:
    """Where the arguments are: at the top, or in the one list or object that holds most of those
    that could be meant (`add_instance_groups(InstanceGroups=[…])`)."""
    tops = {node.words for node in ours.root.children if not node.only_read}

    def common(holder: Node) -> int:
        return len(tops & {child.words for child in holder.children if child.attribute.is_input})

    blocks = [child for child in whole.root.children if child.attribute.is_input and child.children]
    best = max(blocks, key=common, default=whole.root)
    enough = max(SOME_ARGUMENTS, MOST_ARGUMENTS * len(tops), 2 * common(whole.root))
    return best if common(best) >= enough else whole.root


def _spelled(node: Node, others: list[Node]) -> list[Node]:
    """Of several, those that are spelled alike: `Source` is not `Sources`."""
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
    """The names from `root` on, in words."""
    return tuple(
        _core(each, each.parent is root, own) if loose else each.words for each in _way(node, root)
    )


def _way(node: Node, root: Node | None) -> Iterator[Node]:
    """The blocks around an attribute, from `root` on, and it itself."""
    if node.parent is not None and node.parent is not root:
        yield from _way(node.parent, root)
    yield node


def _core(node: Node, at_top: bool, own: frozenset[str]) -> Words:
    words = peel(node.words, own) if at_top else node.words
    return words[:-1] if len(words) > 1 and words[-1] in _TAILS and words[0] != "tag" else words


def _same_shape(one: Node, other: Node) -> bool:
    """Whether the two can hold the same: both a value, both objects, or tags."""
    if one.head == other.head or {one.head, other.head} == {"map", "list"}:
        return one.is_block == other.is_block or "map" in (one.head, other.head)
    if one.head in SCALARS and other.head in SCALARS:
        return True
    return one.is_block and other.is_block  # a block, which Terraform writes as a list of one


def _link(one: Node, other: Node) -> Found:
    said = f"{one.path} = {other.path}"
    return Found(one, other, 1.0, NameMatch(1.0, said), None, 0, 0.0, kind="argument")


def argument_rows(given: list[Arguments]) -> Iterator[DerivedAttribute]:
    """The arguments of what the create call makes: where several Terraform types are one boto3
    resource (a subnet, the default subnet), of the one that bears its name."""
    rivals: dict[tuple[str, str], list[Arguments]] = {}
    for each in given:
        rivals.setdefault((each.system, each.boto3), []).append(each)
    for several in rivals.values():
        if several[0].system == "terraform":
            several = [each for each in several if not ALIAS.match(each.resource)]
            best = max((each.named for each in several), default=0)
            several = [each for each in several if each.named == best]
            several = several if len(several) == 1 else []
        for each in several:
            for found in each.found:
                yield _argument(each, found)


def _argument(given: Arguments, found: Found) -> DerivedAttribute:
    change = transform_of(found, "boto3")
    reason = why_close(found, change, "boto3")
    return DerivedAttribute(
        given.system,
        given.resource,
        found.one.path,
        "boto3",
        given.boto3,
        found.other.path,
        "close" if reason else "exact",
        change,
        ARGUMENT,
        {"kind": "argument", "types": f"{found.one.attribute.type} = {found.other.attribute.type}"},
        reason,
    )
