"""Pulumi programs in Python: what is found, what is left alone, and every name the package has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.packages import open_package
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.formats import advice
from iac_crosswalk.check.python import pulumi
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.python.values import Thing
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

REDIS = Path(__file__).parents[1] / "programs" / "python" / "redis.py"
HEAD = "import pulumi\nimport pulumi_aws as aws\nfrom typing import Any, Optional, Sequence, cast, TYPE_CHECKING\n"
GROUP = 'aws.elasticache.ReplicationGroup("g", description="d")'


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def findings(program: str, advisor: Advisor) -> list[Finding]:
    checked = check_source(Source(Path("program.py"), program.encode()), advisor)
    return checked.findings if checked else []


def found(program: str, advisor: Advisor) -> list[str]:
    """`line: rule name` of every finding, lines counted behind HEAD."""
    source = Source(Path("program.py"), (HEAD + program).encode())
    checked = check_source(source, advisor)
    return [
        f"{source.position(each.span.start).line - HEAD.count(chr(10))}: {each.rule} {source.data[each.span.start : each.span.end].decode()}"
        for each in (checked.findings if checked else [])
    ]


# -- the original case -------------------------------------------------------------------------------------------------


def test_the_original_case_is_found_explained_and_mended(advisor: Advisor) -> None:
    source = Source(REDIS, REDIS.read_bytes())
    checked = check_source(source, advisor)
    assert checked is not None
    fixes = [each.fix for each in checked.findings]
    assert [(fix.text, fix.when) for fix in fixes if fix] == [
        ("configuration_endpoint_address", "cluster mode enabled"),
        ("port", "cluster mode enabled"),
    ]
    assert all(fix and "Cache nodes belong to a cache cluster" in fix.why for fix in fixes)
    before = source.data.replace(b"cache_nodes[0].address", b"configuration_endpoint_address").replace(b"cache_nodes[0].port", b"port")
    assert fixed(source, checked.findings) == before


def test_settings_choose_between_the_endpoints(advisor: Advisor) -> None:
    program = HEAD + "g = aws.elasticache.ReplicationGroup('g', description='d'{})\npulumi.export('e', g.cache_nodes[0].address)\n"
    (either,) = findings(program.format(""), advisor)
    assert {each.path for each in either.replacements} == {"configuration_endpoint_address", "primary_endpoint_address"}
    assert either.fix is None
    for settings in (", num_node_groups=2", ", num_node_groups=SHARDS", ", **{'num_node_groups': 2}"):
        (sure,) = findings(program.format(settings).replace("\ng =", "\nSHARDS = 3\ng ="), advisor)
        assert (sure.fix and sure.fix.path) == (None if "**" in settings else "configuration_endpoint_address")


# -- what is found -----------------------------------------------------------------------------------------------------

READ = {
    "variable": f"g = {GROUP}\ng.cache_nodes",
    "directly": f"{GROUP}.cache_nodes",
    "another import": "import pulumi_aws\ng = pulumi_aws.elasticache.ReplicationGroup('g')\ng.cache_nodes",
    "module": "from pulumi_aws import elasticache\ng = elasticache.ReplicationGroup('g')\ng.cache_nodes",
    "module by another name": "from pulumi_aws import elasticache as e\ng = e.ReplicationGroup('g')\ng.cache_nodes",
    "module imported whole": "import pulumi_aws.elasticache as e\ng = e.ReplicationGroup('g')\ng.cache_nodes",
    "class": "from pulumi_aws.elasticache import ReplicationGroup as RG\ng = RG('g')\ng.cache_nodes",
    "class in a variable": "RG = aws.elasticache.ReplicationGroup\ng = RG('g')\ng.cache_nodes",
    "class from a table": "KINDS = {'g': aws.elasticache.ReplicationGroup}\ng = KINDS['g']('g')\ng.cache_nodes",
    "existing": "g = aws.elasticache.ReplicationGroup.get('g', 'id')\ng.cache_nodes",
    "import for types only": "if TYPE_CHECKING:\n    import pulumi_aws as a\ndef f(g: 'a.elasticache.ReplicationGroup'):\n    g.cache_nodes",
    "self": f"class A:\n    def __init__(self):\n        self.g = {GROUP}\n    def f(self):\n        return self.g.cache_nodes",
    "self, used before": f"class A:\n    def f(self):\n        return self.g.cache_nodes\n    def h(self):\n        self.g = {GROUP}",
    "class attribute": f"class A:\n    g = {GROUP}\n    def f(self):\n        return self.g.cache_nodes",
    "object": f"class A:\n    def __init__(self):\n        self.g = {GROUP}\na = A()\na.g.cache_nodes",
    "inherited member": f"class A:\n    def __init__(self):\n        self.g = {GROUP}\nclass B(A):\n    def f(self):\n        self.g.cache_nodes",
    "subclass": "class G(aws.elasticache.ReplicationGroup):\n    pass\nG('g').cache_nodes",
    "inside a subclass": "class G(aws.elasticache.ReplicationGroup):\n    def f(self):\n        return self.cache_nodes",
    "parent": "class G(aws.elasticache.ReplicationGroup):\n    def f(self):\n        return super().cache_nodes",
    "parameter": "def f(g: aws.elasticache.ReplicationGroup):\n    return g.cache_nodes",
    "parameter, optional": "def f(g: Optional[aws.elasticache.ReplicationGroup] = None):\n    return g.cache_nodes",
    "parameter, or none": "def f(g: aws.elasticache.ReplicationGroup | None = None):\n    return g.cache_nodes",
    "parameter, in quotes": "def f(g: 'aws.elasticache.ReplicationGroup'):\n    return g.cache_nodes",
    "parameter, list": "def f(gs: list[aws.elasticache.ReplicationGroup]):\n    return [g.cache_nodes for g in gs]",
    "parameter, sequence": "def f(gs: Sequence[aws.elasticache.ReplicationGroup]):\n    return gs[0].cache_nodes",
    "parameter, table": "def f(gs: dict[str, aws.elasticache.ReplicationGroup]):\n    return gs['a'].cache_nodes",
    "parameter, by keyword": "def f(*, g: aws.elasticache.ReplicationGroup):\n    return g.cache_nodes",
    "declared": "def f(x):\n    g: aws.elasticache.ReplicationGroup = x\n    return g.cache_nodes",
    "declared member": "class A:\n    g: aws.elasticache.ReplicationGroup\n    def f(self):\n        return self.g.cache_nodes",
    "cast": "def f(x):\n    return cast(aws.elasticache.ReplicationGroup, x).cache_nodes",
    "function": f"def make():\n    return {GROUP}\nmake().cache_nodes",
    "function that says it": "def make(x) -> aws.elasticache.ReplicationGroup:\n    return x\nmake(1).cache_nodes",
    "function of a pair": f"def make():\n    return {GROUP}, 1\ng, n = make()\ng.cache_nodes",
    "method": f"class A:\n    def make(self):\n        return {GROUP}\n    def f(self):\n        self.make().cache_nodes",
    "property": f"class A:\n    @property\n    def g(self):\n        return {GROUP}\nA().g.cache_nodes",
    "lambda": f"make = lambda: {GROUP}\nmake().cache_nodes",
    "list": f"gs = [{GROUP}]\ngs[0].cache_nodes",
    "list, appended": f"gs = []\nfor i in range(3):\n    gs.append({GROUP})\nfor g in gs:\n    g.cache_nodes",
    "list, by a function": f"gs = []\ndef add():\n    gs.append({GROUP})\ngs[0].cache_nodes",
    "list of a member": f"class A:\n    def __init__(self):\n        self.gs = []\n        self.gs.append({GROUP})\n        self.gs[-1].cache_nodes",
    "lists added": f"gs = [{GROUP}] + [{GROUP}]\ngs[1].cache_nodes",
    "list, spread": f"gs = [*[{GROUP}]]\ngs[0].cache_nodes",
    "slice": f"gs = [{GROUP}, {GROUP}]\ngs[1:][0].cache_nodes",
    "comprehension": f"gs = [{GROUP} for i in range(3)]\ngs[0].cache_nodes",
    "enumerate": f"for i, g in enumerate([{GROUP}]):\n    g.cache_nodes",
    "zip": f"for g, n in zip([{GROUP}], [1]):\n    g.cache_nodes",
    "table": f"gs = {{'a': {GROUP}}}\ngs['a'].cache_nodes",
    "table, filled": f"gs = {{}}\nfor n in 'ab':\n    gs[n] = {GROUP}\ngs['a'].cache_nodes",
    "table, values": f"gs = {{'a': {GROUP}}}\nfor g in gs.values():\n    g.cache_nodes",
    "table, items": f"gs = {{n: {GROUP} for n in 'ab'}}\nfor n, g in gs.items():\n    g.cache_nodes",
    "table, get": f"gs = dict(a={GROUP})\ngs.get('a').cache_nodes",
    "choice": f"g = {GROUP} if True else {GROUP}\ng.cache_nodes",
    "default": f"def f(g: aws.elasticache.ReplicationGroup = None):\n    g = g or {GROUP}\n    return g.cache_nodes",
    "branches": f"if 1:\n    g = {GROUP}\nelse:\n    g = aws.elasticache.ReplicationGroup('h')\ng.cache_nodes",
    "none first": f"g = None\nif 1:\n    g = {GROUP}\ng.cache_nodes",
    "walrus": f"if (g := {GROUP}):\n    g.cache_nodes",
    "tuple": f"g, h = {GROUP}, 1\ng.cache_nodes",
    "global": f"g = {GROUP}\ndef f():\n    return g.cache_nodes",
    "global, assigned": f"g = None\ndef f():\n    global g\n    g = {GROUP}\ndef h():\n    g.cache_nodes",
    "in a string": f"g = {GROUP}\nf'redis://{{g.cache_nodes}}'",
    "apply": f"g = {GROUP}\npulumi.Output.from_input(g).apply(lambda g: g.cache_nodes)",
    "list, then a loop with the same name": f"gs = []\nfor i in '12':\n    g = {GROUP}\n    gs.append(g)\nfor g in gs:\n    g.cache_nodes",
    "try": f"try:\n    g = {GROUP}\nexcept ValueError:\n    raise\ng.cache_nodes",
}
"""Every program reads `cache_nodes` of a replication group once."""


@pytest.mark.parametrize("program", READ.values(), ids=READ.keys())
def test_a_resource_is_followed(program: str, advisor: Advisor) -> None:
    assert [each.split(": ")[1] for each in found(program, advisor)] == ["unknown-attribute cache_nodes"]


LOGS = "g.log_delivery_configurations"
NESTED = {
    "item": f"{LOGS}[0].log_kind",
    "key": f"{LOGS}[0]['log_kind']",
    "apply": f"{LOGS}.apply(lambda logs: logs[0].log_kind)",
    "apply twice": f"{LOGS}.apply(lambda logs: logs[0]).apply(lambda log: log.log_kind)",
    "of what apply gives": f"{LOGS}.apply(lambda logs: logs[0]).log_kind",
    "of what apply makes of anything": f"pulumi.Output.all(*anything).apply(lambda _: {LOGS}[0]).log_kind",
    "loop in apply": f"{LOGS}.apply(lambda logs: [log.log_kind for log in logs])",
    "function in apply": f"def kind(logs):\n    return logs[0].log_kind\n{LOGS}.apply(kind)",
    "method in apply": f"class A:\n    def kind(self, logs):\n        return logs[0].log_kind\n    def f(self):\n        {LOGS}.apply(self.kind)",
    "all": f"pulumi.Output.all(g.arn, {LOGS}).apply(lambda args: args[1][0].log_kind)",
    "all, by name": f"pulumi.Output.all(arn=g.arn, logs={LOGS}).apply(lambda args: args['logs'][0].log_kind)",
    "all, unpacked": f"def kind(args):\n    arn, logs = args\n    return logs[0].log_kind\npulumi.Output.all(g.arn, {LOGS}).apply(kind)",
    "output annotation": f"def f(g: pulumi.Output[aws.elasticache.ReplicationGroup]):\n    return g.apply(lambda g: {LOGS}[0].log_kind)",
}


@pytest.mark.parametrize("program", NESTED.values(), ids=NESTED.keys())
def test_nested_outputs_are_followed(program: str, advisor: Advisor) -> None:
    names = [each.split(": ")[1] for each in found(f"g = {GROUP}\n{program}", advisor)]
    assert names == ["unknown-attribute log_kind"]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        # resources
        ("aws.s3.Bucket('b', bucket_name='x')", ["unknown-argument bucket_name"]),
        ("aws.s3.Bucket('b', arn='x')", ["output-only arn"]),
        ("aws.s3.Bucket('b', aws.s3.BucketArgs(acl_name='x'))", ["unknown-argument acl_name"]),
        ("aws.s3.Bucket.get('b', 'id', bucket_name='x')", ["unknown-argument bucket_name"]),
        (
            "class B(aws.s3.Bucket):\n    def __init__(self, n):\n        super().__init__(n, bucket_name='x')",
            ["unknown-argument bucket_name"],
        ),
        ("class B(aws.s3.Bucket):\n    pass\nB('b', bucket_name='x')", ["unknown-argument bucket_name"]),
        # nested arguments
        ("aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs(log_kind='x')", ["unknown-argument log_kind"]),
        (f"{GROUP[:-1]}, log_delivery_configurations=[{{'log_kind': 'x'}}])", ["unknown-argument log_kind"]),
        (f"{GROUP[:-1]}, log_delivery_configurations=[{{'log_kind': x}} for x in 'ab'])", ["unknown-argument log_kind"]),
        (f"{GROUP[:-1]}, log_delivery_configurations=[{{'logKind': 'x'}}] if 1 else None)", ["unknown-argument logKind"]),
        ("aws.lb.Listener('l', default_actions=[{'type': 'forward', 'forward': {'target_group': []}}])", ["unknown-argument target_group"]),
        # data sources
        ("aws.ec2.get_ami(ami_ids=['x'])", ["unknown-argument ami_ids"]),
        ("aws.ec2.get_ami_output(image_id='x')", ["output-only image_id"]),
        ("aws.ec2.get_ami().ami_id", ["unknown-attribute ami_id"]),
        ("aws.ec2.get_ami_output().ami_id", ["unknown-attribute ami_id"]),
        ("aws.ec2.get_ami_output().apply(lambda ami: ami.ami_id)", ["unknown-attribute ami_id"]),
        ("async def f():\n    ami = await aws.ec2.get_ami()\n    return ami.ami_id", ["unknown-attribute ami_id"]),
        ("aws.ec2.get_ami(filters=[aws.ec2.GetAmiFilterArgs(key='a', values=[])])", ["unknown-argument key"]),
        ("[device.ebs_size for device in aws.ec2.get_ami().block_device_mappings]", ["unknown-attribute ebs_size"]),
        # names
        ("aws.elasticache.RedisCluster('c')", ["unknown-resource RedisCluster"]),
        ("aws.elasticache.get_redis_cluster()", ["unknown-resource get_redis_cluster"]),
        ("aws.elasticache.ReplicationGroupEndpointArgs()", ["unknown-resource ReplicationGroupEndpointArgs"]),
        ("from pulumi_aws.elasticache import RedisCluster", ["unknown-resource RedisCluster"]),
        ("aws.elasticcache.ReplicationGroup('g')", ["unknown-resource elasticcache"]),
        ("from pulumi_aws import elasticcache", ["unknown-resource elasticcache"]),
        ("def f(g: aws.elasticache.RedisCluster): ...", ["unknown-resource RedisCluster"]),
        ("aws.ec2.getAmi()", []),
        # several classes: what none of them has
        ("db = aws.rds.Cluster('c') if 1 else aws.rds.Instance('i')\ndb.hostname\ndb.reader_endpoint", ["unknown-attribute hostname"]),
        # wrong spelling
        ("aws.s3.Bucket('b').bucketDomainName", ["unknown-attribute bucketDomainName"]),
        ("b = aws.s3.Bucket('b')\nb.Arn\nb.arns", ["unknown-attribute Arn", "unknown-attribute arns"]),
        ("aws.s3.Bucket('b').apply", ["unknown-attribute apply"]),
    ],
)
def test_other_mistakes_are_found(program: str, expected: list[str], advisor: Advisor) -> None:
    assert [each.split(": ")[1] for each in found(program, advisor)] == expected


@pytest.mark.parametrize(
    ("program", "after"),
    [
        ("b = aws.s3.Bucket('ä')\nx = b.bucketDomainName", "b = aws.s3.Bucket('ä')\nx = b.bucket_domain_name"),
        ("aws.elasticache.ReplicationGroup('g', NodeType='ä')", "aws.elasticache.ReplicationGroup('g', node_type='ä')"),
        (
            "b = aws.s3.Bucket('b')\nx = f'ä {b.arn} {b.bucketDomainName}'",
            "b = aws.s3.Bucket('b')\nx = f'ä {b.arn} {b.bucket_domain_name}'",
        ),
        ("b = aws.s3.Bucket('b')\nx = (b\n     .bucketDomainName)", "b = aws.s3.Bucket('b')\nx = (b\n     .bucket_domain_name)"),
    ],
)
def test_what_is_certain_is_mended(program: str, after: str, advisor: Advisor) -> None:
    for head, ends in ((HEAD, "\n"), ("\ufeff" + HEAD, "\r\n")):
        source = Source(Path("p.py"), (head + program).replace("\n", ends).encode())
        checked = check_source(source, advisor)
        assert checked is not None
        assert fixed(source, checked.findings).decode() == (head + after).replace("\n", ends)


@pytest.mark.parametrize(
    ("value", "certain"),
    [("[{}]", True), ("{}", False), ("'x'", False), ("logs", True), ("logs, log_delivery_configurations=[]", False)],
)
def test_a_name_is_mended_where_what_is_given_fits(value: str, certain: bool, advisor: Advisor) -> None:
    (found,) = findings(HEAD + f"{GROUP[:-1]}, log_delivery_configuration={value})", advisor)
    assert [each.path for each in found.replacements] == ["log_delivery_configurations"]
    assert (found.fix is not None) == certain


@pytest.mark.parametrize(
    ("program", "wrong"),
    [
        ("db = aws.rds.Instance('d')\nx = db.endpoint.address", "address"),
        ("db = aws.rds.Instance('d')\nx = db.endpoint.apply(lambda e: e.port)", "port"),
        ("db = aws.rds.Instance('d')\nx = db.endpoint.apply(lambda e: e.split(':')[0])\ny = db.endpoint.upper()\nz = db.endpoint.is_known()", None),
        ("b = aws.s3.Bucket('b')\nx = b.tags.foo\ny = b.id.foo", "foo"),
        ("db = aws.rds.get_instance('d')\nx = db.endpoint.address", "address"),
    ],
)  # fmt: skip
def test_text_has_no_attributes(program: str, wrong: str | None, advisor: Advisor) -> None:
    data = (HEAD + program).encode()
    assert [data[each.span.start : each.span.end].decode() for each in findings(HEAD + program, advisor)] == ([wrong] if wrong else [])


def test_a_name_that_is_set_already_is_not_written_again(advisor: Advisor) -> None:
    (found,) = findings(HEAD + "aws.elasticache.Cluster('c', node_type='a', cache_node_type='b')", advisor)
    assert found.fix is None
    assert advice(found)[0].startswith("`node_type` is set already; remove this one")


# -- what is left alone ------------------------------------------------------------------------------------------------

SILENT = {
    "what exists": f"g = {GROUP}\ng.arn\ng.id\ng.urn\ng.get_provider\ng.pulumi_resource_type\ng.log_delivery_configurations[0].log_type",
    "members of outputs": f"g = {GROUP}\ng.arn.apply(lambda a: a.split(':'))\ng.arn.is_known()\ng.port.future()",
    "methods of nested values": f"g = {GROUP}\ng.log_delivery_configurations.apply(lambda logs: logs[0].get('x') or logs[0].items())",
    "keys of other languages": f"g = {GROUP}\ng.log_delivery_configurations[0]['logType']",
    "tags": "b = aws.s3.Bucket('b', tags={'Name': 'x'})\nb.tags['Name']\nb.tags.apply(lambda t: t.foo)",
    "written": f"g = {GROUP}\ng.cache_nodes = 1\ng.cache_nodes",
    "asked for": f"g = {GROUP}\nif hasattr(g, 'cache_nodes'):\n    g.cache_nodes",
    "set by name": f"g = {GROUP}\nsetattr(g, 'cache_nodes', 1)\ng.cache_nodes",
    "expected to be missing": f"g = {GROUP}\ntry:\n    g.cache_nodes\nexcept AttributeError:\n    pass",
    "suppressed": f"import contextlib\ng = {GROUP}\nwith contextlib.suppress(AttributeError):\n    g.cache_nodes",
    "told by class": "def f(g: aws.rds.Instance | aws.rds.Cluster):\n    if isinstance(g, aws.rds.Cluster):\n        g.foo",
    "matched": f"g = {GROUP}\nmatch g:\n    case object(cache_nodes=n):\n        g.cache_nodes",
    "one of several has it": "db = aws.rds.Cluster('c') if 1 else aws.rds.Instance('i')\ndb.reader_endpoint\ndb.address",
    "rebound": f"g = {GROUP}\ng = object()\ng.cache_nodes",
    "rebound to what it leads to": "b = aws.s3.Bucket('b')\nwhile 1:\n    b = b.tags\n    b.foo\n    c = b\n    b = c['x']",
    "rebound to its part": "ami = aws.ec2.get_ami()\nami = ami.id\nami.upper()",
    "deleted": f"g = {GROUP}\ndel g\ng.cache_nodes",
    "shadowed by a parameter": f"g = {GROUP}\ndef f(g):\n    return g.cache_nodes",
    "shadowed by a loop": f"g = {GROUP}\n[g.cache_nodes for g in range(3)]",
    "shadowed import": "def f(aws):\n    return aws.elasticache.ReplicationGroup('g').cache_nodes",
    "nonlocal": f"def f():\n    g = {GROUP}\n    def h():\n        nonlocal g\n        g = object()\n    return g.cache_nodes",
    "global elsewhere": f"g = {GROUP}\ndef f():\n    global g\n    g = object()\ng.cache_nodes",
    "list with others": f"gs = [{GROUP}]\ngs.append(object())\ngs[0].cache_nodes",
    "another default": f"gs = {{'a': {GROUP}}}\ngs.get('b', object()).cache_nodes",
    "made by a metaclass": "class G(aws.elasticache.ReplicationGroup, metaclass=Meta):\n    pass\nG('g').cache_nodes",
    "loop over others": f"for g in [{GROUP}, object()]:\n    g.cache_nodes",
    "generator": f"def make():\n    yield {GROUP}\nmake().cache_nodes",
    "decorated": f"@wrap\ndef make():\n    return {GROUP}\nmake().cache_nodes",
    "some returns": f"def make(x):\n    if x:\n        return x\n    return {GROUP}\nmake(1).cache_nodes",
    "own member of a subclass": "class G(aws.elasticache.ReplicationGroup):\n    def cache_nodes(self):\n        return 1\nG('g').cache_nodes()",
    "own __getattr__": "class G(aws.elasticache.ReplicationGroup):\n    def __getattr__(self, n):\n        return 1\nG('g').cache_nodes",
    "own constructor": "class G(aws.elasticache.ReplicationGroup):\n    def __init__(self, n, kind):\n        pass\nG('g', kind=1)",
    "mixin": "class G(Mixin, aws.elasticache.ReplicationGroup):\n    pass\nG('g').cache_nodes",
    "component": "class C(pulumi.ComponentResource):\n    pass\nC('t', 'n').anything",
    "star import": "from other import *\nthing = aws.elasticache.ReplicationGroup\nunknown.cache_nodes",
    "another package": "import pulumi_aws_native as native\nnative.elasticache.ReplicationGroup('g', foo=1).cache_nodes",
    "spread arguments": "kw = {}\naws.s3.Bucket('b', **kw)",
    "constructor's own arguments": "aws.s3.Bucket('b', args=None, opts=None)\naws.s3.Bucket(resource_name='b')",
    "renamed argument": "aws.lightsail.BucketResourceAccess('b', resource_name_='x', bucket_name='y')",
    "dictionary arguments": f"{GROUP[:-1]}, log_delivery_configurations=[{{'log_type': 'x', 'logFormat': 'y', **more}}])",
    "what is no resource": "aws.Provider('p', region=aws.Region.US_EAST_1)\naws.ec2.InstanceType.T2_MICRO\naws.ec2.InstanceType('t2.micro')",
    "modules": "aws.outputs\naws.config\naws.lambda_.outputs.FunctionVpcConfig\nimport pulumi_aws.elasticache.replication_group\naws.typing",
    "what is no resource, root": "aws.ProviderAssumeRoleArgs(role_arn='x')\naws.get_caller_identity().account_id\naws.config.region",
    "unpublished names": f"g = {GROUP}\ng._name\ng.__class__\ng.__dict__",
    "unknown function": "make().cache_nodes\nfoo['x'].bar\n[].nothing",
    "recursion": "def f():\n    return f()\nf().x\nclass A:\n    def __init__(self):\n        self.a = self.a.b\nA().a.b",
}


@pytest.mark.parametrize("program", SILENT.values(), ids=SILENT.keys())
def test_silent_where_it_cannot_be_known(program: str, advisor: Advisor) -> None:
    assert found(program, advisor) == []


# -- every name the package has ----------------------------------------------------------------------------------------

_CLASS = re.compile(r"^class (\w+)(?:\((.*)\))?:$", re.M)
_GETTER = re.compile(r"@pulumi\.getter(?:\(.*?\))?\n(?:    @_utilities\.deprecated\((?:.|\n)*?\"\"\"\)\n)?    def (\w+)\(self")
_SIGNATURE = re.compile(r"\n    def (__init__|_internal_init|get)\(((?:.|\n)*?)\)(?: ->.*)?:\n")
_PARAMETER = re.compile(r"^ *(\w+):", re.M)
_FUNCTION = re.compile(r"^def (\w+)\(((?:.|\n)*?)\) ->", re.M)
_PARAMETERS_OF_PYTHON = {"__self__", "self"}


def _classes(text: str) -> list[tuple[str, str | None, str]]:
    starts = [*_CLASS.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [(start[1], start[2], text[start.start() : end]) for start, end in zip(starts, ends, strict=True)]


def test_every_name_of_the_package_is_known(knowledge: KnowledgeBase) -> None:
    """Read from the package by other means than the builder's: a name that exists must never be called wrong."""
    tool = pulumi.PulumiTool(Schemas(knowledge))
    package = open_package("pulumi-aws")
    wrong: list[str] = []
    seen = 0
    files = [name for name in package.names() if re.fullmatch(r"pulumi_aws/(?:\w+/)?\w+\.py", name)]
    wrong += [module for module in {file.rpartition("/")[0].replace("/", ".") for file in files} if tool.invented(module)]
    for number, file in enumerate(files):
        module, name = file.removesuffix(".py").replace("/", ".").rpartition(".")[::2]
        if name in ("__init__", "_utilities", "outputs", "vars") or (number % 6 and name != "_enums"):
            continue
        text = package.text(file)
        for named, base, body in _classes(text):
            path = f"{module}.{named}"
            target = tool.target(path)
            wrong += [path] if tool.invented(path) or (base == "pulumi.CustomResource" and target is None) else []
            if target is None:
                continue
            if base == "pulumi.CustomResource":
                thing = Thing(Place(target.schema))
                wrong += [f"{path}.{getter}" for getter in _GETTER.findall(body) if tool.lacks(thing, getter)]
            for kind, signature in _SIGNATURE.findall(body):
                takes = tool.target(f"{path}.get") if kind == "get" else target
                assert takes is not None
                for parameter in set(_PARAMETER.findall(signature)) - _PARAMETERS_OF_PYTHON:
                    seen += 1
                    member = takes.member(parameter)
                    if parameter not in takes.allowed and not (member and (member.is_input or takes.anything)):
                        wrong.append(f"{path}({parameter})")
        for named, signature in _FUNCTION.findall(text):
            target = tool.target(f"{module}.{named}")
            wrong += [f"{module}.{named}"] if tool.invented(f"{module}.{named}") else []
            for parameter in set(_PARAMETER.findall(signature)) - {"opts"} if target else ():
                member = target.member(parameter) if target else None
                wrong += [] if member and member.is_input else [f"{named}({parameter})"]
    assert wrong == []
    assert seen > 10_000


