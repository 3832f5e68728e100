"""Replacements by rule: plain renames, Pulumi classes that moved, and Pulumi's replacements from
those of Terraform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from builder.history.compare import Record
from builder.history.replacements import Key, Replacement
from iac_crosswalk.paths import folded, loose, singular, snake

_MISSPELT = 0.9
"""The least similarity of two names if one corrects the spelling of the other."""


def plain_rename(
    record: Record, exists: set[str], since: dict[str, str], following: str
) -> Replacement | None:
    """The replacement of a removed attribute by one in the same object: one with the same words in
    its name, or one with nearly the same spelling that was added in the next release. None if there
    is not exactly one. `since`: path → the release that added it; `following`: the next release."""
    above, _, name = record.path.rpartition(".")
    beside = [path for path in exists if loose(path).rpartition(".")[0] == loose(above)]
    candidates = [path for path in beside if _words(path) == _words(record.path)]
    if not candidates:
        new_paths = [path for path in beside if since.get(path) == following]
        candidates = [
            path
            for path in new_paths
            if SequenceMatcher(None, path.rpartition(".")[2], name).ratio() >= _MISSPELT
        ]
    if len(candidates) != 1:
        return None
    new_name = candidates[0].rpartition(".")[2]
    # A list instead of one value, or the reverse, is not the same value.
    same_singular = singular(new_name) == singular(name)
    return Replacement(
        (candidates[0],),
        not same_singular or folded(new_name) == folded(name),
        None,
        "rule",
        "the same words",
    )


def _words(path: str) -> list[str]:
    return sorted(singular(word) for word in snake(path.rpartition(".")[2]).split("_"))


def moved_class(token: str, aliases: dict[str, str], tokens: Iterable[str]) -> Replacement | None:
    """The class that a Pulumi token moved to: the one with this alias, or the only one with the
    same class name."""
    if token in aliases:
        return Replacement(
            (aliases[token],), True, None, "rule", "the class moved, and answers to its old token"
        )
    same_name = [other for other in tokens if other.rpartition(":")[2] == token.rpartition(":")[2]]
    return (
        Replacement((same_name[0],), True, None, "rule", "the class moved to another module")
        if len(same_name) == 1
        else None
    )


def pulumi_replacements(
    terraform: dict[Key, Replacement], twins: dict[str, list[str]], attributes: dict[Key, list[Key]]
) -> Iterator[tuple[Key, Replacement]]:
    """((Pulumi class, Terraform path), replacement in Pulumi's names) for every replacement of a
    Terraform type.

    `twins`: Terraform type → Pulumi classes; `attributes`: Terraform attribute → Pulumi attributes.
    Replacements without a counterpart in Pulumi are left out.
    """
    for (resource, path), replacement in terraform.items():
        for twin in twins.get(resource, ()):
            instead = [
                _counterpart(instead_path, resource, twin, twins, attributes)
                for instead_path in replacement.instead
            ]
            if all(instead):
                source = f"{replacement.source}, of {resource}"
                yield (
                    (twin, path),
                    Replacement(
                        tuple(filter(None, instead)),
                        replacement.certain,
                        replacement.note,
                        "rule",
                        source,
                        never=replacement.never,
                    ),
                )


def _counterpart(
    instead: str,
    resource: str,
    twin: str,
    twins: dict[str, list[str]],
    attributes: dict[Key, list[Key]],
) -> str | None:
    """A Terraform replacement in Pulumi's names; None if no link by rule leads to one."""
    own_paths = [path for cls, path in attributes.get((resource, instead), ()) if cls == twin]
    if own_paths:
        return own_paths[0]
    if instead in twins:
        return twins[instead][0]
    cuts = (index for index, letter in enumerate(instead) if letter == ".")
    linked_attributes = next(
        (found for cut in cuts if (found := attributes.get((instead[:cut], instead[cut + 1 :])))),
        None,
    )
    return f"{linked_attributes[0][0]}.{linked_attributes[0][1]}" if linked_attributes else None


def same_place(one: str, other: str) -> bool:
    """Whether a Pulumi path and a Terraform path are the same: Pulumi flattens single blocks and
    has plural names for lists."""
    return [singular(part) for part in loose(one).split(".")] == [
        singular(part) for part in loose(other).split(".")
    ]


def same_type(token: str, terraform: str) -> bool:
    """Whether a Pulumi token names the Terraform type: `aws:opsworks/stack:Stack` and
    `aws_opsworks_stack`."""
    module, name = token.split(":")[1].split("/")[0], token.rpartition(":")[2]
    plain_name = terraform.removeprefix("data.").removeprefix("aws_")
    name = name.removeprefix("get") if terraform.startswith("data.") else name
    return folded(module + name) == folded(plain_name)
