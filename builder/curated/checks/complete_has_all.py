from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.written import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """Where a file is marked `complete` for a system, every property and every GetAtt name of the
    type has a verdict for it.
    """
    for file in curated.files:
        if file.subject is None or file.written.has_unjudged:
            continue
        for system in file.written.complete:
            judged = {claim.subject.path for claim in file.claims if claim.to_system == system}
            missing = [
                path for path in curated.schemas.attributes(file.subject) if path not in judged
            ]
            if missing:
                shown = ", ".join(missing[:8]) + (
                    f" and {len(missing) - 8} more" if len(missing) > 8 else ""
                )
                yield Problem(
                    file.written.file,
                    1,
                    f"is marked complete for {system} but has no verdict on {shown}; add rows with"
                    f" `iac-crosswalk curate {file.written.name}`, or take {system} out of"
                    " `complete`",
                )
