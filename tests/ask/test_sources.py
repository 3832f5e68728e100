"""Questions about a name of a file: what the file declares is followed, what it does not declare is
no answer.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from tests.ask.forms import CFN, PULUMI, SCRIPT, TEMPLATE

REDIS = (Path(__file__).parents[1] / "programs/python/redis.py").read_text()
COMPONENTS = """import pulumi_aws as aws

class Inner(pulumi.ComponentResource):
    bucket: aws.s3.Bucket

    def __init__(self, vpc: aws.ec2.Vpc):
        self.port = 80
        queue = aws.sqs.Queue("q")
        self.queue = queue
        self.arn = queue.arn

class Outer(pulumi.ComponentResource):
    def __init__(self):
        self.inner = Inner(vpc)
        self.port = aws.elasticache.ReplicationGroup("x", description=vpc.arn).port

class Logs(aws.s3.Bucket):
    pass

class Cluster(pulumi.ComponentResource):
    pass

outer = Outer()
logs = Logs("logs")
cluster = Cluster("x")
again = outer.inner
"""
TYPESCRIPT = """import * as aws from "@pulumi/aws";
class Redis extends pulumi.ComponentResource {
    readonly cache: aws.elasticache.ReplicationGroup;
    public port: pulumi.Output<number>;
    constructor(name: string) {
        super("a:b:C", name);
        this.cache = new aws.elasticache.ReplicationGroup("x", {});
        this.port = this.cache.port;
    }
}
const redis = new Redis("x");
"""
FOLLOWED = [
    ("self.redis_cluster.port", REDIS, PULUMI, "port", "redis_cluster", None),
    ("redis.redis_cluster.port", REDIS, PULUMI, "port", "redis_cluster", None),
    ("redis_cluster.port", REDIS, PULUMI, "port", "redis_cluster", None),
    (
        "redis.port",
        REDIS,
        PULUMI,
        "cache_nodes[].port",
        "redis_cluster",
        "`redis` is a `Redis`, whose `port` is `self.redis_cluster.cache_nodes[0].port`",
    ),
    (
        "self.port",
        REDIS,
        PULUMI,
        "cache_nodes[].port",
        "redis_cluster",
        "`port` is `self.redis_cluster.cache_nodes[0].port`",
    ),
    (
        "pulumi.export('port', redis.port)",
        REDIS,
        PULUMI,
        "cache_nodes[].port",
        "redis_cluster",
        "`redis` is a `Redis`, whose `port` is `self.redis_cluster.cache_nodes[0].port`",
    ),
    ("outer.inner.queue.url", COMPONENTS, "aws:sqs/queue:Queue", "url", "queue", None),
    ("again.queue.url", COMPONENTS, "aws:sqs/queue:Queue", "url", "queue", None),
    ("outer.inner.bucket.arn", COMPONENTS, "aws:s3/bucket:Bucket", "arn", "bucket", None),
    (
        "outer.inner.arn",
        COMPONENTS,
        "aws:sqs/queue:Queue",
        "arn",
        "queue",
        "`inner` is a `Inner`, whose `arn` is `queue.arn`",
    ),
    ("logs.arn", COMPONENTS, "aws:s3/bucket:Bucket", "arn", "logs", None),
    (
        "redis.cache.configurationEndpointAddress",
        TYPESCRIPT,
        PULUMI,
        "configuration_endpoint_address",
        "cache",
        None,
    ),
    ("this.cache.port", TYPESCRIPT, PULUMI, "port", "cache", None),
    (
        "redis.port",
        TYPESCRIPT,
        PULUMI,
        "port",
        "cache",
        "`redis` is a `Redis`, whose `port` is `this.cache.port`",
    ),
]


@pytest.mark.parametrize(("text", "within", "resource", "attribute", "name", "note"), FOLLOWED)
def test_what_the_file_declares_is_followed(
    knowledge: KnowledgeBase,
    text: str,
    within: str,
    resource: str,
    attribute: str,
    name: str,
    note: str | None,
) -> None:
    query = ask(knowledge, text, within=within)["query"]
    assert (query["resource"], query["attribute"], query["name"], query.get("note")) == (
        resource,
        attribute,
        name,
        note,
    )


NOT_DECLARED = "the source declares no `{}`; it declares: "
REFUSED = [
    ("foo.port", REDIS, NOT_DECLARED.format("foo")),
    ("cache.port", REDIS, NOT_DECLARED.format("cache")),
    ("foo.redis_cluster.port", REDIS, NOT_DECLARED.format("foo")),
    ("description.port", REDIS, "the source does not say which resource `description` is"),
    ("self.cache_nodes[0].port", REDIS, NOT_DECLARED.format("cache_nodes")),
    (
        "redis.urn",
        REDIS,
        "the source declares `redis` as its own `Redis`; ask for one of its members: subnet_group, security_group, redis_cluster",  # noqa: E501
    ),
    (
        "args.port",
        REDIS,
        "the source declares `args` as its own `RedisArgs`; ask for one of its members: vpc_id",
    ),
    ("child.parent", REDIS, "the source does not say which resource `child` is; add resource=TYPE"),
    ("outer.inner.port", COMPONENTS, "the source declares `outer` as its own `Outer`"),  # a number
    # a parameter is no member
    ("outer.inner.vpc.arn", COMPONENTS, "the source declares `outer` as its own `Outer`"),
    # its own, and no AWS cluster
    ("cluster.arn", COMPONENTS, "the source declares `cluster` as its own `Cluster`"),
    ("foo.port", SCRIPT, "the source declares no `foo`; it declares: cache"),
    (
        "foo.port",
        "import pulumi\n",
        "the source declares no `foo` that is a resource; add resource=TYPE",
    ),
    (
        "g.port",
        "import pulumi_aws_native as aws_native\ng = aws_native.elasticache.ReplicationGroup('g')",
        "the source does not say which resource `g` is",
    ),
    (
        "g.port",
        "import pulumi_aws_native as aws\ng = aws.elasticache.ReplicationGroup('g')",
        "the source does not say which resource `g` is",
    ),
    (
        "g.port",
        "g = foo.elasticache.ReplicationGroup('g')",
        "the source does not say which resource `g` is",
    ),
    (
        "aws_native.elasticache.ReplicationGroup('x').port",
        "",
        "`aws_native.elasticache.ReplicationGroup('x').port` names no resource",
    ),
    ("!GetAtt Zzz.Foo", TEMPLATE, "the source declares no `Zzz`; it declares: Cache"),
    ("!Ref Zzz", TEMPLATE, "the source declares no `Zzz`; it declares: Cache"),
    ("Zzz.Port", TEMPLATE, "the source declares no `Zzz`; it declares: Cache"),
    (
        "!GetAtt Zzz.Foo",
        "Resources: {Zzz: {Type: 'AWS::No::Such'}}",
        "the source declares `Zzz` as AWS::No::Such, an unknown type",
    ),
]


@pytest.mark.parametrize(("text", "within", "error"), REFUSED)
def test_what_the_file_does_not_declare_is_no_answer(
    knowledge: KnowledgeBase, text: str, within: str, error: str
) -> None:
    answer = ask(knowledge, text, within=within)
    assert (answer["status"], answer["targets"]) == ("bad-question", []), answer
    assert answer["error"].startswith(error)


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    def __init__(self):\n        self.x = A().x\na = A()\nprint(a.x.y)",
        (
            "class A:\n    def f(self):\n        self.x = B()\nclass B:\n    def f(self):\n       "
            " self.x = A()\na = A()\nprint(a.x.x.x.x.x.x.port)"
        ),
    ],
)
def test_classes_that_hold_each_other(knowledge: KnowledgeBase, text: str) -> None:
    assert ask(knowledge, text)["status"] == "bad-question"


FLOW = """Resources:
  Topic: {Type: "AWS::SNS::Topic", Properties: {Tags: [{Key: a, Valu: b}]}}
  Größe: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {ReplicationGroupDescription: größer, CacheNodeTyp: y, NodeGroupConfiguration: [{Slotz: 1}]}}
