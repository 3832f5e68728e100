"""What the house holds once (docs/architecture.md): each cost that several copies had is shown to
be gone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.vocabulary import SYSTEMS

ROOT = Path(__file__).parents[1]
PRODUCT = (ROOT / "iac_crosswalk", ROOT / "builder")


def files(*rooms: Path) -> Iterator[tuple[str, ast.Module]]:
    """(path, syntax tree) of each module of the product."""
    for room in rooms or PRODUCT:
        for path in sorted(room.rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), tree(path)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """The packages that a module imports, anywhere in it."""
    nodes = [*ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names}


def test_programs_are_read_by_their_readers_alone() -> None:
    """ask, check and report have no parser: what they know of a program is Uses."""
    parsers = {"ast", "tree_sitter", "tree_sitter_hcl", "tree_sitter_typescript", "yaml"}
    rooms = [ROOT / "iac_crosswalk" / room for room in ("ask", "check", "report")]
    assert {path for path, tree in files(*rooms) if parsers & imported(tree)} == set()


TWO_SHARDS = {
    "main.py": (
        (
            'import pulumi_aws as aws\nN = 2\ncache = aws.elasticache.ReplicationGroup("c",'
            " num_node_groups=N)\n"
        ),
        "cache.cache_nodes[0].address",
    ),
    "index.ts": (
        (
            'import * as aws from "@pulumi/aws";\nconst n = 2;\nconst cache = new'
            ' aws.elasticache.ReplicationGroup("c", { numNodeGroups: n });\n'
        ),
        "cache.cacheNodes[0].address",
    ),
    "main.tf": (
        (
            'locals {\n  n = 2\n}\nresource "aws_elasticache_replication_group" "cache" {\n '
            " num_node_groups = local.n\n}\n"
        ),
        "aws_elasticache_replication_group.cache.cache_nodes[0].address",
    ),
    "Pulumi.yaml": (
        (
            "name: x\nruntime: yaml\nvariables:\n  n: 2\nresources:\n  cache:\n    type:"
            " aws:elasticache:ReplicationGroup\n    properties:\n      numNodeGroups: ${n}\n"
        ),
        "${cache.cacheNodes[0].address}",
    ),
    "template.yaml": (
        (
            "Mappings: {Sizes: {all: {n: 2}}}\nResources:\n  Cache:\n    Type:"
            " AWS::ElastiCache::ReplicationGroup\n    Properties:\n      NumNodeGroups: !FindInMap"
            " [Sizes, all, n]\n"
        ),
        "!GetAtt Cache.CacheNodes.Address",
    ),
}


@pytest.mark.parametrize("name", TWO_SHARDS)
def test_a_constant_behind_a_setting_is_followed_in_every_language(
    knowledge: KnowledgeBase, name: str
) -> None:
    source, expression = TWO_SHARDS[name]
    (target,) = ask(knowledge, expression, to="boto3", within=source, file=name)["targets"]
    assert [each["attribute"] for each in target["answers"]] == ["ConfigurationEndpoint.Address"]


def test_types_are_parsed_in_one_module() -> None:
    """No other module compares the text of a container type: store/place.py walks, types.py parses."""  # noqa: E501
    found = set()
    for path, tree in files(ROOT / "iac_crosswalk"):
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        if any(re.fullmatch(r"(?:list|set|map)<\w*", text) for text in texts):
            found.add(path)
    assert found == set()


def test_the_sentence_of_a_rule_is_in_one_module() -> None:
    """Rules take their sentences from check/messages.py: none writes `has no attribute` itself."""
    sentences = (
        "has no ",
        "is read-only",
        "does not return",
        "is not declared",
        "unknown resource type",
        "shut down",
    )
    found = {
        path
        for path, tree in files(ROOT / "iac_crosswalk" / "check")
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and any(
            isinstance(part, ast.Constant) and any(each in str(part.value) for each in sentences)
            for part in node.values
        )
    }
    assert found == {"iac_crosswalk/check/messages.py"}


def test_both_derivations_have_one_table_of_relations() -> None:
    users = {
        path for path, tree in files(ROOT / "builder" / "linking") if "why_close" in ast.dump(tree)
    }
    assert users == {
        "builder/linking/boto3/arguments.py",
        "builder/linking/boto3/pipeline.py",
        "builder/linking/matching/relations.py",
        "builder/linking/terraform/confidence.py",
    }
    assert [path.name for path in ROOT.glob("data/*calibration*")] == ["calibration.yaml"]


def test_mappings_are_turned_by_the_views() -> None:
    """No statement joins both directions of a mapping by itself, nor turns a relation round."""
    texts = {
        path: [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        for path, tree in files(ROOT / "iac_crosswalk")
    }
    turned = {
        path
        for path, found in texts.items()
        if any(
            "'broad'" in text or re.search(r"mapping.* union .*mapping.*relation", text)
            for text in found
        )
    }
    assert turned == set()


def test_the_systems_are_listed_once() -> None:
    found = {
        path
        for path, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and {*SYSTEMS} <= {each.value for each in node.elts if isinstance(each, ast.Constant)}
    }
    assert found == {"iac_crosswalk/vocabulary.py"}


def test_no_file_is_too_long() -> None:
    """One file, one job. Tables of cases in tests may be longer."""
    long = {
        path for path, _ in files() if (ROOT / path).read_text(encoding="utf-8").count("\n") > 400
    }
    assert long == set()


SAME_LINES = 9
TWICE = {
    ("iac_crosswalk/answers/answer.py", "iac_crosswalk/web/mcp.py"): (
        "the fields of an answer: MCP's schema is made from a class of its own"
    ),
}
"""Pairs of files with the same lines, and why. May only shrink."""


def logic(path: Path) -> list[str]:
    """The lines of a module that do something: no imports, comments or documentation."""
    module, text = tree(path), path.read_text(encoding="utf-8").splitlines()
    silent: set[int] = set()
    for node in ast.walk(module):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text or isinstance(node, ast.Import | ast.ImportFrom):
            silent.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = (line.strip() for number, line in enumerate(text, 1) if number not in silent)
    return [line for line in lines if re.search(r"\w", line) and not line.startswith("#")]


def test_no_logic_is_written_twice() -> None:
    """No nine lines in two places (`duplicates --min-lines 8` also finds those of one shape)."""
    first: dict[tuple[str, ...], str] = {}
    found = set()
    for path, _ in files():
        lines = logic(ROOT / path)
        for start in range(len(lines) - SAME_LINES + 1):
            run = tuple(lines[start : start + SAME_LINES])
            place = first.setdefault(run, f"{path} {start}")
            if place != f"{path} {start}":
                found.add((place.partition(" ")[0], path))
    assert found == TWICE.keys()


def test_expressions_are_read_in_one_go() -> None:
    """No conditional expression inside of another, and no comprehension with three loops."""
    loops = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    nested, long = set(), set()
    for path, module in files():
        for node in ast.walk(module):
            inside = [*ast.walk(node)] if isinstance(node, ast.IfExp) else []
            if sum(isinstance(each, ast.IfExp) for each in inside) > 1:
                nested.add(path)
            if isinstance(node, loops) and len(node.generators) > 2:
                long.add(path)
    assert (nested, long) == (set(), set())
