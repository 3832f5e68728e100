from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.schemas import did_you_mean
from builder.curated.written import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A `transform` is one of data/transforms.yaml."""
    for file in curated.files:
        for row in file.written.rows:
            if row.transform is not None and row.transform not in curated.inverse:
                meant = did_you_mean(row.transform, list(curated.inverse))
                yield Problem(
                    file.written.file,
                    row.line,
                    f"`{row.transform}` is not in data/transforms.yaml{meant}; use one of them or"
                    " describe it there",
                )