"""  # noqa: E501


@pytest.mark.whole  # it runs cfn-lint
def test_cfn_lint_s_places_in_flow_style(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    template = FLOW.replace("Größe", "Cache")
    file = tmp_path / "a.yaml"
    file.write_text(template)
    lint = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "parseable", str(file)]
    said = subprocess.run(lint, capture_output=True, text=True, check=False).stdout
    asked = {
        (query["resource"], query["attribute"], query["name"])
        for line in said.splitlines()
        if "was unexpected" in line
        and (query := ask(knowledge, line.replace(":", " ", 1), within=template)["query"])
    }
    assert asked == {
        ("AWS::SNS::Topic", "Tags[].Valu", "Topic"),
        (CFN, "CacheNodeTyp", "Cache"),
        (CFN, "NodeGroupConfiguration[].Slotz", "Cache"),
    }


def test_of_equal_names_on_a_line_the_column_chooses(knowledge: KnowledgeBase) -> None:
    template = (
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: {Nope: 1}}, B: {Type: AWS::SNS::Topic,"
        " Properties: {Nope: 1}}}\n"
    )
    for name, column in (("A", template.index("Nope") + 1), ("B", template.rindex("Nope") + 1)):
        message = (
            f"a.yaml:1:{column}: E3002 Additional properties are not allowed ('Nope' was"
            " unexpected)"
        )
        assert ask(knowledge, message, within=template)["query"]["name"] == name
    message = "a.yaml:1:2: E3002 Additional properties are not allowed ('Nope' was unexpected)"
    assert "several things" in ask(knowledge, message, within=template)["error"]
