"""`python -m bench.ablation GOLD.jsonl …`: what the derivation CloudFormation → Terraform is worth
without one kind of evidence.

Only what can be taken from the input is taken away here: the vocabulary, the import documentation,
every description. docs/evaluation.md also shows kinds that were switched off in the matcher."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import msgspec

from builder.evaluation.gold import read_gold, score_all_and_differing
from builder.linking.matching.results import Derived
from builder.linking.matching.vocabulary import Vocabulary
from builder.linking.terraform.derive import derive
from builder.linking.terraform.imports import Import
from builder.model import Extraction
from builder.prepare import Prepared, prepare
from builder.services import load as load_services


def without_descriptions(extraction: Extraction) -> Extraction:
    """The same resources and attributes, with nothing said about them."""
    resources = [
        msgspec.structs.replace(
            r,
            description="",
            attributes=[msgspec.structs.replace(a, description="") for a in r.attributes],
        )
        for r in extraction.resources
    ]
    return msgspec.structs.replace(extraction, resources=resources)


def run(
    prepared: Prepared,
    silent: bool = False,
    vocabulary: Vocabulary | None = None,
    imports: Mapping[str, Import] | None = None,
) -> Derived:
    """The derivation with what is left."""
    systems = {
        name: without_descriptions(one) if silent else one
        for name, one in prepared.extractions.items()
    }
    cloudformation, terraform, pulumi, cdk = (
        systems[name] for name in ("cloudformation", "terraform", "pulumi", "cdk")
    )
    return derive(
        cloudformation,
        terraform,
        pulumi,
        cdk,
        load_services(),
        pairs=prepared.terraform_pulumi,
        vocabulary=vocabulary,
        imports=imports,
    )


def main(files: list[str]) -> None:
    prepared = prepare()
    print(f"{'without':<26}{'pairs':<28}{'precision':>10}{'recall':>8}{'names differ':>16}")
    for title, found in (
        ("nothing taken away", run(prepared)),
        ("vocabulary", run(prepared, vocabulary=Vocabulary())),
        ("import documentation", run(prepared, imports={})),
        ("descriptions", run(prepared, silent=True)),
    ):
        answers: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for row in found.attributes:
            answers[row.resource, row.path].append((row.to_resource, row.to_path))
        for file in files:
            rows = [row for row in read_gold(Path(file)) if row.to_system == "terraform"]
            every, differing = score_all_and_differing(
                rows,
                lambda system, resource, path, to, answers=answers: answers.get(
                    (resource, path), []
                ),
            )  # type: ignore[misc]
            print(
                f"{title:<26}{Path(file).name:<28}{every.precision:>10.4f}{every.recall:>8.4f}{differing.precision:>8.4f}{differing.recall:>8.4f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
