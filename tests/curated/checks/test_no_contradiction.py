from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_one_verdict_a_pair(problems: Problems) -> None:
    once = "  - {cloudformation: Arn, terraform: arn}\n"
    assert problems("no-contradiction", QUEUE + once) == []
    assert problems("no-contradiction", QUEUE + once + once) == [
        "8: `Arn` → terraform arn is already in line 7; remove one"
    ]


def test_mapped_and_none_need_conditions(problems: Problems) -> None:
    rows = (
        "  - {cloudformation: Arn, terraform: arn}\n  - {cloudformation: Arn, terraform: none,"
        " note: n%s}\n"
    )
    assert problems("no-contradiction", QUEUE + rows % "") == [
        "8: `Arn` is none in terraform here and mapped elsewhere; give one of them a `when`"
    ]
    assert problems("no-contradiction", QUEUE + rows % ", when: it is a FIFO queue") == []


def test_claimed_and_rejected(problems: Problems) -> None:
    found = problems(
        "no-contradiction",
        QUEUE + "  - {cloudformation: Arn, terraform: arn, not: {terraform: arn}}\n",
    )
    assert found == ["7: `Arn` → terraform arn is claimed here and rejected under `not:`; keep one"]
