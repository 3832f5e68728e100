from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """Nothing that `iac-crosswalk curate` filled in is left `unjudged`."""
    for file in curated.files:
        mapping_file = file.mapping_file
        if mapping_file.unjudged is not None:
            yield Problem(
                mapping_file.file,
                mapping_file.unjudged,
                "the resources are not judged; correct them from the documentation, then remove"
                " `unjudged:`",
            )
        for row in mapping_file.rows:
            if row.unjudged:
                system = next(
                    system for system in (mapping_file.system, *row.cells) if system in row.cells
                )
                name = " and ".join(f"`{path}`" for path in row.cells[system])
                yield Problem(
                    mapping_file.file,
                    row.line,
                    f"{name} is not judged for {', '.join(row.unjudged)};"
                    " correct the row from the documentation of both sides, then remove"
                    " `unjudged:`",
                )
