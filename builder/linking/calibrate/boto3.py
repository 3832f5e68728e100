"""Fits the confidence of links and resources of boto3, run by hand:

    python -m builder.linking.calibrate.boto3 ../shared/gold/GOLD.jsonl

A link is right where gold has it, wrong where gold has another path in the same boto3 resource.
Links of other attributes are left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from builder.evaluation.boto3_gold import read_questions
from builder.evaluation.gold import same_path
from builder.extract import load
from builder.linking.boto3.confidence import FEATURES, RESOURCE_FEATURES
from builder.linking.boto3.pipeline import Readings, collect
from builder.linking.calibrate import fitting
from builder.linking.calibrate.fitting import JudgedLink

FOLDS = 5
RIDGE = 0.04
"""Small: gold has thousands of links, and a hundred wrong ones among them."""


def links(readings: Readings, gold: Path) -> Iterator[JudgedLink]:
    """Every link of an attribute that gold has; its service is the client."""
    questions = {
        (each.terraform, each.path.replace("[]", "")): each.places
        for each in read_questions(gold, load("boto3"))
    }
    for system, resource, found in readings.attributes:
        if system != "terraform":
            continue
        for reading in found:
            places = questions.get((resource, reading.found.one.path.replace("[]", "")), ())
            paths = [path for name, path in places if name == reading.boto3]
            if paths:
                right = any(same_path(path, reading.found.other.path) for path in paths)
                yield JudgedLink(reading.boto3.partition(".")[0], reading.features(), right)


def resources(readings: Readings, gold: Path) -> Iterator[JudgedLink]:
    """Every chosen resource of a type that gold has: right where gold has one of its calls."""
    shapes: dict[str, set[str]] = defaultdict(set)
    for each in read_questions(gold, load("boto3")):
        # Another client with the same calls (waf, waf-regional) is not a mistake.
        shapes[each.terraform].update(name.partition(".")[2] for name, _ in each.places)
    for row in readings.resources:
        if row.system == "terraform" and "strength" in row.evidence and shapes[row.resource]:
            client, _, shape = row.to_resource.partition(".")
            yield JudgedLink(
                client,
                {name: float(row.evidence.get(name, 0.0)) for name in RESOURCE_FEATURES},
                shape in shapes[row.resource],
            )


def main(gold: Path) -> None:
    """Fits both models and writes them into data/calibration.yaml."""
    readings = collect(load("cloudformation"), load("terraform"), load("pulumi"), load("boto3"))
    fitting.write(
        boto3=fitting.model(links(readings, gold), FEATURES, RIDGE, FOLDS),
        boto3_resources=fitting.model(resources(readings, gold), RESOURCE_FEATURES, RIDGE, FOLDS),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
