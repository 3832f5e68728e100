"""Each form that docs/expressions.md lists, asked of the real knowledge base, and each answered in every system."""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.paths import SYSTEMS
from tests.asking.forms import BOTO3, CDK, CFN, FORMS, PULUMI, TF, Form


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.text[:60]}|{form.given}|{len(form.within)}")
def test_each_form_is_understood(knowledge: KnowledgeBase, form: Form) -> None:
    answer = knowledge.ask(form.text, form.given, from_system=form.from_system, to="cloudformation", within=form.within)
    expected = {"system": form.system, "resource": form.resource, "attribute": form.attribute, "name": form.name}
    assert (answer["status"], answer["query"]) == ("ok", expected), answer


ENDPOINT = {
    "cloudformation": "!GetAtt Cache.ConfigurationEndPoint.Address",
    "terraform": f"{TF}.Cache.configuration_endpoint_address",
    "pulumi": "Cache.configuration_endpoint_address",
    "cdk": "Cache.attr_configuration_end_point_address",
    "boto3": 'client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["ConfigurationEndpoint"]["Address"]',
}
TYPES = {"cloudformation": CFN, "terraform": TF, "pulumi": PULUMI, "cdk": CDK, "boto3": BOTO3}


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_is_answered_in_every_system(knowledge: KnowledgeBase, system: str) -> None:
    given = None if system in ("terraform", "boto3") else TYPES[system]
    answer = knowledge.ask(ENDPOINT[system], given, to=SYSTEMS)
    written = {target["system"]: [item["expression"] for item in target["answers"]] for target in answer["targets"]}
    named = {
        to: text.replace("Cache.", "ReplicationGroup." if to == "cloudformation" else "replication_group.") for to, text in ENDPOINT.items()
    }
    expected = ENDPOINT if system != "boto3" else named  # a call has no logical name
    assert written == {to: [expected[to]] for to in SYSTEMS}
