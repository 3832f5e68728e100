"""Pieces of programs, pasted without the file around them: what a piece leaves out is added, and
its language's reader reads it.
"""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from tests.ask.forms import BOTO3, CDK, CFN, PULUMI, TF

PIECES = [
    # Python: imports are left out, `self` has no class, lines are indented as they stood
    ("cache = aws.elasticache.ReplicationGroup('x')\nprint(cache.port)", PULUMI, "port", "cache"),
    ("cache = elasticache.ReplicationGroup('x')\nprint(cache.port)", PULUMI, "port", "cache"),
    ("cache = ReplicationGroup('x')\nprint(cache.port)", PULUMI, "port", "cache"),
    (
        "cache = elasticache.CfnReplicationGroup(scope, 'C')\nprint(cache.attr_reader_end_point_port)",  # noqa: E501
        CDK,
        "attr_reader_end_point_port",
        "cache",
    ),
    ("cache = cdk.aws_elasticache.CfnReplicationGroup(scope, 'C')\ncache.ref", CDK, "ref", "cache"),
    (
        "        self.cache = aws.elasticache.ReplicationGroup('x')\n        self.host = self.cache.cache_nodes[0].address",  # noqa: E501
        PULUMI,
        "cache_nodes[].address",
        "cache",
    ),
    (
        "def __init__(self):\n    self.cache = aws.elasticache.ReplicationGroup('x')\n\ndef host(self):\n    return self.cache.port",  # noqa: E501
        PULUMI,
        "port",
        "cache",
    ),
    (
        "ec = session.client('elasticache')\nfor g in ec.describe_replication_groups()['ReplicationGroups']:\n    g.get('Description')",  # noqa: E501
        BOTO3,
        "Description",
        None,
    ),
    (
        "g = client('elasticache').describe_replication_groups()['ReplicationGroups'][0]\ng.get('ConfigurationEndpoint', {}).get('Address')",  # noqa: E501
        BOTO3,
        "ConfigurationEndpoint.Address",
        None,
    ),
    (
        "ec = client('elasticache')\nec.create_replication_group(CacheNodeType='x')",
        BOTO3,
        "CacheNodeType",
        None,
    ),
    (
        "client('cloudtrail').update_trail(S3BucketName='b')",
        "cloudtrail.Trail",
        "S3BucketName",
        None,
    ),
    ("s3 = boto3.client('s3')\ns3.get_object(Bucket=name)", "s3.GetObjectOutput", "Bucket", None),
    # TypeScript
    (
        "const cache = new aws.elasticache.ReplicationGroup('x');\nexport const port = cache.port;",
        PULUMI,
        "port",
        "cache",
    ),
    (
        "const cache = new ReplicationGroup('x', {});\nconsole.log(cache.cacheNodes[0].address)",
        PULUMI,
        "cache_nodes[].address",
        "cache",
    ),
    (
        "this.cache = new aws.elasticache.ReplicationGroup('x');\nthis.host = this.cache.port;",
        PULUMI,
        "port",
        "cache",
    ),
    (
        "const cache = new elasticache.CfnReplicationGroup(this, 'C', {});\ncache.attrReaderEndPointPort;",  # noqa: E501
        CDK,
        "attr_reader_end_point_port",
        "cache",
    ),
    # templates: the section around the resources is left out, an expression follows
    (
        "Cache:\n  Type: AWS::ElastiCache::ReplicationGroup\nOutput:\n  Value: !GetAtt Cache.Port",
        CFN,
        "Port",
        "Cache",
    ),
    (
        "  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\n!GetAtt Cache.Port",
        CFN,
        "Port",
        "Cache",
    ),
    (
        '"Cache": {"Type": "AWS::ElastiCache::ReplicationGroup", "Metadata": {"Fn::GetAtt": ["Cache", "Port"]}}',  # noqa: E501
        CFN,
        "Port",
        "Cache",
    ),
    (
        "cache:\n  type: aws:elasticache:ReplicationGroup\nhost: ${cache.port}",
        PULUMI,
        "port",
        "cache",
    ),
    # a name that is given
    ("aws.elasticache.ReplicationGroup('x', cache_node_type='t')", PULUMI, "cache_node_type", "x"),
    ("cache = aws.elasticache.ReplicationGroup('x', node_type='t')", PULUMI, "node_type", "cache"),
    (
        "new aws.elasticache.ReplicationGroup('x', { cacheNodeType: 't' })",
        PULUMI,
        "cacheNodeType",
        "x",
    ),
    (f'resource "{TF}" "cache" {{\n  cache_node_type = "t"\n}}', TF, "cache_node_type", "cache"),
    (
        "Cache:\n  Type: AWS::ElastiCache::ReplicationGroup\n  Properties: {NodeType: t}",
        CFN,
        "NodeType",
        "Cache",
    ),
]


@pytest.mark.parametrize(("text", "resource", "attribute", "name"), PIECES)
def test_a_piece_is_read_as_a_program(
    knowledge: KnowledgeBase, text: str, resource: str, attribute: str, name: str | None
) -> None:
    query = ask(knowledge, text)["query"]
    assert (query["resource"], query["attribute"], query["name"]) == (resource, attribute, name)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "cluster = Cluster('x')\nprint(cluster.arn)",
            "`arn` may be an attribute of",
        ),  # of several modules
        (
            "cache = aws.elasticache.ReplicationGroup('x')\nprint(cache.port, cache.arn)",
            "the text asks several things",
        ),
        (
            "aws.elasticache.ReplicationGroup('x', node_typ='t', prt=1)",
            "the text asks several things",
        ),
        (
            "cache = aws_native.elasticache.ReplicationGroup('x')\nprint(cache.port)",
            "names no resource",
        ),
        (
            "Resources: {A: {Type: AWS::No::Such}}\nOutputs: {X: {Value: !GetAtt A.Arn}}",
            "does not say what type `A` is",
        ),
        (
            "def aws(): pass\ncache = aws.elasticache.ReplicationGroup('x')\nprint(cache.port)",
            "names no resource",
        ),
    ],
)
def test_a_piece_that_leaves_open_what_is_asked(
    knowledge: KnowledgeBase, text: str, error: str
) -> None:
    answer = ask(knowledge, text)
    assert answer["status"] == "bad-question" and error in answer["error"], answer


@pytest.mark.parametrize(
    ("within", "file", "error"),
    [
        (
            "import pulumi_aws as aws\ncache = (",
            "main.py",
            "the source cannot be read: line 2: invalid Python syntax",
        ),
        (
            "import pulumi_aws as aws\ncache = (",
            "",
            "the source cannot be read: line 2: invalid Python syntax",
        ),
        (
            "Resources:\n  Cache: {Type: AWS::SQS::Queue",
            "t.yaml",
            "the source cannot be read: line ",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_one(
    knowledge: KnowledgeBase, within: str, file: str, error: str
) -> None:
    text = "!GetAtt Cache.Arn" if file == "t.yaml" else "cache.arn"
    assert ask(knowledge, text, within=within, file=file)["error"].startswith(error)


def test_settings_of_a_pasted_resource_choose(knowledge: KnowledgeBase) -> None:
    text = (
        "N = {}\ncache = aws.elasticache.ReplicationGroup('c',"
        " num_node_groups=N)\nprint(cache.cache_nodes[0].address)"
    )
    for shards, endpoints in (
        ("2", {"configuration_endpoint_address"}),
        ("f()", {"configuration_endpoint_address", "primary_endpoint_address"}),
    ):
        answer = ask(knowledge, text.format(shards), to="pulumi")
        assert {each["attribute"] for each in answer["targets"][0]["answers"]} == endpoints
