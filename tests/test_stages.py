"""Stages depend on what they declare: no less, shown against the code, and no more, shown by
editing what must rebuild nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import code, stages
from builder.errors import BuildError

EVERYTHING = list(stages.STAGES)
FOLLOWING = {"families", "linked", "final"}
"""The stages that need what is derived."""


def edited(*modules: str) -> Callable[[str], bytes]:
    """A reader of code in which `modules` have a comment more."""
    assert set(modules) <= set(code.FILES)
    return lambda module: code.LOADED[module] + (b"# a comment\n" if module in modules else b"")


def changed(*modules: str) -> set[str]:
    """The stages that are made again when `modules` are edited."""
    return {
        name
        for name in stages.STAGES
        if stages.key(name) != stages.key(name, read=edited(*modules))
    }


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("builder.database.coverage_page", set()),
        ("builder.database.diff", set()),
        ("builder.cli", set()),
        ("builder.evaluation.score", set()),
        ("builder.linking.calibrate.terraform", set()),
        ("builder.stage_cache", set()),
        ("iac_crosswalk.store.file", set()),
        ("iac_crosswalk.answers.knowledge", set()),
        ("builder.database.consistency", set()),
        ("builder.database.judgements", {"final"}),
        ("builder.curated.checks.names_exist", {"final"}),
        ("builder.database.coverage", {"linked", "final"}),
        ("builder.linking.boto3.names", {"boto3", *FOLLOWING}),
        ("builder.linking.terraform.imports", {"terraform", *FOLLOWING}),
        ("builder.linking.matching.words", {"terraform", "boto3", *FOLLOWING}),
        ("builder.database.base", {"base", *FOLLOWING}),
        ("builder.patches.unfold", {"prepared", "base", "terraform", "boto3", *FOLLOWING}),
        (
            "builder.sources.pulumi.types",
            {"extract-pulumi", "prepared", "base", "terraform", "boto3", *FOLLOWING},
        ),
        (
            "builder.services",
            {"extract-boto3", "prepared", "base", "terraform", "boto3", *FOLLOWING},
        ),
        ("builder.model", set(EVERYTHING)),
        ("iac_crosswalk.vocabulary", set(EVERYTHING)),
    ],
)
def test_an_edited_module_makes_again_what_depends_on_it(module: str, expected: set[str]) -> None:
    assert changed(module) == expected


def test_the_version_of_the_schema_is_in_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: stages.key(name) for name in EVERYTHING}
    monkeypatch.setattr(stages, "CONSTANTS", (stages.APPLICATION_ID, stages.SCHEMA_VERSION + 1))
    assert [name for name in EVERYTHING if stages.key(name) == before[name]] == []


def test_another_version_of_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: stages.key(name) for name in EVERYTHING}
    pinned = stages.pins()
    monkeypatch.setattr(stages, "pins", lambda: pinned | {"aws-cdk-lib": ("0.0.1", {"0" * 64})})
    same = {name for name in EVERYTHING if stages.key(name) == before[name]}
    assert same == {
        "extract-cloudformation",
        "extract-terraform",
        "extract-pulumi",
        "extract-boto3",
    }
    monkeypatch.setattr(stages, "pins", lambda: {})
    with pytest.raises(BuildError, match=r"does not pin cfn-lint; add a line"):
        stages.key("extract-cloudformation")


def _with_needs(name: str, field: str) -> set[str]:
    stage = stages.STAGES[name]
    return set(getattr(stage, field)).union(*(_with_needs(need, field) for need in stage.needs))


@pytest.mark.parametrize("name", stages.STAGES)
def test_a_stage_declares_every_table_and_package_its_code_reads(name: str) -> None:
    texts = [code.LOADED[module].decode() for module in code.reached(stages.STAGES[name].modules)]
    tables = {
        found
        for text in texts
        for found in re.findall(r"\"(\w+)\.yaml\"|\btable\(\"(\w+)\"\)", text)
    }
    packages = {
        found for text in texts for found in re.findall(r"open_package\(\"([\w-]+)\"\)", text)
    }
    declared = {table.rpartition("/")[2] for table in _with_needs(name, "tables")}
    assert {one or other for one, other in tables} - declared == set()
    assert packages - _with_needs(name, "packages") == set()


@pytest.mark.parametrize(
    "module", sorted(name for name in code.FILES if name.startswith("builder"))
)
def test_the_builder_imports_no_more_than_the_words_of_the_product(module: str) -> None:
    """Nothing that answers: vocabulary, clauses, paths, types, and the store's file and tables.
    Commands that ask questions are not part of a build.
    """
    allowed = {
        f"iac_crosswalk.{name}"
        for name in (
            "vocabulary",
            "clauses",
            "paths",
            "types",
            "store.digest",
            "store.file",
            "store.folders",
            "store.tables",
        )
    }
    found = {name for name in code.imported(module) if name.startswith("iac_crosswalk")}
    if module.startswith("builder.evaluation") or module in (
        "builder.cli",
        "builder.shipping.release",
    ):
        return
    assert found <= allowed
    assert "from iac_crosswalk import" not in code.LOADED[module].decode()


def test_packages_above_a_module_hold_only_a_docstring() -> None:
    """code.imported passes them over."""
    for module, path in code.FILES.items():
        if (
            module.startswith("builder")
            and path.name == "__init__.py"
            and module != "builder.curated.checks"
        ):
            assert [type(node) for node in ast.parse(code.LOADED[module]).body] in (
                [],
                [ast.Expr],
            ), module


def test_code_or_a_table_edited_while_a_build_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stages.check_unchanged("base")
    stages.check_unchanged("terraform")  # its tables are read once a process: before the change
    copy = tmp_path / "base.py"
    copy.write_bytes(code.LOADED["builder.database.base"] + b"# edited\n")
    with monkeypatch.context() as patch:
        patch.setitem(code.FILES, "builder.database.base", copy)
        stages.check_unchanged("extract-cdk")
        with pytest.raises(
            BuildError,
            match=r"^base: builder/ or data/ was edited while the build ran; run it again$",
        ):
            stages.check_unchanged("base")
    on_disk = stages._table_on_disk
    monkeypatch.setattr(
        stages,
        "_table_on_disk",
        lambda name: on_disk(name) + b"# edited\n" * (name == "vocabulary"),
    )
    stages.check_unchanged("base")
    with pytest.raises(BuildError, match=r"^terraform: builder/ or data/ was edited"):
        stages.check_unchanged("terraform")
