"""How sure a link is, and what is stored with it for a reader.

Confidence is the probability that a logistic regression gives (data/calibration.yaml, written by fit.py). Links below THRESHOLD are
candidates: they are kept, and never given as answers.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy

from builder.errors import BuildError
from builder.linking.matching.assignment import Found
from builder.linking.matching.resources import Choice
from builder.linking.matching.results import DerivedAttribute, DerivedResource, Evidence
from builder.linking.matching.transforms import relation_of, transform_of
from builder.packages import ROOT

TABLE = ROOT / "data" / "calibration.yaml"
THRESHOLD = 0.9
"""What is less sure is no answer. Of held-out links between 0.9 and 0.95 about nine in ten are right, and nearly all links lie
above; below, the share of wrong ones grows fast."""

FEATURES = (
    "bias",
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


class Calibration(msgspec.Struct):
    """data/calibration.yaml."""

    constants: dict[str, float]
    links: int
    wrong: int
    held_out: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        return {"constants": self.constants, "links": self.links, "wrong": self.wrong, "held_out": self.held_out}


@lru_cache(maxsize=1)
def constants(path: Path = TABLE) -> tuple[float, ...]:
    """The fitted constants in the order of FEATURES."""
    try:
        found = msgspec.yaml.decode(path.read_bytes(), type=Calibration).constants
    except OSError as error:
        raise BuildError(f"{path}: cannot be read ({error.strerror}); restore it from git") from error
    except msgspec.MsgspecError as error:
        raise BuildError(f"{path}: {error}; write it anew with builder/linking/calibrate/terraform.py") from error
    if set(found) != set(FEATURES):
        raise BuildError(f"{path}: holds other features than confidence.py; write it anew with builder/linking/calibrate/terraform.py")
    return tuple(found[name] for name in FEATURES)


def features(found: Found) -> numpy.ndarray:
    """What speaks for and against a link, each about from -1 to 1, in the order of FEATURES."""
    one, other = found.cloudformation, found.terraform
    # Of identities nothing is compared but what documentation says: `Id` and `id` are everywhere.
    compared = found.kind != "identity"
    return numpy.array(
        (
            1.0,
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
    )


def probability(found: Found) -> float:
    """From 0 to 1."""
    total = sum(float(value) * constant for value, constant in zip(features(found), constants(), strict=True))
    return 1 / (1 + math.exp(-total))


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
    sure = min(0.99, 0.95 + 0.04 * scored.total) if choice.answer else min(0.8, max(0.0, scored.total))
    return DerivedResource(scored.cloudformation.resource.name, scored.terraform.resource.name, choice.role, round(sure, 3), evidence)


def attribute(found: Found, pair: DerivedResource) -> DerivedAttribute:
    """One pair of attributes."""
    one, other = found.cloudformation, found.terraform
    evidence = found.evidence()
    if one.parent is not None and one.parent.path:
        evidence["parents"] = f"{one.parent.path} = {other.parent.path or 'top' if other.parent else 'top'}"
    if found.rival:
        evidence["next best"] = round(found.rival, 3)
    transform = transform_of(one, other)
    sure = round(probability(found), 3)
    return DerivedAttribute(
        pair.cloudformation, one.path, pair.terraform, other.path, relation_of(found, transform), transform, sure, evidence
    )
