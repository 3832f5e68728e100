from collections.abc import Iterator

from builder.curated.checks.shapes_agree import shape
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """An attribute that is a separate resource elsewhere is an object, a list or a map. A single
    value would be an attribute of that resource.
    """
    for claim in curated.claims():
        if claim.whole is not None and shape(claim.subject.type) == "scalar":
            yield Problem(
                claim.file,
                claim.line,
                f"`{claim.subject.path}` is {claim.subject.type} and cannot be a whole"
                f" {claim.to_system} resource; name the attribute of it",
            )
