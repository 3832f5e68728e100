"""`problems(rule, text)`: what one rule says of one mapping file, checked against the real schemas."""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from builder.curated.checks import RULES
from builder.curated.schemas import Schemas
from builder.curated.whole import resolve_all

Problems = Callable[..., list[str]]

QUEUE = """
resource:
  cloudformation: AWS::SQS::Queue
  terraform: aws_sqs_queue
  boto3: none
  note: read as a map of attributes
attributes:
"""
"""The head of a mapping file; the first row of `attributes` stands in line 7."""


@pytest.fixture
def problems(schemas: Schemas) -> Problems:
    def run(rule: str, text: str, file: str = "mappings/sqs/queue.yaml") -> list[str]:
        curated = resolve_all({file: dedent(text).lstrip("\n").encode()}, schemas)
        return [f"{p.line}: {p.message}" for p in RULES[rule](curated)]

    return run
