"""Fits the confidence of links to Terraform, run by hand:

    python -m builder.linking.calibrate.terraform ../shared/gold/property_pairs.jsonl
    ../shared/gold/output_pairs.jsonl ../shared/gold/boto3_pairs.jsonl

Labels: a link whose question is in a gold file is right when its answer is there too, else wrong.
Where a boto3 pair has the Terraform attribute, the link is right when CloudFormation's name is the
SDK's, and wrong when another attribute of the type has the SDK's name and the names of the link
differ. data/derivation_audit.yaml has weak links that a person judged. The folds are services: no
service is judged with constants that were fitted on it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import yaml

from builder.evaluation.gold import Row, read_gold, same_path
from builder.extract import load
from builder.linking.calibrate import fitting
from builder.linking.calibrate.fitting import JudgedLink
from builder.linking.matching.vocabulary import load as load_vocabulary
from builder.linking.rules.terraform_pulumi import link
from builder.linking.terraform.confidence import FEATURES, features
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
"""Strength that keeps constants small: few links are wrong, and one of them must not decide
alone."""


def _letters(path: str) -> str:
    return "".join(
        letter for letter in path.replace("[]", "").rpartition(".")[2].lower() if letter.isalnum()
    )


def label(rows: Iterable[Row]) -> list[JudgedLink]:
    """Every link that the gold rows or the audit judge."""
    cloudformation, cdk = load("cloudformation"), load("cdk")
    apply_gettable(cloudformation, cdk)
    apply_ref(cloudformation, cdk)
    terraform, pulumi = load("terraform"), load("pulumi")
    imports = read_imports(open_package("pulumi-aws"))
    inputs = gather(
        cloudformation,
        terraform,
        pulumi,
        cdk,
        load_services(),
        link(terraform, pulumi),
        imports,
        load_vocabulary(),
    )
    gold: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    sdk: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.to_system == "terraform":
            gold[row.resource, row.path, row.to_resource].append(row.to_path)
        elif row.to_system == "boto3":
            sdk[row.resource, row.path.replace("[]", "")].add(_letters(row.to_path))
    audit_rows = yaml.safe_load(AUDIT.read_text(encoding="utf-8"))
    audit = {
        tuple(row): number
        for number, verdict in enumerate(("wrong", "right"))
        for row in audit_rows[verdict]
    }
    found: list[JudgedLink] = []
    for choice, links in link_all(inputs)[0]:
        ours, theirs = choice.scored.one.resource, choice.scored.other.resource.name
        names = _names(ours)
        right_paths = {
            each.one.path
            for each in links
            if any(
                same_path(each.other.path, answer)
                for answer in gold.get((ours.name, each.one.path, theirs), ())
            )
        }
        for each in links:
            path, other = each.one.path, each.other.path
            answers = gold.get((ours.name, path, theirs))
            if answers is not None:
                right = any(same_path(other, answer) for answer in answers)
                # A second answer beside a right one may be right too: gold is not complete.
                if right or path not in right_paths:
                    found.append(JudgedLink(ours.service, features(each), right))
            elif (verdict := audit.get((ours.name, path, theirs, other))) is not None:
                found.append(JudgedLink(ours.service, features(each), bool(verdict)))
            elif path != "Ref" and (spellings := sdk.get((theirs, other.replace("[]", "")))):
                if _letters(path) in spellings:
                    found.append(JudgedLink(ours.service, features(each), True))
                elif each.name.score < 1 and spellings & names:
                    found.append(JudgedLink(ours.service, features(each), False))
    return found


def _names(resource: Resource) -> set[str]:
    return {
        _letters(attribute.path) for attribute in resource.attributes if "." not in attribute.path
    }


def main(paths: list[str]) -> None:
    """Fits the model and writes it into data/calibration.yaml."""
    links = label(row for path in paths for row in read_gold(Path(path)))
    fitting.write(terraform=fitting.model(links, FEATURES, RIDGE, FOLDS))


if __name__ == "__main__":
    main(sys.argv[1:])
