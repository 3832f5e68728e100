"""How sure a link to Terraform is, and its row with the evidence for a reader."""

from __future__ import annotations

from builder.linking.matching.confidence import calibration
from builder.linking.matching.confidence import probability as modelled
from builder.linking.matching.found import Found
from builder.linking.matching.relations import why_close
from builder.linking.matching.resources import Choice
from builder.linking.matching.results import DerivedAttribute, DerivedResource, Evidence
from builder.linking.matching.transforms import transform_of

FEATURES = (
    "name",
    "same letters",
    "text",
    "no text",
    "margin",
    "opened",
    "missing",
    "cost",
    "second",
    "identity",
    "block",
    "members",
    "enum",
)


def features(found: Found) -> dict[str, float]:
    """The evidence for and against a link, each about from -1 to 1, in the order of FEATURES."""
    one, other = found.one, found.other
    # Identities are compared by documentation only: `Id` and `id` are everywhere.
    compared = found.kind != "identity"
    values = (
        5 * (found.name.score - 0.9),
        float(compared and one.name.lower() == other.name.replace("_", "")),
        0.0 if found.text is None else found.text - 0.3,
        float(found.text is None),
        5 * min(found.score - found.rival, 0.3) - 0.75 if compared else 0.0,
        float(found.opened > 0),
        found.missing,
        10 * max(0.0, found.cost - 0.02 * found.opened - 0.18 * found.missing),
        float(found.kind == "shared"),
        float(found.kind == "identity"),
        2 * (min(found.block, 1.0) - 0.9),
        found.members,
        0.0 if found.enum is None else found.enum - 0.5,
    )
    return dict(zip(FEATURES, values, strict=True))


def probability(found: Found) -> float:
    """From 0 to 1."""
    return modelled(calibration().terraform, features(found))


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
    sure = (
        min(0.99, 0.95 + 0.04 * scored.total) if choice.answer else min(0.8, max(0.0, scored.total))
    )
    one, other = scored.one.resource, scored.other.resource
    return DerivedResource(
        one.system, one.name, other.system, other.name, choice.role, round(sure, 3), evidence
    )


def attribute(found: Found, pair: DerivedResource) -> DerivedAttribute:
    """One pair of attributes."""
    one, other = found.one, found.other
    evidence = found.evidence()
    if one.parent is not None and one.parent.path:
        evidence["parents"] = (
            f"{one.parent.path} = {other.parent.path or 'top' if other.parent else 'top'}"
        )
    if found.rival:
        evidence["next best"] = round(found.rival, 2)
    transform = transform_of(found, pair.to_system)
    reason = why_close(found, transform, pair.to_system)
    return DerivedAttribute(
        system=pair.system,
        resource=pair.resource,
        path=one.path,
        to_system=pair.to_system,
        to_resource=pair.to_resource,
        to_path=other.path,
        relation="close" if reason else "exact",
        transform=transform,
        confidence=round(probability(found), 3),
        evidence=evidence,
        note=reason,
    )
