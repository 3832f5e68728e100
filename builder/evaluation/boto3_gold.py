"""Scores Terraform → boto3 answers by gold pairs (shared/gold/boto3_pairs.jsonl), like gold.py.

A question is a Terraform type and path. Right: an answer has the boto3 resource and path of one of
its rows. Wrong: the answers within the resources of its rows have other paths. Elsewhere: all
answers are in other resources.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from builder.evaluation.gold import Score, same_path, spelled
from builder.linking.matching.results import DerivedAttribute
from builder.model import Extraction
from builder.sources.boto3.locate import locate, read_index

Place = tuple[str, str]


class Question(msgspec.Struct, frozen=True):
    """A Terraform attribute, and its boto3 attributes in the gold pairs. `differs`: whether the
    names differ in more than case and separators."""

    terraform: str
    path: str
    places: tuple[Place, ...]
    differs: bool


def read_questions(path: Path, boto3: Extraction) -> list[Question]:
    """The questions of a gold file. `places`: its rows, as (resource, path) of the extraction."""
    index = read_index(boto3)
    places_by_question: dict[Place, set[Place]] = defaultdict(set)
    differs: dict[Place, bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        question = row["tf_type"], row["tf_path"]
        place = locate(index, row["sdk_service"], row["sdk_op"], row["sdk_path"])
        places_by_question[question].update([place] if place else [])
        if place:
            differs[question] = differs.get(question, True) and spelled(row["tf_path"]) != spelled(
                place[1]
            )
    return [
        Question(tf_type, tf_path, tuple(sorted(places)), differs.get((tf_type, tf_path), True))
        for (tf_type, tf_path), places in sorted(places_by_question.items())
    ]


def score(questions: Iterable[Question], answer: Callable[[str, str], Iterable[Place]]) -> Score:
    """The score of `answer(terraform type, path)` for these questions."""
    result = Score()
    for question in questions:
        result.rows += 1
        answers = tuple(sorted(set(answer(question.terraform, question.path))))
        in_resource = tuple(
            answer_place
            for answer_place in answers
            if answer_place[0] in {name for name, _ in question.places}
        )
        if any(
            answer_place[0] == place[0] and same_path(answer_place[1], place[1])
            for answer_place in answers
            for place in question.places
        ):
            result.right += 1
        elif in_resource:
            result.wrong += 1
            result.wrong_rows.append((question, in_resource))
        elif answers:
            result.elsewhere += 1
        else:
            result.unmapped += 1
            result.missed_rows.append(question)
    return result


def answers_of(rows: Iterable[DerivedAttribute]) -> Callable[[str, str], list[Place]]:
    """A function of Terraform type and path that returns the answers of a derivation. It ignores
    `[]` in paths."""
    answers: dict[Place, list[Place]] = defaultdict(list)
    for row in rows:
        if row.system == "terraform":
            answers[row.resource, row.path.replace("[]", "")].append((row.to_resource, row.to_path))
    return lambda resource, path: answers.get((resource, path.replace("[]", "")), [])
