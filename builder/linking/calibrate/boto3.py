"""Fits the weights of boto3_confidence.py to links that are known to be right or wrong, and says how well they do on held-out services.

Run it when features change: `python -m builder.linking.calibrate.boto3 GOLD.jsonl` prints the weights to paste, the figures of
the hold-out, and how often links of each confidence are right.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy
from scipy.optimize import minimize

from builder.evaluation.boto3_gold import read_questions
from builder.evaluation.gold import same_path
from builder.extract import load
from builder.linking.boto3 import confidence as calibrated
from builder.linking.boto3.pipeline import Readings, collect

FOLDS = 5
_RIDGE = 0.02
Array = numpy.ndarray[Any, numpy.dtype[Any]]


def samples(readings: Readings, gold: Path) -> tuple[Array, Array, list[str]]:
    """Features, whether right, and the service, of every link that gold knows."""
    questions = {(each.terraform, each.path.replace("[]", "")): each.places for each in read_questions(gold, load("boto3"))}
    rows, labels, groups = [], [], []
    for system, resource, found in readings.attributes:
        for reading in found if system == "terraform" else ():
            places = questions.get((resource, reading.found.cloudformation.path.replace("[]", "")), ())
            if not any(name == reading.boto3 for name, _ in places):
                continue
            values = reading.features()
            rows.append([values[name] for name in calibrated.FEATURES])
            labels.append(any(name == reading.boto3 and same_path(path, reading.found.terraform.path) for name, path in places))
            groups.append(reading.boto3.partition(".")[0])
    return numpy.array(rows), numpy.array(labels, dtype=float), groups


def fit(rows: Array, labels: Array) -> Array:
    """Logistic regression with a small ridge; the constant comes last."""
    full = numpy.hstack([rows, numpy.ones((len(rows), 1))])

    def loss(weights: Array) -> tuple[float, Array]:
        total = full @ weights
        value = numpy.logaddexp(0, total).sum() - labels @ total + _RIDGE * (weights[:-1] ** 2).sum()
        return value, full.T @ (1 / (1 + numpy.exp(-total)) - labels) + 2 * _RIDGE * numpy.append(weights[:-1], 0)

    return minimize(loss, numpy.zeros(full.shape[1]), jac=True, method="L-BFGS-B").x  # type: ignore[no-any-return]


def sure(rows: Array, weights: Array) -> Array:
    """The confidence of each row."""
    return 1 / (1 + numpy.exp(-(rows @ weights[:-1] + weights[-1])))  # type: ignore[no-any-return]


def held_out(rows: Array, labels: Array, groups: list[str]) -> Array:
    """The confidence of each row by weights fitted without its service."""
    fold = numpy.array([sum(map(ord, group)) % FOLDS for group in groups])
    found = numpy.zeros(len(rows))
    for number in range(FOLDS):
        found[fold == number] = sure(rows[fold == number], fit(rows[fold != number], labels[fold != number]))
    return found


def resource_samples(readings: Readings, gold: Path) -> tuple[Array, Array, list[str]]:
    """The same of every chosen resource whose type gold knows: right where gold has one of its calls."""
    known: dict[str, set[str]] = defaultdict(set)
    for each in read_questions(gold, load("boto3")):
        known[each.terraform].update(name for name, _ in each.places)
    rows, labels, groups = [], [], []
    for row in readings.resources:
        # Another client with the same calls (waf, waf-regional) is no mistake.
        shapes = {name.partition(".")[2] for name in known.get(row.resource, ())}
        if row.system == "terraform" and "strength" in row.evidence and shapes:
            rows.append([float(row.evidence.get(name, 0.0)) for name in calibrated.RESOURCE_FEATURES])
            labels.append(row.boto3.partition(".")[2] in shapes)
            groups.append(row.boto3.partition(".")[0])
    return numpy.array(rows), numpy.array(labels, dtype=float), groups


def main(gold: str) -> None:
    """Prints weights and figures."""
    readings = collect(load("cloudformation"), load("terraform"), load("pulumi"), load("boto3"))
    for names, found in (
        (calibrated.RESOURCE_FEATURES, resource_samples(readings, Path(gold))),
        (calibrated.FEATURES, samples(readings, Path(gold))),
    ):
        report(names, *found)


def report(names: tuple[str, ...], rows: Array, labels: Array, groups: list[str]) -> None:
    """Prints what was fitted and how good it is."""
    weights = fit(rows, labels)
    for name, weight in zip((*names, "CONSTANT"), weights.tolist(), strict=True):
        print(f'    "{name}": {weight:.3f},')
    found = held_out(rows, labels, groups)
    bins: dict[float, list[float]] = defaultdict(list)
    edges = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
    for confidence, label in zip(found.tolist(), labels.tolist(), strict=True):
        bins[max(edge for edge in edges if edge <= confidence)].append(label)
    print(f"{len(labels)} links, {labels.mean():.4f} right; held out by service:")
    for edge in sorted(bins):
        print(f"  from {edge:.2f}: {len(bins[edge]):>5} links, {sum(bins[edge]) / len(bins[edge]):.3f} right")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        kept = found >= threshold
        print(
            f"  threshold {threshold:.2f}: {kept.sum():>5} answers, {labels[kept].mean():.4f} right, {labels[kept].sum() / labels.sum():.4f} of all right links"
        )


if __name__ == "__main__":
    main(sys.argv[1])
