from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A property that can only be set is not `exact` with an attribute that can only be read."""
    for claim in curated.claims():
        if (
            claim.relation != "exact"
            or claim.target is None
            or claim.to_system == "boto3"
            or claim.subject.path == "Ref"
        ):
            continue
        for one, other in ((claim.subject, claim.target), (claim.target, claim.subject)):
            if one.is_input and not one.is_output and other.is_output and not other.is_input:
                yield Problem(
                    claim.file,
                    claim.line,
                    f"`{one.path}` can only be set and `{other.path}` only be read; make the row"
                    " close, or look again",
                )
