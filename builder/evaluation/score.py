"""`iac-crosswalk evaluate`: scores the built file, or the derivation alone, by gold pairs. Draws
samples for audits, and scores judged samples."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from builder import make
from builder.database.tables import VIEWS
from builder.errors import BuildError
from builder.evaluation import boto3_gold
from builder.evaluation import gold as gold_pairs
from builder.extract import Report
from builder.extract import load as load_extraction
from builder.files import replacing
from builder.packages import CACHE
from iac_crosswalk import KnowledgeBase

STRATA = ("outputs", "nested", "names differ", "names alike")
VERDICTS = ("right", "imprecise", "wrong", "unsure")


def derived_alone(report: Report) -> KnowledgeBase:
    """A knowledge base of rules and derivation, without curated mappings: a copy of the linked file
    with the views of a built file."""
    linked_file, path = make.prepare_linked(report), CACHE / "derived-alone.db"
    with replacing(path) as part:
        shutil.copyfile(linked_file, part)
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(VIEWS)
    return KnowledgeBase(path)


def score(gold_file: Path, knowledge: KnowledgeBase) -> Iterator[dict[str, Any]]:
    """A row of figures for all pairs of `gold_file`, and one for the pairs whose names differ in
    more than case and separators.

    Raises BuildError if the file does not have one of the forms of docs/evaluation.md.
    """

    def answer(system: str, resource: str, path: str, to: str) -> list[tuple[str, str]]:
        targets = knowledge.translate(path, resource, system, to)["targets"]
        return [
            (item["resource"], item["attribute"])
            for target in targets
            for item in target["answers"]
        ]

    try:
        if '"sdk_path"' in gold_file.read_text(encoding="utf-8"):
            questions = boto3_gold.read_questions(gold_file, load_extraction("boto3"))
            if not questions:
                raise BuildError(f"{gold_file}: holds no pairs; docs/evaluation.md shows the forms")
            for title, selected in (
                ("all", questions),
                ("names differ", [question for question in questions if question.differs]),
            ):
                yield _figures(
                    gold_file,
                    title,
                    boto3_gold.score(
                        selected,
                        lambda resource, path: answer("terraform", resource, path, "boto3"),
                    ),
                )
            return
        rows = gold_pairs.read_gold(gold_file)
        if not rows:
            raise BuildError(f"{gold_file}: holds no pairs; docs/evaluation.md shows the forms")
        for title, scores in zip(
            ("all", "names differ"), gold_pairs.score_all_and_differing(rows, answer), strict=True
        ):
            yield _figures(gold_file, title, scores)
    except OSError as error:
        raise BuildError(
            f"{gold_file}: cannot be read ({error.strerror}); give a file of gold pairs,"
            " docs/evaluation.md shows the forms"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(
            f"{gold_file}: is not a file of gold pairs ({type(error).__name__}: {error});"
            " docs/evaluation.md shows the forms"
        ) from error


def _figures(gold_file: Path, title: str, score: gold_pairs.Score) -> dict[str, Any]:
    keys = ("rows", "right", "wrong", "elsewhere", "unmapped")
    shares = {"precision": round(score.precision, 4), "recall": round(score.recall, 4)}
    return (
        {"file": gold_file.name, "pairs": title}
        | {key: getattr(score, key) for key in keys}
        | shares
    )


_DERIVED = """
select fr.name, fa.path, fa.type, fa.description, fa.is_output
and not fa.is_input, tr.name, ta.path, ta.type,
       coalesce(nullif(ta.description, ''), (select p.description from attribute_mapping b
       join attribute p on p.id = b.to_attribute_id
         where b.from_attribute_id = ta.id and b.to_system = 'pulumi' and p.description != ''
         limit 1), ''),
       m.relation, m.transform, m.confidence
  from attribute_mapping m join attribute fa on fa.id = m.from_attribute_id join resource fr
  on fr.id = fa.resource_id
  join attribute ta on ta.id = m.to_attribute_id join resource tr on tr.id = ta.resource_id
 where m.origin = 'derived' and m.via is null and fr.system = 'cloudformation' and m.to_system = ?
 order by m.id
"""
_COLUMNS = (
    "from_resource",
    "from_path",
    "from_type",
    "from_description",
    "output",
    "to_resource",
    "to_path",
    "to_type",
    "to_description",
    "relation",
    "transform",
    "confidence",
)


def sample(database: Path, count: int, seed: int, to: str = "terraform") -> list[dict[str, Any]]:
    """`count` random derived mappings, as many from each stratum. Each row has both descriptions
    and an empty `verdict`."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    strata: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for values in connection.execute(_DERIVED, [to]):
        row = dict(zip(_COLUMNS, values, strict=True))
        strata[stratum(row)].append(row)
    connection.close()
    generator = random.Random(seed)
    rows_drawn = []
    for number, name in enumerate(STRATA):
        share = count // len(STRATA) + (number < count % len(STRATA))
        rows = strata[name]
        rows_drawn += [
            {"stratum": name, "verdict": ""} | row
            for row in generator.sample(rows, min(share, len(rows)))
        ]
    return rows_drawn


def stratum(row: dict[str, Any]) -> str:
    """The stratum of a derived row: the first of STRATA that fits. Removes `output` from the
    row."""
    if row.pop("output") or row["from_path"] == "Ref":
        return "outputs"
    if "." in row["from_path"]:
        return "nested"
    return (
        "names differ"
        if gold_pairs.spelled(row["from_path"]) != gold_pairs.spelled(row["to_path"])
        else "names alike"
    )


def audit_precision(*paths: Path, by: str = "stratum") -> list[dict[str, Any]]:
    """The number of each verdict in judged samples, and the precision, by stratum or origin and in
    total. Raises BuildError for a row with another verdict."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(VERDICTS, 0))
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            try:
                row = json.loads(line)
                group = row["stratum"] if by == "stratum" else origin(row)
                counts[group][row["verdict"]] += 1
                counts["all"][row["verdict"]] += 1
            except (ValueError, KeyError, TypeError) as error:
                raise BuildError(
                    f"{path}:{number}: `verdict` must be one of {', '.join(VERDICTS)}, in a row"
                    " that --sample printed"
                ) from error
    return [
        {by: name, "judged": sum(verdicts.values())}
        | verdicts
        | {"precision": round(verdicts["right"] / max(1, sum(verdicts.values())), 4)}
        for name, verdicts in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0]))
    ]


def origin(row: dict[str, Any]) -> str:
    """The origin of the first answer of a sampled row, or its status if there is no answer. A row
    that was drawn from derived mappings has neither: `derived`."""
    answers = row.get("answers") or [row]
    return str(answers[0].get("origin") or row.get("status", "derived"))


def _lines(path: Path) -> list[str]:
    """The rows of a judged sample."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be read ({error.strerror}); give a file that --sample printed"
        ) from error
    except UnicodeDecodeError as error:
        raise BuildError(f"{path}: is not UTF-8 text; give a file that --sample printed") from error
    if not lines:
        raise BuildError(
            f"{path}: is empty; give a file that --sample printed, with a verdict in each row"
        )
    return lines
