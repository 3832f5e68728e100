import re
from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A pitfall's wrong path does not exist."""
    for file in curated.files:
        for pitfall in file.pitfalls:
            path = re.sub(r"\[[^\]]*\]", "[]", pitfall.wrong)
            if path in curated.schemas.attributes(pitfall.resource):
                yield Problem(
                    pitfall.file,
                    pitfall.line,
                    f"`{pitfall.wrong}` exists in {pitfall.system} now; remove the pitfall",
                )
