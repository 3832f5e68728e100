"""Derives CloudFormation ↔ Terraform: from the extractions to answers with a confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

import msgspec

from builder.linking.links import Links, descriptions
from builder.linking.matching.assignment import Matcher
from builder.linking.matching.found import Found
from builder.linking.matching.relations import CLOSE_KINDS
from builder.linking.matching.resources import Choice, Scored, mains, profile, service_words
from builder.linking.matching.results import Derived, DerivedAttribute, DerivedResource
from builder.linking.matching.similarity import Texts
from builder.linking.matching.thresholds import ANSWER
from builder.linking.matching.trees import Node, Tree, plain, tree
from builder.linking.matching.vocabulary import Vocabulary
from builder.linking.matching.words import Lexicon
from builder.linking.terraform import confidence as calibrated
from builder.linking.terraform.identity import link_identities
from builder.linking.terraform.imports import Import
from builder.linking.terraform.parts import find_parts
from builder.linking.terraform.refine import second_look
from builder.linking.terraform.scores import all_scores
from builder.model import Extraction, Resource
from builder.services import Service, of_terraform


@dataclass
class Inputs:
    """The inputs of the derivation: resources, services, words and documentation."""

    cloudformation: dict[str, Resource]
    terraform: dict[str, Resource]
    services: Mapping[str, Service]
    of_terraform: dict[str, list[str]]
    lexicon: Lexicon
    texts: Texts
    texts_cloudformation: dict[str, dict[str, str]]
    texts_terraform: dict[str, dict[str, str]]
    imports: dict[str, Import]
    refs: dict[str, str]
    trees: dict[tuple[str, str], Tree] = field(default_factory=dict)
    """(resource, service) → its tree, made when it is first needed."""


def leaf(path: str) -> str:
    """The last name of a path."""
    return plain(path).rpartition(".")[2]


def gather(
    cloudformation: Extraction,
    terraform: Extraction,
    pulumi: Extraction,
    cdk: Extraction,
    services: Mapping[str, Service],
    pairs: Links,
    imports: Mapping[str, Import],
    vocabulary: Vocabulary,
) -> Inputs:
    """Names, words and documentation of both sides."""
    theirs = {
        resource.name: resource for resource in terraform.resources if resource.kind == "resource"
    }
    of = {name: [service.name for service in of_terraform(name)] for name in theirs}
    service_names = {name for names in of.values() for name in names}
    ours = {
        resource.name: resource
        for resource in cloudformation.resources
        if resource.name.count("::") == 2
        and resource.name.split("::")[1] in service_names
        and "transforms_to" not in resource.facts
    }
    names: list[str] = []
    for resource in (*ours.values(), *theirs.values()):
        names += [resource.name, *(leaf(attribute.path) for attribute in resource.attributes)]
    lexicon = Lexicon([name.rpartition("::")[2] for name in names], vocabulary)
    texts_terraform = descriptions(pairs, pulumi, theirs)
    texts_cloudformation = _cdk_texts(cdk, ours)
    refs = {
        name: resource.facts["ref"][0]
        for name, resource in ours.items()
        if len(resource.facts.get("ref", ())) == 1 and "ref_otherwise" not in resource.facts
    }
    documented_texts = [*texts_cloudformation.values(), *texts_terraform.values()]
    compared = Texts([text for texts in documented_texts for text in texts.values() if text])
    return Inputs(
        ours,
        theirs,
        services,
        of,
        lexicon,
        compared,
        texts_cloudformation,
        texts_terraform,
        _imports_of(pairs, imports, texts_terraform),
        refs,
    )


def _imports_of(
    pairs: Links, imports: Mapping[str, Import], names: Container[str]
) -> dict[str, Import]:
    """Each Terraform resource of `names` → its import, with Terraform's names of the attributes."""
    found: dict[str, Import] = {}
    for pair in pairs.resources:
        page = imports.get(pair.to_resource)
        if page is not None and pair.from_resource in names:
            back = {link.to_path: link.from_path for link in pair.attributes}
            renamed = tuple(back.get(name, name) for name in page.names)
            found.setdefault(pair.from_resource, msgspec.structs.replace(page, names=renamed))
    return found


