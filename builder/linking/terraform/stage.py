"""The stage that derives CloudFormation ↔ Terraform."""

from __future__ import annotations

from builder.linking.matching.results import Derived
from builder.linking.terraform.derive import derive
from builder.prepare import Prepared
from builder.services import load as load_services


def run(prepared: Prepared) -> Derived:
    """Every mapping and candidate the matcher finds."""
    systems = prepared.extractions
    return derive(
        systems["cloudformation"],
        systems["terraform"],
        systems["pulumi"],
        systems["cdk"],
        load_services(),
        pairs=prepared.terraform_pulumi,
    )
