"""`none` of a container also holds for its members: a system without the object or list does not
have its members either.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from builder.curated.claims import Claim, ResolvedFile
from builder.curated.schemas import Schemas


def cover(files: list[ResolvedFile], schemas: Schemas) -> None:
    """Adds to each file a `none` for each member of a container that is `none`, unless a row of any
    file is about the member.
    """
    claims = [claim for file in files for claim in file.claims]
    verdicts = {pair for claim in claims for pair in _pairs(claim)}
    for file in files:
        for claim in [claim for claim in file.claims if claim.is_none]:
            members = [
                member
                for path, member in schemas.attributes(claim.subject_resource).items()
                if _is_below(path, claim.subject.path)
            ]
            for member in members:
                if (member.id, claim.to_system) not in verdicts:
                    verdicts.add((member.id, claim.to_system))
                    file.claims.append(msgspec.structs.replace(claim, subject=member))


def _pairs(claim: Claim) -> Iterator[tuple[int, str]]:
    """(attribute, system) for each verdict of a claim: the one about its subject, and the reverse
    one about its target.
    """
    yield claim.subject.id, claim.to_system
    if claim.target is not None:
        yield claim.target.id, claim.subject_system


def _is_below(path: str, container: str) -> bool:
    return path.startswith((f"{container}.", f"{container}[]."))
