from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A row or resource with `none` has a `note` with the reason."""
    for file in curated.files:
        lines = {claim.line for claim in file.claims if claim.is_none and not claim.note}
        lines |= {cell.line for cell in file.resources if cell.target is None and not cell.note}
        for line in sorted(lines):
            yield Problem(
                file.mapping_file.file,
                line,
                "is none without a reason; add `note:` with the sources that were examined",
            )
