"""What a Terraform plan or state uses, and what that is elsewhere."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iac_crosswalk.programs.source import Unreadable
from tests.report.conftest import Worksheet, entry, verdicts
from tests.report.plans import PLAN, STATE, block, instance, refer, value

CACHE = "aws_elasticache_replication_group.cache"


def test_resources_are_blocks_with_their_instances(worksheet: Worksheet) -> None:
    sheet = worksheet(PLAN, "cloudformation")
    assert (sheet.system, sheet.format) == ("terraform", "plan")
    assert {each.name: (each.type, each.instances) for each in sheet.resources} == {
        CACHE: ("aws_elasticache_replication_group", 1),
        "aws_security_group.web": ("aws_security_group", 2),
        "null_resource.wait": ("null_resource", 1),
        "aws_made_up.thing": ("aws_made_up", 1),
        "data.aws_caller_identity.me": ("data.aws_caller_identity", 1),
        "module.store.aws_s3_bucket.this": ("aws_s3_bucket", 1),
        "module.store.aws_s3_bucket_versioning.this": ("aws_s3_bucket_versioning", 1),
    }
    assert sheet.remarks == [
        "2 resource blocks make no instance in this plan (their count is 0) and are left out."
    ]


@pytest.mark.parametrize(
    ("resource", "paths"),
    [
        (
            CACHE,
            {
                "description",
                "replication_group_id",
                "num_node_groups",
                "tags",
                "security_group_ids",
                # what a dynamic block sets is in the values alone
                "log_delivery_configuration[].destination",
                "log_delivery_configuration[].destination_type",
                "log_delivery_configuration[].log_format",
                "log_delivery_configuration[].log_type",
                # outputs
                "configuration_endpoint_address",
            },
        ),
        # written as an attribute: the values say what is in it
        (
            "aws_security_group.web",
            {"name_prefix", "ingress[].from_port", "ingress[].to_port", "ingress[].protocol", "id"},
        ),
        (
            "module.store.aws_s3_bucket_versioning.this",
            {"bucket", "versioning_configuration.status"},
        ),
        ("module.store.aws_s3_bucket.this", {"bucket", "id"}),
        ("data.aws_caller_identity.me", {"account_id"}),
    ],
)
def test_what_is_set_and_read(worksheet: Worksheet, resource: str, paths: set[str]) -> None:
    sheet = worksheet(PLAN, "pulumi")
    (found,) = [each for each in sheet.resources if each.name == resource]
    assert {each.path for each in (*found.properties, *found.outputs)} == paths


@pytest.mark.parametrize(
    ("resource", "path", "places"),
    [
        (CACHE, "configuration_endpoint_address", ["output.endpoint"]),
        ("aws_security_group.web", "id", [f"{CACHE}.security_group_ids"]),
        (
            "module.store.aws_s3_bucket.this",
            "id",
            ["module.store.aws_s3_bucket_versioning.this.bucket"],
        ),
        ("data.aws_caller_identity.me", "account_id", ["module.store.account"]),
    ],
)
def test_where_outputs_are_read(
    worksheet: Worksheet, resource: str, path: str, places: list[str]
) -> None:
    assert entry(worksheet(PLAN, "pulumi"), resource, path).places == places


def test_a_key_of_a_map_belongs_to_the_map(worksheet: Worksheet) -> None:
    (cache,) = [each for each in worksheet(PLAN, "pulumi").resources if each.name == CACHE]
    (tags,) = [each for each in cache.outputs if each.path == "tags"]
    assert tags.verdict == "exact" and tags.places == ["output.tag"]


def test_settings_choose_conditions(worksheet: Worksheet) -> None:
    found = entry(worksheet(PLAN, "cloudformation"), CACHE, "configuration_endpoint_address")
    assert (found.verdict, found.answers[0]["attribute"], found.answers[0]["holds"]) == (
        "exact",
        "ConfigurationEndPoint.Address",
        True,
    )


def test_other_providers_and_unknown_types(worksheet: Worksheet) -> None:
    found = {each.name: each.verdict for each in worksheet(PLAN, "pulumi").resources}
    assert (found["null_resource.wait"], found["aws_made_up.thing"]) == ("outside", "unknown")


@pytest.mark.parametrize(
    ("drop", "format"),
    [
        (("configuration",), "plan"),
        (("configuration", "planned_values"), "plan"),
        (("prior_state",), "plan"),
    ],
)
def test_parts_of_a_plan(worksheet: Worksheet, drop: tuple[str, ...], format: str) -> None:
    plan = {key: part for key, part in PLAN.items() if key not in drop}
    plan["resource_changes"] = [
        instance(
            CACHE, {}, change={"actions": ["create"], "before": None, "after": {"description": "d"}}
        ),
        instance(
            "aws_sqs_queue.old",
            {},
            change={"actions": ["delete"], "before": {"name": "q"}, "after": None},
        ),
    ]
    sheet = worksheet(plan, "pulumi")
    assert sheet.format == format and CACHE in {each.name for each in sheet.resources}
    assert "aws_sqs_queue.old" not in {each.name for each in sheet.resources}
    assert verdicts(sheet, CACHE)["description"] == "exact"


def test_a_state_lists_what_has_a_value(worksheet: Worksheet) -> None:
    sheet = worksheet(STATE, "pulumi")
    assert sheet.format == "state" and "are unknown" in sheet.remarks[0]
    assert verdicts(sheet, "aws_sqs_queue.jobs") == {"name": "exact", "delay_seconds": "exact"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (
            {
                "version": 4,
                "terraform_version": "1.9.5",
                "serial": 1,
                "lineage": "x",
                "resources": [],
            },
            "terraform show -json",
        ),
        (
            {"@level": "info", "@module": "terraform.ui", "format_version": "1.0"},
            "terraform plan -out",
        ),
        ('{"@level":"info","@module":"terraform.ui"}\n{"@level":"info"}\n', "terraform plan -out"),
        (b"PK\x03\x04\x00", "binary plan"),
        (PLAN | {"format_version": "2.0"}, "2.0"),
        ('{"format_version": "1.0", "planned_values": ' + "[" * 200_000, "nested"),
        ('{"format_version": 1' + "0" * 5_000 + "}", ""),
        ({"format_version": "1.0"}, "not a CloudFormation template"),
    ],
    ids=lambda found: repr(found)[:24],
)
def test_other_files_of_terraform_are_refused_with_what_to_do(
    worksheet: Worksheet, content: Any, word: str
) -> None:
    with pytest.raises(Unreadable) as failure:
        worksheet(content, "pulumi")
    assert word in str(failure.value) and "\n" not in str(failure.value)


def test_a_plan_is_not_translated_to_terraform(worksheet: Worksheet) -> None:
    with pytest.raises(Unreadable, match="already"):
        worksheet(PLAN, "terraform")


def test_blocks_of_blocks(worksheet: Worksheet) -> None:
    address = "aws_s3_bucket_lifecycle_configuration.all"
    rule = {"id": value("r"), "status": value("Enabled"), "expiration": [{"days": value(1)}]}
    planned = {
        "rule": [
            {
                "id": "r",
                "status": "Enabled",
                "expiration": [{"days": 1, "date": None}],
                "transition": [{"days": 5, "storage_class": "X"}],
            }
        ]
    }
    plan = copy.deepcopy(PLAN)
    plan["planned_values"] = {"root_module": {"resources": [instance(address, planned)]}}
    plan["configuration"] = {
        "root_module": {"resources": [block(address, {"rule": [rule], "bucket": refer("var.b")})]}
    }
    assert set(verdicts(worksheet(plan, "pulumi"), address)) == {
        "bucket",
        "rule[].id",
        "rule[].status",
        "rule[].expiration[].days",
        "rule[].transition[].days",  # a dynamic block within a block
        "rule[].transition[].storage_class",
    }


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["aws_sqs_queue", "aws_sqs_queue.a", "aws_sqs_queue.a.name[0]"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["name", "type", "references"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_json_in_the_place_of_any_part_is_a_report_or_a_refusal(
    worksheet: Worksheet, data: st.DataObject
) -> None:
    plan: Any = copy.deepcopy(PLAN)
    here: Any = plan
    for _ in range(data.draw(st.integers(1, 9))):
        keys = (
            list(here)
            if isinstance(here, dict)
            else list(range(len(here)))
            if isinstance(here, list)
            else []
        )
        if not keys:
            break
        parent, key = here, data.draw(st.sampled_from(keys))
        here = here[key]
    parent[key] = data.draw(JSON)
    try:
        sheet = worksheet(json.dumps(plan), "pulumi")
    except Unreadable:
        return
    assert sheet.summary.entries.total == sum(
        len(each.properties) + len(each.outputs) for each in sheet.resources
    )
