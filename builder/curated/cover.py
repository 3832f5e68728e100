"""`none` for a container also covers its members: in a system without the object or list, its
members do not exist either.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from builder.curated.claims import Claim, Resolved
from builder.curated.schemas import Schemas


def cover(files: list[Resolved], schemas: Schemas) -> None:
    """Adds to each file a `none` for everything below a container that is `none`, unless a row of
    any file is about it.
    """
    claims = [claim for file in files for claim in file.claims]
    said = {pair for claim in claims for pair in _pairs(claim)}
    for file in files:
        for claim in [claim for claim in file.claims if claim.is_none]:
            below = [
                found
                for path, found in schemas.attributes(claim.subject_resource).items()
                if _lies_in(path, claim.subject.path)
            ]
            for found in below:
                if (found.id, claim.to_system) not in said:
                    said.add((found.id, claim.to_system))
                    file.claims.append(msgspec.structs.replace(claim, subject=found))


def _pairs(claim: Claim) -> Iterator[tuple[int, str]]:
    """(attribute, system) for each verdict of a claim: that of its subject, and the reverse one of
    its target.
    """
    yield claim.subject.id, claim.to_system
    if claim.target is not None:
        yield claim.target.id, claim.subject_system


def _lies_in(path: str, container: str) -> bool:
    return path.startswith((f"{container}.", f"{container}[]."))
