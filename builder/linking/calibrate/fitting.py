"""Fits a model of confidence to judged links, checks it on services left out, and writes it into
data/calibration.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec
import numpy

from builder.linking.matching.confidence import BIAS, TABLE, Calibration, Model

ROUNDS = 40
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
HEAD = """\
# Constants of the matcher's confidence (builder/linking/matching/confidence.py): the probability
# that a link is right. Written by `python -m builder.linking.calibrate.terraform GOLD.jsonl …` and
# `python -m builder.linking.calibrate.boto3 GOLD.jsonl`.
"""
Array = numpy.ndarray[Any, numpy.dtype[Any]]


@dataclass(frozen=True)
class JudgedLink:
    """A link that people judged: its service, its features, and whether it is right."""

    service: str
    features: dict[str, float]
    right: bool


def fit(values: Array, right: Array, ridge: float) -> Array:
    """The constants of a logistic regression with a ridge, by Newton's method. The first, the bias,
    has nearly no penalty."""
    constants = numpy.zeros(values.shape[1])
    penalty = ridge * numpy.eye(values.shape[1])
    penalty[0, 0] = 0.01
    for _ in range(ROUNDS):
        guess = _logistic(values @ constants)
        slope = values.T @ (right - guess) - penalty @ constants
        curve = (values * (guess * (1 - guess))[:, None]).T @ values + penalty
        constants = constants + numpy.linalg.solve(curve, slope)
    return constants


def _logistic(total: Array) -> Array:
    found: Array = 1 / (1 + numpy.exp(-total))
    return found


def model(
    links: Iterable[JudgedLink], features: tuple[str, ...], ridge: float, folds: int
) -> Model:
    """The fitted model. Its `held_out` judges each link with constants from the other services
    only."""
    judged_links = list(links)
    values = numpy.array(
        [[1.0, *(link.features[name] for name in features)] for link in judged_links]
    )
    right = numpy.array([link.right for link in judged_links], dtype=float)
    services = sorted({link.service for link in judged_links})
    fold_of = {service: number % folds for number, service in enumerate(services)}
    fold = numpy.array([fold_of[link.service] for link in judged_links])
    confidence = numpy.zeros(len(judged_links))
    for number in range(folds):
        constants = fit(values[fold != number], right[fold != number], ridge)
        confidence[fold == number] = _logistic(values[fold == number] @ constants)
    fitted = fit(values, right, ridge)
    return Model(
        constants={
            name: round(float(value), 4)
            for name, value in zip((BIAS, *features), fitted, strict=True)
        },
        links=len(judged_links),
        wrong=int((1 - right).sum()),
        held_out=reliability(confidence.tolist(), right.tolist()),
    )


def reliability(confidence: list[float], right: list[float]) -> list[dict[str, float | int]]:
    """For each range of confidence: how many links, and which share of them is right."""
    table: list[dict[str, float | int]] = []
    for low, high in pairwise(BINS):
        inside = [
            is_right
            for sure, is_right in zip(confidence, right, strict=True)
            if low <= sure < high or high == sure == 1.0
        ]
        if inside:
            table.append(
                {
                    "from": low,
                    "to": high,
                    "links": len(inside),
                    "right": round(sum(inside) / len(inside), 4),
                }
            )
    return table


def write(**models: Model) -> None:
    """Replaces the models of the same names in data/calibration.yaml by `models`, and prints
    them."""
    before = msgspec.yaml.decode(TABLE.read_bytes(), type=Calibration)
    after = msgspec.structs.replace(before, **models)
    TABLE.write_bytes(HEAD.encode() + msgspec.yaml.encode(after))
    print(msgspec.yaml.encode(models).decode())
