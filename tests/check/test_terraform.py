"""Terraform configurations: what is found in them, what is proposed, and what has to stay silent."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.formats import advice as advice_of
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source

CLUSTERED = 'resource "aws_elasticache_replication_group" "g" {\n  num_node_groups = 2\n  automatic_failover_enabled = true\n}\n'


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def check(advisor: Advisor, text: str | bytes) -> tuple[Source, list[Finding]]:
    source = Source(Path("main.tf"), text.encode() if isinstance(text, str) else text)
    checked = check_source(source, advisor)
    return source, checked.findings if checked else []


def found(advisor: Advisor, text: str | bytes) -> list[tuple[str, str]]:
    """(rule, the bytes of the wrong name) of each finding."""
    source, findings = check(advisor, text)
    return [(each.rule, source.data[each.span.start : each.span.end].decode()) for each in findings]


def reading(expression: str) -> str:
    return f"output {{\n  value = {expression}\n}}\n".replace("output", 'output "x"', 1)


def giving(kind: str, body: str) -> str:
    word, _, name = kind.rpartition(".")
    return f'{word or "resource"} "{name}" "x" {{\n{body}\n}}\n'


READ = [
    # (expression, the wrong name, the expression after --fix or None, what is proposed otherwise)
    ("aws_elasticache_replication_group.g.cache_nodes[0].address", "cache_nodes", "aws_elasticache_replication_group.g.configuration_endpoint_address"),
    ("aws_elasticache_replication_group.g.cache_nodes.0.address", "cache_nodes", "aws_elasticache_replication_group.g.configuration_endpoint_address"),
    ("aws_elasticache_replication_group.g.cache_nodes[0].port", "cache_nodes", "aws_elasticache_replication_group.g.port"),
    ("aws_elasticache_replication_group.g[*].cache_nodes[0].address", "cache_nodes", "aws_elasticache_replication_group.g[*].configuration_endpoint_address"),
    ("aws_elasticache_replication_group.g.*.cache_nodes[0].address", "cache_nodes", None),
    ("aws_elasticache_replication_group.g.ConfigurationEndPoint.Address", "ConfigurationEndPoint", "aws_elasticache_replication_group.g.configuration_endpoint_address"),
    ("aws_elasticache_replication_group.g.configurationEndpointAddress", "configurationEndpointAddress", "aws_elasticache_replication_group.g.configuration_endpoint_address"),
    ('"redis://${aws_elasticache_replication_group.g.cache_nodes[0].address}:6379"', "cache_nodes", '"redis://${aws_elasticache_replication_group.g.configuration_endpoint_address}:6379"'),
    ("aws_elasticache_replication_group.g.cluster_mode[0].num_node_groups", "num_node_groups", None),
    ("aws_elasticache_cluster.c.configuration_endpoint.address", "address", None),
    ("aws_elasticache_cluster.c.cache_nodes[0].endpoint.address", "endpoint", "aws_elasticache_cluster.c.cache_nodes[0].address"),
    ("aws_elasticache_cluster.c.cache_nodes.0.adress", "adress", None),
    ("[for node in aws_elasticache_cluster.c.cache_nodes : node.Port]", "Port", "[for node in aws_elasticache_cluster.c.cache_nodes : node.port]"),
    ("aws_lb.x.DNSName", "DNSName", "aws_lb.x.dns_name"),
    ("aws_lb.x[0].dnsName", "dnsName", "aws_lb.x[0].dns_name"),
    ('aws_lb.x["public"].dnsname', "dnsname", 'aws_lb.x["public"].dns_name'),
    ("aws_lb.x[count.index].dnsname", "dnsname", "aws_lb.x[count.index].dns_name"),
    ("aws_lb.x.*.dnsname", "dnsname", "aws_lb.x.*.dns_name"),
    ("aws_lb.x[*].dnsname", "dnsname", "aws_lb.x[*].dns_name"),
    ("(aws_lb.x).dnsname", "dnsname", "(aws_lb.x).dns_name"),
    ("one(aws_lb.x[*]).dnsname", "dnsname", "one(aws_lb.x[*]).dns_name"),
    ("element(aws_lb.x.*, 0).dnsname", "dnsname", "element(aws_lb.x.*, 0).dns_name"),
    ("resource.aws_lb.x.dnsname", "dnsname", "resource.aws_lb.x.dns_name"),
    ('aws_lb.x[0]["dnsname"]', "dnsname", None),
    ("upper(join(\",\", [aws_lb.x.dnsname]))", "dnsname", "upper(join(\",\", [aws_lb.x.dns_name]))"),
    ("{ lb = aws_lb.x.dnsname, (aws_lb.x.dns_name) = 1 }", "dnsname", "{ lb = aws_lb.x.dns_name, (aws_lb.x.dns_name) = 1 }"),
    ("var.a ? aws_lb.x.dnsname : null", "dnsname", "var.a ? aws_lb.x.dns_name : null"),
    ("try(aws_lb.x[0].dnsname, null)", "dnsname", "try(aws_lb.x[0].dns_name, null)"),
    ("!aws_lb.x.Internal && aws_lb.x.internal", "Internal", "!aws_lb.x.internal && aws_lb.x.internal"),
    ("<<-EOT\n  ${aws_lb.x.dnsname}\n  EOT", "dnsname", "<<-EOT\n  ${aws_lb.x.dns_name}\n  EOT"),
    ('"%{ for s in aws_lb.x.subnet_mapping }${s.subnetId}%{ endfor }"', "subnetId", '"%{ for s in aws_lb.x.subnet_mapping }${s.subnet_id}%{ endfor }"'),
    ("aws_s3_bucket_versioning.x.versioning_configuration[0].Status", "Status", "aws_s3_bucket_versioning.x.versioning_configuration[0].status"),
    ("data.aws_instances.x.private_ip", "private_ip", None),
    ("aws_vpc.x.cidr", "cidr", None),
    ("aws_vpc.x.tags_al", "tags_al", None),
    ("aws_vpc.x.arn.foo", "foo", None),
    ("data.aws_ami.x.imageId", "imageId", "data.aws_ami.x.image_id"),
    ("data.aws_ami.x.block_device_mappings[0].deviceName", "deviceName", "data.aws_ami.x.block_device_mappings[0].device_name"),
    ("data.aws_caller_identity.x.accountid", "accountid", "data.aws_caller_identity.x.account_id"),
    ('"é ${aws_lb.x.dnsname} ü"', "dnsname", '"é ${aws_lb.x.dns_name} ü"'),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "name", "after"), READ)
def test_attributes_that_do_not_exist(advisor: Advisor, expression: str, name: str, after: str | None) -> None:
    text = CLUSTERED + reading(expression)
    source, findings = check(advisor, text)
    assert [(each.rule, source.data[each.span.start : each.span.end].decode()) for each in findings] == [("unknown-attribute", name)]
    assert fixed(source, findings).decode() == (CLUSTERED + reading(after) if after else text)
    if after and not findings[0].replacements[0].when:
        assert found(advisor, reading(after)) == []


GIVEN = [
    # (type, body, rule, the wrong name, the body after --fix or None)
    ("aws_elasticache_replication_group", "CacheNodeType = 1", "unknown-argument", "CacheNodeType", "node_type = 1"),
    ("aws_elasticache_replication_group", "number_cache_clusters = 2", "unknown-argument", "number_cache_clusters", "num_cache_clusters = 2"),
    ("aws_elasticache_replication_group", 'replication_group_description = "a"', "unknown-argument", "replication_group_description", 'description = "a"'),
    ("aws_elasticache_replication_group", "node_typ = 1", "unknown-argument", "node_typ", None),
    ("aws_elasticache_replication_group", "cluster_mode {\n num_node_groups = 3\n}", "unknown-argument", "num_node_groups", None),
    ("aws_elasticache_replication_group", 'arn = "x"', "output-only", "arn", None),
    ("aws_elasticache_replication_group", "log_delivery_configuration {\n LogFormat = 1\n}", "unknown-argument", "LogFormat", "log_delivery_configuration {\n log_format = 1\n}"),
    ("aws_elasticache_replication_group", 'dynamic "log_delivery_configurations" {\n for_each = 1\n content {}\n}', "unknown-argument", "log_delivery_configurations", 'dynamic "log_delivery_configuration" {\n for_each = 1\n content {}\n}'),
    ("aws_elasticache_replication_group", 'dynamic "log_delivery_configuration" {\n for_each = 1\n content {\n logType = 1\n}\n}', "unknown-argument", "logType", 'dynamic "log_delivery_configuration" {\n for_each = 1\n content {\n log_type = 1\n}\n}'),
    ("aws_lb_listener", 'default_action {\n forward {\n stickyness {}\n}\n}', "unknown-argument", "stickyness", None),
    ("aws_lb_listener", 'default_action {\n dynamic "forward" {\n content {\n stickiness {\n enable = 1\n}\n}\n}\n}', "unknown-argument", "enable", None),
    ("aws_security_group", "ingress = [{ from_port = 1, toPort = 2 }]", "unknown-argument", "toPort", "ingress = [{ from_port = 1, to_port = 2 }]"),
    ("aws_security_group", 'ingress = [{ "toport" = 2 }]', "unknown-argument", "toport", 'ingress = [{ "to_port" = 2 }]'),
    ("aws_security_group", "vpcId = 1", "unknown-argument", "vpcId", "vpc_id = 1"),
    ("aws_security_group", "vpcId = 1\nvpc_id = 2", "unknown-argument", "vpcId", None),
    ("aws_security_group", "vpc_id {}\nVpcId {}", "unknown-argument", "VpcId", None),
    ("aws_security_group", "timeouts {\n read = 1\n}", "unknown-argument", "read", None),
    ("aws_security_group", "lifecycle {\n ignore_changes = [tag, tags]\n}", "unknown-attribute", "tag", None),
    ("aws_security_group", "lifecycle {\n ignore_changes = [Tags, tags]\n}", "unknown-attribute", "Tags", "lifecycle {\n ignore_changes = [tags, tags]\n}"),
    ("aws_security_group", 'provisioner "local-exec" {\n command = self.vpcid\n}', "unknown-attribute", "vpcid", 'provisioner "local-exec" {\n command = self.vpc_id\n}'),
    ("data.aws_ami", "owner = 1", "unknown-argument", "owner", None),
    ("data.aws_ami", "owner = var.owner", "unknown-argument", "owner", None),
    ("data.aws_ami", 'owner = ["self"]', "unknown-argument", "owner", 'owners = ["self"]'),
    ("data.aws_ami", "image_id = 1", "output-only", "image_id", None),
    ("data.aws_ami", "filter {\n value = 1\n}", "unknown-argument", "value", None),
    ("data.aws_ami", "filter {\n value = [for x in [1] : x]\n}", "unknown-argument", "value", "filter {\n values = [for x in [1] : x]\n}"),
    ("data.aws_ami", "filters {}", "unknown-argument", "filters", "filter {}"),
    ("aws_instance", 'subnet_ids = ["a"]', "unknown-argument", "subnet_ids", None),
    ("aws_instance", 'subnet_ids = "a"', "unknown-argument", "subnet_ids", 'subnet_id = "a"'),
    ("aws_instance", "SecurityGroupIds = var.ids", "unknown-argument", "SecurityGroupIds", "vpc_security_group_ids = var.ids"),
    ("aws_instance", 'Tags = [{ Key = "a", Value = "b" }]', "unknown-argument", "Tags", None),
    ("aws_instance", "Tags = local.tags", "unknown-argument", "Tags", "tags = local.tags"),
    ("data.aws_vpc", "Id = var.id", "unknown-argument", "Id", "id = var.id"),
    ("data.aws_ami", "ImageId = var.id", "unknown-argument", "ImageId", None),
    ("aws_instance", "InstanceId = var.id", "unknown-argument", "InstanceId", None),
    ("aws_iam_policy", "policy_arn = 1", "unknown-argument", "policy_arn", None),
    ("aws_eip", "vpc = true", "unknown-argument", "vpc", None),
    ("aws_route", "instance_id = 1", "output-only", "instance_id", None),
    ("aws_lambda_functon", "", "unknown-resource", "aws_lambda_functon", None),
    ("aws_iam_role+policy", "", "unknown-resource", "aws_iam_role+policy", None),
    ("data.aws_lambda_permission", "", "unknown-resource", "aws_lambda_permission", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "rule", "name", "after"), GIVEN)
def test_names_that_a_block_does_not_take(advisor: Advisor, kind: str, body: str, rule: str, name: str, after: str | None) -> None:
    source, findings = check(advisor, giving(kind, body))
    assert [(each.rule, source.data[each.span.start : each.span.end].decode()) for each in findings] == [(rule, name)]
    assert fixed(source, findings).decode() == giving(kind, after if after is not None else body)


def test_what_is_proposed_without_certainty_is_said(advisor: Advisor) -> None:
    _, (clustered,) = check(advisor, reading("aws_elasticache_replication_group.g.cache_nodes[0].address"))
    assert {each.path: each.when for each in clustered.replacements} == {
        "configuration_endpoint_address": "cluster mode enabled",
        "primary_endpoint_address": "cluster mode disabled",
    }
    assert clustered.fix is None
    _, (block,) = check(advisor, giving("aws_elasticache_replication_group", "cluster_mode {\n num_node_groups = 3\n}"))
    assert [(each.path, each.certain) for each in block.replacements] == [("num_node_groups", False)]
    _, (typo,) = check(advisor, giving("data.aws_ami", "most_recnt = true"))
    assert (typo.replacements, typo.suggestions) == ((), ("most_recent",))
    _, (unknown,) = check(advisor, giving("data.aws_lambda_fuction", ""))
    assert unknown.suggestions[0] == "aws_lambda_function"
    assert "it is a resource" in check(advisor, giving("data.aws_lambda_permission", ""))[1][0].message


@pytest.mark.parametrize(
    "settings",
    [
        "num_node_groups = 1",
        "num_node_groups = var.n",
        'num_node_groups = "${var.n}"',
        'tags = { num_node_groups = "2" }',
        "num_node_groups = -2",
    ],
)
def test_settings_that_do_not_show_the_mode_choose_nothing(advisor: Advisor, settings: str) -> None:
    text = giving("aws_elasticache_replication_group", settings) + reading("aws_elasticache_replication_group.x.cache_nodes[0].address")
    _, (finding,) = check(advisor, text)
    assert finding.fix is None and len(finding.replacements) == 2


SILENT_READS = [
    "aws_lb.x",
    "aws_lb.x.id",
    "aws_lb.x[0].dns_name",
    "aws_lb.x.access_logs[0].bucket",
    "aws_lb.x.access_logs.0.bucket",
    "aws_lb.x.access_logs.*.bucket",
    "aws_lb.x.*.access_logs.0.bucket",
    "aws_lb.x[each.key].tags.Name",
    'aws_lb.x["a"].tags["Name"]',
    "aws_lb.x.tags_all.Anything",
    "aws_s3_bucket_versioning.x.id",
    "aws_appautoscaling_policy.x.id",
    "aws_wafv2_web_acl.x.rule",
    "aws_quicksight_dashboard.x.definition[0].whatever.there.is",
    "data.aws_ami.x.id",
    "data.aws_cloudformation_stack.x.outputs.VpcId",
    'data.aws_cloudformation_stack.x.outputs["VpcId"]',
    "data.aws_secretsmanager_secret_version.x.secret_string",
    'jsondecode(data.aws_secretsmanager_secret_version.x.secret_string)["user"].name',
    "data.google_project.x.nope",
    "google_project.x.nope",
    "awscc_s3_bucket.x.nope",
    "module.aws_lb.x.nope",
    "var.aws_lb.x.nope",
    "local.aws_lb.x.nope",
    "each.value.nope",
    "self.nope",
    "ephemeral.aws_lb.x.nope",
    "path.module",
    "[for aws_lb in var.a : aws_lb.x.nope]",
    "{ for aws_lb, x in var.a : aws_lb => aws_lb.x.nope if aws_lb.x.other }",
    "[for aws_lb in var.a : [for b in var.c : aws_lb.x.nope]]",
    '"%{ for aws_lb in var.a }${aws_lb.x.nope}%{ endfor }"',
    "{ aws_lb = 1, dns = 2 }",
    '"$${aws_lb.x.nope}"',
    "<<EOT\n$${aws_lb.x.nope} aws_lb.x.nope\nEOT",
    '"aws_lb.x.nope"',
    "# aws_lb.x.nope\n 1",
    "try(aws_lb.x[count.index].nope, null)",
    "try([for lb in aws_lb.x[*] : lb.nope], null)",
    "can(aws_lb.x[*].nope)",
    "values(aws_lb.x)[*].dns_name",
    "{ for k, v in aws_lb.x : k => v.nope }",
    "[for v in aws_lb.x.tags : v.nope]",
    'lookup(aws_lb.x, "nope", null)',
    "merge(aws_lb.x, {}).nope",
]


@pytest.mark.parametrize("expression", SILENT_READS)
def test_reads_that_are_right_or_cannot_be_known(advisor: Advisor, expression: str) -> None:
    assert found(advisor, reading(expression)) == []


SILENT = [
    giving("aws_instance", 'count = 1\nprovider = aws.west\ndepends_on = [aws_vpc.v]\nlifecycle {\n create_before_destroy = true\n ignore_changes = all\n}'),
    giving("aws_instance", 'provisioner "file" {\n source = 1\n}\nconnection {\n host = self.public_ip\n}'),
    giving("aws_instance", 'lifecycle {\n ignore_changes = [ami, tags["a"], root_block_device[0].volume_size, "nope", id]\n replace_triggered_by = [aws_vpc.v, aws_vpc.v.cidr_block]\n}'),
    giving("aws_instance", 'tags = { anything = 1, "at:all" = 2 }\nid = 1\n_ {\n ami = 1\n}'),
    giving("aws_instance", "provider = other.west\nnope = 1\n") + reading("aws_instance.x.nope"),
    giving("aws_unheard_of", "provider = other\n") + reading("aws_unheard_of.x.nope"),
    giving("aws_security_group", 'tags {\n Name = "old style"\n}\ntimeouts {\n create = "1m"\n}'),
    giving("aws_security_group", "ingress = [{ from_port = 1, to_port = 2, (var.key) = 3 }]\negress = [for e in var.e : { nope = e }]"),
    giving("aws_security_group", 'dynamic "ingress" {\n for_each = var.r\n iterator = aws_it\n labels = []\n content {\n from_port = aws_it.value.a.b\n}\n}'),
    giving("data.aws_iam_policy_document", 'statement {\n principals {\n type = "AWS"\n identifiers = ["*"]\n}\n}'),
    giving("aws_lb", "for_each = var.a") + reading("aws_lb.x.some_key.dns_name"),
    'terraform {\n required_providers {\n aws = {\n source = "someone/aws"\n}\n}\n}\n' + giving("aws_instance", "nope = 1"),
    'moved {\n from = aws_gone_type.x["a.b"]\n to = aws_instance.x\n}\nimport {\n to = aws_gone_type.x\n id = "i"\n}\nremoved {\n from = aws_gone_type.x\n}\n',
    'ephemeral "aws_secretsmanager_secret_version" "x" {\n nope = 1\n}\naction "aws_lambda_invoke" "x" {\n config {\n nope = 1\n}\n}\n',
    'module "aws_lb" {\n nope = aws_lb.x.arn\n providers = {\n aws = aws.west\n}\n}\nprovider "aws" {\n nope = 1\n}\n',
    'check "c" {\n data "aws_ami" "x" {\n owners = []\n}\n assert {\n condition = data.aws_ami.x.image_id != ""\n error_message = "x"\n}\n}\n',
    giving("aws_{{ kind }}", "nope = 1") + giving("aws_lb", 'dynamic "{{ block }}" {\n content {}\n}') + giving("aws_lb", "{{ more }}"),
    giving("aws_instance", "# nope = 1\n// nope = 1\n/* nope = 1 */"),
    giving("aws_instance", "nope = 1 # crosswalk: ignore[unknown-argument]"),
    "",
    "# aws_",
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_configurations_that_are_right_or_cannot_be_known(advisor: Advisor, text: str) -> None:
    assert found(advisor, text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("locals {\n lb = aws_lb.x\n}\n" + reading("local.lb.dnsname"), "dnsname"),
        ("locals {\n lb = one(aws_lb.x[*])\n again = local.lb\n}\n" + reading("local.again.dnsname"), "dnsname"),
        (giving("aws_lb", "for_each = var.a") + reading("{ for k, v in aws_lb.x : k => v.dnsname }"), "dnsname"),
        (giving("aws_lb", "count = 2") + reading("[for v in aws_lb.x : v.dnsname]"), "dnsname"),
        (giving("aws_lb", "for_each = var.a") + reading("values(aws_lb.x)[*].dnsname"), "dnsname"),
        (giving("aws_lb", "for_each = aws_lb.y.dnsname"), "dnsname"),
        ('check "c" {\n data "aws_ami" "x" {\n ownerz = []\n}\n}\n', "ownerz"),
        ('data aws_ami x {\n ownerz = 1\n}\n', "ownerz"),
        (giving("aws_instance", "ownerz = 1").replace("\n", "\r\n"), "ownerz"),
        ("\ufeff" + giving("aws_instance", "ownerz = 1"), "ownerz"),
        (reading("data.aws_lambda_functon.x.arn"), "aws_lambda_functon"),
        ('terraform {\n required_providers {\n west = {\n source = "hashicorp/aws"\n}\n}\n}\n' + giving("aws_lb", "provider = west\nnope = 1"), "nope"),
    ],
)  # fmt: skip
def test_mistakes_behind_locals_loops_and_other_spellings(advisor: Advisor, text: str, name: str) -> None:
    assert [each for _, each in found(advisor, text)] == [name]


def test_locals_that_lead_to_themselves_lead_nowhere(advisor: Advisor) -> None:
    assert found(advisor, "locals {\n a = local.b\n b = local.a\n c = aws_lb.x\n}\n" + reading("local.a.nope")) == []


BROKEN = [
    'resource "aws_sqs_queue" "a" {\n fifo = = true\n}\n',
    'resource "aws_sqs_queue" "a" {\n nope = true\n',
    'resource "aws_lb" "a" {\n nope = [1, = 2\n}\n',
    'resource "aws_lb" "a" {\n name "x"\n\n access_logs {\n nope = 1\n}\n}\n',
    'resource "aws_lb" "a" {\n access_logs\n subnet_mapping {\n nope = 1\n}\n}\n}\n',
    'resource "aws_lb" "a" {\n # access_logs {\n bucket = 1\n}\n name = 1\n}\n',
    'resource "aws_lb" "a" {\n access_logs nope {\n nope = 1\n}\n}\n',
    'resource "aws_lb" "a" {\n name = "x\n nope = "y"\n}\n',
    'resource "aws_lb" "a" {\n name = "x ? 1 : 0\n access_logs {\n bucket = 2\n}\n nope = "y"\n name_prefix = 1"\n}\n',
    'resource "aws_lb" "a" {\n nope = aws_lb.\n}\n',
    'resource "aws_lb" "a"\n{\n nope = 1\n}\n',
    'resource "aws_lb" {\n nope = 1\n}\n',
    'resource {\n nope = 1\n}\n',
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_left_out_and_the_rest_is_checked(advisor: Advisor, broken: str) -> None:
    sound = giving("aws_lb", "before = 1")
    _, (first, *others) = check(advisor, sound + broken)
    assert (first.rule, first.attribute) == ("unknown-argument", "before")
    # Not every break is one that the parser sees; no more is said of what is broken than that it is.
    assert [each.rule for each in others] in ([], ["unreadable-file"])


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('resource "aws_sqs_queue" "a" {\n fifo = = true\n}\n', 5),
        ('resource "aws_sqs_queue" "a" {\n fifo_queue = true\n', 4),
        ('resource "aws_lb" "a" {\n name = "x"\n}}\n', 6),
        ('resource "aws_lb" "a" {\n nope = [1, = 2\n}\n', 5),
        ('resource "aws_lb" "a" {\n nope = aws_lb.\n}\n', 5),
        (giving("aws_lb", "idle_timeout = 6e1"), None),  # Terraform takes it, the grammar does not
        (giving("aws_lb", 'name = "\0"'), None),
        (giving("aws_lb", "name = {{ name }}"), None),  # to be filled in before Terraform sees it
    ],
)  # fmt: skip
def test_where_the_syntax_fails_is_said(advisor: Advisor, broken: str, line: int | None) -> None:
    _, findings = check(advisor, giving("aws_lb", "before = 1") + broken)
    said = [each.message for each in findings if each.rule == "unreadable-file"]
    assert said == ([f"line {line}: invalid Terraform syntax; fix the file or exclude it"] if line else [])
    assert [each.attribute for each in findings if each.rule != "unreadable-file"] == ["before"]


@pytest.mark.parametrize(
    ("kind", "body", "advice"),
    [
        ("aws_elasticache_cluster", 'CacheNodeType = "a"\n node_type = "b"', "`node_type` is set already; remove this one"),
        ("aws_elasticache_cluster", 'CacheNodeType = "a"', "write `node_type`"),
        ("aws_instance", 'security_group {\n id = "x"\n}', "perhaps `security_groups`"),
    ],
)
def test_advice_says_how_sure_it_is(advisor: Advisor, kind: str, body: str, advice: str) -> None:
    _, (finding, *_) = check(advisor, giving(kind, body))
    assert advice_of(finding)[0].startswith(advice)
    assert (finding.fix is not None) is advice.startswith("write")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "(" * 10_000 + "aws_lb.x.nope" + ")" * 10_000,
        "a = " + "[" * 10_000 + "aws_lb.x.id" + "]" * 10_000,
        "a = " + "{ b = " * 10_000 + "aws_lb.x.id" + " }" * 10_000,
        "a = " + "f(" * 10_000 + "aws_lb.x.id" + ")" * 10_000,
        "a = " + "!" * 10_000 + "aws_lb.x.id",
        "a = " + '"${' * 10_000 + "aws_lb.x.id" + '}"' * 10_000,
        "a = aws_lb.x" + ".tags" * 10_000,
        "a = aws_lb.x" + "[0]" * 10_000,
        "a = " + "aws_lb.x.id + " * 10_000 + "1",
        "a = " + "[for x in " * 10_000 + "aws_lb.x" + ": x]" * 10_000,
        "default_action {\n" * 10_000 + "}\n" * 10_000,
        'dynamic "a" {\n content {\n' * 5_000 + "}\n}\n" * 5_000,
        "ingress = " + "[{ ingress = " * 5_000 + "1" + "}]" * 5_000,
        "a = [" * 10_000,
        "{" * 10_000,
        "a = <<EOT\n" * 10_000,
        '"' * 10_001,
    ],
)  # fmt: skip
def test_hostile_files_end_cleanly(advisor: Advisor, text: str) -> None:
    start = time.monotonic()
    found(advisor, giving("aws_lb_listener", text))
    found(advisor, "locals {\n" + text + "\n}\n# aws_")
    assert time.monotonic() - start < 10


def test_bytes_that_are_not_text_are_said(advisor: Advisor) -> None:
    _, (finding,) = check(advisor, b'# aws_\na = "\xff"\n')
    assert (finding.rule, finding.message) == ("unreadable-file", "line 2 is not UTF-8 text; save the file as UTF-8")
    assert found(advisor, b'resource "aws_lb" "x" {\n a = "\x00"\n}\n') == []
