"""The input of the rules: every mapping file, resolved, and the schemas with its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.curated.claims import Claim, ResolvedFile
from builder.curated.schemas import Schemas


@dataclass(frozen=True)
class Curated:
    """All curated knowledge. `texts`: file → its bytes; `inverse`: transform → its inverse."""

    files: list[ResolvedFile]
    texts: dict[str, bytes]
    schemas: Schemas
    inverse: dict[str, str]

    def claims(self) -> Iterator[Claim]:
        for file in self.files:
            yield from file.claims
