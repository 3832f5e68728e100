"""`iac-crosswalk coverage --usage`: the share of the used attributes that have an answer. The
number of repositories is the weight of an attribute.

A question is answered if the status of the target is `equivalent` or `no-equivalent`. Usage files
have JSON lines of these forms (docs/evaluation.md): `{cfn_type, path, kind: property | getatt |
ref, repos, check}`, `{tf_type, path, kind: input | output, repos, check}`, `{pulumi_class, attr,
kind: input | output, repos, check}`. `repos` is the weight. `check` tells whether the schemas have
the name; rows of names that they do not have are not questions.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from builder.errors import BuildError
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.vocabulary import SYSTEMS, SystemName

CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
SAM = "AWS::Serverless::"
CHECKED = ("ok", "readonly", "cfn-lint")
"""The values of `check` for names that CloudFormation has: in the schema, in its list of read-only
properties, or in cfn-lint."""
EXAMPLE_KEYS = {"Outputs.*": "Outputs.Example", "Events.*": "Events.Example"}
"""Path with a key that users choose → the path with an example of the key, to translate."""

_SAMPLE_TARGETS: dict[str, tuple[SystemName, ...]] = {
    "cloudformation": ("terraform", "boto3"),
    "terraform": ("cloudformation", "boto3"),
    "pulumi": ("cloudformation", "boto3"),
}
"""System → the target systems of a sample. Pulumi and the CDK are left out as targets: they follow
Terraform and CloudFormation by rule."""


class Question(NamedTuple):
    """An attribute that repositories use. `kind`: the group in the table; `repos`: the weight."""

    kind: str
    system: str
    resource: str
    path: str
    repos: int


class Share(NamedTuple):
    """The questions of one kind with answers in one target system, weighted by repositories."""

    kind: str
    to: str
    repos: int
    equivalent: int
    none: int

    @property
    def answered(self) -> float:
        """The answered share, 0 to 1."""
        return (self.equivalent + self.none) / self.repos


class UnansweredQuestion(NamedTuple):
    """A question without an answer in the system `to`."""

    question: Question
    to: str
    status: str


def read_questions(folder: Path) -> list[Question]:
    """The questions of every `usage_*.jsonl` in `folder`. Raises BuildError if there are none, or
    if a line has another form."""
    files = sorted(folder.glob("usage_*.jsonl"))
    questions: list[Question] = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                questions += _question(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise BuildError(
                    f"{file}:{number}: not a row of usage ({error}); docs/evaluation.md shows the"
                    " forms"
                ) from error
    if not questions:
        raise BuildError(
            f"{folder}: no usage_*.jsonl with questions; give a folder of usage files"
            " (docs/evaluation.md shows the forms)"
        )
    return questions


def _question(row: dict[str, Any]) -> Iterator[Question]:
    if "cfn_type" in row and "kind" in row:
        name, sam = row["cfn_type"], row["cfn_type"].startswith(SAM)
        is_question = row["kind"] in ("property", "getatt", "ref") and (
            sam or row["check"] in CHECKED
        )
        if is_question and not name.startswith(CUSTOM):
            yield Question(
                f"{'SAM' if sam else 'CloudFormation'} {row['kind']}",
                "cloudformation",
                name,
                row["path"],
                row["repos"],
            )
    elif "tf_type" in row and "kind" in row:
        name = row["tf_type"]
        if row["check"] == "ok" and name.removeprefix("data.").startswith("aws_"):
            yield Question(
                f"Terraform {'data source ' if name.startswith('data.') else ''}{row['kind']}",
                "terraform",
                name,
                row["path"],
                row["repos"],
            )
    elif "pulumi_class" in row and row["check"] == "ok":
        yield Question(
            f"Pulumi {row['kind']}", "pulumi", row["pulumi_class"], row["attr"], row["repos"]
        )


def measure(
    knowledge: KnowledgeBase, questions: list[Question]
) -> tuple[list[Share], list[UnansweredQuestion]]:
    """The answered share for each kind of question and target system, and all questions without an
    answer, the most used first."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    unanswered: list[UnansweredQuestion] = []
    statuses: dict[tuple[str, str, str], dict[str, str]] = {}
    for question in questions:
        key = question[1:4]
        if key not in statuses:
            statuses[key] = _statuses(knowledge, question)
        for to, status in statuses[key].items():
            counts[question.kind, to][status] += question.repos
            if status not in ("equivalent", "no-equivalent"):
                unanswered.append(UnansweredQuestion(question, to, status))
    shares = [
        Share(kind, to, sum(count.values()), count["equivalent"], count["no-equivalent"])
        for (kind, to), count in sorted(
            counts.items(), key=lambda item: (item[0][0], SYSTEMS.index(item[0][1]))
        )
    ]
    unanswered.sort(key=lambda row: (-row.question.repos, row.question, row.to))
    return shares, unanswered


def draw(
    knowledge: KnowledgeBase, questions: list[Question], count: int, seed: int
) -> list[dict[str, Any]]:
    """`count` random answers to judge. The probability of a question is proportional to its number
    of repositories; its target is one of _SAMPLE_TARGETS. Each row has the first answers and an
    empty `verdict`."""
    generator = random.Random(seed)
    by_attribute: dict[tuple[str, ...], Question] = {}
    for question in questions:  # Python and TypeScript use the same attribute: one question
        merged = by_attribute.setdefault(
            (question.kind, *question[1:4]), question._replace(repos=0)
        )
        by_attribute[question.kind, *question[1:4]] = merged._replace(
            repos=merged.repos + question.repos
        )
    questions = list(by_attribute.values())
    sampled: dict[tuple[Question, str], None] = {}
    weights = [question.repos for question in questions]
    while len(sampled) < count:
        (question,) = generator.choices(questions, weights)
        sampled[question, generator.choice(_SAMPLE_TARGETS[question.system])] = None
    rows = []
    for question, to in sampled:
        answer = _translate(knowledge, question)
        target = next((entry for entry in answer["targets"] if entry["system"] == to), answer)
        rows.append(
            {
                "verdict": "",
                "why": "",
                "stratum": question.kind,
                "repos": question.repos,
                "system": question.system,
                "resource": question.resource,
                "attribute": question.path,
                "to": to,
                **{key: value for key, value in target.items() if key in ("status", "reason")},
                "answers": target.get("answers", [])[:4],
            }
        )
    return rows


def _translate(knowledge: KnowledgeBase, question: Question) -> dict[str, Any]:
    path = question.path
    for key, name in EXAMPLE_KEYS.items():
        path = path.replace(key, name)
    return knowledge.translate(path, question.resource, question.system)


def _statuses(knowledge: KnowledgeBase, question: Question) -> dict[str, str]:
    answer = _translate(knowledge, question)
    statuses = {target["system"]: target["status"] for target in answer["targets"]}
    targets = [system for system in SYSTEMS if system != question.system]
    return {system: statuses.get(system, answer["status"]) for system in targets}
