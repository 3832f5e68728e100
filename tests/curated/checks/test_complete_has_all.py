from __future__ import annotations

from tests.curated.checks.conftest import Problems

TEXT = (
    "resource: {cloudformation: AWS::SQS::QueueInlinePolicy, terraform:"
    " aws_sqs_queue_policy}\ncomplete: [terraform]\nattributes:\n"
)
ROWS = {
    path: f"  - {{cloudformation: {path}, terraform: none, note: n}}\n"
    for path in ("PolicyDocument", "Queue", "Ref")
}


def test_complete_means_every_attribute(problems: Problems) -> None:
    file = "mappings/sqs/queue_inline_policy.yaml"
    assert problems("complete-has-all", TEXT + "".join(ROWS.values()), file=file) == []
    assert problems("complete-has-all", TEXT + ROWS["Ref"], file=file) == [
        "1: is marked complete for terraform but has no verdict on PolicyDocument, Queue; add rows"
        " with `iac-crosswalk curate AWS::SQS::QueueInlinePolicy`, or take terraform out of"
        " `complete`"
    ]
