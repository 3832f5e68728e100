"""Pulumi programs in TypeScript: what is found, what is left alone, what a program that only hurts does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.advice import Advisor
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
NETWORK = (Path(__file__).parents[1] / "programs" / "typescript" / "network.ts").read_text()
"""A program without a mistake. The TypeScript compiler agrees, and finds every one of MISTAKES in it but that in brackets."""


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def source(program: str) -> Source:
    return Source(Path("program.ts"), program.encode())


def findings(program: str, advisor: Advisor) -> list[Finding]:
    checked = check_source(source(program), advisor)
    return checked.findings if checked else []


def found(program: str, advisor: Advisor) -> list[str]:
    """`rule name` of every finding below HEAD."""
    data = (HEAD + program).encode()
    return [f"{each.rule} {data[each.span.start : each.span.end].decode()}" for each in findings(HEAD + program, advisor)]


READ = {
    "const": "const v = new aws.ec2.Vpc('v', {}); v.cidr;",
    "named import": "const v = new ec2.Vpc('v', {}); v.cidr;",
    "module import": "import * as e from '@pulumi/aws/ec2'; new e.Vpc('v').cidr;",
    "class import": "import { Vpc as V } from '@pulumi/aws/ec2'; new V('v').cidr;",
    "import of a file": "import { Vpc as V } from '@pulumi/aws/ec2/vpc'; new V('v').cidr;",
    "default import": "import a from '@pulumi/aws'; new a.ec2.Vpc('v').cidr;",
    "default by name": "import { default as a } from '@pulumi/aws'; new a.ec2.Vpc('v').cidr;",
    "import at run time": "async function f() { const a = await import('@pulumi/aws'); new a.ec2.Vpc('v').cidr }",
    "require": "const a = require('@pulumi/aws'); new a.ec2.Vpc('v').cidr;",
    "require and take apart": "const { ec2: e } = require('@pulumi/aws'); new e.Vpc('v').cidr;",
    "import require": "import a = require('@pulumi/aws'); new a.ec2.Vpc('v').cidr;",
    "import alias": "import E = aws.ec2; new E.Vpc('v').cidr;",
    "let set once later": "let v; v = new ec2.Vpc('v'); v.cidr;",
    "var seen from a function": "function f() { return v.cidr } var v = new ec2.Vpc('v');",
    "parameter": "function f(v: aws.ec2.Vpc) { v.cidr }",
    "parameter of a default": "const f = (v = new ec2.Vpc('v')) => v.cidr;",
    "parameter of an interface": "interface I { v?: ec2.Vpc } function f(i: I) { i.v!.cidr }",
    "interface that extends": "interface A { v: ec2.Vpc } interface B extends A {} function f({ v }: B) { v.cidr }",
    "object type": "function f(i: { v: ec2.Vpc }) { i.v.cidr }",
    "optional chaining": "vpc?.cidr;",
    "subscript": "vpc['cidr'];",
    "field": "class A { v: aws.ec2.Vpc; f() { this.v.cidr } }",
    "field of the constructor": "class A { v; constructor() { this.v = new ec2.Vpc('v') } f() { return this.v.cidr } }",
    "parameter property": "class A { constructor(private v: ec2.Vpc) {} f() { this.v.cidr } }",
    "getter": "class A { get v() { return vpc } } new A().v.cidr;",
    "method": "class A { v() { return vpc } } new A().v().cidr;",
    "static method": "class A { static v() { return vpc } } A.v().cidr;",
    "inherited member": "class A { v = vpc } class B extends A {} new B().v.cidr;",
    "inherited class": "class A extends aws.ec2.Vpc {} new A('a').cidr;",
    "inside an inherited class": "class A extends aws.ec2.Vpc { f() { this.cidr } }",
    "return": "function f() { return vpc } f().cidr;",
    "return type": "declare const g: any; function f(): ec2.Vpc { return g } f().cidr;",
    "async": "async function f() { return vpc } async function h() { (await f()).cidr }",
    "object": "const o = { a: { v: vpc } }; o.a.v.cidr;",
    "object with others": "const p = { v: vpc }; const o = { ...p, w: 1 }; o.v.cidr;",
    "array": "const a = [vpc, vpc]; a[1].cidr;",
    "pushed": "const a = []; a.push(vpc); a[0].cidr;",
    "loop": "for (const v of [vpc]) v.cidr;",
    "map": "['a'].map(n => new ec2.Vpc(n)).forEach(v => { v.cidr });",
    "record": "const r: Record<string, ec2.Vpc> = {}; r['a'].cidr;",
    "values": "Object.values({ a: vpc, b: vpc })[0].cidr;",
    "entries": "for (const [n, v] of Object.entries({ a: vpc })) v.cidr;",
    "destructured": "const { cidr } = vpc;",
    "destructured parameter": "[vpc].map(({ cidr }) => 1);",
    "either": "const v = vpc.id ? new ec2.Vpc('a') : new ec2.Vpc('b'); v.cidr;",
    "or": "declare const w: ec2.Vpc | undefined; (w ?? vpc).cidr;",
    "as": "declare const w: any; (w as aws.ec2.Vpc).cidr;",
    "as without parentheses": "declare const w: any; const v = w as aws.ec2.Vpc; v.cidr;",
    "satisfies": "const v = vpc satisfies aws.ec2.Vpc; v.cidr;",
    "output": "pulumi.output(vpc).cidr;",
    "output type": "declare const w: pulumi.Output<ec2.Vpc>; w.cidr;",
    "apply": "pulumi.output(vpc).apply(v => v.cidr);",
    "all": "pulumi.all([vpc, 1]).apply(([v]) => v.cidr);",
    "all by name": "pulumi.all({ v: vpc }).apply(({ v }) => v.cidr);",
    "interpolate": "pulumi.interpolate`x${vpc.cidr}`;",
    "get": "aws.ec2.Vpc.get('v', 'id').cidr;",
    "data source": "aws.ec2.getVpcOutput().cidr;",
    "data source awaited": "async function f() { (await aws.ec2.getVpc({})).cidr }",
    "data source then": "aws.ec2.getVpc().then(v => v.cidr);",
    "result type": "function f(v: aws.ec2.GetVpcResult) { v.cidr }",
    "closure": "function f() { const w = vpc; return () => w.cidr }",
    "assigned": "vpc.cidr = 1;",
}


@pytest.mark.parametrize("program", READ.values(), ids=READ.keys())
def test_a_resource_is_followed(program: str, advisor: Advisor) -> None:
    assert found(program, advisor) == ["unknown-attribute cidr"]


@pytest.mark.parametrize("program", READ.values(), ids=READ.keys())
def test_and_its_attributes_are_left_alone(program: str, advisor: Advisor) -> None:
    assert found(program.replace("cidr", "cidrBlock"), advisor) == []


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("new Bucket('b', { buckets: 'x' });", ["unknown-argument buckets"]),
        ("new Bucket('b', { 'buckets': 'x' });", ["unknown-argument buckets"]),
        ("new Bucket('b', { ...rest, buckets: 'x' });", ["unknown-argument buckets"]),
        ("const buckets = 1; new Bucket('b', { buckets });", ["unknown-argument buckets"]),
        ("new Bucket('b', { arn: 'x' });", ["output-only arn"]),
        ("new Bucket('b', ok ? { buckets: 'x' } : undefined);", ["unknown-argument buckets"]),
        ("new aws.eks.Cluster('c', { vpcConfig: { subnets: [] } });", ["unknown-argument subnets"]),
        ("new ec2.SecurityGroup('g', { ingress: [{ ports: 1 }] });", ["unknown-argument ports"]),
        ("new ec2.SecurityGroup('g', { ingress: [1].map(p => ({ ports: p })) });", ["unknown-argument ports"]),
        ("const a: aws.s3.BucketArgs = { buckets: 'x' };", ["unknown-argument buckets"]),
        ("const a: Partial<storage.BucketArgs> = { buckets: 'x' };", ["unknown-argument buckets"]),
        ("const a = { buckets: 'x' } satisfies aws.s3.BucketArgs;", ["unknown-argument buckets"]),
        ("const a: aws.types.input.ec2.SecurityGroupIngress = { ports: 1 };", ["unknown-argument ports"]),
        ("const a: pulumi.Input<aws.types.input.ec2.SecurityGroupIngress>[] = [{ ports: 1 }];", ["unknown-argument ports"]),
        ("function f(): aws.s3.BucketArgs { return { buckets: 'x' } }", ["unknown-argument buckets"]),
        ("const f = (): aws.s3.BucketArgs => ({ buckets: 'x' });", ["unknown-argument buckets"]),
        ("function f(a: { b: aws.s3.BucketArgs }) {} f({ b: { buckets: 'x' } });", ["unknown-argument buckets"]),
        ("class A { constructor(a: aws.s3.BucketArgs) {} } new A({ buckets: 'x' });", ["unknown-argument buckets"]),
        ("class A extends aws.s3.Bucket { constructor() { super('a', { buckets: 'x' }) } }", ["unknown-argument buckets"]),
        ("class A extends aws.s3.Bucket {} new A('a', { buckets: 'x' });", ["unknown-argument buckets"]),
        ("aws.ec2.getAmi({ owner: 'x' });", ["unknown-argument owner"]),
        ("aws.ec2.getAmiOutput({ filters: [{ key: 'x' }] });", ["unknown-argument key"]),
        ("aws.s3.Bucket.get('b', 'id', { arns: 'x' });", ["unknown-argument arns"]),
        ("new aws.iam.Role('r', { assumeRolePolicy: { Version: 'x', Statements: [] } });", ["unknown-argument Statements"]),
        ("new aws.elasticache.ReplicationGroups('x');", ["unknown-resource ReplicationGroups"]),
        ("new aws.elasticash.ReplicationGroup('x');", ["unknown-resource elasticash"]),
        ("import { Vpcs } from '@pulumi/aws/ec2'; new Vpcs('x');", ["unknown-resource Vpcs"]),
        ("declare const g: aws.elasticache.ReplicationGroup; g.logDeliveryConfigurations[0].type;", ["unknown-attribute type"]),
        ("const c = new aws.eks.Cluster('c'); c.vpcConfig['vpc'];", ["unknown-attribute vpc"]),
        ("const c = new aws.eks.Cluster('c'); c.vpcConfig.apply(({ vpc, ...more }) => vpc);", ["unknown-attribute vpc"]),
        ("const f = function (this: any, v: ec2.Vpc) { v.cidr };", ["unknown-attribute cidr"]),
        ("const f = (x = ; vpc.cidr", ["unreadable-file "]),
        ("let x = (; vpc.cidr;\nvpc.cidrs;", ["unreadable-file ", "unknown-attribute cidr", "unknown-attribute cidrs"]),
    ],
)  # fmt: skip
def test_names_that_do_not_exist(program: str, expected: list[str], advisor: Advisor) -> None:
    assert found(program, advisor) == expected


@pytest.mark.parametrize(
    "program",
    [
        "let v = new ec2.Vpc('v'); v = other(); v.cidr;",
        "let v = new ec2.Vpc('v'); function f() { v = new ec2.Subnet('s') } v.cidr;",
        "const v: any = new ec2.Vpc('v'); v.cidr;",
        "const v: ec2.Vpc | string = vpc; v.cidr;",
        "(vpc as any).cidr;",
        "(<any>vpc).cidr;",
        "const v = vpc as aws.ec2.Subnet; const w = vpc as pulumi.x.Y; w.cidr;",
        "function f(vpc: any) { vpc.cidr }",
        "function f(vpc) { vpc.cidr }",
        "{ const vpc = other(); vpc.cidr; }",
        "for (const vpc in others) vpc.cidr;",
        "try {} catch (vpc) { vpc.cidr }",
        "class Vpc {} new Vpc().cidr;",
        "interface Vpc { cidr: string } function f(v: Vpc) { v.cidr }",
        "function f<T>(v: T) { v.cidr }",
        "class A extends aws.ec2.Vpc { cidr = 1; f() { this.cidr } } new A('a').cidr;",
        "class A extends aws.ec2.Vpc { [key: string]: any } new A('a').cidr;",
        "interface A { cidr: string } class A extends aws.ec2.Vpc {} new A('a').cidr;",
        "class A extends Other { f() { this.cidr } } new A().cidr;",
        "vpc.id; vpc.urn; vpc.getProvider('x'); vpc.tags.anything; vpc.tagsAll['x'].length;",
        "vpc.arn.apply(a => a.split(':')); vpc.arn.toString(); vpc.cidrBlock.length;",
        "new aws.sns.Topic('t').onEvent('x', async () => {}); new aws.s3.Bucket('b').onObjectCreated('x', h);",
        "new aws.lambda.CallbackFunction('f', { callback: x }); new aws.Provider('p', { region: 'x' });",
        "aws.Region.USEast1; aws.ec2.InstanceType.T3_Micro; aws.config.region; aws.iam.ManagedPolicy.X;",
        "aws.ec2.getVpc({}).then(v => v.cidrBlock).catch(e => e.message);",
        "new aws.s3.Bucket('b', { [key]: 1, ...rest, tags: { anything: 'x' } });",
        "new aws.s3.Bucket('b', { anything: 1 } as any);",
        "const args = { anything: 1 }; new aws.s3.Bucket('b', args);",
        "new aws.s3.Bucket(...given); new aws.s3.Bucket('b', ...given, { anything: 1 });",
        "interface Mine extends aws.s3.BucketArgs { extra: string } const a: Mine = { extra: 'x' };",
        "const a: aws.s3.BucketArgs & { extra: string } = { extra: 'x' };",
        "const a: Omit<aws.s3.BucketArgs, 'tags'> = { extra: 'x' };",
        "aws.s3.Bucket.get('b', 'id', { arn: 'x', bucketDomainName: 'y' });",
        "import * as native from '@pulumi/aws-native'; new native.ec2.Nothing('x').cidr;",
        "import * as awsx from '@pulumi/awsx'; new awsx.ec2.Vpc('x', { cidr: 'x' }).cidr;",
        "import { Provider } from '@pulumi/aws/provider'; new Provider('p', {});",
        "// @ts-expect-error: a newer provider has it\nvpc.cidr;",
        "vpc.cidr; // crosswalk: ignore[unknown-attribute]",
        "declare module '@pulumi/aws/ec2' { interface Vpc { cidr: string } } vpc.cidr;",
        "const v = v2, v2 = v; v.cidr; type T = T; declare const t: T; t.cidr; class B extends B {} new B().cidr;",
        "const { cidr } = vpc as any; const [{ cidr: c }] = [other]; const { ['cidr']: d } = vpc;",
        "new aws.rds.Instance('i', { passwordWo: 'x' }).passwordWo;",
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_left_alone(program: str, advisor: Advisor) -> None:
    assert found(program, advisor) == []


MISTAKES = [
    ('cidrBlock: "10.0.0.0/16"', 'CidrBlock: "10.0.0.0/16"', "cidrBlock"),
    ("enableDnsHostnames", "enable_dns_hostnames", "enableDnsHostnames"),
    ("fromPort: port", "from_port: port", "fromPort"),
    ("egress: [{ protocol", "egress: [{ IpProtocol", "protocol"),
    ("availabilityZone: zone", "availabilityZones: zone", "availabilityZone"),
    ("cidr: this.vpc.cidrBlock", "cidr: this.vpc.cidr_block", "cidrBlock"),
    ("map(each => each.id)", "map(each => each.subnetId)", "id"),
    ('this.byName["a"].availabilityZone', 'this.byName["a"].AvailabilityZone', "availabilityZone"),
    ("s => s.ownerId", "s => s.owner_id", "ownerId"),
    ("options: { description", "options: { GroupDescription", "description"),
    ("network.first().arn", "network.first().arns", "arn"),
    ("network.vpc.ownerId", "network.vpc.ownerid", "ownerId"),
    ("mostRecent: true", "most_recent: true", "mostRecent"),
    ("filters: [{ name", "filters: [{ Name", "name"),
    ("each => each.imageId", "each => each.ImageId", "imageId"),
    ("getAmiOutput({ owners:", "getAmiOutput({ owner:", "owners"),
    ("viaOutput.name", "viaOutput.Name", "name"),
    ("({ architecture }) => architecture", "({ architectures }) => architectures", "architecture: architectures"),
    ("endpointPrivateAccess", "endpoint_private_access", "endpointPrivateAccess"),
    ("cluster.certificateAuthority.data", "cluster.certificate_authority.data", "certificateAuthority"),
    ("authority => authority.data", "authority => authority.Data", "data"),
    ("oidcs[0].issuer", "oidc[0].issuer", "oidcs"),
    ("({ vpcId }) => vpcId", "({ VpcId }) => VpcId", "vpcId: VpcId"),
    ("vpcConfig.clusterSecurityGroupId", "vpcConfig.ClusterSecurityGroupId", "clusterSecurityGroupId"),
    ("cluster.platformVersion", "cluster.platform_version", "platformVersion"),
    ("forceDestroy", "force_destroy", "forceDestroy"),
    ("bucketDomainName } = bucket", "bucketDomainname } = bucket", "bucketDomainName: bucketDomainname"),
    ("bucket?.bucketRegionalDomainName", "bucket?.RegionalDomainName", "bucketRegionalDomainName"),
    ('{ status: "Enabled" }', '{ Status: "Enabled" }', "status"),
    ("versioningConfiguration.status", "versioningConfigurations.status", "versioningConfiguration"),
    ('runtime: "nodejs20.x"', 'Runtime: "nodejs20.x"', "runtime"),
    ("environment: { variables", "environment: { Variables", "variables"),
    ("fn.invokeArn", "fn.invokeARN", "invokeArn"),
    ("fn.loggingConfig.logFormat", "fn.loggingConfig.log_format", "logFormat"),
    ("vpc.mainRouteTableId", "vpc.main_route_table_id", "mainRouteTableId"),
    ("fifoQueue: true", "FifoQueue: true", "fifoQueue"),
    ("delaySeconds", "delay_seconds", "delaySeconds"),
    ("= q.url", "= q.queueUrl", "url"),
    ('{ name: "x" });\nexport const dlq', '{ names: "x" });\nexport const dlq', "name"),
    ("looked.redrivePolicy", "looked.redrivePolicies", "redrivePolicy"),
    ("{ bucket: name, tags", "{ bucketName: name, tags", "bucket"),
    ("this.hostedZoneId", "this.hosted_zone_id", "hostedZoneId"),
    ('new Logs("l").bucketDomainName', 'new Logs("l").bucket_domain_name', "bucketDomainName"),
    ('{ name: "id", type: "S" }', '{ AttributeName: "id", type: "S" }', "name"),
    ("table.streamArn", "table.latestStreamArn", "streamArn"),
    ("evaluateTargetHealth", "EvaluateTargetHealth", "evaluateTargetHealth"),
    ("aws.route53.Record).fqdn", "aws.route53.Record).fqdns", "fqdn"),
    ("loadBalancerType: ", "type: ", "loadBalancerType"),
    ("defaultActions: [{ type", "defaultActions: [{ Type", "type"),
    ("lb.dnsName", "lb.DNSName", "dnsName"),
    ('new aws.rds.Instance("b", { instanceClass', 'new aws.rds.Instance("b", { DBInstanceClass', "instanceClass"),
    ('role["name"]', 'role["roleName"]', "name"),
    ("new aws.lb.Listener", "new aws.lb.listener", "Listener"),
]
"""What stands in NETWORK, the mistake instead of it, and the name that the replacement has."""


def test_a_program_without_a_mistake(advisor: Advisor) -> None:
    assert findings(NETWORK, advisor) == []


@pytest.mark.parametrize(("right", "wrong", "name"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES])
def test_mistakes_are_found_and_mended(right: str, wrong: str, name: str, advisor: Advisor) -> None:
    assert NETWORK.count(right) == 1
    program = NETWORK.replace(right, wrong)
    (finding,) = findings(program, advisor)
    assert [each.text for each in finding.replacements][:1] == [name]
    assert findings(fixed(source(program), [finding]).decode(), advisor) == []


GROUP = """const cache = new aws.elasticache.ReplicationGroup("cache", { description: "x", automaticFailoverEnabled: true%s });
export const address = cache.cacheNodes[0].address;
"""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [(", numNodeGroups: 2", "cache.configurationEndpointAddress;"), ("", None)],
)
def test_what_the_program_sets_chooses(settings: str, expected: str | None, advisor: Advisor) -> None:
    program = HEAD + GROUP % settings
    (finding,) = findings(program, advisor)
    assert len(finding.replacements) == (1 if expected else 2)
    assert (finding.fix is not None) == (expected is not None)
    if expected:
        assert fixed(source(program), [finding]).decode().endswith(f"= {expected}\n")


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
        ("new Bucket('b', { bucket_prefix: 'a', bucketPrefix: 'b' });", "new Bucket('b', { bucket_prefix: 'a', bucketPrefix: 'b' });"),
        ("new Bucket('b', { 'bucketPrefix': 'b', bucket_prefix });", "new Bucket('b', { 'bucketPrefix': 'b', bucket_prefix });"),
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
    "variables": "const x0 = vpc;" + "".join(f"const x{n + 1} = x{n};" for n in range(DEEP)) + f"x{DEEP}.cidr;",
    "objects of objects": "const x0 = {};" + "".join(f"const x{n + 1} = {{ ...x{n}, ...x{n} }};" for n in range(200)) + "x200.a.cidr;",
    "types of types": "type T0 = ec2.Vpc;" + "".join(f"type T{n + 1} = [T{n}, T{n}];" for n in range(200)) + "let x: T200; x[0].cidr;",
    "members of a large object": "const o = {" + "a: vpc," * 5000 + "};" + "o.b.c;" * 5000,
}


@pytest.mark.parametrize("program", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_programs_end_soon(program: str, advisor: Advisor) -> None:
    before = time.monotonic()
    assert all(each.rule in ("unreadable-file", "unknown-attribute") for each in findings(HEAD + program, advisor))
    assert time.monotonic() - before < 20


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"'@pulumi/aws'; \xff", ["line 1 is not UTF-8 text; save the file as UTF-8"]),
        (b"'@pulumi/aws' " + b"(" * 10_000, ["line 1: invalid TypeScript syntax; fix the file or exclude it"]),
        (
            b'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("q", { fifo: true ;\n',
            ["line 2: invalid TypeScript syntax; fix the file or exclude it"],
        ),
        (
            b'import * as aws from "@pulumi/aws";\nnew aws.ec2.Vpc("v").cidr;\nconst x = [1, 2;\n',
            ["`cidr` is no attribute of ec2.Vpc", "line 3: invalid TypeScript syntax; fix the file or exclude it"],
        ),
        # TypeScript takes these, the grammar does not.
        (b'import * as aws from "@pulumi/aws";\ndeclare const x: import("./x").Y<A, B>;\n', []),
        (b'import * as aws from "@pulumi/aws";\nexport type * from "./x";\n', []),
        (b'import * as aws from "@pulumi/aws";\nclass A<in T> {}\nusing.x = 1;\n', []),
        (b"\xef\xbb\xbfimport * as aws from '@pulumi/aws'; new aws.ec2.Vpc('v').cidr", ["`cidr` is no attribute of ec2.Vpc"]),
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
