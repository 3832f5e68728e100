"""Derives CloudFormation ↔ Terraform: which resources and attributes are the same thing, and how
sure that is."""

from __future__ import annotations

from collections.abc import Mapping

from builder.linking.links import Links
from builder.linking.matching.results import Derived
from builder.linking.matching.vocabulary import Vocabulary
from builder.linking.matching.vocabulary import load as load_vocabulary
from builder.linking.rules.terraform_pulumi import link
from builder.linking.terraform.imports import Import, read_imports
from builder.linking.terraform.pipeline import derive_all, gather
from builder.model import Extraction
from builder.packages import open_package
from builder.services import Service


def derive(
    cloudformation: Extraction,
    terraform: Extraction,
    pulumi: Extraction,
    cdk: Extraction,
    services: Mapping[str, Service],
    *,
    pairs: Links | None = None,
    imports: Mapping[str, Import] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Derived:
    """Every answer and candidate.

    Call apply_gettable and apply_ref (builder/patches) on `cloudformation` first: they set what is
    gettable and what Ref returns. `pairs` (Terraform and Pulumi), `imports` and `vocabulary` are
    made or read where not given.
    """
    pairs = link(terraform, pulumi) if pairs is None else pairs
    imports = read_imports(open_package("pulumi-aws")) if imports is None else imports
    vocabulary = load_vocabulary() if vocabulary is None else vocabulary
    return derive_all(
        gather(cloudformation, terraform, pulumi, cdk, services, pairs, imports, vocabulary)
    )
