"""Derives CloudFormation and Terraform ↔ boto3, from extractions to answers with a confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from builder.linking.boto3 import confidence as calibrated
from builder.linking.boto3.arguments import NOT_SHARED, Arguments, argument_rows, beside
from builder.linking.boto3.attributes import Reader
from builder.linking.boto3.fit import fit_of
from builder.linking.boto3.inputs import Inputs, gather
from builder.linking.boto3.parts import Parts, read_part
from builder.linking.boto3.resources import Candidates, Choice, choose
from builder.linking.links import Links
from builder.linking.matching.found import Found
from builder.linking.matching.relations import why_close
from builder.linking.matching.results import Derived, DerivedAttribute, DerivedResource, Evidence
from builder.linking.matching.thresholds import (
    ANSWER,
    CERTAIN,
    EXACT_NAME,
    NAMESAKE,
    RESOURCE_ANSWER,
    THIN_RESOURCE,
    WEAK,
)
from builder.linking.matching.transforms import transform_of
from builder.linking.matching.trees import Node, Tree
from builder.linking.matching.vocabulary import Vocabulary
from builder.linking.matching.vocabulary import load as load_vocabulary
from builder.linking.rules.terraform_pulumi import link
from builder.model import Extraction

_ONE = re.compile("get_|describe_")
"""The names of calls that read one resource, not a list of all."""
_SET_ONLY = (
    "boto3 only takes it: it is an argument of the call that creates or changes the resource, and"
    " the call that reads the resource does not return it."
)


@dataclass(eq=False)
class Reading:
    """One link, with the boto3 resource that it leads to and how sure that resource is."""

    boto3: str
    found: Found
    strength: float
    margin: float
    part: bool = False
    set_only: bool = False

    def features(self) -> dict[str, float]:
        """What its confidence depends on."""
        return calibrated.features(self.found, self.strength, self.margin, self.part)


@dataclass
class Readings:
    """Every link, before it is decided which ones become answers."""

    resources: list[DerivedResource] = field(default_factory=list)
    attributes: list[tuple[str, str, list[Reading]]] = field(default_factory=list)
    """(system, resource, links)."""
    arguments: list[Arguments] = field(default_factory=list)


def collect(
    cloudformation: Extraction,
    terraform: Extraction,
    pulumi: Extraction,
    boto3: Extraction,
    *,
    pairs: Links | None = None,
    vocabulary: Vocabulary | None = None,
) -> Readings:
    """Every link that may become an answer or a candidate. `pairs` (Terraform and Pulumi) and
    `vocabulary` are made or read where not given."""
    pairs = link(terraform, pulumi) if pairs is None else pairs
    vocabulary = load_vocabulary() if vocabulary is None else vocabulary
    inputs = gather(cloudformation, terraform, pulumi, boto3, pairs, vocabulary)
    parts = Parts(inputs)
    readings = Readings()
    boto3_of = {
        kind: each.name for each in boto3.resources for kind in each.facts.get("cloudformation", ())
    }
    for name in sorted(set(boto3_of) & set(inputs.cloudformation)):
        _cloudformation(inputs, parts, name, boto3_of[name], readings)
    candidates = Candidates(inputs)
    for name in sorted(inputs.terraform):
        choice = choose(candidates.of(name), lambda scored: fit_of(inputs, scored))
        if choice is not None:
            _terraform(inputs, parts, choice, readings)
    return readings


def decide(readings: Readings) -> Derived:
    """Divides what was collected into answers and candidates."""
    attributes: list[DerivedAttribute] = []
    for system, resource, found in readings.attributes:
        attributes += _rows(system, resource, found)
    attributes += argument_rows(readings.arguments)

    resources = sorted(readings.resources, key=DerivedResource.key)
    attributes.sort(key=DerivedAttribute.key)
    return Derived(
        [row for row in resources if row.confidence >= RESOURCE_ANSWER],
        [row for row in attributes if row.confidence >= ANSWER],
        [row for row in resources if row.confidence < RESOURCE_ANSWER],
        [row for row in attributes if row.confidence < ANSWER],
    )


def _rows(system: str, resource: str, readings: list[Reading]) -> list[DerivedAttribute]:
    """The surest reading of each attribute."""
    best: dict[str, tuple[bool, float, Reading]] = {}
    for reading in readings:
        sure = calibrated.confidence(reading.features())
        path = reading.found.one.path
        # Members that are read come before those that can only be set, and objects with a common
        # member before those that have only the name in common.
        good = not reading.set_only and reading.found.kind != "hollow" and sure >= ANSWER
        if path not in best or (good, sure) > best[path][:2]:
            best[path] = (good, sure, reading)
    rows = []
    for path, (_, sure, reading) in best.items():
        found = reading.found
        change = transform_of(found, "boto3")
        reason = why_close(found, change, "boto3")
        note = " ".join(filter(None, (_SET_ONLY if reading.set_only else None, reason)))
        where = reading.boto3, found.other.path
        rows.append(
            DerivedAttribute(
                system,
                resource,
                path,
                "boto3",
                *where,
                "close" if reason else "exact",
                change,
                sure,
                _evidence(reading),
                note or None,
            )
        )
    return rows


def _evidence(reading: Reading) -> Evidence:
    evidence = reading.found.evidence()
    if reading.found.rival:
        evidence["rival"] = round(reading.found.rival, 2)
    if reading.part:
        evidence["part"] = "a second call reads it"
    if reading.set_only:
        evidence["set only"] = "the create call takes it, the read call does not return it"
    return evidence


def _cloudformation(inputs: Inputs, parts: Parts, name: str, boto3: str, result: Readings) -> None:
    resource = inputs.boto3[boto3]
    reasons = resource.facts["cloudformation_evidence"][name]
    result.resources.append(
        DerivedResource(
            "cloudformation", name, "boto3", boto3, "main", 0.97, {"why": "; ".join(reasons)}
        )
    )
    ours = inputs.cloudformation_tree(name)
    words = ours.service
    block = inside(ours, inputs.boto3_tree(boto3, words))
    readings = _read(inputs, ours, boto3, block, words, 1.0, 0.3)
    others = _parts(inputs, parts, ours, boto3, [name], words, readings, 1.0)
    _add_parts(result, "cloudformation", name, others)
    result.attributes.append(("cloudformation", name, readings + others))
    arguments = _arguments(inputs, ours, boto3, words, readings + others)
    result.arguments.append(Arguments("cloudformation", name, boto3, 1.0, arguments))


def _terraform(inputs: Inputs, parts: Parts, choice: Choice, result: Readings) -> None:
    scored = choice.scored
    name, boto3, block = scored.kind.resource.name, scored.place.resource.name, scored.place.block
    values = calibrated.resource_features(
        scored.strength, choice.margin, scored.name, scored.fit, bool(block)
    )
    sure = calibrated.resource_confidence(values)
    read = scored.place.resource.facts["read"][0]["operation"]
    if not choice.answer:
        sure = min(THIN_RESOURCE, sure)
    elif scored.name >= EXACT_NAME and not block and not scored.another and _ONE.match(read):
        # The only resource with exactly this name that the service's client describes.
        sure = max(NAMESAKE, sure)
    evidence: Evidence = {
        "why": choice.why,
        **{name: round(value, 3) for name, value in values.items()},
    }
    evidence["attributes"] = round(scored.attributes, 3)
    if block:
        evidence["place"] = block
    row = DerivedResource(
        "terraform", name, "boto3", boto3, "part" if block else "main", sure, evidence
    )
    result.resources.append(row)
    if sure < RESOURCE_ANSWER:
        return
    ours = inputs.terraform_tree(name)
    words = scored.kind.service
    found = scored.found
    if not block and (block := inside(ours, inputs.boto3_tree(boto3, words))):
        found = None
    readings = _read(inputs, ours, boto3, block, words, scored.strength, choice.margin, found)
    others = _from_other_shapes(choice, readings)
    if not block:
        kinds = list(scored.place.resource.facts.get("cloudformation", ()))
        others += _parts(
            inputs, parts, ours, boto3, kinds, words, readings + others, scored.strength
        )
    _add_parts(result, "terraform", name, others)
    result.attributes.append(("terraform", name, readings + others))
    if not scored.place.block:
        arguments = _arguments(inputs, ours, boto3, words, readings + others)
        result.arguments.append(Arguments("terraform", name, boto3, scored.name, arguments))


def _arguments(
    inputs: Inputs, ours: Tree, boto3: str, words: frozenset[str], readings: list[Reading]
) -> list[Found]:
    """The arguments beside those readings that are answers, and whose members can only be read."""
    members: dict[str, list[Node]] = {}
    for reading in sorted(readings, key=lambda reading: reading.set_only):
        path = reading.found.one.path
        if path in members and reading.set_only:  # a member that is read comes before it
            continue
        if calibrated.confidence(reading.features()) >= ANSWER:
            members.setdefault(path, []).append(reading.found.other)
    theirs = inputs.boto3_tree(boto3, words)
    return beside(ours, theirs, inputs.boto3_tree(boto3, words, settable=True), members)


def inside(ours: Tree, theirs: Tree) -> str:
    """The path of the list that holds the resource, where a call answers with lists of several
    kinds (`MetricAlarms`, `CompositeAlarms`); empty where the answer is the resource itself."""
    tops = {
        node.words
        for node in ours.root.children
        if node.path not in NOT_SHARED and node.words != ("tag",)
    }

    def common(nodes: list[Node]) -> int:
        return len(tops & {node.words for node in nodes})

    lists = [node for node in theirs.root.children if node.head == "list" and node.is_block]
    ranked = sorted(
        ((common(node.children), node.path) for node in lists), key=lambda pair: (-pair[0], pair[1])
    )
    if not ranked or ranked[0][0] < max(3, 0.4 * len(tops), 2 * common(theirs.root.children) + 1):
        return ""
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] > ranked[1][0] else ""


def _from_other_shapes(choice: Choice, readings: list[Reading]) -> list[Reading]:
    """Links of attributes without a partner to other shapes of the same boto3 resource."""
    linked_paths = {reading.found.one.path for reading in readings if reading.found.score >= WEAK}
    found: list[Reading] = []
    for other in choice.others:
        for each in other.found or ():
            path = each.one.path
            if path not in linked_paths and each.score >= CERTAIN and each.name.score >= CERTAIN:
                linked_paths.add(path)
                found.append(
                    Reading(
                        other.place.resource.name, each, other.strength, choice.margin, part=True
                    )
                )
    return found


def _add_parts(result: Readings, system: str, name: str, readings: list[Reading]) -> None:
    for part in sorted({reading.boto3 for reading in readings}):
        number = sum(reading.boto3 == part for reading in readings)
        evidence: Evidence = {
            "why": f"a second call that reads the same resource has {number} attributes"
        }
        result.resources.append(DerivedResource(system, name, "boto3", part, "part", 0.9, evidence))


def _read(
    inputs: Inputs,
    ours: Tree,
    boto3: str,
    block: str,
    words: frozenset[str],
    strength: float,
    margin: float,
    found: list[Found] | None = None,
) -> list[Reading]:
    """Links to members that are read, then to those that can only be set."""
    theirs = inputs.boto3_tree(boto3, words)
    root = theirs.nodes.get(block, theirs.root)
    tops = [node for node in ours.root.children if node.path not in NOT_SHARED]
    if found is None:
        found = Reader(ours, theirs, inputs.lexicon, inputs.texts).read(tops, root.children)
    readings = [Reading(boto3, each, strength, margin) for each in found]
    whole = inputs.boto3_tree(boto3, words, settable=True)
    if len(whole.nodes) == len(theirs.nodes) or block:
        return readings
    linked_paths = {each.one.path for each in found if each.score >= WEAK}
    if found:
        readings += _set_only(
            inputs, ours, theirs, whole, linked_paths, Reading(boto3, found[0], strength, margin)
        )
    return readings


def _set_only(
    inputs: Inputs, ours: Tree, theirs: Tree, whole: Tree, linked_paths: set[str], like: Reading
) -> list[Reading]:
    """Links of attributes that are write-only in CloudFormation to what the create call takes and
    no read call answers under any similar name: passwords, code, switches of the call itself. All
    other attributes may be answered under another name."""
    drop = inputs.lexicon.wrappers | inputs.lexicon.fillers | theirs.service
    core_names = {_core(node, drop) for node in theirs.nodes.values()}
    kinds = [
        inputs.cloudformation[name]
        for name in whole.resource.facts.get("cloudformation", ())
        if name in inputs.cloudformation
    ]
    hidden = {
        inputs.lexicon.words(each.path)
        for kind in kinds
        for each in kind.attributes
        if each.write_only and "." not in each.path
    }
    nodes = [
        node
        for node in ours.root.children
        if node.path not in linked_paths
        and node.path not in NOT_SHARED
        and not node.only_read
        and (node.attribute.write_only or node.words in hidden)
    ]
    free = [
        node
        for node in whole.root.children
        if node.path not in theirs.nodes and _core(node, drop) not in core_names
    ]
    if not nodes or not free:
        return []
    return [
        replace(like, found=each, set_only=True)
        for each in Reader(ours, whole, inputs.lexicon, inputs.texts).read(nodes, free)
        if each.score >= CERTAIN and each.other.path not in theirs.nodes
    ]


def _core(node: Node, drop: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in node.words if word not in drop) or frozenset(node.words)


def _parts(
    inputs: Inputs,
    parts: Parts,
    ours: Tree,
    boto3: str,
    kinds: list[str],
    words: frozenset[str],
    readings: list[Reading],
    strength: float,
) -> list[Reading]:
    """Links of attributes without a partner to what second read calls answer."""
    linked = {
        each.found.one.path
        for each in readings
        if each.found.score >= WEAK and not each.set_only and each.found.kind != "hollow"
    }
    nodes = [
        node
        for node in ours.root.children
        if node.path not in linked and node.path not in NOT_SHARED
    ]
    if not nodes:
        return []
    found: dict[str, list[Reading]] = {}
    for part in parts.of(inputs.boto3[boto3], kinds):
        for each in read_part(inputs, ours, nodes, part, words):
            found.setdefault(each.one.path, []).append(
                Reading(part, each, strength, 0.3, part=True)
            )
    best: list[Reading] = []
    for path in sorted(found):
        ranked = sorted(
            found[path],
            key=lambda reading: (-reading.found.score, reading.boto3, reading.found.other.path),
        )
        # Where two calls answer it equally well, it is not clear which one is meant.
        if len(ranked) == 1 or ranked[0].found.score - ranked[1].found.score > 0.02:
            best.append(ranked[0])
    return best
