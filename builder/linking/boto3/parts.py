"""What a second read call answers about the same resource: `get_bucket_versioning` beside
`list_buckets`.

The parts of a boto3 resource are those that are read with the same parameters, and those that the
CloudFormation type's read handler calls too. An attribute without a partner is looked up there:
with all its members where it has the name of the part, else by a name that identifies it.
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
"""In larger parts (definitions of dashboards) only blocks with an identical name are looked up."""
_UNSPECIFIC = frozenset(
    {"arn", "id", "name", "identifier", "resource", "type", "version", "status"}
)
Key = tuple[str, frozenset[tuple[str, ...]]]


@dataclass
class Parts:
    """Finds the parts of boto3 resources."""

    inputs: Inputs
    _by_parameters: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_handler: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for name, resource in self.inputs.boto3.items():
            for key in self._keys(resource):
                self._by_parameters[key].append(name)
            for kind in resource.facts.get("cloudformation_also", ()):
                self._by_handler[kind].append(name)

    def _keys(self, resource: Resource) -> list[Key]:
        found = []
        for read in resource.facts["read"]:
            parameters = frozenset(self.inputs.lexicon.words(name) for name in read["parameters"])
            if (
                parameters
                and all(self._tells(words) for words in parameters)
                and read["operation"].startswith(("get_", "describe_"))
                and "[]" not in read["path"]
            ):
                found.append((resource.service, parameters))
        return list(dict.fromkeys(found))

    def _tells(self, words: tuple[str, ...]) -> bool:
        """Whether a parameter names the kind of resource: `TableName`, `Bucket`, not `arn`, `name`
        or `resourceArn`."""
        return not set(words) <= _UNSPECIFIC

    def of(self, main: Resource, kinds: list[str]) -> list[str]:
        """Other boto3 resources that describe the same thing as `main`. `kinds`: its CloudFormation
        types."""
        found = [name for key in self._keys(main) for name in self._by_parameters[key]]
        shape = letters(str(main.facts["shape"]))
        own = {letters(words) for words in (shape_noun(str(main.facts["shape"])), shape)}
        from_handlers = [name for kind in kinds for name in self._by_handler[kind]]
        found += [
            name
            for name in from_handlers
            if self.inputs.boto3[name].service == main.service
            and any(each in letters(name) for each in own)
        ]
        return [name for name in sorted(set(found)) if name != main.name]


def read_part(
    inputs: Inputs, ours: Tree, nodes: list[Node], part: str, words: frozenset[str]
) -> list[Found]:
    """Links `nodes`, which have no partner in the main resource, to the members of a part."""
    theirs = inputs.boto3_tree(part, words)
    neutral = set(ours.own) | words | inputs.lexicon.wrappers | inputs.lexicon.fillers
    part_names = {
        tuple(word for word in name if word not in neutral)
        for name in names(inputs.boto3[part], words, inputs.lexicon)
    } - {()}
    if len(theirs.nodes) > LARGE:
        tops = {letters(node.name) for node in theirs.root.children}
        nodes = [node for node in nodes if node.is_block and letters(node.name) in tops]
    found: list[Found] = []
    for node in nodes:
        short = tuple(word for word in node.words if word not in neutral)
        reader = Reader(ours, theirs, inputs.lexicon, inputs.texts)
        if node.is_block and short in part_names:
            links = reader.read(node.children, theirs.root.children)
            found += [replace(each, block=WHOLE) for each in links if each.score >= WHOLE]
        elif node.is_block or len(short) > 1 or short in part_names:
            links = reader.read([node], theirs.root.children)
            top = next((each for each in links if each.one is node), None)
            if (
                top is not None
                and min(top.score, top.name.score) >= TELLING
                and not _aside(top.other, neutral | set(node.words))
            ):
                found += [each for each in links if each.score >= TELLING]
    return found


def _aside(node: Node, neutral: set[str]) -> bool:
    """Whether the node is in a block that is named for another thing."""
    holder = node.parent
    while holder is not None and holder.path:
        if set(holder.words) - neutral:
            return True
        holder = holder.parent
    return False
