"""How sure a link to boto3 is: a logistic model over a few features, fitted by boto3_calibrate.py and checked on held-out services."""

from __future__ import annotations

import math

from builder.linking.derive.attributes import Found

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
    "score": 3.882,
    "exact name": 1.667,
    "text": 1.917,
    "no text": -0.095,
    "item": -4.390,
    "carrier": 0.000,
    "json": 0.000,
    "opened": -0.508,
    "gap": 7.338,
    "held": 6.426,
    "strength": 7.257,
    "margin": 0.354,
    "types differ": -0.926,
    "part": 2.566,
}
CONSTANT = -14.933


def features(found: Found, strength: float, margin: float, part: bool) -> dict[str, float]:
    """What the model looks at."""
    one, other = found.cloudformation, found.terraform
    return {
        "score": min(found.score, 1.05),
        "exact name": float(found.name.score >= 0.999),
        "text": (found.text or 0.0),
        "no text": float(found.text is None),
        "item": float(found.kind == "item"),
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
    """From 0 to 0.99."""
    if not WEIGHTS:
        return round(max(0.0, min(0.99, values["score"])), 3)
    total = CONSTANT + sum(WEIGHTS.get(name, 0.0) * value for name, value in values.items())
    return round(min(0.995, 1 / (1 + math.exp(-total))), 3)


RESOURCE_FEATURES = ("strength", "margin", "name", "same name", "fit", "tried", "block")
RESOURCE_WEIGHTS: dict[str, float] = {
    "strength": 4.672,
    "margin": 4.662,
    "name": -0.172,
    "same name": -0.109,
    "fit": 0.021,
    "tried": 0.003,
    "block": -0.573,
}
RESOURCE_CONSTANT = -0.91


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
    if not RESOURCE_WEIGHTS:
        total = -4.5 + 8.5 * values["strength"] + 6 * min(values["margin"], 0.3) + values["same name"]
    else:
        total = RESOURCE_CONSTANT + sum(RESOURCE_WEIGHTS[name] * value for name, value in values.items())
    return round(min(0.995, 1 / (1 + math.exp(-total))), 3)
