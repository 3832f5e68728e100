"""What a second read call answers of the same thing: `get_bucket_versioning` beside `list_buckets`.

Parts of a resource are those that the same parameters read, and those that the type's read handler
calls besides. An attribute without a partner is looked up there: as a whole when it is called like
the part, or by a name that tells.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from builder.linking.boto3.attributes import Reader
from builder.linking.boto3.inputs import Inputs
from builder.linking.boto3.names import names, shape_noun
from builder.linking.matching.found import Found
from builder.linking.matching.thresholds import TELLING, WHOLE
from builder.linking.matching.trees import Node, Tree
from builder.model import Resource
from builder.services import letters

LARGE = 1500
"""Of larger parts (definitions of dashboards) only what has the very name is looked up."""
_ANYBODY = frozenset({"arn", "id", "name", "identifier", "resource", "type", "version", "status"})
Key = tuple[str, frozenset[tuple[str, ...]]]


@dataclass
class Parts:
    """Finds the parts of boto3 resources."""

    inputs: Inputs
    _same: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    _handled: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for name, resource in self.inputs.boto3.items():
            for key in self._keys(resource):
                self._same[key].append(name)
            for kind in resource.facts.get("cloudformation_also", ()):
                self._handled[kind].append(name)

    def _keys(self, resource: Resource) -> list[Key]:
        found = []
        for read in resource.facts["read"]:
            asked = frozenset(self.inputs.lexicon.words(name) for name in read["parameters"])
            if (
                asked
                and all(self._tells(words) for words in asked)
                and read["operation"].startswith(("get_", "describe_"))
                and "[]" not in read["path"]
            ):
                found.append((resource.service, asked))
        return list(dict.fromkeys(found))

    def _tells(self, words: tuple[str, ...]) -> bool:
        """Whether a parameter says whose it is: `TableName`, `Bucket`, not `arn`, `name` or
        `resourceArn`."""
        return not set(words) <= _ANYBODY

    def of(self, main: Resource, kinds: list[str]) -> list[str]:
        """Other resources that describe the same thing as `main` does. `kinds`: the CloudFormation
        types of it."""
        found = [name for key in self._keys(main) for name in self._same[key]]
        shape = letters(str(main.facts["shape"]))
        own = {letters(words) for words in (shape_noun(str(main.facts["shape"])), shape)}
        handled = [name for kind in kinds for name in self._handled[kind]]
        found += [
            name
            for name in handled
            if self.inputs.boto3[name].service == main.service
            and any(each in letters(name) for each in own)
        ]
        return [name for name in sorted(set(found)) if name != main.name]


def read_part(
    inputs: Inputs, ours: Tree, left: list[Node], part: str, words: frozenset[str]
) -> list[Found]:
    """Links what is left of a resource to a part of it."""
    theirs = inputs.boto3_tree(part, words)
    said = set(ours.own) | words | inputs.lexicon.wrappers | inputs.lexicon.fillers
    called = {
        tuple(word for word in name if word not in said)
        for name in names(inputs.boto3[part], words, inputs.lexicon)
    } - {()}
    if len(theirs.nodes) > LARGE:
        tops = {letters(node.name) for node in theirs.root.children}
        left = [node for node in left if node.is_block and letters(node.name) in tops]
    found: list[Found] = []
    for node in left:
        short = tuple(word for word in node.words if word not in said)
        reader = Reader(ours, theirs, inputs.lexicon, inputs.texts)
        if node.is_block and short in called:
            links = reader.read(node.children, theirs.root.children)
            found += [replace(each, block=WHOLE) for each in links if each.score >= WHOLE]
        elif node.is_block or len(short) > 1 or short in called:
            links = reader.read([node], theirs.root.children)
            top = next((each for each in links if each.one is node), None)
            if (
                top is not None
                and min(top.score, top.name.score) >= TELLING
                and not _aside(top.other, said | set(node.words))
            ):
                found += [each for each in links if each.score >= TELLING]
    return found


def _aside(node: Node, said: set[str]) -> bool:
    """Whether it is in a block that is named for another thing."""
    holder = node.parent
    while holder is not None and holder.path:
        if set(holder.words) - said:
            return True
        holder = holder.parent
    return False
