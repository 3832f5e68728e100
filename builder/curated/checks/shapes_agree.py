from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.written import Problem


def shape(type_: str) -> str | None:
    """list, map or scalar; None where the type does not determine it (any, json, object: an object
    may be a single block).
    """
    head = type_.split("<", 1)[0]
    if head in ("list", "set"):
        return "list"
    if head in ("string", "number", "integer", "boolean", "timestamp"):
        return "scalar"
    return "map" if head == "map" else None


def check(curated: Curated) -> Iterator[Problem]:
    """An `exact` row joins list with list and scalar with scalar, unless a `transform` says how the
    value changes. Of what boto3 reads in another form than it writes, the row is about what is
    written, and the schema knows only the type of what is read.
    """
    otherwise = curated.schemas.read_otherwise()
    for claim in curated.claims():
        if claim.relation != "exact" or claim.target is None or claim.transform:
            continue
        if otherwise & {claim.subject.id, claim.target.id}:
            continue
        mine, theirs = shape(claim.subject.type), shape(claim.target.type)
        if mine and theirs and mine != theirs:
            yield Problem(
                claim.file,
                claim.line,
                f"`{claim.subject.path}` is {claim.subject.type} and {claim.to_system}"
                f" `{claim.target.path}` is {claim.target.type}; add `transform:` or make it close",
            )
