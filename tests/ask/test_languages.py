"""Each language's rule, on cases that were read in the generated packages themselves (pulumi-aws
sdk/*, jsii's naming).
"""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase, KnowledgeBaseError
from iac_crosswalk.answers.expressions import LANGUAGES
from iac_crosswalk.answers.expressions.names import label, logical_id, variable
from iac_crosswalk.ask import ask
from tests.ask.forms import CDK, CFN, PULUMI, TF

LOGS = "cache.log_delivery_configurations[0].log_type"


def written(
    knowledge: KnowledgeBase, text: str, resource: str, system: str, first: str
) -> dict[str, str | None]:
    answer = ask(knowledge, text, resource, to=system, languages=LANGUAGES)
    found: dict[str, dict[str, str | None]] = {
        item["attribute"]: item["expressions"]
        for target in answer["targets"]
        for item in target["answers"]
    }
    return found[first]


@pytest.mark.parametrize(
    ("text", "resource", "attribute", "expected"),
    [
        (
            "cache.configuration_endpoint_address",
            PULUMI,
            "configuration_endpoint_address",
            {
                "python": "cache.configuration_endpoint_address",
                "typescript": "cache.configurationEndpointAddress",
                "go": "cache.ConfigurationEndpointAddress",
                "csharp": "cache.ConfigurationEndpointAddress",
                "java": "cache.configurationEndpointAddress()",
                "yaml": "${cache.configurationEndpointAddress}",
            },
        ),
        (
            LOGS,
            PULUMI,
            "log_delivery_configurations[].log_type",
            {
                "python": LOGS,
                "typescript": "cache.logDeliveryConfigurations.apply(v => v?.[0]?.logType)",
                "go": "cache.LogDeliveryConfigurations.Index(pulumi.Int(0)).LogType()",
                "csharp": "cache.LogDeliveryConfigurations.Apply(v => v[0].LogType)",
                "java": None,
                "yaml": "${cache.logDeliveryConfigurations[0].logType}",
            },
        ),
        (
            "found.cache_nodes[0].address",
            "aws.elasticache.get_cluster",
            "cache_nodes[].address",
            {
                "python": "found.cache_nodes[0].address",
                "typescript": "found.cacheNodes?.[0]?.address",
                "go": "found.CacheNodes[0].Address",
                "csharp": "found.CacheNodes[0].Address",
                "java": None,
                "yaml": "${found.cacheNodes[0].address}",
            },
        ),
        # Java cannot call a method `public`; C# calls no property as its class: PolicyDocument
        # there, by hand.
        ("ami.public", "aws.ec2.Ami", "public", {"java": "ami.public_()", "csharp": "ami.Public"}),
        (
            "policy.policy",
            "aws.iam.Policy",
            "policy",
            {"csharp": None, "go": "policy.Policy", "java": "policy.policy()"},
        ),
        (
            "web.instance_state",
            "aws.ec2.Instance",
            "instance_state",
            {"csharp": None, "go": "web.InstanceState"},
        ),
        (
            "r.log_delivery.replicator_log_delivery",
            "aws.msk.Replicator",
            "log_delivery.replicator_log_delivery",
            {"csharp": None, "go": "r.LogDelivery.ReplicatorLogDelivery()"},
        ),
        (
            "cache.id",
            PULUMI,
            "id",
            {
                "go": "cache.ID()",
                "csharp": "cache.Id",
                "java": "cache.id()",
                "typescript": "cache.id",
            },
        ),
    ],
)
def test_pulumi(
    knowledge: KnowledgeBase,
    text: str,
    resource: str,
    attribute: str,
    expected: dict[str, str | None],
) -> None:
    found = written(knowledge, text, resource, "pulumi", attribute)
    assert {language: found[language] for language in expected} == expected


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        (
            "cache.attrConfigurationEndPointAddress",
            "attr_configuration_end_point_address",
            {
                "python": "cache.attr_configuration_end_point_address",
                "typescript": "cache.attrConfigurationEndPointAddress",
                "go": "cache.AttrConfigurationEndPointAddress()",
                "csharp": "cache.AttrConfigurationEndPointAddress",
                "java": "cache.getAttrConfigurationEndPointAddress()",
                "yaml": None,
            },
        ),
        (
            "cache.ref",
            "ref",
            {
                "typescript": "cache.ref",
                "go": "cache.Ref()",
                "csharp": "cache.Ref",
                "java": "cache.getRef()",
            },
        ),
        (
            "cache.node_group_configuration[0].slots",
            "node_group_configuration[].slots",
            {
                "typescript": None,
                "go": None,
                "csharp": None,
                "java": None,
                "python": "cache.node_group_configuration[0].slots",
            },
        ),
    ],
)
def test_cdk(
    knowledge: KnowledgeBase, text: str, attribute: str, expected: dict[str, str | None]
) -> None:
    found = written(knowledge, text, CDK, "cdk", attribute)
    assert {language: found[language] for language in expected} == expected


def test_the_first_language_is_the_expression(knowledge: KnowledgeBase) -> None:
    one = ask(knowledge, "!GetAtt Cache.Port", CFN, to=["pulumi", "terraform"], languages=["go"])
    items = {target["system"]: target["answers"][0] for target in one["targets"]}
    assert items["pulumi"]["expression"] == "Cache.Port" and "expressions" not in items["pulumi"]
    two = ask(
        knowledge, "!GetAtt Cache.Port", CFN, to=["pulumi", "terraform"], languages=["java", "go"]
    )
    items = {target["system"]: target["answers"][0] for target in two["targets"]}
    assert items["pulumi"]["expression"] == "Cache.port()"
    assert items["pulumi"]["expressions"] == {"java": "Cache.port()", "go": "Cache.Port"}
    assert (
        items["terraform"]["expression"] == f"{TF}.Cache.port"
        and "expressions" not in items["terraform"]
    )


def test_a_language_that_does_not_exist(knowledge: KnowledgeBase) -> None:
    with pytest.raises(KnowledgeBaseError, match="`rust` is not a language; use one of python"):
        ask(knowledge, "!GetAtt Cache.Port", CFN, languages=["rust"])


@pytest.mark.parametrize(
    ("name", "python", "cloudformation", "terraform"),
    [
        ("Cache", "Cache", "Cache", "Cache"),
        ("my_cache", "my_cache", "MyCache", "my_cache"),
        ("my-cache", "my_cache", "MyCache", "my-cache"),
        ("cache1", "cache1", "cache1", "cache1"),
        ("$cache", "_cache", "Cache", "_cache"),
        ("lambda", "lambda_", "lambda", "lambda"),
        ("1a", "_1a", "1a", "_1a"),
    ],
)
def test_names_are_kept_wherever_the_syntax_takes_them(
    name: str, python: str, cloudformation: str, terraform: str
) -> None:
    assert (variable(name, "python"), logical_id(name), label(name)) == (
        python,
        cloudformation,
        terraform,
    )
