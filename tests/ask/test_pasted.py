"""Texts that people paste: each by the command, over HTTP and in the site's box, with the same
answer.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from iac_crosswalk.cli.main import cli
from tests.ask.forms import BOTO3, CDK, CFN, PULUMI, TEMPLATE
from tests.web.conftest import get, site  # noqa: F401

PROGRAM = "import boto3\nfor trail in boto3.client('cloudtrail').describe_trails()['trailList']:\n"
TRAILS = f"{PROGRAM}    print(trail['TrailArn'])\n"
LISTED = "[arn availabilityZones clusterIdentifier engineVersionActual readerEndpoint replicaCount]"
INSTANCES = "aws ec2 describe-instances --query"
QUEUE = "AWS::SQS::Queue"


class Pasted(NamedTuple):
    """A text, what is given with it, and each thing that it asks; none where it cannot be read."""

    text: str
    asked: tuple[tuple[str, str], ...] = ()
    resource: str = ""
    within: str = ""
    status: str = "ok"
    error: str = ""
    kept: str = "template.yaml"
    """The name of the file for --in."""


READONLY = "Requested attribute {} must be a readonly property in schema for {}"
PASTED = [
    Pasted(READONLY.format("Endpoint", CFN), ((CFN, "Endpoint"),), status="unknown-attribute"),
    Pasted(READONLY.format("QueueName", QUEUE), ((QUEUE, "QueueName"),)),
    Pasted(
        "KeyError: 'TrailArn'",
        (("cloudtrail.Trail", "TrailArn"),),
        within=TRAILS,
        status="unknown-attribute",
        kept="trails.py",
    ),
    Pasted(
        "KeyError: 'TrailArn'",
        (("cloudtrail.Trail", "TrailArn"),),
        resource="cloudtrail.Trail",
        status="unknown-attribute",
    ),
    Pasted(
        "KeyError: 'TrailArn'",
        status="bad-question",
        error="does not say what was read by `TrailArn`",
    ),
    Pasted(
        "error: unknown property 'cacheNodes' among [applyImmediately arn atRestEncryptionEnabled"
        " automaticFailoverEnabled configurationEndpointAddress numNodeGroups]",
        ((PULUMI, "cache_nodes"),),
        status="unknown-attribute",
    ),
    Pasted(
        f"unknown property 'cacheNodes' among {LISTED}",
        ((PULUMI, "cache_nodes"),),
        resource="aws.elasticache.ReplicationGroup",
        status="unknown-attribute",
    ),
    Pasted(
        "unknown property 'x' among [arn id]",
        status="bad-question",
        error="types have the names that the message lists",
    ),
    Pasted('cache.get_att("Port")', ((CFN, "Port"),), resource=CDK),
    Pasted('get_att("Port")', ((CFN, "Port"),), resource=CDK),
    Pasted('get_att("Port")', status="bad-question", error="does not say what `Port` is of"),
    Pasted(
        "${Cache.ConfigurationEndPoint.Address}",
        ((CFN, "ConfigurationEndPoint.Address"),),
        within=TEMPLATE,
    ),
    Pasted(
        "!Sub 'redis://${Cache.ConfigurationEndPoint.Address}:${Cache.Port}/${AWS::Region}'",
        ((CFN, "ConfigurationEndPoint.Address"), (CFN, "Port")),
        within=TEMPLATE,
    ),
    Pasted("${Nothing.Arn}", within=TEMPLATE, status="bad-question", error="declares no `Nothing`"),
    Pasted(
        "aws elasticache describe-replication-groups --query"
        " 'ReplicationGroups[0].ConfigurationEndpoint.Address'",
        ((BOTO3, "ConfigurationEndpoint.Address"),),
    ),
    Pasted(
        f"{INSTANCES} \"Reservations[].Instances[?State.Name=='running'].PublicDnsName\"",
        (("ec2.Instance", "PublicDnsName"), ("ec2.Instance", "State.Name")),
    ),
    Pasted(
        f"{INSTANCES} 'Reservations[].Instances[].[InstanceId, PrivateIpAddress]'",
        (("ec2.Instance", "InstanceId"), ("ec2.Instance", "PrivateIpAddress")),
    ),
    Pasted(
        f"{INSTANCES} 'Reservations[].Instances[] | [0].PrivateIpAddress'",
        (("ec2.Instance", "PrivateIpAddress"),),
    ),
    Pasted(
        "aws ec2 describe-images --query 'sort_by(Images, &CreationDate)[-1].ImageId'",
        (("ec2.Image", "ImageId"), ("ec2.Image", "CreationDate")),
    ),
    Pasted(
        f"{INSTANCES} 'Reservations[].Instances[].Nothing'",
        (("ec2.Instance", "Nothing"),),
        status="unknown-attribute",
    ),
    Pasted(f"{INSTANCES} 'Reservations[].Instances[?'", status="bad-question", error="JMESPath"),
    Pasted("Error: exit 1 (see above)", status="bad-question", error="names no resource"),
    Pasted('{"a": [1]}', resource=QUEUE, status="bad-question", error="holds no attribute"),
    Pasted(
        "AttributeError: 'Cluster' object has no attribute 'reader_endpoint'",
        status="bad-question",
        error="Which one is it?",
    ),
    Pasted(
        "cluster = aws.rds.Cluster('x')\nAttributeError: 'Cluster' object has no attribute"
        " 'reader_endpont'",
        (("aws:rds/cluster:Cluster", "reader_endpont"),),
        status="unknown-attribute",
    ),
]
TEXTS = pytest.mark.parametrize(
    "each", PASTED, ids=lambda each: f"{each.text[:50]}|{each.resource}|{len(each.within)}"
)


def same(found: list[dict[str, Any]], each: Pasted) -> None:
    """The answers are to what the text asks, and none of them is a guess."""
    assert [(one["query"]["resource"], one["query"]["attribute"]) for one in found] == [*each.asked]
    assert {one["status"] for one in found} == {each.status}


@TEXTS
def test_the_command(database: Path, tmp_path: Path, each: Pasted) -> None:
    options = ["--db", str(database), "--json"] + (["-r", each.resource] if each.resource else [])
    if each.within:
        (tmp_path / each.kept).write_text(each.within)
        options += ["--in", str(tmp_path / each.kept)]
    result = CliRunner().invoke(cli, ["translate", each.text, *options])
    if each.status == "bad-question":
        assert result.exit_code == 2
        return
    answers = json.loads(result.output)
    same(answers if isinstance(answers, list) else [answers], each)


@TEXTS
def test_over_http(site: str, each: Pasted) -> None:  # noqa: F811
    given = {"expression": each.text, "resource": each.resource, "in": each.within}
    found = get(site, "/api/v1/translate", **{key: text for key, text in given.items() if text})
    if each.status == "bad-question" or (len(each.asked) > 1 and found.status == 400):
        assert (found.status, found.json["error"]["code"]) == (400, "bad-question")
        assert each.asked or "targets" not in found.json or found.json["targets"] == []
    else:
        assert found.status == (200 if each.status == "ok" else 404)
        same([found.json], each._replace(asked=each.asked[:1]))


@TEXTS
def test_in_the_box(site: str, each: Pasted) -> None:  # noqa: F811
    given = {"q": each.text, "resource": each.resource, "in": each.within}
    found = get(site, "/search", **{key: text for key, text in given.items() if text})
    assert found.status == 200
    page = found.body.decode()
    boxes = re.findall(r'<section class="best[^"]*">(.*?)</section>', page, re.S)
    shown = [html.unescape(re.sub(r"<wbr>|<[^>]+>", "", box)) for box in boxes]
    if each.status == "bad-question":
        (box,) = shown
        assert "Not enough to answer" in box
        assert each.error.replace("`", "") in " ".join(box.split())
        assert 'name="resource"' in page and 'name="in"' in page, "what lacks can be given"
        return
    assert len(shown) == len(each.asked)
    for box, (resource, attribute) in zip(shown, each.asked, strict=True):
        assert resource in box and attribute in box
        assert ("does not exist" in box or "has no attribute" in box) == (each.status != "ok")
