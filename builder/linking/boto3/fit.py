"""How well the attributes of a Terraform type fit a place of boto3 (places.py)."""

from __future__ import annotations

from builder.linking.boto3.attributes import Reader
from builder.linking.boto3.inputs import Inputs
from builder.linking.boto3.places import Scored
from builder.linking.matching.found import Found
from builder.linking.matching.thresholds import GOOD
from builder.linking.matching.words import Words

_NOT_COUNTED = frozenset({"id", "tags", "tags_all", "timeouts", "region"})


def read_place(inputs: Inputs, scored: Scored) -> list[Found]:
    """The links between a type and a place."""
    ours = inputs.terraform_tree(scored.kind.resource.name)
    theirs = inputs.boto3_tree(scored.place.resource.name, scored.kind.service)
    root = theirs.nodes.get(scored.place.block, theirs.root)
    reader = Reader(ours, theirs, inputs.lexicon, inputs.texts)
    return reader.read(
        [
            node
            for node in ours.root.children
            if node.path not in _NOT_COUNTED or node.path == "tags"
        ],
        root.children,
    )


def fit_of(inputs: Inputs, scored: Scored) -> tuple[float, int, list[Found]]:
    """The share of the type's attributes with a good partner, the number of these attributes, and
    all links. The share is weighted: of top attributes, where those that can be set count double,
    and of all."""
    found = read_place(inputs, scored)
    linked_paths = {each.one.path for each in found if each.score >= GOOD}
    parameters = _call_parameters(inputs, scored)
    top = top_linked = 0.0
    number = linked = 0
    for attribute in scored.kind.resource.attributes:
        if attribute.path.partition(".")[0].removesuffix("[]") in _NOT_COUNTED:
            continue
        if (
            attribute.path not in linked_paths
            and "." not in attribute.path
            and inputs.lexicon.words(attribute.path) in parameters
        ):
            continue
        number += 1
        linked += attribute.path in linked_paths
        if "." not in attribute.path:
            weight = 2.0 if attribute.is_input else 1.0
            top += weight
            top_linked += weight * (attribute.path in linked_paths)
    # Each share begins at one half, because a few attributes prove nothing.
    return 0.6 * (top_linked + 0.5) / (top + 1) + 0.4 * (linked + 0.5) / (number + 1), linked, found


def _call_parameters(inputs: Inputs, scored: Scored) -> set[Words]:
    """The words of what calls take and do not answer: which resource is read, and what only its
    creation needs."""
    resource = scored.place.resource
    parameters = {
        inputs.lexicon.words(name) for read in resource.facts["read"] for name in read["parameters"]
    }
    return parameters | {
        inputs.lexicon.words(each.path)
        for each in resource.attributes
        if not each.is_output and "." not in each.path
    }
