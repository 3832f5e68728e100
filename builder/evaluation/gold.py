"""Scores answers by gold pairs: property_pairs, output_pairs or boto3_pairs (their forms are in
shared/gold/README.md).

A question is an attribute and a target resource: a CloudFormation attribute, or a Terraform
attribute for boto3 pairs. If a question has several rows, the target of each is right. A row counts
as

- right: an answer within the target resource is in one of the question's rows
- wrong: there are answers within the target resource, but none of them is
- elsewhere: all answers are in other resources
- unmapped: there is no answer

precision = right / (right + wrong), recall = right / rows. Other answers within the target resource
of a right question count as `beside`. They may be right as well, since gold pairs are not complete:
they are shown, but do not count in the score.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

Answer = Callable[[str, str, str, str], Iterable[tuple[str, str]]]
"""(from system, resource, path, to system) → (resource, path) of each answer."""


class Row(msgspec.Struct, frozen=True):
    """One gold pair."""

    from_system: str
    resource: str
    path: str
    to_system: str
    to_resource: str
    to_path: str


class Score(msgspec.Struct):
    """The number of rows with each result. `wrong_rows`: (question, answers); `missed_rows`: the
    questions without an answer in the target resource."""

    rows: int = 0
    right: int = 0
    wrong: int = 0
    elsewhere: int = 0
    unmapped: int = 0
    beside: int = 0
    wrong_rows: list[tuple[Any, tuple[Any, ...]]] = []
    missed_rows: list[Any] = []

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.rows if self.rows else 1.0

    def line(self, title: str) -> str:
        """The score as a line of text."""
        return (
            f"{title:<34} rows {self.rows:>5}  right {self.right:>5}  wrong {self.wrong:>4} "
            f" elsewhere {self.elsewhere:>4}  unmapped {self.unmapped:>4}  precision"
            f" {self.precision:.4f}  recall {self.recall:.4f}  beside {self.beside}"
        )


def read_gold(path: Path) -> list[Row]:
    """The rows of a file in any of the three forms."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        if "sdk_path" in row:
            target = row["sdk_service"], row["sdk_path"]
            rows.append(Row("terraform", row["tf_type"], row["tf_path"], "boto3", *target))
            continue
        name, target = row.get("cfn_path") or row["cfn_attr"], (row["tf_type"], row["tf_path"])
        rows.append(Row("cloudformation", row["cfn_type"], name, "terraform", *target))
        if row.get("pulumi_path"):
            target = row["pulumi_token"], row["pulumi_path"]
            rows.append(Row("cloudformation", row["cfn_type"], row["cfn_attr"], "pulumi", *target))
    return rows


def spelled(path: str) -> str:
    """The path in lower case, without separators and `[]`."""
    return re.sub(r"[^a-z0-9.]", "", path.replace("[]", "").lower())


def names_differ(row: Row) -> bool:
    """Whether the two paths of a row differ in more than case and separators."""
    return spelled(row.path) != spelled(row.to_path)


def same_path(one: str, other: str) -> bool:
    """Whether two paths are the same but for `[]`: a single block is an object or a list."""
    return one.replace("[]", "") == other.replace("[]", "")


def evaluate(rows: Iterable[Row], answer: Answer) -> Score:
    """The score of `answer` for these rows."""
    score = Score()
    questions: dict[tuple[str, str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        questions[row.from_system, row.resource, row.path, row.to_system, row.to_resource].append(
            row
        )
    for (system, resource, path, to_system, to_resource), question_rows in questions.items():
        answers = sorted(set(answer(system, resource, path, to_system)))
        in_resource = [
            answer_path
            for answer_resource, answer_path in answers
            if answer_resource == to_resource
        ]
        hits = [
            row
            for row in question_rows
            if any(same_path(row.to_path, answer_path) for answer_path in in_resource)
        ]
        score.rows += len(question_rows)
        score.beside += (
            sum(
                not any(same_path(row.to_path, answer_path) for row in question_rows)
                for answer_path in in_resource
            )
            if hits
            else 0
        )
        if hits:
            score.right += len(question_rows)
        elif in_resource:
            score.wrong += len(question_rows)
            score.wrong_rows += [(row, tuple(in_resource)) for row in question_rows]
        else:
            score.elsewhere += len(question_rows) if answers else 0
            score.unmapped += 0 if answers else len(question_rows)
            score.missed_rows += question_rows
    return score


def score_all_and_differing(rows: list[Row], answer: Answer) -> tuple[Score, Score]:
    """The score of all rows, and the score of those whose names differ."""
    return evaluate(rows, answer), evaluate([row for row in rows if names_differ(row)], answer)
