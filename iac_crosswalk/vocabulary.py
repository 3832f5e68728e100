"""The words of the contract: systems and their titles, relations, origins, statuses. Defined once;
the builder imports them too.
"""

from __future__ import annotations

from typing import Literal, get_args

SystemName = Literal["cloudformation", "terraform", "pulumi", "boto3", "cdk"]
SYSTEMS: tuple[SystemName, ...] = get_args(SystemName)
"""In the order in which a pair of systems is stored: from the earlier to the later."""

TITLES = {
    "cloudformation": "CloudFormation",
    "terraform": "Terraform",
    "pulumi": "Pulumi",
    "boto3": "boto3",
    "cdk": "the CDK",
}
"""System -> its name in a sentence."""

SAM = "AWS::Serverless::"
"""The prefix of SAM's types, which are CloudFormation's here."""

RELATIONS = ("exact", "close", "broad", "narrow")
"""SKOS, seen from the subject. `none` is a verdict, not a relation between two attributes."""

CONVERSE = {
    "exact": "exact",
    "close": "close",
    "broad": "narrow",
    "narrow": "broad",
    "none": "none",
}
"""The relation seen from the other side."""

ORIGINS = ("curated", "rule", "derived")
"""The origins of mappings, the most trusted first."""

ORIGIN_RANK = {origin: rank for rank, origin in enumerate(ORIGINS)}
"""Origin → its position in ORIGINS, for sorting."""
