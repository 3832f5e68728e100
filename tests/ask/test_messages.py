"""Error messages, pasted as the tools print them. Those of Python and cfn-lint are printed by the
tools themselves, here and now.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.store.file import KnowledgeBaseError
from tests.ask.forms import CDK, CFN, PULUMI, PYTHON, TEMPLATE, TF

ENDPOINTS = ["configuration_endpoint_address", "primary_endpoint_address"]
LOGS = "log_delivery_configurations[]"


def boxed(text: str) -> str:
    return "╷\n" + "".join(f"│ {line}\n" for line in text.splitlines()) + "╵\n"


UNSUPPORTED_ATTRIBUTE = f"""Error: Unsupported attribute

  on outputs.tf line 12, in output "host":
  12:   value = {TF}.cache.cache_nodes[0].address

This object has no argument, nested block, or exported attribute named
"cache_nodes".
"""
UNSUPPORTED_ARGUMENT = f"""Error: Unsupported argument

  on main.tf line 3, in resource "{TF}" "cache":
   3:   cache_node_type = "cache.t3.micro"

An argument named "cache_node_type" is not expected here. Did you mean
"node_type"?
"""
UNSUPPORTED_BLOCK = f"""Error: Unsupported block type

  on main.tf line 5, in resource "{TF}" "cache":
   5:   node_groups {{

Blocks of type "node_groups" are not expected here.
"""


UNKNOWN_PROPERTY = f"""    Error: Property cacheNodeType does not exist on '{PULUMI}'

      on Pulumi.yaml line 7:
       7:       cacheNodeType: cache.t3.micro

    Cannot assign '{{cacheNodeType: string}}' to '{PULUMI}':
      Existing properties are: nodeType, parameterGroupName, engine, port, tags and 40 others
"""
NOT_TAKEN = (
    "botocore.exceptions.ParamValidationError: Parameter validation failed:\n"
    'Unknown parameter in {}: "{}", must be one of: DBInstanceIdentifier, Filters'
)
DATABASE = "rds.DBInstance"
DATABASES = """import boto3
rds = boto3.client("rds")
rds.describe_db_instances(DbInstanceIdentifier="x")
rds.create_db_instance(Tags=[{"Key": "a"}, {"key": "b"}], Engine="mysql", Endpoint="x")
"""
PULUMI_YAML = """runtime: yaml
resources:
  cache:
    type: aws:elasticache:ReplicationGroup
"""


@pytest.mark.parametrize(
    ("text", "resource", "attribute", "name", "within"),
    [
        # Python
        (
            "AttributeError: 'ReplicationGroup' object has no attribute 'cache_nodes'",
            PULUMI,
            "cache_nodes",
            None,
            "",
        ),
        (
            (
                'Traceback (most recent call last):\n  File "/app/__main__.py", line 12, in'
                ' <module>\n    pulumi.export("host",'
                " cache.cache_nodes[0].address)\nAttributeError: 'ReplicationGroup' object has no"
                " attribute 'cache_nodes'. Did you mean: 'tags'?"
            ),
            PULUMI,
            "cache_nodes[].address",
            "cache",
            "",
        ),
        (
            (
                "TypeError: ReplicationGroup._internal_init() got an unexpected keyword argument"
                " 'cache_node_type'"
            ),
            PULUMI,
            "cache_node_type",
            None,
            "",
        ),
        (
            (
                "TypeError: CfnReplicationGroup.__init__() got an unexpected keyword argument"
                " 'node_type'"
            ),
            CDK,
            "node_type",
            None,
            "",
        ),
        (
            (
                'File "/app/__main__.py", line 3, in <module>\n    cluster ='
                ' aws.elasticache.Cluster("x", cache_node_type="y")\nTypeError:'
                " Cluster._internal_init() got an unexpected keyword argument 'cache_node_type'"
            ),
            "aws:elasticache/cluster:Cluster",
            "cache_node_type",
            None,
            "",
        ),
        (
            (
                'File "/venv/lib/python3.12/site-packages/pulumi_aws/elasticache/cluster.py",'
                " line 600, in __init__\nTypeError: Cluster._internal_init() got an unexpected"
                " keyword argument 'cache_node_type'"
            ),
            "aws:elasticache/cluster:Cluster",
            "cache_node_type",
            None,
            "",
        ),
        (
            (
                "AttributeError: 'ReplicationGroupLogDeliveryConfiguration' object has no attribute"
                " 'log_group'"
            ),
            PULUMI,
            f"{LOGS}.log_group",
            None,
            "",
        ),
        (
            (
                "TypeError: ReplicationGroupLogDeliveryConfigurationArgs.__init__() got an"
                " unexpected keyword argument 'log_group'"
            ),
            PULUMI,
            f"{LOGS}.log_group",
            None,
            "",
        ),
        (
            (
                "TypeError: CfnReplicationGroup.NodeGroupConfigurationProperty.__init__() got an"
                " unexpected keyword argument 'slotz'"
            ),
            CDK,
            "node_group_configuration[].slotz",
            None,
            "",
        ),
        (
            (
                'cache = aws.elasticache.ReplicationGroup("cache", cache_node_type="y")\nTypeError:'
                " __init__() got an unexpected keyword argument 'cache_node_type'"
            ),
            PULUMI,
            "cache_node_type",
            None,
            "",
        ),
        # botocore
        (
            NOT_TAKEN.format("input", "DbInstanceIdentifier"),
            DATABASE,
            "DbInstanceIdentifier",
            None,
            DATABASES,
        ),
        (
            f"Traceback (most recent call last):\n{NOT_TAKEN.format('Tags[1]', 'key')}",
            DATABASE,
            "Tags[].key",
            None,
            DATABASES,
        ),
        # pyright, ty, mypy
        (
            (
                'main.py:9:23 - error: Cannot access attribute "cache_nodes" for class'
                ' "ReplicationGroup"\n    Attribute "cache_nodes" is unknown'
                " (reportAttributeAccessIssue)"
            ),
            PULUMI,
            "cache_nodes",
            None,
            "",
        ),
        (
            'main.py:9:23 - error: Cannot access member "cache_nodes" for type "ReplicationGroup"',
            PULUMI,
            "cache_nodes",
            None,
            "",
        ),
        (
            'main.py:7:73 - error: No parameter named "cache_node_type" (reportCallIssue)',
            PULUMI,
            "cache_node_type",
            None,
            PYTHON.replace("automatic_failover_enabled", "cache_node_type"),
        ),
        (
            (
                "error[unresolved-attribute]: Object of type `ReplicationGroup` has no attribute"
                " `cache_nodes`\n --> main.py:9:7\n  |\n9 | print(cache.cache_nodes[0].address)\n "
                " |       ^^^^^^^^^^^^^^^^^\n"
            ),
            PULUMI,
            "cache_nodes[].address",
            "cache",
            "",
        ),
        (
            (
                "error[unknown-argument]: Argument `cache_node_type` does not match any known"
                " parameter of `ReplicationGroupArgs.__init__`"
            ),
            PULUMI,
            "cache_node_type",
            None,
            "",
        ),
        (
            (
                "error[unknown-argument]: Argument `cache_node_type` does not match any known"
                " parameter of bound method `__init__`\n  |\n3 | args ="
                ' aws.elasticache.ReplicationGroupArgs(cache_node_type="y")\n  |                   '
                "                          ^^^^^^"
            ),
            PULUMI,
            "cache_node_type",
            None,
            "",
        ),
        (
            'main.py:9: error: "ReplicationGroup" has no attribute "cache_nodes"  [attr-defined]',
            PULUMI,
            "cache_nodes",
            None,
            "",
        ),
        (
            (
                'm.py:7: error: Unexpected keyword argument "cache_node_type" for overloaded'
                ' function "ReplicationGroup"  [call-overload]'
            ),
            PULUMI,
            "cache_node_type",
            None,
            "",
        ),
        # TypeScript
        (
            (
                "index.ts(9,23): error TS2339: Property 'cacheNodes' does not exist on type"
                " 'ReplicationGroup'."
            ),
            PULUMI,
            "cache_nodes",
            None,
            "",
        ),
        (
            (
                "index.ts:9:23 - error TS2551: Property 'nodeTyp' does not exist on type"
                " 'ReplicationGroup'. Did you mean 'nodeType'?\n\n9 console.log(cache.nodeTyp);\n  "
                "                  ~~~~~~~"
            ),
            PULUMI,
            "nodeTyp",
            "cache",
            "",
        ),
        (
            (
                "error TS2353: Object literal may only specify known properties, and"
                " 'cacheNodeType' does not exist in type 'ReplicationGroupArgs'."
            ),
            PULUMI,
            "cacheNodeType",
            None,
            "",
        ),
        (
            (
                "error TS2561: Object literal may only specify known properties, but 'nodeTyp' does"
                " not exist in type 'CfnReplicationGroupProps'. Did you mean to write 'nodeType'?"
            ),
            CDK,
            "nodeTyp",
            None,
            "",
        ),
        (
            (
                "Property 'logGroup' does not exist on type"
                " 'OutputInstance<ReplicationGroupLogDeliveryConfiguration[] | undefined>'."
            ),
            PULUMI,
            f"{LOGS}.logGroup",
            None,
            "",
        ),
        # Pulumi YAML
        (UNKNOWN_PROPERTY, PULUMI, "cacheNodeType", None, ""),
        (
            f"error: Property nodeTyp does not exist on Resource {PULUMI}",
            PULUMI,
            "nodeTyp",
            None,
            "",
        ),
        (
            "Error: Property logGroup does not exist on"
            " 'aws:elasticache/ReplicationGroupLogDeliveryConfiguration"
            ":ReplicationGroupLogDeliveryConfiguration'",
            PULUMI,
            f"{LOGS}.logGroup",
            None,
            "",
        ),
        (
            "Error: Property ipv6 does not exist on"
            " 'aws:lambda/FunctionVpcConfig:FunctionVpcConfig'",
            "aws:lambda/function:Function",
            "vpc_config.ipv6",
            None,
            "",
        ),
        (
            "Error: imageName does not exist on Invoke aws:ec2/getAmi:getAmi",
            "aws:ec2/getAmi:getAmi",
            "imageName",
            None,
            "",
        ),
        (
            "Error: area does not exist on aws:getRegion",
            "aws:index/getRegion:getRegion",
            "area",
            None,
            "",
        ),
        (
            "error: cacheNodes does not exist on cache\n\n  on Pulumi.yaml line 9:\n   9:   host:"
            " ${cache.cacheNodes[0].address}",
            PULUMI,
            "cache_nodes[].address",
            "cache",
            PULUMI_YAML,
        ),
        # Terraform
        (UNSUPPORTED_ATTRIBUTE, TF, "cache_nodes[].address", "cache", ""),
        (boxed(UNSUPPORTED_ATTRIBUTE), TF, "cache_nodes[].address", "cache", ""),
        (boxed(UNSUPPORTED_ARGUMENT), TF, "cache_node_type", "cache", ""),
        (boxed(UNSUPPORTED_BLOCK), TF, "node_groups", "cache", ""),
        # CloudFormation
        (
            (
                "Template error: resource Cache does not support attribute type CacheNodes.Address"
                " in Fn::GetAtt"
            ),
            CFN,
            "CacheNodes[].Address",
            "Cache",
            TEMPLATE,
        ),
        (
            f"Requested attribute CacheNodes.Address does not exist in schema for {CFN}",
            CFN,
            "CacheNodes[].Address",
            None,
            "",
        ),
        (
            (
                "Resource handler returned message: \"Attribute 'Slots' doesn't exist in schema\""
                f" for {CFN}"
            ),
            CFN,
            "Slots",
            None,
            "",
        ),
        (
            f"Encountered unsupported property NodeType\n  Cache {CFN} CREATE_FAILED",
            CFN,
            "NodeType",
            None,
            "",
        ),
        (
            f"Model validation failed (#: extraneous key [NodeType] is not permitted) {CFN}",
            CFN,
            "NodeType",
            None,
            "",
        ),
        (
            (
                "Properties validation failed for resource Cache with"
                " message:\n#/NodeGroupConfiguration/0: extraneous key [Slotz] is not permitted"
            ),
            CFN,
            "NodeGroupConfiguration[].Slotz",
            "Cache",
            TEMPLATE,
        ),
    ],
)
def test_what_a_message_is_about(
    knowledge: KnowledgeBase,
    text: str,
    resource: str,
    attribute: str,
    name: str | None,
    within: str,
) -> None:
    answer = ask(knowledge, text, to="pulumi", within=within)
    assert answer["status"] == "unknown-attribute", answer
    assert (answer["query"]["resource"], answer["query"]["attribute"], answer["query"]["name"]) == (
        resource,
        attribute,
        name,
    )
    if "cache_nodes" in attribute or "CacheNodes" in attribute:
        (target,) = answer["targets"]
        assert [item["attribute"] for item in target["answers"]] == ENDPOINTS


LISTS = (
    "botocore.exceptions.ParamValidationError: Parameter validation failed:\n"
    'Unknown parameter in input: "{}", must be one of: {}'
)
DESCRIBING = "DBInstanceIdentifier, Filters, MaxRecords, Marker"


@pytest.mark.whole
@pytest.mark.parametrize(
    ("text", "resource", "note"),
    [
        (
            LISTS.format("Name", "QueueName, Attributes, tags"),
            "sqs.GetQueueAttributesResult",
            'the message lists the arguments of client("sqs").create_queue',
        ),
        (
            LISTS.format("Name", "Names,\n  PageSize, LoadBalancerArns, Marker"),
            "elbv2.LoadBalancer",
            'the message lists the arguments of client("elbv2").describe_load_balancers',
        ),
        (
            LISTS.format("VpcId", "DryRun, Filters, MaxResults, NextToken, VpcIds"),
            "ec2.Vpc",
            'the message lists the arguments of client("ec2").describe_vpcs; VpcId of ec2.Vpc',
        ),
    ],
)
def test_the_arguments_that_botocore_lists_tell_the_operation(
    knowledge: KnowledgeBase, text: str, resource: str, note: str
) -> None:
    query = ask(knowledge, text)["query"]
    assert query["resource"] == resource, query
    assert query["note"].startswith(note)


@pytest.mark.whole
def test_operations_with_the_same_arguments(knowledge: KnowledgeBase) -> None:
    text = LISTS.format("DbInstanceIdentifier", DESCRIBING)
    answer = ask(knowledge, text)
    assert answer["status"] == "bad-question"
    assert 'may be an argument of client("docdb").describe_db_instances' in answer["error"]
    resources = [each["resource"] for each in answer["suggestions"]]
    assert resources == ["docdb.DBInstance", "neptune.DBInstance", "rds.DBInstance"]
    answer = ask(knowledge, text, "rds.DBInstance")
    assert answer["suggestions"][0]["attribute"] == "DBInstanceIdentifier"
    answer = ask(knowledge, text, within=DATABASES)
    assert answer["query"]["resource"] == DATABASE
    answer = ask(knowledge, LISTS.format("Name", DESCRIBING), "rds.DBInstance")
    assert answer["suggestions"] == []  # `DBName` is none of what the call takes
    paths = 'Unknown parameter in input: "x", must be one of: PathPrefix, Marker, MaxItems'
    answer = ask(knowledge, f"page = iam.list_roles(x=1)\n{paths}")
    assert answer["query"]["resource"] == "iam.Role"


@pytest.mark.whole
@pytest.mark.parametrize(
    ("names", "error"),
    [
        (
            "DBCapacityReservationIdentifier, DBInstanceIdentifier",
            'client("rds").start_db_instance does not take `x`; the call belongs to no',
        ),
        ("NextToken, MaxResults", "operations of boto3 take what the message lists; add resource="),
        ("DBInstanceIdentifier, Other", "which call does not take `x`; add resource=TYPE, or"),
        # A list that is cut off is another one: get_access_preview takes these two.
        (
            "accessPreviewId, analyzerArn, ...",
            "which call does not take `x`; add resource=TYPE, or",
        ),
        ("accessPreviewId, analyzerArn, filt…", "which call does not take `x`; add resource="),
    ],
)
def test_lists_that_tell_no_resource(knowledge: KnowledgeBase, names: str, error: str) -> None:
    answer = ask(knowledge, LISTS.format("x", names))
    assert answer["status"] == "bad-question" and error in answer["error"], answer


@pytest.mark.whole
def test_a_call_in_the_text_is_the_operation(knowledge: KnowledgeBase) -> None:
    message = LISTS.format("Nope", "accessPreviewId, analyzerArn")
    assert ask(knowledge, message)["query"]["resource"] == "accessanalyzer.AccessPreview"
    called = ask(knowledge, f"c.list_access_preview_findings(Nope=1)\n{message}")
    assert called["status"] == "bad-question", called


def test_another_system_s_name_is_said_to_be_one(knowledge: KnowledgeBase) -> None:
    answer = ask(
        knowledge,
        "TypeError: ReplicationGroup._internal_init() got an unexpected keyword argument"
        " 'cache_node_type'",
    )
    assert answer["suggestions"][0]["attribute"] == "node_type"
    assert "here it is `node_type`" in answer["suggestions"][0]["why"]


@pytest.mark.whole  # it runs cfn-lint
@pytest.mark.parametrize("style", ["pretty", "parseable", ""])
def test_cfn_lint_s_own_words(knowledge: KnowledgeBase, tmp_path: Path, style: str) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)
    options = ["--format", style] if style else []
    said = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), *options, str(file)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    lines = said.splitlines()
    found = []
    for number, line in enumerate(lines):
        if "unexpected" in line or "is not one of" in line:
            paste = line if style else "\n".join(lines[number : number + 2])
            found.append(ask(knowledge, paste, within=TEMPLATE)["query"])
    assert {(query["resource"], query["attribute"], query["name"]) for query in found} == {
        (CFN, "NodeType", "Cache"),
        (CFN, "NodeGroupConfiguration[].Slotz", "Cache"),
        (CFN, "CacheNodes[].Address", "Cache"),
    }


@pytest.mark.whole  # it runs cfn-lint
def test_cfn_lint_s_list_tells_the_type(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)
    said = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), str(file)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    (line,) = (line for line in said.splitlines() if "is not one of" in line)
    assert ask(knowledge, line)["query"]["resource"] == CFN


@pytest.mark.parametrize(
    "call", ["ReplicationGroup('x').cache_nodes", "ReplicationGroup('x', cache_node_type='y')"]
)
def test_python_s_own_words(knowledge: KnowledgeBase, tmp_path: Path, call: str) -> None:
    program = tmp_path / "main.py"
    program.write_text(
        f"class ReplicationGroup:\n    def __init__(self, name):\n        pass\n\n\n{call}\n"
    )
    said = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False
    ).stderr
    assert ask(knowledge, said)["query"]["resource"] == PULUMI


@pytest.mark.parametrize(
    ("text", "resource", "within", "error"),
    [
        ("", None, "", "the question is empty"),
        ("Arn", None, "", "`Arn` names no resource; add resource=TYPE"),
        (
            "!GetAtt Cache.Arn",
            None,
            "",
            "does not say what type `Cache` is; add resource=TYPE, or within=SOURCE",
        ),
        (
            "AttributeError: 'Cluster' object has no attribute 'x'",
            None,
            "",
            "aws:ecs/cluster:Cluster, aws:eks/cluster:Cluster",
        ),
        (
            "AttributeError: 'Output' object has no attribute 'x'",
            None,
            "",
            "unknown class `Output` (not in pulumi-aws or aws-cdk-lib)",
        ),
        (
            "Error: Property x does not exist on 'aws:sqs/queueue:Queueue'",
            None,
            "",
            "unknown class `aws.sqs.Queueue` (not in pulumi-aws or aws-cdk-lib)",
        ),
        (
            'error: No parameter named "x" (reportCallIssue)',
            None,
            "",
            "does not say which class lacks `x`",
        ),
        (
            "Template error: resource A does not support attribute type B in Fn::GetAtt",
            None,
            "",
            "add resource=TYPE, or within=SOURCE",
        ),
        ("client('sqs').list_queues()", None, "", "is a call without an attribute"),
        ("client('sqs').enlist_queues()['Nope']", None, "", "leads to no resource"),
        (
            "!GetAtt Thing.Anything",
            "AWS::CloudFormation::CustomResource",
            "",
            "only its provider defines `Anything`",
        ),
        (
            "!GetAtt Fn.Version.Arn",
            "AWS::Serverless::Function",
            "",
            "a resource that SAM makes of `Fn`",
        ),
        (
            "aws_instance",
            None,
            "",
            "`aws_instance` is a resource; add an attribute (aws_instance.ami)",
        ),
        (
            "AWS::SQS::Queue",
            None,
            "",
            "`AWS::SQS::Queue` is a resource; add an attribute (AWS::SQS::Queue.Arn)",
        ),
        (
            "aws.sqs.Queue",
            None,
            "",
            (
                "add an attribute (aws.sqs.Queue.arn), or see"
                ' KnowledgeBase().resource("aws:sqs/queue:Queue")'
            ),
        ),
        ("aws_sqs.CfnQueue", None, "", "`aws_sqs.CfnQueue` is a resource; add an attribute"),
        ("data.aws_ami", None, "", "`data.aws_ami` is a resource; add an attribute"),
        ("aws_instance", "aws_instance", "", "`aws_instance` is a resource; add an attribute"),
        (
            f"{TF}.cache",
            None,
            f'resource "{TF}" "cache" {{}}',
            "is a whole resource; write the attribute behind it",
        ),
        ("!Sub '${Cache.Foo}-${Name}'", CFN, "", "the text asks several things"),
        ("cache.port + cache.arn", PULUMI, "", "the text asks several things"),
        ("x" * 50_001, None, "", "longer than 50,000 characters"),
        ("cache.port", None, "x" * 500_001, "longer than 500,000 characters"),
        (
            UNSUPPORTED_ATTRIBUTE.replace(TF, "module.x"),
            None,
            "",
            "does not say which resource lacks `cache_nodes`",
        ),
    ],
)
def test_what_cannot_be_read_is_said_on_one_line(
    knowledge: KnowledgeBase, text: str, resource: str | None, within: str, error: str
) -> None:
    answer = ask(knowledge, text, resource, within=within)
    assert answer["status"] == "bad-question" and answer["targets"] == []
    assert error in answer["error"] and "\n" not in answer["error"]


@pytest.mark.parametrize(
    ("given", "words"),
    [((None,), "the question is not text"), (("Port", 7), "the resource is not text")],
)
def test_what_is_no_text(knowledge: KnowledgeBase, given: tuple[Any, ...], words: str) -> None:
    with pytest.raises(KnowledgeBaseError, match=words):
        ask(knowledge, *given)


NATIVE = [
    (
        "Property 'configurationEndpointAdress' does not exist on type 'ReplicationGroup'.",
        None,
        (),
        "configurationEndpointAddress",
    ),
    ("'cacheNodeType' does not exist in type 'ReplicationGroupArgs'", None, (), "nodeType"),
    (
        "cache.logDeliveryConfigurations[0].logTyp",
        PULUMI,
        (),
        "logDeliveryConfigurations[].logType",
    ),
    ("cache.attrConfigurationEndPointAdress", CDK, (), "attrConfigurationEndPointAddress"),
    ("cache.cache_node_type", PULUMI, ("typescript",), "nodeType"),
    ("cache.cache_node_type", PULUMI, (), None),
    ("cache.cacheNodeType", PULUMI, ("python",), None),
    ("'ReplicationGroup' object has no attribute 'cache_node_type'", None, (), None),
]


@pytest.mark.parametrize(("text", "resource", "languages", "written"), NATIVE)
def test_suggestions_are_in_the_language_of_the_question(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None,
    languages: tuple[str, ...],
    written: str | None,
) -> None:
    answer = ask(knowledge, text, resource, languages=languages)
    first = answer["suggestions"][0]
    assert first.get("written") == written
    if "why" in first:
        assert first["why"].endswith(f"here it is `{written or first['attribute']}`")


def test_a_value_that_cannot_be_configured(knowledge: KnowledgeBase) -> None:
    message = f"""Error: Value for unconfigurable attribute

  on main.tf line 3, in resource "{TF}" "cache":
   3:   {{}} = "x"

Can't configure a value for "{{}}": its value will be decided automatically
based on the result of applying this configuration.
"""
    assert (
        ask(knowledge, message.format("arn", "arn"))["query"]["note"]
        == f"arn of {TF} is read-only: Terraform takes no value for it"
    )
    assert "note" not in ask(knowledge, message.format("node_type", "node_type"))["query"]


def test_several_classes_are_told_apart_by_the_code_around(knowledge: KnowledgeBase) -> None:
    message = "AttributeError: 'Cluster' object has no attribute 'cache_node_type'"
    asked = ask(knowledge, message)
    assert {item["resource"] for item in asked["suggestions"]} > {
        "aws:ecs/cluster:Cluster",
        "aws:eks/cluster:Cluster",
    }
    code = "import pulumi_aws as aws\ncluster = aws.elasticache.Cluster('x')\n"
    assert (
        ask(knowledge, message, within=code)["query"]["resource"]
        == "aws:elasticache/cluster:Cluster"
    )
    assert (
        ask(knowledge, message, "aws.ecs.Cluster")["query"]["resource"] == "aws:ecs/cluster:Cluster"
    )


def test_a_property_that_getatt_does_not_return(knowledge: KnowledgeBase) -> None:
    answer = ask(
        knowledge,
        "!GetAtt Bucket.VersioningConfiguration.Status",
        "AWS::S3::Bucket",
        to="terraform",
    )
    assert answer["status"] == "ok" and "Fn::GetAtt does not return it" in answer["query"]["note"]
