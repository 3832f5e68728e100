"""What changed between two versions."""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase, KnowledgeBaseError
from iac_crosswalk.answers.drift import drift


def test_from_5_to_6(knowledge: KnowledgeBase) -> None:
    found = drift(knowledge, "terraform", "5", "6.0")
    assert (found["from"], found["to"]) == ("5.100.0", "6.0.0")
    renamed = {(item["resource"], item["attribute"]): item["instead"] for item in found["renamed"]}
    assert renamed["aws_opensearch_domain", "kibana_endpoint"] == ["dashboard_endpoint"]
    vanished = {(item["resource"], item["attribute"]): item for item in found["vanished"]}
    assert vanished["aws_eip", "vpc"]["instead"] == ["domain"]
    assert vanished["aws_eks_addon", "resolve_conflicts"]["instead"] == [
        "resolve_conflicts_on_create",
        "resolve_conflicts_on_update",
    ]
    assert vanished["aws_simpledb_domain", None]["nothing"]
    assert {"resource": "aws_instance", "attribute": "region", "since": "6.0.0"} in found[
        "appeared"
    ]


def test_a_version_between_sees_what_came_and_went(knowledge: KnowledgeBase) -> None:
    """reset_on_delete of aws_api_gateway_account was there from 5.78 to 5.100."""
    thing = ("aws_api_gateway_account", "reset_on_delete")
    for start, end, kind in (
        ("5.53", "5.88", "appeared"),
        ("5.88", "6.0", "vanished"),
        ("4", "6.0", None),
    ):
        found = drift(knowledge, "terraform", start, end)
        assert [
            k
            for k in ("appeared", "vanished")
            if thing in {(i["resource"], i["attribute"]) for i in found[k]}
        ] == ([kind] if kind else [])


def test_the_default_is_the_last_major_version(knowledge: KnowledgeBase) -> None:
    assert drift(knowledge, "pulumi")["from"] == "6.83.4"


@pytest.mark.parametrize(
    ("system", "start", "end", "message"),
    [
        (
            "boto3",
            None,
            None,
            "the history of `boto3` is not known; use one of terraform, pulumi, cloudformation",
        ),
        ("terraform", "2", None, "version 2 was not read; use one of 3, 4.15.1"),
        ("terraform", "6.0", "5", "version 6.0.0 is not before 5.100.0; swap --from and --to"),
    ],
)
def test_wrong_questions(
    knowledge: KnowledgeBase, system: str, start: str | None, end: str | None, message: str
) -> None:
    with pytest.raises(KnowledgeBaseError) as raised:
        drift(knowledge, system, start, end)
    assert str(raised.value).startswith(message)
