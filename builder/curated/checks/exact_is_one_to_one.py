from collections.abc import Iterator

from builder.curated.claims import Claim
from builder.curated.knowledge import Curated
from builder.curated.written import Problem

LOOKUPS = "mappings/terraform/data/"


def check(curated: Curated) -> Iterator[Problem]:
    """An `exact` mapping is one to one within a pair of resources, but for `Ref` and `id`, which
    repeat another attribute's value, for rows with a `when`, for the arguments that data sources
    look up by (SecretId takes a name or an ARN), and for two attributes, one set and one read, that
    are one attribute on the other side."""
    seen: dict[tuple[int, int, bool], Claim] = {}
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
        other = seen.setdefault(key, claim)
        if other is not claim and other.subject.id != claim.subject.id:
            yield Problem(
                claim.file,
                claim.line,
                f"{claim.to_system} `{claim.target.path}` is exact for `{other.subject.path}` (line"
                f" {other.line}) and for `{claim.subject.path}`; make one of them close, or add"
                " `when`",
            )
