"""What is written in any system and language is read back as the same attribute."""

from __future__ import annotations

import json
import random

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.answer import Equivalent
from iac_crosswalk.answers.expressions import expression
from iac_crosswalk.answers.targets import equivalent
from iac_crosswalk.ask import question
from iac_crosswalk.store import queries

LANGUAGES = {"pulumi": ("python", "typescript", "yaml"), "cdk": ("python", "typescript")}
"""The languages that are read; the others are only written."""
SAMPLE = 2000
NAME = "Mine"
"""No resource has an object of its own that is called so: behind such a name its content would be
meant.
"""


def sample(knowledge: KnowledgeBase, system: str, count: int) -> list[Equivalent]:
    rows = knowledge.rows(
        "select a.id from attribute a join resource r on r.id = a.resource_id where r.system = ?"
        " order by a.id",
        [system],
    )
    return [
        equivalent(knowledge, queries.attribute_itself(knowledge, number))
        for (number,) in random.Random(4).sample(rows, count)
    ]


@pytest.mark.whole
@pytest.mark.parametrize(
    "system",
    [
        "cloudformation",
        "terraform",
        "pulumi",
        pytest.param(
            "boto3", marks=pytest.mark.xfail(reason="the arguments of lookups are not asked yet")
        ),
        "cdk",
    ],
)
def test_expressions_are_read_back(knowledge: KnowledgeBase, system: str) -> None:
    wrong = []
    for item in sample(knowledge, system, SAMPLE // 5):
        for language in LANGUAGES.get(system, ("python",)):
            text = expression(knowledge, item, NAME, language)
            if text is None:
                continue
            asked = question(knowledge, text, item.resource)
            named = asked.name == NAME or system == "boto3"
            if (asked.system, asked.resource, asked.path, named) != (
                system,
                item.resource,
                item.attribute,
                True,
            ):
                wrong.append((text, item.resource, item.attribute, asked))
    assert not wrong, json.dumps(wrong[:20], indent=1, default=str)
