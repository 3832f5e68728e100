"""Pulumi programs in Python: what is mended, and every name that the package has. What is found is
in the files beside this one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.packages import open_package
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.formats import advice
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.python import pulumi
from iac_crosswalk.programs.python.values import Thing
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

REDIS = Path(__file__).with_name("redis.py")
HEAD = "import pulumi\nimport pulumi_aws as aws\n"
GROUP = 'aws.elasticache.ReplicationGroup("g", description="d")'


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def findings(program: str, advisor: Advisor) -> list[Finding]:
    checked = check_source(Source(Path("program.py"), program.encode()), advisor)
    return checked.findings if checked else []


# -- the original case -----------------------------------------------------------------------------


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
    before = source.data.replace(
        b"cache_nodes[0].address", b"configuration_endpoint_address"
    ).replace(b"cache_nodes[0].port", b"port")
    assert fixed(source, checked.findings) == before


@pytest.mark.parametrize(
    ("program", "after"),
    [
        (
            "b = aws.s3.Bucket('ä')\nx = b.bucketDomainName",
            "b = aws.s3.Bucket('ä')\nx = b.bucket_domain_name",
        ),
        (
            "aws.elasticache.ReplicationGroup('g', NodeType='ä')",
            "aws.elasticache.ReplicationGroup('g', node_type='ä')",
        ),
        (
            "b = aws.s3.Bucket('b')\nx = f'ä {b.arn} {b.bucketDomainName}'",
            "b = aws.s3.Bucket('b')\nx = f'ä {b.arn} {b.bucket_domain_name}'",
        ),
        (
            "b = aws.s3.Bucket('b')\nx = (b\n     .bucketDomainName)",
            "b = aws.s3.Bucket('b')\nx = (b\n     .bucket_domain_name)",
        ),
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
    [
        ("[{}]", True),
        ("{}", False),
        ("'x'", False),
        ("logs", True),
        ("logs, log_delivery_configurations=[]", False),
    ],
)
def test_a_name_is_mended_where_what_is_given_fits(
    value: str, certain: bool, advisor: Advisor
) -> None:
    (found,) = findings(HEAD + f"{GROUP[:-1]}, log_delivery_configuration={value})", advisor)
    assert [each.path for each in found.replacements] == ["log_delivery_configurations"]
    assert (found.fix is not None) == certain


def test_a_name_that_is_set_already_is_not_written_again(advisor: Advisor) -> None:
    (found,) = findings(
        HEAD + "aws.elasticache.Cluster('c', node_type='a', cache_node_type='b')", advisor
    )
    assert found.fix is None
    assert advice(found)[0].startswith("`node_type` is set already; remove this one")


# -- every name the package has --------------------------------------------------------------------

_CLASS = re.compile(r"^class (\w+)(?:\((.*)\))?:$", re.M)
_GETTER = re.compile(
    r"@pulumi\.getter(?:\(.*?\))?\n(?:    @_utilities\.deprecated\((?:.|\n)*?\"\"\"\)\n)?    def"
    r" (\w+)\(self"
)
_SIGNATURE = re.compile(r"\n    def (__init__|_internal_init|get)\(((?:.|\n)*?)\)(?: ->.*)?:\n")
_PARAMETER = re.compile(r"^ *(\w+):", re.M)
_FUNCTION = re.compile(r"^def (\w+)\(((?:.|\n)*?)\) ->", re.M)
_PARAMETERS_OF_PYTHON = {"__self__", "self"}


def _classes(text: str) -> list[tuple[str, str | None, str]]:
    starts = [*_CLASS.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [
        (start[1], start[2], text[start.start() : end])
        for start, end in zip(starts, ends, strict=True)
    ]


@pytest.mark.whole
def test_every_name_of_the_package_is_known(knowledge: KnowledgeBase) -> None:
    """Read from the package by other means than the builder's: a name that exists must never be
    called wrong.
    """
    tool = pulumi.PulumiTool(Schemas(knowledge))
    package = open_package("pulumi-aws")
    wrong: list[str] = []
    seen = 0
    files = [name for name in package.names() if re.fullmatch(r"pulumi_aws/(?:\w+/)?\w+\.py", name)]
    wrong += [
        module
        for module in {file.rpartition("/")[0].replace("/", ".") for file in files}
        if tool.invented(module)
    ]
    for number, file in enumerate(files):
        module, name = file.removesuffix(".py").replace("/", ".").rpartition(".")[::2]
        if name in ("__init__", "_utilities", "outputs", "vars") or (
            number % 6 and name != "_enums"
        ):
            continue
        text = package.text(file)
        for named, base, body in _classes(text):
            path = f"{module}.{named}"
            target = tool.target(path)
            wrong += (
                [path]
                if tool.invented(path) or (base == "pulumi.CustomResource" and target is None)
                else []
            )
            if target is None:
                continue
            if base == "pulumi.CustomResource":
                thing = Thing(Place(target.schema))
                wrong += [
                    f"{path}.{getter}"
                    for getter in _GETTER.findall(body)
                    if tool.lacks(thing, getter)
                ]
            for kind, signature in _SIGNATURE.findall(body):
                takes = tool.target(f"{path}.get") if kind == "get" else target
                assert takes is not None
                for parameter in set(_PARAMETER.findall(signature)) - _PARAMETERS_OF_PYTHON:
                    seen += 1
                    # A nested class has a name for what only the provider fills in, too.
                    if not takes.takes(parameter) and not (
                        takes.container and takes.member(parameter)
                    ):
                        wrong.append(f"{path}({parameter})")
        for named, signature in _FUNCTION.findall(text):
            target = tool.target(f"{module}.{named}")
            wrong += [f"{module}.{named}"] if tool.invented(f"{module}.{named}") else []
            for parameter in set(_PARAMETER.findall(signature)) - {"opts"} if target else ():
                member = target.member(parameter) if target else None
                wrong += [] if member and member.is_input else [f"{named}({parameter})"]
    assert wrong == []
    assert seen > 10_000


# -- hostile input ---------------------------------------------------------------------------------


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
    ids=[
        "lists",
        "signs",
        "members",
        "calls",
        "lambdas",
        "sum",
        "syntax",
        "null",
        "python 2",
        "empty",
    ],
)
def test_hostile_programs_end_in_one_line(program: str, advisor: Advisor) -> None:
    for each in findings(HEAD + program, advisor):
        assert each.rule == "unreadable-file"
        assert "\n" not in each.message


def test_long_chains_and_wide_choices_take_little_time(advisor: Advisor) -> None:
    bucket = "aws.s3.Bucket('b')"
    chain = f"x0 = {bucket}\n" + "".join(f"x{n + 1} = x{n}\n" for n in range(3000)) + "x3000.foo\n"
    wide = f"x = [{', '.join([bucket] * 3000)}]\nfor y in x:\n    y.foo\n"
    knot = (
        "".join(f"x{n} = x{(n * 7 + 1) % 200} or x{(n * 3 + 2) % 200}\n" for n in range(200))
        + "x1.foo\n"
    )
    assert [len(findings(HEAD + program, advisor)) for program in (chain, wide, knot)] == [0, 1, 0]
