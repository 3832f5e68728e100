"""How sure a link is: logistic models over features, with the constants in data/calibration.yaml.

linking/calibrate/ fits them, by hand, when features change. A build reads them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from builder import reference
from builder.errors import BuildError
from builder.packages import ROOT

TABLE = ROOT / "data" / "calibration.yaml"
BIAS = "bias"
"""The feature that is always 1."""


class Model(msgspec.Struct, omit_defaults=True):
    """The constants of one model; the number of judged links that it was fitted to, and of wrong
    ones among them; its results on held-out services."""

    constants: dict[str, float]
    links: int = 0
    wrong: int = 0
    held_out: list[dict[str, Any]] = []


class Calibration(msgspec.Struct):
    """data/calibration.yaml: a model for the attributes of each derivation, and one for the
    resources of boto3."""

    terraform: Model
    boto3: Model
    boto3_resources: Model


@lru_cache(maxsize=1)
def calibration(path: Path = TABLE) -> Calibration:
    """The constants of every model. Raises BuildError when the file cannot be read."""
    return reference.read(path, Calibration, "write it again with builder/linking/calibrate")


def constants_of(model: Model, features: tuple[str, ...]) -> tuple[float, ...]:
    """The constants in the order of `features`. Raises BuildError when the model was fitted to
    other features."""
    if set(model.constants) != {BIAS, *features}:
        raise BuildError(
            f"{TABLE}: fitted to other features than the code has; write it again with"
            " builder/linking/calibrate"
        )
    return tuple(model.constants[name] for name in features)


def probability(model: Model, values: Mapping[str, float]) -> float:
    """From 0 to 1, of the features `values` (without the bias)."""
    constants = constants_of(model, tuple(values))
    total = model.constants[BIAS] + sum(
        value * constant for value, constant in zip(values.values(), constants, strict=True)
    )
    return 1 / (1 + math.exp(-total))
