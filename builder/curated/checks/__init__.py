"""The integrity rules of curated data. Each rule is a module here and has a test of the same name
in tests/curated/checks/.

A rule is a function `check(curated) -> Iterator[Problem]`. Its docstring describes it, like
docs/mappings.md. `iac-crosswalk verify` runs all rules; `build` stops if one finds a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.curated.checks import (
    all_is_judged,
    canonical_format,
    complete_has_all,
    exact_is_one_to_one,
    input_is_not_output,
    key_is_of_a_list,
    names_exist,
    no_contradiction,
    none_has_reason,
    path_is_id,
    pitfall_is_wrong,
    shapes_agree,
    transform_is_known,
    whole_is_container,
)
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem

Rule = Callable[[Curated], Iterator[Problem]]

RULES: dict[str, Rule] = {
    module.__name__.rsplit(".", 1)[1].replace("_", "-"): module.check
    for module in (
        names_exist,
        path_is_id,
        canonical_format,
        all_is_judged,
        none_has_reason,
        complete_has_all,
        no_contradiction,
        exact_is_one_to_one,
        transform_is_known,
        shapes_agree,
        input_is_not_output,
        pitfall_is_wrong,
        whole_is_container,
        key_is_of_a_list,
    )
}


def check(curated: Curated) -> list[Problem]:
    """Every problem of the curated data, sorted by file and line, with the name of its rule."""
    problems = [
        Problem(p.file, p.line, f"{p.message} [{name}]")
        for name, rule in RULES.items()
        for p in rule(curated)
    ]
    return sorted(set(problems))
