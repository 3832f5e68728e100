"""Fits the constants of confidence.py to held-out pairs and says how good they are. Run by a person:

    python -m builder.linking.calibrate.terraform ../shared/gold/property_pairs.jsonl ../shared/gold/output_pairs.jsonl ../shared/gold/boto3_pairs.jsonl

Labels: a link whose question is in a gold file is right when its answer is, else wrong. Where a boto3 pair knows the Terraform
attribute, the link is right when CloudFormation's name is the SDK's, and wrong when another attribute of the type has the SDK's
name and the names of the link differ. data/derivation_audit.yaml holds weak links that a person judged. The folds are services: no service is judged with constants that were fitted on it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy
import yaml

from builder.evaluation.gold import Row, read_gold, same_path
from builder.extract import load
from builder.linking.matching.confidence import FEATURES, TABLE, Calibration, features
from builder.linking.matching.vocabulary import load as load_vocabulary
from builder.linking.rules.terraform_pulumi import link
from builder.linking.terraform.imports import read_imports
from builder.linking.terraform.pipeline import gather, link_all
from builder.model import Resource
from builder.packages import ROOT, open_package
from builder.patches.gettable import apply_gettable
from builder.patches.ref_values import apply_ref
from builder.services import load as load_services

AUDIT = ROOT / "data" / "derivation_audit.yaml"
FOLDS = 8
RIDGE = 2.0
"""Strength that keeps constants small: few links are wrong, and one of them must not decide alone."""
ROUNDS = 40
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)

Labelled = list[tuple[str, numpy.ndarray, int]]


def _letters(path: str) -> str:
    return "".join(letter for letter in path.replace("[]", "").rpartition(".")[2].lower() if letter.isalnum())


def label(rows: Iterable[Row]) -> Labelled:
    """(service, features, 1 for right or 0 for wrong) of every link that the rows can judge."""
    cloudformation, cdk = load("cloudformation"), load("cdk")
    apply_gettable(cloudformation, cdk)
    apply_ref(cloudformation, cdk)
    terraform, pulumi = load("terraform"), load("pulumi")
    imports = read_imports(open_package("pulumi-aws"))
    inputs = gather(cloudformation, terraform, pulumi, cdk, load_services(), link(terraform, pulumi), imports, load_vocabulary())
    gold: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    sdk: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.to_system == "terraform":
            gold[row.resource, row.path, row.to_resource].append(row.to_path)
        elif row.to_system == "boto3":
            sdk[row.resource, row.path.replace("[]", "")].add(_letters(row.to_path))
    judged = yaml.safe_load(AUDIT.read_text(encoding="utf-8"))
    audit = {tuple(row): number for number, verdict in enumerate(("wrong", "right")) for row in judged[verdict]}
    found: Labelled = []
    for choice, links in link_all(inputs)[0]:
        ours, theirs = choice.scored.cloudformation.resource, choice.scored.terraform.resource.name
        names = _names(ours)
        hit = {
            each.cloudformation.path
            for each in links
            if any(same_path(each.terraform.path, answer) for answer in gold.get((ours.name, each.cloudformation.path, theirs), ()))
        }
        for each in links:
            path, other = each.cloudformation.path, each.terraform.path
            answers = gold.get((ours.name, path, theirs))
            if answers is not None:
                right = any(same_path(other, answer) for answer in answers)
                # What is answered beside a right answer may be as true: gold does not list everything.
                if right or path not in hit:
                    found.append((ours.service, features(each), int(right)))
            elif (verdict := audit.get((ours.name, path, theirs, other))) is not None:
                found.append((ours.service, features(each), verdict))
            elif path != "Ref" and (spellings := sdk.get((theirs, other.replace("[]", "")))):
                if _letters(path) in spellings:
                    found.append((ours.service, features(each), 1))
                elif each.name.score < 1 and spellings & names:
                    found.append((ours.service, features(each), 0))
    return found


def _names(resource: Resource) -> set[str]:
    return {_letters(attribute.path) for attribute in resource.attributes if "." not in attribute.path}


def fit(labelled: Labelled) -> numpy.ndarray:
    """Constants of a logistic regression with a ridge, by Newton's method."""
    values = numpy.array([each for _, each, _ in labelled])
    right = numpy.array([each for _, _, each in labelled], dtype=float)
    constants = numpy.zeros(values.shape[1])
    ridge = RIDGE * numpy.eye(values.shape[1])
    ridge[0, 0] = 0.01
    for _ in range(ROUNDS):
        guess = 1 / (1 + numpy.exp(-values @ constants))
        slope = values.T @ (right - guess) - ridge @ constants
        curve = (values * (guess * (1 - guess))[:, None]).T @ values + ridge
        constants = constants + numpy.linalg.solve(curve, slope)
    return constants


def held_out(labelled: Labelled) -> list[tuple[float, int]]:
    """(confidence, right or wrong) of every link, judged with constants from the other services."""
    services = sorted({service for service, _, _ in labelled})
    fold = {service: number % FOLDS for number, service in enumerate(services)}
    judged: list[tuple[float, int]] = []
    for number in range(FOLDS):
        constants = fit([each for each in labelled if fold[each[0]] != number])
        judged += [
            (float(1 / (1 + numpy.exp(-values @ constants))), right) for service, values, right in labelled if fold[service] == number
        ]
    return judged


def reliability(judged: list[tuple[float, int]]) -> list[dict[str, float | int]]:
    """For each range of confidence: how many links, how many of them right."""
    table = []
    for low, high in pairwise(BINS):
        inside = [right for confidence, right in judged if low <= confidence < high or (high == 1.0 and confidence == 1.0)]
        if inside:
            table.append({"from": low, "to": high, "links": len(inside), "right": round(sum(inside) / len(inside), 4)})
    return table


def main(paths: list[str]) -> None:
    """Fits, writes data/calibration.yaml, and prints the reliability."""
    labelled = label(row for path in paths for row in read_gold(Path(path)))
    judged = held_out(labelled)
    constants = {name: round(float(value), 4) for name, value in zip(FEATURES, fit(labelled), strict=True)}
    calibration = Calibration(constants, len(labelled), sum(1 - right for _, _, right in labelled), reliability(judged))
    head = "# Constants of builder/linking/matching/confidence.py, written by `python -m builder.linking.calibrate.terraform GOLD.jsonl …` (see there).\n"
    text = yaml.safe_dump(calibration.as_dict(), sort_keys=False)
    TABLE.write_text(head + text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