def _cdk_texts(cdk: Extraction, names: Container[str]) -> dict[str, dict[str, str]]:
    """Each CloudFormation type of `names` → path → the description in the CDK's classes."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for resource in cdk.resources:
        name = resource.facts["cloudformation"]
        if name not in names:
            continue
        paths = resource.facts["cloudformation_paths"]
        texts[name].update(
            {
                paths[a.path]: a.description
                for a in resource.attributes
                if a.path in paths and a.description
            }
        )
    return texts


def tree_of(inputs: Inputs, resource: Resource, service: Service) -> Tree:
    """One side of a pair. The same Terraform resource may belong to several services."""
    key = resource.name, service.name
    if key not in inputs.trees:
        words = service_words(service, inputs.lexicon)
        ours = resource.system == "cloudformation"
        name = resource.name.split("::", 2)[2] if ours else resource.name.removeprefix("aws_")
        own = profile(resource, name, words, inputs.lexicon).words
        texts = (inputs.texts_cloudformation if ours else inputs.texts_terraform).get(
            resource.name, {}
        )
        # `CacheSubnetGroupName` of ElastiCache: the end of the service's name is left out too.
        ending = inputs.lexicon.endings(service.name) if ours else frozenset()
        inputs.trees[key] = tree(resource, inputs.lexicon, own, words | ending, texts)
    return inputs.trees[key]


def open_pair(inputs: Inputs, scored: Scored) -> Matcher:
    """A matcher for a pair, with nothing linked yet."""
    service = inputs.services[scored.one.resource.name.split("::")[1]]
    ours = tree_of(inputs, scored.one.resource, service)
    return Matcher(
        ours, tree_of(inputs, scored.other.resource, service), inputs.lexicon, inputs.texts
    )


def link_pair(inputs: Inputs, scored: Scored) -> tuple[Tree, Tree, list[Found]]:
    """Both sides of a pair and the links of their attributes."""
    name, other = scored.one.resource.name, scored.other.resource.name
    matcher = open_pair(inputs, scored)
    ours, theirs = matcher.one, matcher.other
    above = [node for node in ours.root.children if node.path != "Ref"]
    below = [node for node in theirs.root.children if node.path != "id"]
    found = matcher.run(above, below)
    return (
        ours,
        theirs,
        found + link_identities(matcher, inputs.imports.get(other), inputs.refs.get(name)),
    )


def link_all(inputs: Inputs) -> tuple[list[tuple[Choice, list[Found]]], list[Choice]]:
    """Every pair of resources that is an answer, with its links; and the pairs that are not."""
    scores = all_scores(
        list(inputs.cloudformation.values()),
        list(inputs.terraform.values()),
        inputs.services,
        inputs.of_terraform,
        inputs.lexicon,
    )
    linked: dict[tuple[str, str], tuple[Tree, Tree, list[Found]]] = {}

    def link(scored: Scored) -> tuple[Tree, Tree, list[Found]]:
        key = scored.one.resource.name, scored.other.resource.name
        if key not in linked:
            linked[key] = link_pair(inputs, scored)
        return linked[key]

    choices = second_look(scores, mains(scores), link, inputs.lexicon)
    answers = [choice for choice in choices if choice.answer]
    main_names = {choice.scored.other.resource.name for choice in answers}
    parts = find_parts(
        answers, scores, main_names, lambda scored: open_pair(inputs, scored), inputs.lexicon
    )
    pairs = [(choice, link(choice.scored)[2]) for choice in answers] + [
        (part.choice, part.found) for part in parts
    ]
    return pairs, [choice for choice in choices if not choice.answer]


def derive_all(inputs: Inputs) -> Derived:
    """Resources first, then the attributes of each pair."""
    pairs, thin = link_all(inputs)
    resources: list[DerivedResource] = []
    answers: list[DerivedAttribute] = []
    candidates: list[DerivedAttribute] = []
    for choice, links in pairs:
        resource = calibrated.resource(choice)
        resources.append(resource)
        misplaced = [found for found in links if _misplaced(found)]
        for found in links:
            row = calibrated.attribute(found, resource)
            for block in misplaced:
                if _inside(found.one, block.one) and _inside(found.other, block.other):
                    row = msgspec.structs.replace(
                        row,
                        confidence=min(row.confidence, round(calibrated.probability(block), 3)),
                    )
            (answers if row.confidence >= ANSWER else candidates).append(row)
    answers = _with_their_values(answers, inputs.refs)
    return Derived(
        sorted(resources, key=DerivedResource.key),
        sorted(one_to_one(answers), key=DerivedAttribute.key),
        sorted((calibrated.resource(choice) for choice in thin), key=DerivedResource.key),
        sorted(candidates, key=DerivedAttribute.key),
    )


def _with_their_values(
    rows: list[DerivedAttribute], refs: dict[str, str]
) -> list[DerivedAttribute]:
    """The rows without those of a Ref where the attribute that it returns is not an answer for the
    same target: Ref is not surer than what it returns."""
    sure = {(row.resource, row.path, row.to_resource, row.to_path) for row in rows}

    def keeps(row: DerivedAttribute) -> bool:
        value = refs.get(row.resource) if row.path == "Ref" else None
        here = row.resource, value, row.to_resource, row.to_path
        return value is None or row.to_path == "id" or here in sure

    return [row for row in rows if keeps(row)]


def _misplaced(found: Found) -> bool:
    """Whether a block was linked through an opened block with another meaning, and is not an
    answer: then nothing inside it is an answer."""
    both = found.one.is_block and found.other.is_block
    return both and found.missing >= 1 and calibrated.probability(found) < ANSWER


def _inside(node: Node | None, block: Node) -> bool:
    while node is not None and node is not block:
        node = node.parent
    return node is block


def one_to_one(rows: list[DerivedAttribute]) -> list[DerivedAttribute]:
    """The same rows; where several are exact for one Terraform attribute, the surest stays exact
    and the others become close.

    Identities are exempt: Ref repeats another attribute, and several attributes may return the id
    or the ARN. So are attributes that only read an argument that another attribute sets.
    """
    best: dict[tuple[str, str, str], DerivedAttribute] = {}
    for row in sorted(
        rows, key=lambda row: (-row.confidence, row.evidence["kind"] == "identity", row.key())
    ):
        if row.relation == "exact" and not _repeats(row):
            best.setdefault((row.resource, row.to_resource, row.to_path), row)
    surest = {id(row) for row in best.values()}
    return [
        row
        if row.relation != "exact" or _repeats(row) or id(row) in surest
        else msgspec.structs.replace(row, relation="close", note=CLOSE_KINDS["shared"])
        for row in rows
    ]


def _repeats(row: DerivedAttribute) -> bool:
    return row.path == "Ref" or row.to_path in ("id", "arn") or row.evidence["kind"] == "shared"
