"""Links Terraform and Pulumi by the rule that generates Pulumi's provider from Terraform's.

Types are paired by name or by their nearly identical attributes (pulumi_types.py). Inside a pair
each block is walked on both sides at once, looking up the names that the bridge gives
(pulumi_names.py). Names that Pulumi gives by hand are in data/pulumi_renames.yaml. Everything
without a partner is returned with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from builder import reference
from builder.errors import BuildError
from builder.linking.links import Link, Links, ResourceLink, Unlinked
from builder.linking.rules.pulumi_names import candidates, children, fits, is_text, leaf, parent
from builder.linking.rules.pulumi_types import Pair, pair_types
from builder.model import Attribute, Extraction, Resource
from builder.packages import ROOT

RENAMES = ROOT / "data" / "pulumi_renames.yaml"


class TypeRow(msgspec.Struct, forbid_unknown_fields=True):
    """Two types that are the same thing and that the rule does not find."""

    terraform: str
    pulumi: str
    why: str
    source: str


class AttributeRow(msgspec.Struct, forbid_unknown_fields=True):
    """Terraform attributes (`type.path`) and the name that Pulumi has for each in the same
    block."""

    terraform: list[str]
    pulumi: str
    why: str
    source: str


class AbsentRow(msgspec.Struct, forbid_unknown_fields=True):
    """Attributes (`type.path`) of one side that the other does not have."""

    why: str
    source: str
    terraform: list[str] = []
    pulumi: list[str] = []


class Renames(msgspec.Struct, forbid_unknown_fields=True):
    """data/pulumi_renames.yaml."""

    types: list[TypeRow] = []
    attributes: list[AttributeRow] = []
    absent: list[AbsentRow] = []


def read_renames(path: Path = RENAMES) -> Renames:
    """The reviewed exceptions. Raises BuildError when the file cannot be read or has another
    form."""
    return reference.read(path, Renames)


@dataclass
class _Sides:
    """Both extractions by name, with the reviewed exceptions."""

    terraform: dict[str, Resource]
    pulumi: dict[str, Resource]
    provider: str
    """The release of the Terraform provider, for the reasons."""
    release: str
    """The release of pulumi-aws, for the reasons."""
    pulumi_names: dict[tuple[str, str], str] = field(default_factory=dict)
    """(Terraform type, path) → name in Pulumi."""
    absent: dict[tuple[str, str], str] = field(default_factory=dict)
    """(type, path) → why it has no partner."""


def _locate(row: str, resources: dict[str, Resource]) -> tuple[str, str]:
    """Type and path of `aws_lambda_function.filename`; both must exist."""
    for end in (index for index, letter in enumerate(row) if letter == "."):
        resource = resources.get(row[:end])
        if resource and any(attribute.path == row[end + 1 :] for attribute in resource.attributes):
            return row[:end], row[end + 1 :]
    raise BuildError(f"{RENAMES}: {row} does not exist (any more); delete it or correct it")


def _sides(terraform: Extraction, pulumi: Extraction, renames: Renames) -> _Sides:
    provider = next(
        (str(one.facts["provider_version"]) for one in terraform.resources), terraform.version
    )
    sides = _Sides(
        {resource.name: resource for resource in terraform.resources},
        {resource.name: resource for resource in pulumi.resources},
        f"the provider {provider}",
        f"{pulumi.package} {pulumi.version}",
    )
    for row in renames.attributes:
        sides.pulumi_names.update(
            {_locate(path, sides.terraform): row.pulumi for path in row.terraform}
        )
    for absent in renames.absent:
        why = f"{absent.why} ({absent.source})"
        sides.absent.update({_locate(path, sides.terraform): why for path in absent.terraform})
        sides.absent.update({_locate(path, sides.pulumi): why for path in absent.pulumi})
    return sides


def _pair_block(
    type_name: str,
    ours: dict[str, Attribute],
    theirs: dict[str, Attribute],
    pulumi_names: dict[tuple[str, str], str],
) -> list[tuple[Attribute, Attribute]]:
    """The pairs of one block: by hand, then by the rule; each Pulumi attribute is used once."""
    pairs: list[tuple[Attribute, Attribute]] = []
    free = {attribute.native or name: attribute for name, attribute in theirs.items()}
    unpaired = dict(ours)
    for name, attribute in ours.items():
        hand = theirs.get(pulumi_names.get((type_name, attribute.path), ""))
        if hand:
            pairs.append((attribute, hand))
            del free[hand.native or leaf(hand.path)]
            # `id` is still paired by the rule where Pulumi gives its input another name.
            if name != "id":
                del unpaired[name]
    for name, attribute in unpaired.items():
        names = candidates(name, unpaired)
        for candidate in names:
            found = free.get(candidate)
            if found and fits(attribute, found, plural=candidate == names[0] and len(names) > 1):
                pairs.append((attribute, found))
                del free[candidate]
                break
    return pairs


def _pair_attributes(
    terraform: Resource, pulumi: Resource, sides: _Sides
) -> list[tuple[Attribute, Attribute]]:
    """All pairs of two types, block by block."""
    ours, theirs = children(terraform), children(pulumi)
    found: list[tuple[Attribute, Attribute]] = []
    blocks = [("", "")]
    while blocks:
        here, there = blocks.pop()
        for one, other in _pair_block(
            terraform.name, ours.get(here, {}), theirs.get(there, {}), sides.pulumi_names
        ):
            found.append((one, other))
            blocks.append((one.path, other.path))
    return found


def _why_terraform(
    resource: Resource, attribute: Attribute, partners: dict[str, list[str]], sides: _Sides
) -> tuple[str, bool]:
    """Why an attribute of a linked Terraform type has no partner; and whether the other side is
    known to have none."""
    path, above = attribute.path, parent(attribute.path)
    if (resource.name, path) in sides.absent:
        return sides.absent[resource.name, path], True
    if path == "timeouts" or path.startswith("timeouts."):
        if resource.kind == "data-source":
            return "a function of Pulumi takes no timeouts", True
        return (
            (
                "Pulumi sets it with the resource option custom_timeouts; this class has no"
                " attribute for it"
            ),
            True,
        )
    if above and above not in partners:
        return f"is below {above}, which has no partner", False
    names = " or ".join(dict.fromkeys(candidates(leaf(path), ())))
    return (
        f"{sides.release} has no {names} in {partners[above][0] if above else 'this type'}",
        False,
    )


def _why_pulumi(
    resource: Resource, attribute: Attribute, partners: dict[str, list[Attribute]], sides: _Sides
) -> tuple[str, bool]:
    """Why an attribute of a linked Pulumi type has no partner; and whether the other side is known
    to have none."""
    path, above = attribute.path, parent(attribute.path)
    if (resource.name, path) in sides.absent:
        return sides.absent[resource.name, path], True
    while above and above not in partners:
        above = parent(above)
    if above:
        holder = partners[above][0]
        if is_text(holder):
            return (
                (
                    f"pulumi-aws takes the JSON text of {holder.path} also as an object; Terraform"
                    " takes the text only"
                ),
                True,
            )
        if holder.type == "any":
            return (
                (
                    f"the Terraform bindings fold {holder.path} into free form and list no members"
                    " of it"
                ),
                False,
            )
        if holder.recursive:
            return (
                f"the Terraform side is listed only down to {holder.path}, whose type repeats",
                False,
            )
    if parent(path) != above:
        return f"is below {parent(path)}, which has no partner", False
    place = partners[above][0].path if above else "the type"
    return f"{sides.provider} has nothing in {place} that the bridge would give this name", False


def _unlinked(
    pairs: list[Pair],
    links: dict[tuple[str, str], list[tuple[Attribute, Attribute]]],
    sides: _Sides,
) -> list[Unlinked]:
    """Every attribute without a partner, of all types, with its reason; types without a partner
    too."""
    ours: dict[str, dict[str, list[str]]] = {}
    theirs: dict[str, dict[str, list[Attribute]]] = {}
    for one, other in pairs:
        for mine, partner in links[one.name, other.name]:
            ours.setdefault(one.name, {}).setdefault(mine.path, []).append(partner.path)
            theirs.setdefault(other.name, {}).setdefault(partner.path, []).append(mine)
    found: list[Unlinked] = []
    alone = "no type of the other side has this name or nearly these attributes"
    for resource in (*sides.terraform.values(), *sides.pulumi.values()):
        linked = resource.name in (ours if resource.system == "terraform" else theirs)
        if not linked:
            found.append(Unlinked(resource.system, resource.name, None, alone, none=False))
        for attribute in resource.attributes:
            if not linked:
                found.append(
                    Unlinked(
                        resource.system,
                        resource.name,
                        attribute.path,
                        "its type has no partner",
                        none=False,
                    )
                )
            elif resource.system == "terraform" and attribute.path not in ours[resource.name]:
                found.append(
                    Unlinked(
                        "terraform",
                        resource.name,
                        attribute.path,
                        *_why_terraform(resource, attribute, ours[resource.name], sides),
                    )
                )
            elif resource.system == "pulumi" and attribute.path not in theirs[resource.name]:
                found.append(
                    Unlinked(
                        "pulumi",
                        resource.name,
                        attribute.path,
                        *_why_pulumi(resource, attribute, theirs[resource.name], sides),
                    )
                )
    return found


def link(terraform: Extraction, pulumi: Extraction, renames: Renames | None = None) -> Links:
    """Every pair of types and attributes of Terraform (from) and Pulumi (to), and everything
    without a partner, with the reason."""
    renames = read_renames() if renames is None else renames
    sides = _sides(terraform, pulumi, renames)
    pairs = pair_types(terraform.resources, pulumi.resources)
    for row in renames.types:
        if row.terraform not in sides.terraform or row.pulumi not in sides.pulumi:
            raise BuildError(
                f"{RENAMES}: {row.terraform} or {row.pulumi} does not exist (any more); delete the"
                " row or correct it"
            )
        pairs.append((sides.terraform[row.terraform], sides.pulumi[row.pulumi]))
    pairs.sort(key=lambda pair: (pair[0].name, pair[1].name))
    links = {(one.name, other.name): _pair_attributes(one, other, sides) for one, other in pairs}
    used_renames = {
        (type_name, a.path, leaf(b.path))
        for (type_name, _), found in links.items()
        for a, b in found
    }
    for (type_name, path), name in sides.pulumi_names.items():
        if (type_name, path, name) not in used_renames:
            raise BuildError(
                f"{RENAMES}: Pulumi has no {name} for {type_name}.{path} (any more); delete the row"
                " or correct it"
            )
    resources = [
        ResourceLink(
            one.name,
            other.name,
            sorted(
                (Link(a.path, b.path) for a, b in links[one.name, other.name]),
                key=msgspec.structs.astuple,
            ),
        )
        for one, other in pairs
    ]
    unlinked = _unlinked(pairs, links, sides)
    return Links(
        resources, sorted(unlinked, key=lambda one: (one.system, one.resource, one.path or ""))
    )
