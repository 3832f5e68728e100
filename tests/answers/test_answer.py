"""The shape of an answer: docs/api.md and the dataclasses name the same keys, and the JSON holds
them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers import answer
from iac_crosswalk.answers.answer import shape, shown_confidence
from iac_crosswalk.answers.translate import translate
from iac_crosswalk.ask import ask

ROOT = Path(__file__).resolve().parents[2]
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
CLASSES = (
    "Answer",
    "Query",
    "Target",
    "Equivalent",
    "Candidate",
    "Suggestion",
    "Pitfall",
    "History",
)


@pytest.mark.parametrize("name", CLASSES)
def test_the_page_names_every_key(name: str) -> None:
    section = API.split(f"**{name}**", 1)[1].split("\n**")[0].split("\n### ")[0]
    table = "".join(re.findall(r"^\| (`.*?) \|", section, re.M))  # its first column has the keys
    section = table or re.sub(r"\(.*?\)", "", section, flags=re.S)
    written = {key for key, star in re.findall(r"`([a-z_]+)`(\*?)", section) if not star}
    optional = {key for key, star in re.findall(r"`([a-z_]+)`(\*?)", section) if star}
    always, sometimes = shape(getattr(answer, name))
    assert (set(always) <= written, set(sometimes) <= optional) == (True, True)
    assert optional <= set(sometimes)


def test_json_has_what_is_always_there_in_order(knowledge: KnowledgeBase) -> None:
    found = knowledge.translate("CacheNodes[0].Address", "AWS::ElastiCache::ReplicationGroup")
    assert tuple(found) == shape(answer.Answer)[0]
    assert tuple(found["query"]) == shape(answer.Query)[0]
    assert {key for target in found["targets"] for key in target} <= set(
        sum(shape(answer.Target), ())
    )
    for item in (item for target in found["targets"] for item in target["answers"]):
        always, sometimes = shape(answer.Equivalent)
        assert tuple(item)[: len(always)] == always and set(item) <= {*always, *sometimes}
    assert tuple(found["pitfall"]) == shape(answer.Pitfall)[0]
    asked = ask(knowledge, "!GetAtt Cache.Nope", "AWS::ElastiCache::ReplicationGroup")
    assert list(asked["query"]) == ["system", "resource", "attribute", "name"]


def test_answers_keep_their_rows(knowledge: KnowledgeBase) -> None:
    found = translate(
        knowledge,
        "ConfigurationEndPoint.Address",
        "AWS::ElastiCache::ReplicationGroup",
        to="terraform",
    )
    (item,) = found.targets[0].answers
    row = knowledge.find_resource("aws_elasticache_replication_group", "terraform")
    assert row is not None and item.resource_id == row.id
    attribute = knowledge.find_attribute(row.id, "configuration_endpoint_address")
    assert attribute is not None and item.attribute_id == attribute.id


@pytest.mark.parametrize(
    ("confidence", "text"),
    [
        (1.0, "1.00"),
        (0.999, "0.99"),
        (0.995, "0.99"),
        (0.97, "0.97"),
        (0.5, "0.50"),
        (0.29, "0.29"),
    ],
)
def test_what_is_not_certain_is_not_shown_as_certain(confidence: float, text: str) -> None:
    assert shown_confidence(confidence) == text
