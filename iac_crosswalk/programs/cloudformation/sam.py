"""What SAM adds to templates: types of its own, and `Globals`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from iac_crosswalk.programs.nodes import Mapping, Scalar

SAM = "AWS::Serverless::"
"""SAM's types begin so."""
KEYS = frozenset(("Connectors", "IgnoreGlobals"))
"""What SAM knows of a resource beside what CloudFormation does."""
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
"""The sections of `Globals`, each called what its type is."""


def sections(
    root: Mapping, transforms: Collection[str]
) -> Iterator[tuple[str, str, Scalar, Mapping]]:
    """(name, type, key, properties) of what SAM gives every resource of a type, as if it were one:
    `Globals.Function`."""
    section = root.get("Globals") if _TRANSFORM in transforms else None
    for key, body in section.pairs if isinstance(section, Mapping) else ():
        if key.text in _SECTIONS and isinstance(body, Mapping):
            yield f"{GLOBALS}{key.text}", f"{SAM}{key.text}", key, body
