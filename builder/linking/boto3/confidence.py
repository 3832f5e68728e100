"""How sure a link to boto3 is: a logistic model over a few features, fitted by boto3_calibrate.py and checked on held-out services."""

from __future__ import annotations

import math

from builder.linking.matching.assignment import Found

THRESHOLD = 0.9
RESOURCE_THRESHOLD = 0.85

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
WEIGHTS: dict[str, float] = {
    "score": 8.871,
    "exact name": 2.515,
    "text": -0.302,
    "no text": -1.527,
    "item": -3.285,
    "carrier": 0.000,
    "json": 0.000,
    "opened": 1.047,
    "gap": 3.471,
    "held": 7.261,
    "strength": 4.902,
    "margin": -1.858,
    "types differ": -1.912,
    "part": 1.502,
}
LIMITS = ((0.55, 0.5), (0.7, 0.7), (0.78, 0.94), (0.85, 0.95), (0.9, 0.97))
"""(score below, confidence at most)."""
CONSTANT = -15.91


def features(found: Found, strength: float, margin: float, part: bool) -> dict[str, float]:
    """What the model looks at."""
    one, other = found.cloudformation, found.terraform
    return {
        "score": min(found.score, 1.05),
        "exact name": float(found.name.score >= 0.999),
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
            one.head != other.head and not {one.head, other.head} <= {"number", "string"} and "any" not in (one.head, other.head)
        ),
        "part": float(part),
    }


def confidence(values: dict[str, float]) -> float:
    """From 0 to 0.995.

    Gold asks only for attributes that have a partner, so what is found for those that have none is rarer there than it is. Samples judged
    by hand say how much: links with a low score are never surer than LIMITS.
    """
    total = CONSTANT + sum(WEIGHTS[name] * values[name] for name in FEATURES)
    limit = next((most for score, most in LIMITS if values["score"] < score), 0.995)
    return round(min(limit, 1 / (1 + math.exp(-total))), 3)


RESOURCE_FEATURES = ("strength", "margin", "name", "same name", "fit", "tried", "block")
RESOURCE_WEIGHTS: dict[str, float] = {
    "strength": 0.917,
    "margin": 6.717,
    "name": -0.896,
    "same name": -0.181,
    "fit": 3.226,
    "tried": 0.000,
    "block": -0.615,
}
RESOURCE_CONSTANT = 0.092


def resource_features(strength: float, margin: float, name: float, fit: float | None, block: bool) -> dict[str, float]:
    """What the model of resources looks at."""
    return {
        "strength": strength,
        "margin": min(margin, 0.4),
        "name": name,
        "same name": float(name >= 0.999),
        "fit": fit or 0.0,
        "tried": float(fit is not None),
        "block": float(block),
    }


def resource_confidence(values: dict[str, float]) -> float:
    """From 0 to 0.995."""
    total = RESOURCE_CONSTANT + sum(RESOURCE_WEIGHTS[name] * value for name, value in values.items())
    return round(min(0.995, 1 / (1 + math.exp(-total))), 3)
