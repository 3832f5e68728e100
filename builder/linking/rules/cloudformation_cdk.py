"""Links CloudFormation types and the CDK's L1 classes by the names in the CDK, looking each name up
on both sides.

The CDK extraction has the type of each class and the CloudFormation path of each attribute. Where
two classes are of one type (aws_eks and aws_eks_v2), both are linked. Where an attribute can be
both set and read, two CDK attributes have its path: `name` is the value that was passed to the
construct, `attr_name` the value that CloudFormation returns; both are linked.

Call builder.patches.gettable.apply_gettable first: it adds the attributes that the CDK documents
and the registry lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.linking.links import Link, Links, ResourceLink, Unlinked
from builder.model import Attribute, Extraction, Resource

NO_CLASS = "the CDK has no L1 class for this type"
NO_TYPE = "this type does not exist in the registry schemas (any more)"
NO_NAME = "the CDK's generated code writes no CloudFormation name for it"
READ_ONLY = "read-only, and Fn::GetAtt does not reach it: the CDK has no attr for it"
NO_ATTR = "an output for which the CDK has no attr"
UNKNOWN_TO_CDK = "the CDK's L1 class does not have this property"
UNKNOWN_TO_REGISTRY = "the CDK's L1 class has a property that the registry schema does not list"
ATTR_UNKNOWN_TO_REGISTRY = "the CDK documents an attribute that the registry schema does not list"
REPEATED = (
    "{system} lists the members of {above} only once, further up in the path; the other side lists"
    " them again"
)
FREE_FORM = "{system} takes {above} as free form ({type})"


def link(cloudformation: Extraction, cdk: Extraction) -> Links:
    """Every L1 class with its type, every attribute with its path; and everything without a
    partner, with the reason."""
    types = {resource.name: resource for resource in cloudformation.resources}
    links = Links([], [])
    linked_paths: dict[str, set[str]] = {}
    classes: dict[str, list[Resource]] = {}
    for resource in cdk.resources:
        target = types.get(resource.facts["cloudformation"])
        if target is None:
            reason = f"{resource.facts['cloudformation']}: {NO_TYPE}"
            links.unlinked.append(Unlinked("cdk", resource.name, None, reason))
            links.unlinked.extend(
                Unlinked("cdk", resource.name, attribute.path, reason)
                for attribute in resource.attributes
            )
            continue
        pairs = _link_attributes(target, resource, links.unlinked)
        links.resources.append(ResourceLink(target.name, resource.name, pairs))
        linked_paths.setdefault(target.name, set()).update(pair.from_path for pair in pairs)
        classes.setdefault(target.name, []).append(resource)
    for resource in cloudformation.resources:
        if resource.name not in linked_paths:
            links.unlinked.append(Unlinked("cloudformation", resource.name, None, NO_CLASS))
            links.unlinked.extend(
                Unlinked("cloudformation", resource.name, attribute.path, NO_CLASS)
                for attribute in resource.attributes
            )
            continue
        places = _places(classes[resource.name])
        for attribute in resource.attributes:
            if attribute.path not in linked_paths[resource.name]:
                links.unlinked.append(
                    Unlinked(
                        "cloudformation",
                        resource.name,
                        attribute.path,
                        _why_not_in_cdk(attribute, places),
                    )
                )
    links.resources.sort(key=lambda pair: (pair.from_resource, pair.to_resource))
    links.unlinked.sort(key=lambda row: (row.system, row.resource, row.path or ""))
    return links


def _link_attributes(target: Resource, resource: Resource, unlinked: list[Unlinked]) -> list[Link]:
    by_path = {attribute.path: attribute for attribute in target.attributes}
    names: Mapping[str, str] = resource.facts["cloudformation_paths"]
    links = []
    for attribute in resource.attributes:
        path = names.get(attribute.path)
        if path in by_path:
            links.append(Link(path, attribute.path))
        else:
            reason = _why_not_in_registry(attribute, path, by_path) if path else NO_NAME
            unlinked.append(Unlinked("cdk", resource.name, attribute.path, reason))
    return sorted(links, key=lambda pair: (pair.from_path, pair.to_path))


def _places(classes: Iterable[Resource]) -> dict[str, Attribute]:
    """CloudFormation path → the CDK attribute that holds it."""
    found = {}
    for resource in classes:
        own = {attribute.path: attribute for attribute in resource.attributes}
        found.update(
            {path: own[name] for name, path in resource.facts["cloudformation_paths"].items()}
        )
    return found


def above(path: str) -> Iterable[str]:
    """The paths that hold this one, nearest first."""
    while path := path.rpartition(".")[0].rstrip("[]"):
        yield path


def _closed(path: str, attributes: Mapping[str, Attribute], system: str) -> str | None:
    """Why a side has a container of `path` and does not describe this member of it."""
    for holder in above(path):
        attribute = attributes.get(holder)
        if attribute is not None:
            if attribute.recursive:
                return REPEATED.format(system=system, above=holder)
            if "object" not in attribute.type:
                return FREE_FORM.format(system=system, above=holder, type=attribute.type)
            return None
    return None


def _why_not_in_registry(
    attribute: Attribute, path: str, attributes: Mapping[str, Attribute]
) -> str:
    if attribute.is_output:
        return ATTR_UNKNOWN_TO_REGISTRY
    return _closed(path, attributes, "the registry schema") or UNKNOWN_TO_REGISTRY


def _why_not_in_cdk(attribute: Attribute, places: Mapping[str, Attribute]) -> str:
    if not attribute.is_input:
        return NO_ATTR if attribute.gettable else READ_ONLY
    return _closed(attribute.path, places, "the CDK's L1") or UNKNOWN_TO_CDK
