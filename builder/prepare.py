"""The five extractions as linking needs them: upstream schemas mended by named fixes, and the links that follow by rule."""

from __future__ import annotations

from typing import NamedTuple

from builder.extract import load
from builder.linking import cloudformation_cdk, gettable, ref_values, terraform_pulumi, unfold
from builder.linking.links import Links
from builder.model import SYSTEMS, Extraction, SystemName


class Prepared(NamedTuple):
    """The extractions by system, and the rule links of the two pairs of systems that have a rule."""

    extractions: dict[SystemName, Extraction]
    cloudformation_cdk: Links
    terraform_pulumi: Links


def prepare() -> Prepared:
    """Loads what was extracted and mends it: what GetAtt accepts, what Ref returns, Terraform blocks that the bindings fold."""
    extractions = {system: load(system) for system in SYSTEMS}
    gettable.apply_gettable(extractions["cloudformation"], extractions["cdk"])
    ref_values.apply_ref(extractions["cloudformation"], extractions["cdk"])
    bridged = terraform_pulumi.link(extractions["terraform"], extractions["pulumi"])
    if unfold.unfold(extractions["terraform"], extractions["pulumi"], bridged):
        bridged = terraform_pulumi.link(extractions["terraform"], extractions["pulumi"])
    return Prepared(extractions, cloudformation_cdk.link(extractions["cloudformation"], extractions["cdk"]), bridged)
