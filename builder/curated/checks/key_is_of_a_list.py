from collections.abc import Iterator

from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """A row with a `key` names a member of the items of a list, on at least one side:
    `LoadBalancerAttributes[].Value`.
    """
    for claim in curated.claims():
        paths = [claim.subject.path, *([claim.target.path] if claim.target else [])]
        if claim.key is not None and not any("[]." in path for path in paths):
            yield Problem(
                claim.file,
                claim.line,
                f"`key: {claim.key}` but no path is in a list; name the member that holds the"
                " value: LIST[].Value",
            )
