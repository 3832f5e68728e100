import hashlib
from collections.abc import Iterator
from pathlib import Path

from builder.curated import format as formatting
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem
from builder.packages import CACHE

# ruamel.yaml takes a tenth of a second to format a file. So the digests of canonical files are
# kept, and these files are not formatted again.
DIGESTS = CACHE / "canonical.txt"


def check(curated: Curated) -> Iterator[Problem]:
    """A file is in canonical form: rows sorted by path, keys in a fixed order, no unneeded
    quotes."""
    formatter = Path(formatting.__file__).read_bytes()
    known_digests = set(DIGESTS.read_text().split()) if DIGESTS.exists() else set()
    digests: set[str] = set()
    for file in curated.files:
        text = curated.texts.get(file.mapping_file.file)
        if text is None or file.mapping_file.problems or file.mapping_file.has_unjudged:
            continue
        digest = hashlib.sha256(
            formatter + b"\0" + file.mapping_file.file.encode() + b"\0" + text
        ).hexdigest()
        if digest in known_digests or text == (
            canonical_text := formatting.canonical(
                text, file.mapping_file.file.removeprefix("mappings/")
            )
        ):
            digests.add(digest)
            continue
        pairs = zip(text.splitlines(), canonical_text.splitlines(), strict=False)
        line = next(
            (number for number, (a, b) in enumerate(pairs, 1) if a != b),
            len(canonical_text.splitlines()),
        )
        yield Problem(
            file.mapping_file.file,
            line,
            "is not in canonical form; run `iac-crosswalk verify --fix`",
        )
    if not digests <= known_digests:
        DIGESTS.parent.mkdir(parents=True, exist_ok=True)
        DIGESTS.write_text("\n".join(sorted(digests | known_digests)) + "\n")
