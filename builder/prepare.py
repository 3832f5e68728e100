"""The five extractions as linking needs them: upstream schemas with named fixes, and the links by
rule."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from builder.extract import load
from builder.linking.links import Links
from builder.linking.rules import cloudformation_cdk, terraform_pulumi
from builder.model import SYSTEMS, Extraction, SystemName
from builder.patches import gettable, ref_values, sam_members, unfold


class Prepared(NamedTuple):
    """The extractions by system, and the rule links of the two pairs of systems that have a
    rule."""

    extractions: dict[SystemName, Extraction]
    cloudformation_cdk: Links
    terraform_pulumi: Links


@lru_cache(maxsize=1)
def prepare() -> Prepared:
    """Loads the extractions and fixes them: Fn::GetAtt attributes, the values of Ref, Terraform
    blocks that the bindings fold.

    The result is cached, so that processes forked afterwards inherit it; `prepare.cache_clear`
    frees the memory.
    """
    extractions = {system: load(system) for system in SYSTEMS}
    gettable.apply_gettable(extractions["cloudformation"], extractions["cdk"])
    sam_members.apply_sam_members(extractions["cloudformation"])
    ref_values.apply_ref(extractions["cloudformation"], extractions["cdk"])
    bridged = terraform_pulumi.link(extractions["terraform"], extractions["pulumi"])
    if unfold.unfold(extractions["terraform"], extractions["pulumi"], bridged):
        bridged = terraform_pulumi.link(extractions["terraform"], extractions["pulumi"])
    return Prepared(
        extractions,
        cloudformation_cdk.link(extractions["cloudformation"], extractions["cdk"]),
        bridged,
    )
