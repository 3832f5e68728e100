"""How sure a link is, and what is stored with it for a reader."""

from __future__ import annotations

from builder.linking.derive.attributes import Found
from builder.linking.derive.resources import Choice
from builder.linking.derive.results import DerivedAttribute, DerivedResource, Evidence
from builder.linking.derive.transforms import relation_of, transform_of

THRESHOLD = 0.6


def resource(choice: Choice) -> DerivedResource:
    """One pair of resources."""
    scored = choice.scored
    evidence: Evidence = {
        "why": choice.why,
        "name": round(scored.name, 3),
        "attributes": round(scored.attributes, 3),
        "covered": round(scored.covered, 3),
        "margin": round(choice.margin, 3),
    }
    return DerivedResource(
        scored.cloudformation.resource.name, scored.terraform.resource.name, choice.role, round(min(1.0, scored.total), 3), evidence
    )


def attribute(found: Found, pair: DerivedResource) -> DerivedAttribute:
    """One pair of attributes."""
    one, other = found.cloudformation, found.terraform
    evidence: Evidence = {
        "names": found.name.said,
        "name": round(found.name.score, 3),
        "types": f"{one.attribute.type} = {other.attribute.type}",
    }
    evidence["score"] = round(found.score, 3)
    evidence["rival"] = round(found.rival, 3)
    if found.text is not None:
        evidence["descriptions"] = round(found.text, 3)
    if found.enum is not None:
        evidence["values"] = round(found.enum, 3)
    if found.opened:
        evidence["opened blocks"] = found.opened
    evidence["kind"] = found.kind
    transform = transform_of(one, other)
    confidence = round(max(0.0, min(0.99, found.score)), 3)
    return DerivedAttribute(
        pair.cloudformation, one.path, pair.terraform, other.path, relation_of(found, transform), transform, confidence, evidence
    )
