"""Which call reads a thing, and what is only read: cases judged from the service models."""

from __future__ import annotations

import pytest

from builder.errors import BuildError
from builder.model import Resource
from builder.sources.boto3 import read_as
from builder.sources.boto3.order import has_only_words_of
from tests.conftest import Extract


@pytest.fixture(scope="module")
def resources(extract: Extract) -> dict[str, Resource]:
    return {resource.name: resource for resource in extract("boto3").resources}


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("service-quotas.ServiceQuota", "get_service_quota"),
        ("ram.Resource", "list_resources"),
        ("iot.AuthorizerDescription", "describe_authorizer"),
        ("ses.ReceiptRuleSetMetadata", "describe_receipt_rule_set"),
        ("lakeformation.PrincipalResourcePermissions", "list_permissions"),
        ("gamelift.Build", "describe_build"),
        ("servicecatalog.PortfolioDetail", "describe_portfolio"),
        ("connect.QuickConnectSummary", "list_quick_connects"),
        ("wafv2.WebACL", "get_web_acl"),
        # In a template is where they are: no word more.
        (
            "service-quotas.ServiceQuotaIncreaseRequestInTemplate",
            "get_service_quota_increase_request_from_template",
        ),
    ],
)
def test_the_call_with_only_the_words_of_the_resource_reads_it(
    resources: dict[str, Resource], name: str, operation: str
) -> None:
    assert resources[name].facts["read"][0]["operation"] == operation


def test_the_second_call_has_only_these_words_too(resources: dict[str, Resource]) -> None:
    """Its name has the argument of the first one: the id of a portfolio."""
    reads = [
        read["operation"] for read in resources["servicecatalog.PortfolioDetail"].facts["read"]
    ]
    assert reads.index("list_portfolios") < reads.index("list_accepted_portfolio_shares")


@pytest.mark.parametrize(
    ("operation", "shape", "only_words"),
    [
        ("ListPortfolios", "PortfolioDetail", True),
        ("ListPortfoliosForProduct", "PortfolioDetail", False),
        ("GetAWSDefaultServiceQuota", "ServiceQuota", False),
        ("DescribeDBInstances", "DBInstance", True),
        ("GetKeys", "Resource", False),
    ],
)
def test_the_words_of_an_operation(operation: str, shape: str, only_words: bool) -> None:
    assert has_only_words_of(operation, shape) == only_words


def test_a_type_that_another_call_reads(resources: dict[str, Resource]) -> None:
    first, other = resources["s3.Bucket"].facts["read"]
    assert "for" not in first
    assert (other["operation"], other["for"]) == (
        "list_directory_buckets",
        ["AWS::S3Express::DirectoryBucket"],
    )


def test_a_row_about_a_call_that_does_not_read_the_thing_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = {"read_for": {"s3.Bucket": {"AWS::S3Express::DirectoryBucket": "list_nothing"}}}
    monkeypatch.setattr(read_as, "_table", lambda name: rows.get(name, {}))
    with pytest.raises(BuildError, match="list_nothing"):
        read_as.apply_read_as([Resource("boto3", "s3.Bucket", service="s3")])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (
            "lexv2-models.SlotSummary",
            "valueElicitationPromptSpecification.promptAttemptsSpecification",
        ),
        ("s3tables.GetTableMaintenanceConfigurationResponse", "configuration"),
        ("s3tables.GetTableBucketMaintenanceConfigurationResponse", "configuration"),
        ("appflow.DescribeConnectorsResponse", "connectorConfigurations"),
        ("resiliencehub.AppComponentCompliance", "compliance"),
    ],
)
def test_what_a_map_that_is_only_answered_holds_is_no_argument(
    resources: dict[str, Resource], name: str, path: str
) -> None:
    members = [one for one in resources[name].attributes if one.path.startswith(path + ".")]
    assert members and not [one.path for one in members if one.is_input or one.required]


def test_what_a_map_that_is_taken_holds_is_an_argument(resources: dict[str, Resource]) -> None:
    inputs = {one.path for one in resources["sagemaker.AutoMLCandidate"].attributes if one.is_input}
    assert not inputs
    slot = resources["lexv2-models.DescribeSlotResponse"].attributes
    said = "valueElicitationSetting.promptSpecification.promptAttemptsSpecification."
    members = [one for one in slot if one.path.startswith(said)]
    assert members and all(one.is_input and one.is_output for one in members)


@pytest.mark.parametrize(
    ("name", "path", "type_"),
    [
        # is_json_value_header (botocore/utils.py): a jsonvalue in a body is the text that it is
        ("networkmanager.CoreNetworkPolicy", "PolicyDocument", "string"),
        ("grafana.WorkspaceDescription", "grafanaVersion", "string"),
        ("grafana.DescribeWorkspaceConfigurationResponse", "configuration", "string"),
        ("pricing.GetProductsResponse", "PriceList", "list<string>"),
        ("iam.Role", "AssumeRolePolicyDocument", "json"),
    ],
)
def test_a_json_value_is_read_in_headers_alone(
    resources: dict[str, Resource], name: str, path: str, type_: str
) -> None:
    assert [one.type for one in resources[name].attributes if one.path == path] == [type_]
