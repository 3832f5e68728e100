from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem
from builder.curated.schemas import did_you_mean


def check(curated: Curated) -> Iterator[Problem]:
    """A `transform` is one of data/transforms.yaml."""
    for file in curated.files:
        for row in file.mapping_file.rows:
            if row.transform is not None and row.transform not in curated.inverse:
                suggestion = did_you_mean(row.transform, list(curated.inverse))
                yield Problem(
                    file.mapping_file.file,
                    row.line,
                    f"`{row.transform}` is not in data/transforms.yaml{suggestion}; use one of them"
                    " or describe it there",
                )
