from collections.abc import Iterator

from builder.curated.claims import Claim
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem

LOOKUPS = "mappings/terraform/data/"


def check(curated: Curated) -> Iterator[Problem]:
    """An `exact` mapping is one to one within a pair of resources. Exceptions: `Ref` and `id`,
    which repeat the value of another attribute; rows with a `when`; lookup arguments of data
    sources (SecretId takes a name or an ARN); and an attribute that is set and one that is read,
    where the other side has one attribute for both."""
    first_claims: dict[tuple[int, int, bool], Claim] = {}
    for claim in curated.claims():
        if (
            claim.relation != "exact"
            or claim.target is None
            or claim.when
            or claim.subject.path in ("Ref", "id")
            or claim.target.path in ("id", "Id", "arn")
            or (claim.file.startswith(LOOKUPS) and not claim.target.is_output)
        ):
            continue
        key = (claim.subject_resource, claim.target.id, claim.subject.is_input)
        first = first_claims.setdefault(key, claim)
        if first is not claim and first.subject.id != claim.subject.id:
            yield Problem(
                claim.file,
                claim.line,
                f"{claim.to_system} `{claim.target.path}` is exact for `{first.subject.path}` (line"
                f" {first.line}) and for `{claim.subject.path}`; make one of them close, or add"
                " `when`",
            )
