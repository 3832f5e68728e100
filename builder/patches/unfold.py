"""Adds the members of Terraform blocks that the bindings fold into `any`, where another resource
has the same block in full.

cdktn does not expand a deep block: `aws_wafv2_web_acl` has `rule[].statement` of type any, although
the provider has about a thousand attributes below it. Pulumi, bridged from the same schema, shows
their places and the blocks that repeat, but with plural names. `aws_wafv2_web_acl_rule` has the
same block with Terraform's own names. A name is used only where both agree.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from builder.linking.links import Links
from builder.linking.rules.pulumi_names import leaf
from builder.model import Attribute, Extraction, Resource

SAME_BLOCK = 0.9
"""The share of the folded block's Pulumi paths that the other block must have: two blocks with one
name may still be different."""


class _Block(msgspec.Struct):
    """A Terraform attribute and its Pulumi partner; `names`: path below it in Pulumi, without `[]`
    → last name in Terraform."""

    resource: Resource
    attribute: Attribute
    partner: Resource
    partner_path: str
    names: dict[str, str]
    attributes: dict[str, Attribute]


def _below(paths: Iterator[str], above: str) -> list[str]:
    return [
        path[len(above) :].lstrip("[]").lstrip(".")
        for path in paths
        if path.startswith((above + ".", above + "[]."))
    ]


def _blocks(
    terraform: Extraction, pulumi: Extraction, links: Links, leaves: set[str] | None
) -> Iterator[_Block]:
    """Every linked block whose last name is in `leaves`; with None, the folded blocks."""
    ours = {resource.name: resource for resource in terraform.resources}
    theirs = {resource.name: resource for resource in pulumi.resources}
    for link in links.resources:
        resource, partner = ours[link.from_resource], theirs[link.to_resource]
        attributes = {attribute.path: attribute for attribute in resource.attributes}
        for pair in link.attributes:
            attribute = attributes[pair.from_path]
            is_folded = attribute.type == "any"
            if leaves is None and not is_folded:
                continue
            if leaves is not None and (is_folded or leaf(attribute.path) not in leaves):
                continue
            pairs = [
                one
                for one in link.attributes
                if one.from_path.startswith((pair.from_path + ".", pair.from_path + "[]."))
            ]
            below = dict(
                zip(_below((one.to_path for one in pairs), pair.to_path), pairs, strict=True)
            )
            names = {path.replace("[]", ""): leaf(one.from_path) for path, one in below.items()}
            below_attributes = {
                path.replace("[]", ""): attributes[one.from_path] for path, one in below.items()
            }
            yield _Block(resource, attribute, partner, pair.to_path, names, below_attributes)


def unfold(terraform: Extraction, pulumi: Extraction, links: Links) -> list[str]:
    """Adds the members of folded blocks to `terraform`, in place; returns the unfolded blocks,
    `type path`.

    facts["unfolded"] of a resource: path of the block → the resource its names were read from.
    """
    folded = [block for block in _blocks(terraform, pulumi, links, None) if _hidden(block)]
    candidates = list(
        _blocks(terraform, pulumi, links, {leaf(block.attribute.path) for block in folded})
    )
    unfolded: list[str] = []
    for block in folded:
        hidden = _hidden(block)
        twin = max(
            candidates,
            key=lambda other: sum(path.replace("[]", "") in other.names for path in hidden),
            default=None,
        )
        if twin is None or sum(
            path.replace("[]", "") in twin.names for path in hidden
        ) < SAME_BLOCK * len(hidden):
            continue
        members = [*_members(block, twin, hidden)]
        block.resource.attributes = sorted(
            [*block.resource.attributes, *members], key=lambda attribute: attribute.path
        )
        block.attribute.type = "object"
        block.resource.facts.setdefault("unfolded", {})[block.attribute.path] = twin.resource.name
        unfolded.append(f"{block.resource.name} {block.attribute.path}")
    return unfolded


def _hidden(block: _Block) -> list[str]:
    """The paths below the block in Pulumi."""
    return sorted(
        _below((attribute.path for attribute in block.partner.attributes), block.partner_path)
    )


def _members(block: _Block, twin: _Block, hidden: list[str]) -> Iterator[Attribute]:
    """The members of the block: Terraform's names from `twin`, Pulumi's nesting from `hidden`. A
    single block is nested by `.`, as elsewhere."""
    holders = {path[:at] for path in hidden for at, letter in enumerate(path) if letter == "."}
    paths_of: dict[str, tuple[str, str]] = {
        "": (block.attribute.path, block.attribute.native or block.attribute.path)
    }
    for path in hidden:
        above = path.rpartition(".")[0]
        name = twin.names.get(path.replace("[]", ""))
        parent = paths_of.get(above.removesuffix("[]"))
        if name is None or parent is None:
            continue
        repeats = above.endswith("[]")
        path_here = f"{parent[0]}{'[]' if repeats else ''}.{name}"
        native = f"{parent[1]}{'[]' if repeats else '[0]'}.{name}"
        paths_of[path.removesuffix("[]")] = (path_here, native)
        twin_attribute = twin.attributes[path.replace("[]", "")]
        single = path in holders and path + "[]" not in holders
        yield msgspec.structs.replace(
            twin_attribute,
            path=path_here,
            native=native,
            type="object" if single else twin_attribute.type,
            recursive=False,
        )
