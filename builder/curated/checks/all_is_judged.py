from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.written import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """Nothing that `iac-crosswalk curate` filled in is left `unjudged`."""
    for file in curated.files:
        written = file.written
        if written.unjudged is not None:
            yield Problem(
                written.file,
                written.unjudged,
                "the resources are not judged; correct them from the documentation, then remove"
                " `unjudged:`",
            )
        for row in written.rows:
            if row.unjudged:
                system = next(
                    system for system in (written.system, *row.cells) if system in row.cells
                )
                name = " and ".join(f"`{path}`" for path in row.cells[system])
                yield Problem(
                    written.file,
                    row.line,
                    f"{name} is not judged for {', '.join(row.unjudged)};"
                    " correct the row from the documentation of both sides, then remove"
                    " `unjudged:`",
                )
