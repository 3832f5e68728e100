from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def shape(type_: str) -> str | None:
    """`list`, `map` or `scalar`; None where the type does not tell: any, json, and object, which
    may be a single block.
    """
    head = type_.split("<", 1)[0]
    if head in ("list", "set"):
        return "list"
    if head in ("string", "number", "integer", "boolean", "timestamp"):
        return "scalar"
    return "map" if head == "map" else None


def check(curated: Curated) -> Iterator[Problem]:
    """An `exact` row maps a list to a list and a scalar to a scalar, unless a `transform` says how
    the value changes. Attributes that boto3 returns in another form than it takes are not checked:
    the row is about the argument, and the schema has the type of the response only.
    """
    other_form = curated.schemas.read_in_other_form()
    for claim in curated.claims():
        if claim.relation != "exact" or claim.target is None or claim.transform:
            continue
        if other_form & {claim.subject.id, claim.target.id}:
            continue
        subject_shape, target_shape = shape(claim.subject.type), shape(claim.target.type)
        if subject_shape and target_shape and subject_shape != target_shape:
            yield Problem(
                claim.file,
                claim.line,
                f"`{claim.subject.path}` is {claim.subject.type} and {claim.to_system}"
                f" `{claim.target.path}` is {claim.target.type}; add `transform:` or make it close",
            )
