"""`translate --in FILE` resolves what `check` resolves: every wrong name that a program reads is
asked as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.translate import translate
from iac_crosswalk.ask import ask
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.run import check_source
from iac_crosswalk.paths import loose, normalise, snake
from iac_crosswalk.programs.files import read
from iac_crosswalk.programs.languages import kinds, reader
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Given, Read
from tests.programs.expectations import FILES, SHOWN, expectations, in_the_slice, name


def questions(source: Source, advisor: Advisor) -> Iterator[tuple[Finding, str]]:
    """The findings about what the file reads, each with the expression."""
    reads: dict[int, Read] = {}
    for _, kind in kinds(source):
        program = reader(kind)(source, advisor.schemas)
        for use in program.uses() if program else ():
            if isinstance(use, Read) and (use.names or use.attribute):
                name = use.names[0].span if use.names else None
                reads[(name or (use.attribute and use.attribute.span) or use.span).start] = use
    checked = check_source(source, advisor)
    for finding in checked.findings if checked else ():
        read_there = reads.get(finding.span.start)
        if finding.resource and read_there:
            yield finding, source.data[read_there.span.start : read_there.span.end].decode()


@pytest.mark.parametrize("path", [*map(in_the_slice, FILES), SHOWN], ids=name)
def test_what_check_finds_can_be_asked(knowledge: KnowledgeBase, path: Path) -> None:
    source = read(path)
    asked = [*questions(source, Advisor(knowledge))]
    expected = {(each.line, each.rule) for each in expectations(source)}
    found = {(source.line(finding.span.start), finding.rule) for finding, _ in asked}
    assert path == SHOWN or found <= expected
    meant: dict[str, set[tuple[str | None, str]]] = {}
    for finding, expression in asked:
        paths = [finding.attribute or "", *(each.path for each in finding.replacements)]
        meant.setdefault(expression, set()).update(
            (finding.resource, plain(each)) for each in paths
        )
    wrong = []
    for expression, answers in meant.items():
        answer = ask(knowledge, expression, within=source.text, file=path.name)
        resources = {resource for resource, _ in answers}
        if len(resources) > 1:  # the text alone does not tell which of them is asked: each is named
            assert answer["status"] == "bad-question", answer
            assert {each["resource"] for each in answer["suggestions"]} == resources
            continue
        query = answer["query"]
        if (query["resource"], plain(query["attribute"] or "")) not in answers:
            wrong.append((expression, query, answer.get("error")))
    assert wrong == []


def plain(path: str) -> str:
    """A path without indexes, in the spelling of Python where it has another."""
    return snake(loose(normalise(path)))


def test_settings_choose_as_in_check(knowledge: KnowledgeBase) -> None:
    program = (
        'import pulumi_aws as aws\nN = {}\ncache = aws.elasticache.ReplicationGroup("c",'
        " num_node_groups=N)\n"
    )
    for shards, endpoints in (
        ("2", {"configuration_endpoint_address"}),
        ("f()", {"configuration_endpoint_address", "primary_endpoint_address"}),
    ):
        answer = ask(
            knowledge,
            "cache.cache_nodes[0].address",
            to="pulumi",
            within=program.format(shards),
            file="p.py",
        )
        assert {each["attribute"] for each in answer["targets"][0]["answers"]} == endpoints


def arguments(source: Source, advisor: Advisor) -> Iterator[tuple[Finding, Given]]:
    """The findings about arguments that do not exist."""
    given: dict[int, Given] = {}
    for _, kind in kinds(source):
        program = reader(kind)(source, advisor.schemas)
        for use in program.uses() if program else ():
            if isinstance(use, Given) and use.container and use.place is None and not use.lookup:
                given[(use.name.span or use.span).start] = use
    checked = check_source(source, advisor)
    for finding in checked.findings if checked else ():
        if finding.rule == "unknown-argument" and finding.span.start in given:
            yield finding, given[finding.span.start]


@pytest.mark.parametrize("path", [*map(in_the_slice, FILES), SHOWN], ids=name)
def test_an_argument_means_what_check_says(knowledge: KnowledgeBase, path: Path) -> None:
    for finding, given in arguments(read(path), Advisor(knowledge)):
        if not finding.replacements or given.container is None:
            continue
        row = given.container.schema.resource
        settings = given.declared.settings if given.declared else {}
        wrong = finding.attribute or ""
        if row.system in ("pulumi", "cdk"):
            wrong = snake(wrong)
        answer = translate(knowledge, wrong, row.name, row.system, settings=settings, is_read=False)
        if answer.status == "ok" or answer.pitfall is not None:  # only its spelling is wrong
            continue
        expected = [each.path for each in finding.replacements]
        assert [each.attribute for each in answer.suggestions] == expected, wrong