# -- hostile input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "program",
    [
        "x = " + "[" * 10_000 + "]" * 10_000,
        "x = " + "-" * 10_000 + "1",
        "x = g" + ".a" * 10_000,
        "x = " + "f(" * 5_000 + ")" * 5_000,
        "x = " + "(lambda: " * 3_000 + "1" + ")" * 3_000,
        "x = " + " + ".join(["'a'"] * 20_000),
        "def f(:\n",
        "x = '\\d\0'",
        "print 'python 2'",
        "",
    ],
    ids=["lists", "signs", "members", "calls", "lambdas", "sum", "syntax", "null", "python 2", "empty"],
)
def test_hostile_programs_end_in_one_line(program: str, advisor: Advisor) -> None:
    for each in findings(HEAD + program, advisor):
        assert each.rule == "unreadable-file"
        assert "\n" not in each.message


def test_long_chains_and_wide_choices_take_little_time(advisor: Advisor) -> None:
    bucket = "aws.s3.Bucket('b')"
    chain = f"x0 = {bucket}\n" + "".join(f"x{n + 1} = x{n}\n" for n in range(3000)) + "x3000.foo\n"
    wide = f"x = [{', '.join([bucket] * 3000)}]\nfor y in x:\n    y.foo\n"
    knot = "".join(f"x{n} = x{(n * 7 + 1) % 200} or x{(n * 3 + 2) % 200}\n" for n in range(200)) + "x1.foo\n"
    assert [len(findings(HEAD + program, advisor)) for program in (chain, wide, knot)] == [0, 1, 0]
