"""Names that exist and look like one that does not. For suggestions only: never an answer."""

from __future__ import annotations

import difflib

MANY = 3000
"""Names. Comparing one long path with more of them takes seconds."""


def near(name: str, known: list[str]) -> list[str]:
    """Up to five known names that look like `name`, nearest first."""
    by_folded: dict[str, str] = {}
    for item in known:
        by_folded.setdefault(item.lower().replace("_", ""), item)
    asked = name.lower().replace("_", "")
    # Short words look alike by chance: `status` and `tags` have half their letters in common.
    cutoff = 0.75 if len(asked) <= 6 else 0.6
    return [
        by_folded[match]
        for match in difflib.get_close_matches(asked, by_folded, n=5, cutoff=cutoff)
    ]


def near_paths(path: str, known: list[str]) -> list[str]:
    """Up to five known paths that look like `path`: what is in the deepest part of it that exists,
    else any path of the resource."""
    containers = {each.rpartition(".")[0] for each in known}
    container = path
    while (container := container.rpartition(".")[0]) and container not in containers:
        pass
    if container:
        wrong = path[len(container) + 1 :].partition(".")[0]
        beside = [each.rpartition(".")[2] for each in known if each.rpartition(".")[0] == container]
        return [f"{container}.{name}" for name in near(wrong, beside)]
    return near(
        path,
        known if len(known) <= MANY else [each for each in known if each.count(".") < 2][:MANY],
    )
