from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """Where a file is marked `complete` for a system, every property and every GetAtt name of the
    type has a verdict for it.
    """
    for file in curated.files:
        if file.subject is None or file.mapping_file.has_unjudged:
            continue
        for system in file.mapping_file.complete:
            judged_paths = {
                claim.subject.path for claim in file.claims if claim.to_system == system
            }
            missing_paths = [
                path
                for path in curated.schemas.attributes(file.subject)
                if path not in judged_paths
            ]
            if missing_paths:
                listed_paths = ", ".join(missing_paths[:8]) + (
                    f" and {len(missing_paths) - 8} more" if len(missing_paths) > 8 else ""
                )
                yield Problem(
                    file.mapping_file.file,
                    1,
                    f"is marked complete for {system} but has no verdict on {listed_paths}; add"
                    f" rows with `iac-crosswalk curate {file.mapping_file.name}`, or take {system}"
                    " out of `complete`",
                )
