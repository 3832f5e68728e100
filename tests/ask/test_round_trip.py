"""What is written in any system and language is read back as the same attribute."""

from __future__ import annotations

import json
import random

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.expressions import expression
from iac_crosswalk.answers.expressions.systems import CALL, Place
from iac_crosswalk.ask import question

LANGUAGES = {"pulumi": ("python", "typescript", "yaml"), "cdk": ("python", "typescript")}
"""The languages that are read; the others are only written."""
SAMPLE = 2000
NAME = "Mine"
"""No resource has an object of its own that is called so: behind such a name its content would be meant."""


def sample(knowledge: KnowledgeBase, system: str, count: int) -> list[tuple[int, Place]]:
    rows = knowledge.rows(
        f"select r.id, r.name, r.kind, b.path, b.native, b.gettable, {CALL} from attribute b join resource r on r.id = b.resource_id"
        " where r.system = ? order by b.id",
        [system],
    )
    return [(row[0], Place(*row[1:])) for row in random.Random(4).sample(rows, count)]


@pytest.mark.parametrize("system", ["cloudformation", "terraform", "pulumi", "boto3", "cdk"])
def test_expressions_are_read_back(knowledge: KnowledgeBase, system: str) -> None:
    wrong = []
    for resource_id, place in sample(knowledge, system, SAMPLE // 5):
        for language in LANGUAGES.get(system, ("python",)):
            text = expression(knowledge, (system, resource_id, place), NAME, language)
            if text is None:
                continue
            asked = question(knowledge, text, place.resource)
            named = asked.name == NAME or system == "boto3"
            if (asked.system, asked.resource, asked.path, named) != (system, place.resource, place.path, True):
                wrong.append((text, place.resource, place.path, asked))
    assert not wrong, json.dumps(wrong[:20], indent=1, default=str)
