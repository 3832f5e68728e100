"""The stage that derives CloudFormation and Terraform ↔ boto3."""

from __future__ import annotations

from builder.linking.boto3.pipeline import collect, decide
from builder.linking.matching.results import Derived
from builder.prepare import Prepared


def run(prepared: Prepared) -> Derived:
    """Every mapping and candidate the matcher finds."""
    systems = prepared.extractions
    read = collect(
        systems["cloudformation"],
        systems["terraform"],
        systems["pulumi"],
        systems["boto3"],
        pairs=prepared.terraform_pulumi,
    )
    return decide(read)
