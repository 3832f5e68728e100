"""Folded blocks are written out with names that Terraform itself uses elsewhere, in the nesting
that Pulumi shows.
"""

from __future__ import annotations

from functools import cache

import pytest

from builder.extract import load
from builder.linking.links import Links
from builder.linking.rules import terraform_pulumi
from builder.model import Extraction
from builder.patches import unfold


@cache
def unfolded() -> tuple[Extraction, Extraction, list[str]]:
    terraform, pulumi = load("terraform"), load("pulumi")
    return (
        terraform,
        pulumi,
        unfold.unfold(terraform, pulumi, terraform_pulumi.link(terraform, pulumi)),
    )


@cache
def relinked() -> Links:
    terraform, pulumi, _ = unfolded()
    return terraform_pulumi.link(terraform, pulumi)


def test_which_blocks() -> None:
    assert unfolded()[2] == [
        "aws_wafv2_rule_group rule[].statement",
        "aws_wafv2_web_acl rule[].statement",
    ]


# From the provider's documentation of aws_wafv2_web_acl and aws_wafv2_rule_group.
@pytest.mark.parametrize(
    ("resource", "path", "native", "pulumi"),
    [
        (
            "aws_wafv2_web_acl",
            "rule[].statement.managed_rule_group_statement.vendor_name",
            "rule[*].statement[0].managed_rule_group_statement[0].vendor_name",
            "rules[].statement.managed_rule_group_statement.vendor_name",
        ),
        (
            "aws_wafv2_web_acl",
            "rule[].statement.managed_rule_group_statement.rule_action_override[].action_to_use.count",
            "rule[*].statement[0].managed_rule_group_statement[0].rule_action_override[].action_to_use[0].count",
            "rules[].statement.managed_rule_group_statement.rule_action_overrides[].action_to_use.count",
        ),
        (
            "aws_wafv2_web_acl",
            "rule[].statement.rate_based_statement.limit",
            "rule[*].statement[0].rate_based_statement[0].limit",
            "rules[].statement.rate_based_statement.limit",
        ),
        (
            "aws_wafv2_rule_group",
            "rule[].statement.ip_set_reference_statement.arn",
            "rule[*].statement[0].ip_set_reference_statement[0].arn",
            "rules[].statement.ip_set_reference_statement.arn",
        ),
        (
            "aws_wafv2_rule_group",
            "rule[].statement.byte_match_statement.text_transformation[].priority",
            "rule[*].statement[0].byte_match_statement[0].text_transformation[].priority",
            "rules[].statement.byte_match_statement.text_transformations[].priority",
        ),
    ],
)
def test_names_and_nesting(resource: str, path: str, native: str, pulumi: str) -> None:
    (found,) = (one for one in unfolded()[0].resources if one.name == resource)
    attributes = {attribute.path: attribute for attribute in found.attributes}
    assert attributes[path].native == native
    (link,) = (one for one in relinked().resources if one.from_resource == resource)
    assert pulumi in [pair.to_path for pair in link.attributes if pair.from_path == path]


def test_everything_written_out_is_linked_to_pulumi() -> None:
    added = {
        one.name: one.facts["unfolded"]
        for one in unfolded()[0].resources
        if "unfolded" in one.facts
    }
    for link in relinked().resources:
        for block in added.get(link.from_resource, {}):
            (resource,) = (one for one in unfolded()[0].resources if one.name == link.from_resource)
            below = {
                attribute.path
                for attribute in resource.attributes
                if attribute.path.startswith(block + ".")
            }
            assert below and below <= {pair.from_path for pair in link.attributes}


def test_at_least_99_percent_of_what_can_have_a_partner_is_linked() -> None:
    terraform, pulumi, _ = unfolded()
    for extraction, side in ((terraform, "from"), (pulumi, "to")):
        known = [one for one in relinked().unlinked if one.system == extraction.system and one.none]
        linked = {
            (getattr(link, f"{side}_resource"), getattr(pair, f"{side}_path"))
            for link in relinked().resources
            for pair in link.attributes
        }
        total = sum(len(resource.attributes) for resource in extraction.resources)
        assert len(linked) / (total - len(known)) >= 0.998, extraction.system
