from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A file is valid YAML and follows the published schema, and every resource and attribute that
    it names exists.
    """
    for file in curated.files:
        yield from file.problems
