from collections.abc import Iterator

from builder.curated.format import canonical
from builder.curated.parse import Problem
from builder.rules.curated import Curated


def check(curated: Curated) -> Iterator[Problem]:
    """A file stands in the canonical form: rows sorted by path, keys in one order, no needless quotes."""
    for file in curated.files:
        text = curated.texts.get(file.written.file)
        if text is None or file.written.problems:
            continue
        wanted = canonical(text)
        if text != wanted:
            pairs = zip(text.splitlines(), wanted.splitlines(), strict=False)
            line = next((number for number, (a, b) in enumerate(pairs, 1) if a != b), len(wanted.splitlines()))
            yield Problem(file.written.file, line, "is not in canonical form; run `iac-crosswalk verify --fix`")
