from collections import defaultdict
from collections.abc import Iterator

from builder.curated.claims import Claim
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """No pair is claimed twice, claimed and rejected, or both mapped and `none` under the same
    condition.
    """
    claims: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in curated.claims():
        claims[claim.subject.id, claim.to_system].append(claim)
    rejected = {(r.subject.id, r.target.id): r for file in curated.files for r in file.rejected}
    for verdicts in claims.values():
        earlier: dict[tuple[int, str | None], Claim] = {}
        for claim in verdicts:
            key = (claim.end, claim.when)
            if key in earlier:
                yield Problem(
                    claim.file,
                    claim.line,
                    f"`{claim.subject.path}` → {_name(claim)} is already in line"
                    f" {earlier[key].line}; remove one",
                )
            earlier[key] = claim
            if claim.target and (claim.subject.id, claim.target.id) in rejected:
                yield Problem(
                    claim.file,
                    claim.line,
                    f"`{claim.subject.path}` → {_name(claim)} is claimed here and rejected under"
                    " `not:`; keep one",
                )
        for claim in verdicts:
            if claim.is_none and any(
                not other.is_none and other.when == claim.when for other in verdicts
            ):
                yield Problem(
                    claim.file,
                    claim.line,
                    f"`{claim.subject.path}` is none in {claim.to_system} here and mapped"
                    " elsewhere; give one of them a `when`",
                )


def _name(claim: Claim) -> str:
    if claim.target:
        return f"{claim.to_system} {claim.target.path}"
    return f"{claim.to_system} {'none' if claim.is_none else 'as a separate resource'}"
