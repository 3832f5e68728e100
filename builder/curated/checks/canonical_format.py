import hashlib
from collections.abc import Iterator
from pathlib import Path

from builder.curated import format as formatting
from builder.curated.knowledge import Curated
from builder.curated.written import Problem
from builder.packages import CACHE

# ruamel.yaml takes a tenth of a second to format a file; a file that was in canonical form once is
# not formatted again.
KNOWN = CACHE / "canonical.txt"


def check(curated: Curated) -> Iterator[Problem]:
    """A file is in canonical form: rows sorted by path, keys in one order, no needless
    quotes.
    """
    form = Path(formatting.__file__).read_bytes()
    known = set(KNOWN.read_text().split()) if KNOWN.exists() else set()
    seen: set[str] = set()
    for file in curated.files:
        text = curated.texts.get(file.written.file)
        if text is None or file.written.problems or file.written.has_unjudged:
            continue
        mark = hashlib.sha256(form + b"\0" + file.written.file.encode() + b"\0" + text).hexdigest()
        if mark in known or text == (
            wanted := formatting.canonical(text, file.written.file.removeprefix("mappings/"))
        ):
            seen.add(mark)
            continue
        pairs = zip(text.splitlines(), wanted.splitlines(), strict=False)
        line = next(
            (number for number, (a, b) in enumerate(pairs, 1) if a != b), len(wanted.splitlines())
        )
        yield Problem(
            file.written.file, line, "is not in canonical form; run `iac-crosswalk verify --fix`"
        )
    if not seen <= known:
        KNOWN.parent.mkdir(parents=True, exist_ok=True)
        KNOWN.write_text("\n".join(sorted(seen | known)) + "\n")
