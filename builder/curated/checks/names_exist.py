from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.written import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A file is well-formed YAML of the published schema, and every resource and attribute it names
    exists.
    """
    for file in curated.files:
        yield from file.problems
