"""How findings about Terraform are worded, how paths are spelled in HCL, and which replacements are certain there."""

from __future__ import annotations

from collections.abc import Callable

from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.paths import loose
from iac_crosswalk.store.schema import Schema


def speller(schema: Schema, container: str) -> Callable[[str], str]:
    """HCL text for a path below `container`: a block of one is a list to an expression, and lists are read at their first item."""

    def spell(below: str) -> str:
        member = schema.members.get(f"{container}.{below}") or schema.members.get(below)
        if member is None:
            return below.replace("[]", "[0]")
        parts = (member.native or member.path).split(".")
        return ".".join(parts[-len(below.split(".")) :]).replace("[]", "[0]")

    return spell


def whose(schema: Schema, container: str) -> str:
    """The thing a name is looked for in, for messages."""
    kind = schema.resource.name
    return f"`{loose(container)}` of `{kind}`" if container else f"`{kind}`"


def other_number(one: str, other: str) -> bool:
    """Whether two names are one word in singular and plural: what takes the one seldom takes the value of the other as it is."""
    shorter, longer = sorted((each.lower().replace("_", "") for each in (one, other)), key=len)
    return longer in (f"{shorter}s", f"{shorter}es") or (shorter.endswith("y") and longer == f"{shorter[:-1]}ies")


def keep_certain(finding: Finding, holds: Callable[[Replacement], bool]) -> Finding:
    """The finding, with those of its replacements certain that also `holds` says to be."""
    kept = tuple(each._replace(certain=each.certain and holds(each)) for each in finding.replacements)
    return finding._replace(replacements=kept)
