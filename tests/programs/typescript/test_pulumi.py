"""Pulumi programs in TypeScript: what is fixed, what only hurts. The files beside this one hold
what is found.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source

HEAD = """import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ec2, s3 as storage } from "@pulumi/aws";
import { Bucket } from "@pulumi/aws/s3";
declare const vpc: aws.ec2.Vpc;
"""
NETWORK = Path(__file__).with_name("network.ts").read_text()
"""A program without a mistake. The TypeScript compiler agrees, and finds every one of MISTAKES in
it but that in brackets.
"""


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def source(program: str) -> Source:
    return Source(Path("program.ts"), program.encode())


def findings(program: str, advisor: Advisor) -> list[Finding]:
    checked = check_source(source(program), advisor)
    return checked.findings if checked else []


MISTAKES = [
    ('cidrBlock: "10.0.0.0/16"', 'CidrBlock: "10.0.0.0/16"', "cidrBlock"),
    ("enableDnsHostnames", "enable_dns_hostnames", "enableDnsHostnames"),
    ("fromPort: port", "from_port: port", "fromPort"),
    ("egress: [{ protocol", "egress: [{ IpProtocol", "protocol"),
    ("cidr: this.vpc.cidrBlock", "cidr: this.vpc.cidr_block", "cidrBlock"),
    ("map(each => each.id)", "map(each => each.subnetId)", "id"),
    ('this.byName["a"].availabilityZone', 'this.byName["a"].AvailabilityZone', "availabilityZone"),
    ("s => s.ownerId", "s => s.owner_id", "ownerId"),
    ("options: { description", "options: { GroupDescription", "description"),
    ("network.vpc.ownerId", "network.vpc.ownerid", "ownerId"),
    ("mostRecent: true", "most_recent: true", "mostRecent"),
    ("filters: [{ name", "filters: [{ Name", "name"),
    ("each => each.imageId", "each => each.ImageId", "imageId"),
    ("getAmiOutput({ owners:", "getAmiOutput({ owner:", "owners"),
    ("viaOutput.name", "viaOutput.Name", "name"),
    ("endpointPrivateAccess", "endpoint_private_access", "endpointPrivateAccess"),
    (
        "cluster.certificateAuthority.data",
        "cluster.certificate_authority.data",
        "certificateAuthority",
    ),
    ("authority => authority.data", "authority => authority.Data", "data"),
    ("oidcs[0].issuer", "oidc[0].issuer", "oidcs"),
    ("({ vpcId }) => vpcId", "({ VpcId }) => VpcId", "vpcId: VpcId"),
    (
        "vpcConfig.clusterSecurityGroupId",
        "vpcConfig.ClusterSecurityGroupId",
        "clusterSecurityGroupId",
    ),
    ("cluster.platformVersion", "cluster.platform_version", "platformVersion"),
    ("forceDestroy", "force_destroy", "forceDestroy"),
    (
        "bucketDomainName } = bucket",
        "bucketDomainname } = bucket",
        "bucketDomainName: bucketDomainname",
    ),
    ("bucket?.bucketRegionalDomainName", "bucket?.RegionalDomainName", "bucketRegionalDomainName"),
    ('{ status: "Enabled" }', '{ Status: "Enabled" }', "status"),
    (
        "versioningConfiguration.status",
        "versioningConfigurations.status",
        "versioningConfiguration",
    ),
    ('runtime: "nodejs20.x"', 'Runtime: "nodejs20.x"', "runtime"),
    ("environment: { variables", "environment: { Variables", "variables"),
    ("fn.invokeArn", "fn.invokeARN", "invokeArn"),
    ("fn.loggingConfig.logFormat", "fn.loggingConfig.log_format", "logFormat"),
    ("vpc.mainRouteTableId", "vpc.main_route_table_id", "mainRouteTableId"),
    ("fifoQueue: true", "FifoQueue: true", "fifoQueue"),
    ("delaySeconds", "delay_seconds", "delaySeconds"),
    ("= q.url", "= q.queueUrl", "url"),
    ('{ name: "x" });\nexport const dlq', '{ names: "x" });\nexport const dlq', "name"),
    ("{ bucket: name, tags", "{ bucketName: name, tags", "bucket"),
    ("this.hostedZoneId", "this.hosted_zone_id", "hostedZoneId"),
    ('new Logs("l").bucketDomainName', 'new Logs("l").bucket_domain_name', "bucketDomainName"),
    ('{ name: "id", type: "S" }', '{ AttributeName: "id", type: "S" }', "name"),
    ("table.streamArn", "table.latestStreamArn", "streamArn"),
    ("evaluateTargetHealth", "EvaluateTargetHealth", "evaluateTargetHealth"),
    ("loadBalancerType: ", "type: ", "loadBalancerType"),
    ("defaultActions: [{ type", "defaultActions: [{ Type", "type"),
    ("lb.dnsName", "lb.DNSName", "dnsName"),
    (
        'new aws.rds.Instance("b", { instanceClass',
        'new aws.rds.Instance("b", { DBInstanceClass',
        "instanceClass",
    ),
    ('role["name"]', 'role["roleName"]', "name"),
    ("new aws.lb.Listener", "new aws.lb.listener", "Listener"),
]
"""What stands in NETWORK, the mistake instead of it, and the name that the replacement has."""


IN_THE_OTHER_NUMBER = [
    ("availabilityZone: zone", "availabilityZones: zone", "availabilityZone"),
    ("network.first().arn", "network.first().arns", "arn"),
    (
        "({ architecture }) => architecture",
        "({ architectures }) => architectures",
        "architecture: architectures",
    ),
    ("looked.redrivePolicy", "looked.redrivePolicies", "redrivePolicy"),
    ("aws.route53.Record).fqdn", "aws.route53.Record).fqdns", "fqdn"),
]
"""The same: who asks for several of what is one may mean something else, so that --fix writes none
of them.
"""


def test_a_program_without_a_mistake(advisor: Advisor) -> None:
    assert findings(NETWORK, advisor) == []


@pytest.mark.parametrize(
    ("right", "wrong", "name"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES]
)
def test_mistakes_are_found_and_mended(right: str, wrong: str, name: str, advisor: Advisor) -> None:
    assert NETWORK.count(right) == 1
    program = NETWORK.replace(right, wrong)
    (finding,) = findings(program, advisor)
    assert [each.text for each in finding.replacements][:1] == [name]
    assert findings(fixed(source(program), [finding]).decode(), advisor) == []


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    IN_THE_OTHER_NUMBER,
    ids=[wrong for _, wrong, _ in IN_THE_OTHER_NUMBER],
)
def test_the_other_number_is_proposed(right: str, wrong: str, name: str, advisor: Advisor) -> None:
    (finding,) = findings(NETWORK.replace(right, wrong), advisor)
    assert ([each.text for each in finding.replacements], finding.fix) == ([name], None)


@pytest.mark.parametrize(
    ("program", "after"),
    [
        ("const { cidr_block } = vpc;", "const { cidrBlock: cidr_block } = vpc;"),
        ("const { cidr_block = 'x' } = vpc;", "const { cidrBlock: cidr_block = 'x' } = vpc;"),
        (
            "const bucket_prefix = 'x'; new Bucket('b', { bucket_prefix });",
            "const bucket_prefix = 'x'; new Bucket('b', { bucketPrefix: bucket_prefix });",
        ),
        ("new Bucket('b', { 'bucket_prefix': 'x' });", "new Bucket('b', { 'bucketPrefix': 'x' });"),
        ("vpc!['cidr_block'];", "vpc!['cidrBlock'];"),
        ("vpc?.cidr_block.length; // Größe", "vpc?.cidrBlock.length; // Größe"),
        ("const gr\u00f6\u00dfe = vpc.cidr_block;", "const gr\u00f6\u00dfe = vpc.cidrBlock;"),
        (
            "new Bucket('b', { bucket_prefix: 'a', bucketPrefix: 'b' });",
            "new Bucket('b', { bucket_prefix: 'a', bucketPrefix: 'b' });",
        ),
        (
            "new Bucket('b', { 'bucketPrefix': 'b', bucket_prefix });",
            "new Bucket('b', { 'bucketPrefix': 'b', bucket_prefix });",
        ),
        ("new ec2.Vpc('v', { Tags: [1] });", "new ec2.Vpc('v', { Tags: [1] });"),
        ("new ec2.Vpc('v', { Tags: { a: 'b' } });", "new ec2.Vpc('v', { tags: { a: 'b' } });"),
        ("new ec2.Vpc('v', { Tags: given });", "new ec2.Vpc('v', { tags: given });"),
    ],
)
def test_a_fix_keeps_the_rest(program: str, after: str, advisor: Advisor) -> None:
    data = source(HEAD + program)
    assert fixed(data, findings(HEAD + program, advisor)).decode() == HEAD + after


DEEP = 10_000
HOSTILE = {
    "parentheses": "(" * DEEP + "vpc.cidr" + ")" * DEEP,
    "objects": "new Bucket('b', { tags: " + "{a:" * DEEP + "1" + "}" * DEEP + " });",
    "arrays": "x = " + "[" * DEEP + "]" * DEEP,
    "calls": "f(" * DEEP + "vpc.cidr" + ")" * DEEP,
    "functions": "x => " * DEEP + "vpc.cidr",
    "blocks": "{" * DEEP + "}" * DEEP,
    "unclosed": "{" * DEEP,
    "patterns": "const " + "{a:" * DEEP + "b" + "}" * DEEP + " = vpc;",
    "types": "let x: " + "Array<" * DEEP + "ec2.Vpc" + ">" * DEEP + "; x[0].cidr;",
    "members": "vpc" + ".cidr" * DEEP,
    "templates": "`${" * DEEP + "vpc.cidr" + "}`" * DEEP,
    "variables": (
        "const x0 = vpc;"
        + "".join(f"const x{n + 1} = x{n};" for n in range(DEEP))
        + f"x{DEEP}.cidr;"
    ),
    "objects of objects": (
        "const x0 = {};"
        + "".join(f"const x{n + 1} = {{ ...x{n}, ...x{n} }};" for n in range(200))
        + "x200.a.cidr;"
    ),
    "types of types": (
        "type T0 = ec2.Vpc;"
        + "".join(f"type T{n + 1} = [T{n}, T{n}];" for n in range(200))
        + "let x: T200; x[0].cidr;"
    ),
    "members of a large object": "const o = {" + "a: vpc," * 5000 + "};" + "o.b.c;" * 5000,
}


@pytest.mark.parametrize("program", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_programs_end_soon(program: str, advisor: Advisor) -> None:
    before = time.monotonic()
    assert all(
        each.rule in ("unreadable-file", "unknown-attribute")
        for each in findings(HEAD + program, advisor)
    )
    assert time.monotonic() - before < 20


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"'@pulumi/aws'; \xff", ["line 1 is not UTF-8 text; save the file as UTF-8"]),
        (
            b"'@pulumi/aws' " + b"(" * 10_000,
            ["line 1: invalid TypeScript syntax; fix the file or exclude it"],
        ),
        (
            b'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("q", { fifo: true ;\n',
            ["line 2: invalid TypeScript syntax; fix the file or exclude it"],
        ),
        (
            b'import * as aws from "@pulumi/aws";\nnew aws.ec2.Vpc("v").cidr;\nconst x = [1, 2;\n',
            [
                "`aws.ec2.Vpc` has no attribute `cidr`",
                "line 3: invalid TypeScript syntax; fix the file or exclude it",
            ],
        ),
        # TypeScript takes these, the grammar does not.
        (b'import * as aws from "@pulumi/aws";\ndeclare const x: import("./x").Y<A, B>;\n', []),
        (b'import * as aws from "@pulumi/aws";\nexport type * from "./x";\n', []),
        (b'import * as aws from "@pulumi/aws";\nclass A<in T> {}\nusing.x = 1;\n', []),
        (
            b"\xef\xbb\xbfimport * as aws from '@pulumi/aws'; new aws.ec2.Vpc('v').cidr",
            ["`aws.ec2.Vpc` has no attribute `cidr`"],
        ),
    ],
)
def test_files_that_are_no_programs(data: bytes, expected: list[str], advisor: Advisor) -> None:
    checked = check_source(Source(Path("program.ts"), data), advisor)
    assert [each.message for each in checked.findings] == expected if checked else expected == []


def test_tsx(advisor: Advisor) -> None:
    program = HEAD + "const page = <p title={vpc.cidr}>{vpc.arn}</p>;"
    checked = check_source(Source(Path("page.tsx"), program.encode()), advisor)
    assert checked is not None
    assert [each.rule for each in checked.findings] == ["unknown-attribute"]
