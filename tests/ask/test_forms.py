"""Each form that docs/expressions.md lists, asked of the real knowledge base, and each answered in
every system.
"""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.vocabulary import SYSTEMS
from tests.ask.forms import BOTO3, CDK, CFN, FORMS, PULUMI, TF, Form


@pytest.mark.parametrize(
    "form", FORMS, ids=lambda form: f"{form.text[:60]}|{form.given}|{len(form.within)}"
)
def test_each_form_is_understood(knowledge: KnowledgeBase, form: Form) -> None:
    answer = ask(
        knowledge,
        form.text,
        form.given,
        from_system=form.from_system,
        to="cloudformation",
        within=form.within,
    )
    expected = {
        "system": form.system,
        "resource": form.resource,
        "attribute": form.attribute,
        "name": form.name,
    }
    understood = {name: value for name, value in answer["query"].items() if name != "key"}
    assert (answer["status"], understood) == ("ok", expected), answer


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Endpoint.Port", CFN),
        ("NodeGroup.Status", BOTO3),
        ("rules[0].id", "aws_s3_bucket_lifecycle_configuration"),
        ("cluster.arn", "aws_ecs_service"),
        ("rule.id", "aws.s3.BucketLifecycleConfiguration"),
        ("rule[0].filter.id", "aws.s3.BucketLifecycleConfiguration"),
        ("cluster.vpc_config.arn", "aws.eks.Cluster"),
        ("vpcConfig.arn", "aws.eks.Cluster"),
    ],
)
def test_the_end_of_a_wrong_path_is_no_answer(
    knowledge: KnowledgeBase, text: str, given: str
) -> None:
    """What stands first is the resource's own name only where the code says so, or where a program
    can mean nothing else.
    """
    answer = ask(knowledge, text, given, to="cloudformation")
    assert (answer["status"], answer["targets"]) == ("unknown-attribute", []), answer


ENDPOINT = {
    "cloudformation": "!GetAtt Cache.ConfigurationEndPoint.Address",
    "terraform": f"{TF}.Cache.configuration_endpoint_address",
    "pulumi": "Cache.configuration_endpoint_address",
    "cdk": "Cache.attr_configuration_end_point_address",
    "boto3": (
        'client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["ConfigurationEndpoint"]["Address"]'
    ),
}
TYPES = {"cloudformation": CFN, "terraform": TF, "pulumi": PULUMI, "cdk": CDK, "boto3": BOTO3}


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_is_answered_in_every_system(knowledge: KnowledgeBase, system: str) -> None:
    given = None if system in ("terraform", "boto3") else TYPES[system]
    answer = ask(knowledge, ENDPOINT[system], given, to=SYSTEMS)
    written = {
        target["system"]: [item["expression"] for item in target["answers"]]
        for target in answer["targets"]
    }
    named = {
        to: text.replace(
            "Cache.", "ReplicationGroup." if to == "cloudformation" else "replication_group."
        )
        for to, text in ENDPOINT.items()
    }
    expected = {
        to: [text] for to, text in (ENDPOINT if system != "boto3" else named).items()
    }  # a call has no logical name
    if system == "boto3":  # what a call reads, a data source reads too
        expected["terraform"].append(f"data.{named['terraform']}")
        expected["pulumi"].append(named["pulumi"])
    assert written == expected
