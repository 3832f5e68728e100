"""How sure a link to boto3 is."""

from __future__ import annotations

from builder.linking.matching.confidence import calibration, probability
from builder.linking.matching.found import Found
from builder.linking.matching.thresholds import EXACT_NAME, LIMITS, MOST

FEATURES = (
    "score",
    "exact name",
    "text",
    "no text",
    "item",
    "carrier",
    "json",
    "opened",
    "gap",
    "held",
    "strength",
    "margin",
    "types differ",
    "part",
)


def features(found: Found, strength: float, margin: float, part: bool) -> dict[str, float]:
    """The features of the model for attributes."""
    one, other = found.one, found.other
    return {
        "score": min(found.score, 1.05),
        "exact name": float(found.name.score >= EXACT_NAME),
        "text": (found.text or 0.0),
        "no text": float(found.text is None),
        "item": float(found.kind in ("item", "wrapped")),
        "carrier": float(found.kind == "carrier"),
        "json": float(found.kind == "json"),
        "opened": float(found.opened),
        "gap": 0.5 if found.kind == "same" else max(-0.2, min(0.5, found.score - found.rival)),
        "held": min(found.block, 1.0),
        "strength": min(strength, 1.0),
        "margin": min(margin, 0.3),
        "types differ": float(
            one.head != other.head
            and not {one.head, other.head} <= {"number", "string"}
            and "any" not in (one.head, other.head)
        ),
        "part": float(part),
    }


def confidence(values: dict[str, float]) -> float:
    """From 0 to 0.995.

    Gold has only attributes with a partner, so wrong links of attributes without one are rarer
    there than in fact. Samples judged by hand show how much: links with a low score are never surer
    than LIMITS.
    """
    limit = next((most for score, most in LIMITS if values["score"] < score), MOST)
    return round(min(limit, probability(calibration().boto3, values)), 3)


RESOURCE_FEATURES = ("strength", "margin", "name", "same name", "fit", "tried", "block")


def resource_features(
    strength: float, margin: float, name: float, fit: float | None, block: bool
) -> dict[str, float]:
    """The features of the model for resources."""
    return {
        "strength": strength,
        "margin": min(margin, 0.4),
        "name": name,
        "same name": float(name >= EXACT_NAME),
        "fit": fit or 0.0,
        "tried": float(fit is not None),
        "block": float(block),
    }


def resource_confidence(values: dict[str, float]) -> float:
    """From 0 to 0.995."""
    return round(min(MOST, probability(calibration().boto3_resources, values)), 3)
