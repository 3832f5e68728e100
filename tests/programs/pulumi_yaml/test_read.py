"""What is no Pulumi program, what is broken, and what only hurts."""

from __future__ import annotations

from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.programs.pulumi_yaml.read import read
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.programs.use import Declared, Read
from iac_crosswalk.store.schema import Schemas

QUEUE = "resources:\n  queue: {type: 'aws:sqs:Queue'}\n"


@pytest.fixture
def schemas(knowledge: KnowledgeBase) -> Schemas:
    return Schemas(knowledge)


def source(text: str) -> Source:
    return Source(Path("Pulumi.yaml"), text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "name: x\nruntime: nodejs\n",
        "resources:\n  queue: {type: 'gcp:storage:Bucket'}\n",
        "Resources:\n  Policy: {Condition: {StringEquals: {'aws:SourceArn': x}}}\n",
        "- type: aws:sqs:Queue\n",
        f"{QUEUE}---\n{QUEUE}",
    ],
)
def test_other_files_are_none(text: str, schemas: Schemas) -> None:
    assert read(source(text), schemas) is None


def test_a_broken_file_is_named_with_its_line(schemas: Schemas) -> None:
    with pytest.raises(Unreadable, match=r"^line 3: .*; fix the program or exclude it$"):
        read(source(f"{QUEUE}\tx: y\n"), schemas)


def test_aliases_of_aliases_end(schemas: Schemas) -> None:
    lists = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    text = f"variables:\n  a0: &a0 {{x: y}}\n{lists}{QUEUE[:-2]}, properties: *a8}}\n"
    program = read(source(text), schemas)
    assert program is not None
    with pytest.raises(Unreadable, match="aliases"):
        list(program.uses())


def test_variables_that_stand_for_each_other_end(schemas: Schemas) -> None:
    variables = "variables:\n  a: ${b}\n  b: ${a}\noutputs:\n  x: ${a.b}\n"
    program = read(source(variables + QUEUE), schemas)
    assert program is not None
    assert [type(each) for each in program.uses()] == [Declared]


def test_an_expression_with_its_place(schemas: Schemas) -> None:
    program = read(source(f'{QUEUE}outputs:\n  x: a ${{queue.tags["b"]}}\n'), schemas)
    assert program is not None
    (found,) = (each for each in program.uses() if isinstance(each, Read))
    assert (found.path, found.within, found.exact, found.names) == ("tags.b", "outputs.x", True, ())
    assert program.source.data[found.span.start : found.span.end] == b'${queue.tags["b"]}'
