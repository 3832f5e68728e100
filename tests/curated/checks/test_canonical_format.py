from __future__ import annotations

from tests.curated.checks.conftest import Problems

HEAD = "# yaml-language-server: $schema=../schema.json\n"
CANONICAL = """resource:
  cloudformation: AWS::SQS::Queue
  terraform: aws_sqs_queue
attributes:
  - cloudformation: Arn
    terraform: arn
  - cloudformation: Ref
    terraform: url
"""


def test_sorted_rows_ordered_keys(problems: Problems) -> None:
    assert problems("canonical-format", HEAD + CANONICAL) == []
    assert problems("canonical-format", CANONICAL) == [
        "1: is not in canonical form; run `iac-crosswalk verify --fix`"
    ]
    swapped = (
        CANONICAL.replace("  - cloudformation: Arn\n    terraform: arn\n", "")
        + "  - cloudformation: Arn\n    terraform: arn\n"
    )
    assert problems("canonical-format", HEAD + swapped) == [
        "6: is not in canonical form; run `iac-crosswalk verify --fix`"
    ]
