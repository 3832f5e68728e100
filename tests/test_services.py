"""data/services.yaml and its defaults, against the names in the source packages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from builder import services
from builder.errors import BuildError
from builder.packages import open_package
from builder.services import Service
from tests.conftest import Extract

pytestmark = pytest.mark.whole

ROWS = yaml.safe_load(services.TABLE.read_text(encoding="utf-8"))

# service, clients, Terraform prefixes, Pulumi modules, IAM prefixes
CASES = [
    (
        "ElastiCache",
        ["elasticache"],
        ["elasticache"],
        ["elasticache"],
        ["elasticache"],
    ),  # no row: names are equal
    ("APS", ["amp"], ["prometheus"], ["amp"], ["aps"]),
    ("StepFunctions", ["stepfunctions"], ["sfn"], ["sfn"], ["states"]),
    (
        "ElasticLoadBalancingV2",
        ["elbv2"],
        ["alb", "lb", "lbs"],
        ["lb", "alb"],
        ["elasticloadbalancing"],
    ),
    ("RDS", ["rds"], ["db", "rds"], ["rds"], ["rds"]),
    ("DocDB", ["docdb"], ["docdb"], ["docdb"], ["rds"]),
    ("Cassandra", ["keyspaces"], ["keyspaces"], ["keyspaces"], ["cassandra"]),
    ("ACMPCA", ["acm-pca"], ["acmpca"], ["acmpca"], ["acm-pca"]),
    ("SSO", ["sso-admin"], ["ssoadmin"], ["ssoadmin"], ["sso"]),
    ("QLDB", [], ["qldb"], ["qldb"], []),
]

# Terraform name, services
TERRAFORM = [
    ("aws_lb_listener", ["ElasticLoadBalancingV2"]),
    ("data.aws_lb", ["ElasticLoadBalancingV2"]),
    ("aws_lb_cookie_stickiness_policy", ["ElasticLoadBalancing"]),
    ("aws_vpc_endpoint", ["EC2"]),
    ("aws_vpclattice_service", ["VpcLattice"]),
    ("aws_instance", ["EC2"]),
    ("aws_cloudwatch_metric_alarm", ["CloudWatch"]),
    ("aws_cloudwatch_event_rule", ["Events"]),
    ("aws_cloudwatch_log_group", ["Logs"]),
    ("aws_route53_resolver_rule", ["Route53Resolver"]),
    ("aws_route53_record", ["Route53"]),
    ("aws_kinesis_firehose_delivery_stream", ["KinesisFirehose"]),
    ("aws_lex_bot", ["lex-models"]),
    ("aws_lexv2models_bot", ["Lex"]),
    ("aws_service_discovery_service", ["ServiceDiscovery"]),
    ("data.aws_caller_identity", ["sts"]),
    ("aws_opensearch_domain", ["OpenSearch", "OpenSearchService"]),
    ("aws_nothing", []),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_service(case: tuple[str, list[str], list[str], list[str], list[str]]) -> None:
    found = services.load()[case[0]]
    assert [list(each) for each in (found.boto3, found.terraform, found.pulumi, found.iam)] == list(
        case[1:]
    )


@pytest.mark.parametrize(("name", "expected"), TERRAFORM)
def test_service_of_a_terraform_name(name: str, expected: list[str]) -> None:
    assert [service.name for service in services.of_terraform(name)] == expected


def test_every_cloudformation_service_is_there(extract: Extract) -> None:
    assert set(services.load()) == {
        resource.name.split("::")[1] for resource in extract("cloudformation").resources
    }


def test_every_terraform_resource_has_a_service(extract: Extract) -> None:
    assert [
        resource.name
        for resource in extract("terraform").resources
        if not services.of_terraform(resource.name)
    ] == []


def test_names_in_the_table_exist(extract: Extract) -> None:
    clients = set(services.client_names(open_package("botocore")))
    terraform = [
        resource.name.removeprefix("data.").removeprefix("aws_")
        for resource in extract("terraform").resources
    ]
    modules = {
        resource.name.split(":")[1].split("/")[0] for resource in extract("pulumi").resources
    }
    for row in [*ROWS["services"], *ROWS["without_cloudformation"]]:
        name = row.get("cloudformation") or row["name"]
        assert set(row.get("boto3", [])) <= clients, name
        for prefix in row.get("terraform", []):
            assert any(each == prefix or each.startswith(prefix + "_") for each in terraform), (
                name,
                prefix,
            )
        assert set(row.get("pulumi", [])) <= modules, name


def test_every_row_says_why_and_something_new() -> None:
    clients = {
        services.letters(client): client
        for client in services.client_names(open_package("botocore"))
    }
    for row in ROWS["services"]:
        assert row["note"], row["cloudformation"]
        equal = clients.get(row["cloudformation"].lower())
        default = Service(
            row["cloudformation"],
            (equal,) if equal else (),
            (row["cloudformation"].lower(),),
            (row["cloudformation"].lower(),),
        )
        found = services.load()[row["cloudformation"]]
        says = [key for key in ("boto3", "terraform", "pulumi", "iam") if key in row]
        assert says, row["cloudformation"]
        assert "boto3" in says or found.boto3 == default.boto3
        is_new = any(tuple(row[key]) != getattr(default, key) for key in says if key != "iam")
        assert (
            is_new or tuple(row.get("iam", found.boto3)) != found.boto3 or row.get("boto3") == []
        ), row["cloudformation"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "services:\n- {cloudformation: B}\n- {cloudformation: A}\nwithout_cloudformation: []\n",
            "must be sorted",
        ),
        (
            "services:\n- {cloudformation: A, boto: [x]}\nwithout_cloudformation: []\n",
            "has an unknown field; known are",
        ),
        ("services: [", "is not valid YAML"),
    ],
)
def test_a_wrong_table_is_said_so(tmp_path: Path, text: str, message: str) -> None:
    table = tmp_path / "services.yaml"
    table.write_text(text)
    with pytest.raises(BuildError, match=message):
        services._table(table)
