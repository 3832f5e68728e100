"""What Terraform's types take over from Pulumi's classes: descriptions, deprecations, which types
are aliases of others, and which data sources are looked up by an id.

Terraform's bindings hold next to no text. Pulumi's provider is generated from Terraform's,
documentation included, so the text of the linked Pulumi attribute is about the Terraform attribute
too. It is marked with `described_by`. The classes it names are Pulumi's; where such a class is
linked, its Terraform type is written in its place.

A deprecation is taken over unless it is Pulumi's own: its class has a successor of the same
Terraform type, or its text names attributes in camelCase (the provider's texts have Terraform's
names).

The bindings call `id` optional in every older data source, but the provider refuses it where it
does not look anything up by it: aws_subnet takes an id, aws_ami does not. Pulumi's functions take
an id where the provider does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from builder.linking.links import Links
from builder.model import Attribute, Extraction, Resource, SystemName

DESCRIBED_BY = "pulumi"
_CLASS = re.compile(r"\b(?:aws\.)?([a-z0-9]+\.[A-Z]\w+)")
_CAMEL_CASE = re.compile(r"`[a-z]+[A-Z]\w*`")
_SUCCESSOR = re.compile(r"has been deprecated in favor of")
ALIAS = re.compile(r"^((?:data\.)?aws_)alb(?=_|$)")
"""The load balancers keep their first name as an alias: aws_alb is aws_lb."""


def described(
    extractions: dict[SystemName, Extraction], links: Links
) -> dict[SystemName, Extraction]:
    """New extractions: Terraform's types with the texts of Pulumi's classes, and aliases on both
    sides.

    Linking and deriving come before it: they read each source's own texts.
    """
    terraform = describe(extractions["terraform"], extractions["pulumi"], links)
    return {
        **extractions,
        "terraform": terraform,
        "pulumi": alias_classes(extractions["pulumi"], links, terraform),
    }


def describe(terraform: Extraction, pulumi: Extraction, links: Links) -> Extraction:
    """A new extraction of Terraform, with the texts of the linked Pulumi classes."""
    classes = {resource.name: resource for resource in pulumi.resources}
    twins: dict[str, list[tuple[Resource, dict[str, list[Attribute]]]]] = {}
    for link in links.resources:
        twin = classes[link.to_resource]
        by_path = {attribute.path: attribute for attribute in twin.attributes}
        partners: dict[str, list[Attribute]] = {}
        for pair in link.attributes:
            partners.setdefault(pair.from_path, []).append(by_path[pair.to_path])
        twins.setdefault(link.from_resource, []).append((twin, partners))
    translate = _translation(links, classes)
    resources = [
        _resource(resource, twins.get(resource.name, []), translate)
        for resource in terraform.resources
    ]
    return replace(terraform, resources=[*_aliases(resources)])


def _translation(links: Links, classes: dict[str, Resource]) -> Callable[[str], str]:
    """A function that replaces the linked Pulumi classes in a text by Terraform's types."""
    types = {
        alias: link.from_resource
        for link in links.resources
        for alias in classes[link.to_resource].aliases
    }

    def translate(text: str) -> str:
        return _CLASS.sub(lambda match: types.get(f"aws.{match[1]}", match[0]), text)

    return translate


def _resource(
    resource: Resource,
    twins: list[tuple[Resource, dict[str, list[Attribute]]]],
    translate: Callable[[str], str],
) -> Resource:
    twins = sorted(
        twins, key=lambda twin: (twin[0].deprecated is not None, twin[0].name)
    )  # current classes first
    description = _first(twin.description for twin, _ in twins)
    deprecated = _first(
        twin.deprecated for twin, _ in twins if not _SUCCESSOR.search(twin.deprecated or "")
    )
    attributes = [
        _attribute(
            attribute,
            [partner for _, partners in twins for partner in partners.get(attribute.path, [])],
            translate,
            resource.kind == "data-source",
        )
        for attribute in resource.attributes
    ]
    return replace(
        resource,
        description=resource.description or translate(description or ""),
        described_by=DESCRIBED_BY if description and not resource.description else None,
        deprecated=resource.deprecated or (translate(deprecated) if deprecated else None),
        attributes=attributes,
    )


def _attribute(
    attribute: Attribute,
    partners: list[Attribute],
    translate: Callable[[str], str],
    of_data_source: bool,
) -> Attribute:
    description = (
        _first(partner.description for partner in partners) if not attribute.description else None
    )
    deprecated = _first(
        partner.deprecated
        for partner in partners
        if not _CAMEL_CASE.search(partner.deprecated or "")
    )
    is_input = attribute.is_input
    if of_data_source and attribute.path == "id" and partners:
        is_input = is_input and any(partner.is_input for partner in partners)
    if not description and not deprecated and is_input == attribute.is_input:
        return attribute
    return replace(
        attribute,
        is_input=is_input,
        description=translate(description) if description else attribute.description,
        described_by=DESCRIBED_BY if description else None,
        deprecated=attribute.deprecated or (translate(deprecated) if deprecated else None),
    )


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)


def _aliases(resources: list[Resource]) -> Iterable[Resource]:
    """Each type, with `alias_of` where it is an alias, with the attributes of the main type."""
    shapes = {
        resource.name: [(attribute.path, attribute.type) for attribute in resource.attributes]
        for resource in resources
    }
    for resource in resources:
        main = ALIAS.sub(r"\1lb", resource.name)
        is_alias = main != resource.name and shapes.get(main) == shapes[resource.name]
        yield replace(resource, alias_of=main) if is_alias else resource


def alias_classes(pulumi: Extraction, links: Links, terraform: Extraction) -> Extraction:
    """Pulumi's extraction, with `alias_of` in the class of an alias."""
    linked = {link.from_resource: link.to_resource for link in links.resources}
    mains = {
        linked[one.name]: linked[one.alias_of]
        for one in terraform.resources
        if one.alias_of in linked and one.name in linked
    }
    return replace(
        pulumi,
        resources=[replace(each, alias_of=mains.get(each.name)) for each in pulumi.resources],
    )
