"""SAM's additions to templates: its own types, and `Globals`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from iac_crosswalk.programs.nodes import Mapping, Scalar
from iac_crosswalk.vocabulary import SAM

KEYS = frozenset(("Connectors", "IgnoreGlobals"))
"""Keys of a resource that SAM knows besides those of CloudFormation."""
GLOBALS = "Globals."
_TRANSFORM = "AWS::Serverless-2016-10-31"
_SECTIONS = (
    "Api",
    "CapacityProvider",
    "Function",
    "HttpApi",
    "LayerVersion",
    "SimpleTable",
    "StateMachine",
)
"""The sections of `Globals`, each named like its type."""


def sections(
    root: Mapping, transforms: Collection[str]
) -> Iterator[tuple[str, str, Scalar, Mapping]]:
    """Yields (name, type, key, properties) of each section of `Globals`, as if it were a resource:
    `Globals.Function`. SAM gives its properties to every resource of the type.
    """
    section = root.get("Globals") if _TRANSFORM in transforms else None
    for key, body in section.pairs if isinstance(section, Mapping) else ():
        if key.text in _SECTIONS and isinstance(body, Mapping):
            yield f"{GLOBALS}{key.text}", f"{SAM}{key.text}", key, body
