"""What has to wait for another resource though no expression reads of it: `depends_on`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import Outside, Required, Sheet

_POLICIES = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
_NEEDS_POLICIES = (
    "AWS::Batch::ComputeEnvironment",
    "AWS::EKS::Cluster",
    "AWS::EKS::FargateProfile",
    "AWS::EKS::Nodegroup",
)
"""Types whose pages ask for depends_on: without the policies, creating or deleting them fails."""
_ATTACHMENT = "aws_internet_gateway_attachment"
_BEGIN = "depends_on = ["


def wait(sheets: Sequence[Sheet], resources: Sequence[Resource]) -> None:
    """Adds what each resource waits for, in Terraform."""
    graph = _Reads(sheets)
    for sheet, resource in zip(sheets, resources, strict=True):
        if not sheet.targets or resource.elsewhere:
            continue
        found = [*dict.fromkeys(_waited_for(sheet, resource, graph))]
        if found:
            _depend(sheet, found)
    _tell_several(sheets)


class _Reads:
    """Who reads what in a file."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets

    def read(self, name: str, kind: str, path: str | None = None) -> Iterator[Sheet]:
        """The resources of a type that this one reads, in that property."""
        for sheet in self.sheets:
            places = {place for entry in sheet.outputs for place in entry.places}
            if sheet.type == kind and any(_is_at(place, name, path) for place in places):
                yield sheet

    def readers(self, sheet: Sheet, path: str) -> Iterator[Sheet]:
        """The resources that read this one in that property."""
        places = {place for entry in sheet.outputs for place in entry.places}
        for other in self.sheets:
            if f"{other.name}.{path}" in places:
                yield other


def _is_at(place: str, name: str, path: str | None) -> bool:
    owner, _, inside = place.partition(".")
    return owner == name and path in (None, inside)


def _waited_for(sheet: Sheet, resource: Resource, graph: _Reads) -> Iterator[str]:
    """The addresses of the resources that a resource waits for."""
    if sheet.type in _NEEDS_POLICIES:
        # In a template they are part of the role; in Terraform they are separate resources.
        for role in graph.read(sheet.name, "AWS::IAM::Role"):
            yield from _addresses(role, _POLICIES)
    if sheet.type == "AWS::EC2::Route":
        for gateway in graph.read(sheet.name, "AWS::EC2::InternetGateway", "GatewayId"):
            for each in graph.readers(gateway, "InternetGatewayId"):
                yield from _addresses(each, (_ATTACHMENT,))
    public = resource.settings.get("ConnectivityType", "public") == "public"
    if sheet.type == "AWS::EC2::NatGateway" and public:
        for subnet in graph.read(sheet.name, "AWS::EC2::Subnet", "SubnetId"):
            for vpc in graph.read(subnet.name, "AWS::EC2::VPC", "VpcId"):
                for each in graph.readers(vpc, "VpcId"):
                    yield from _addresses(each, (_ATTACHMENT,))


def _addresses(sheet: Sheet, kinds: Iterable[str]) -> Iterator[str]:
    for each in sheet.targets:
        if each.resource in kinds and each.address and not each.instead_of:
            yield each.address


def _depend(sheet: Sheet, addresses: list[str]) -> None:
    """Writes it into what DependsOn of the template is, or as an argument."""
    line = _depends_on(sheet)
    if line is None:
        sheet.targets[0].required.append(Required("depends_on", f"[{', '.join(addresses)}]"))
        return
    known = _names(line.there[0])
    line.there = [f"{_BEGIN}{', '.join(dict.fromkeys([*known, *addresses]))}]"]


def _depends_on(sheet: Sheet) -> Outside | None:
    lines = (each for each in sheet.outside if each.there and each.there[0].startswith(_BEGIN))
    return next(lines, None)


def _names(expression: str) -> list[str]:
    return expression.partition("[")[2].removesuffix("]").split(", ")


def _tell_several(sheets: Sequence[Sheet]) -> None:
    """Adds a note where a name of depends_on is the name of several resources."""
    several = {t.address: t.count for sheet in sheets for t in sheet.targets if t.count > 1}
    for sheet in sheets:
        for target in sheet.targets:
            for each in target.required:
                if each.attribute == "depends_on" and (note := _several(each.value, several)):
                    sheet.remarks = [*sheet.remarks, note]
        line = _depends_on(sheet)
        if line is not None and (note := _several(line.there[0], several)):
            line.note = " ".join(each for each in (line.note, note) if each)


def _several(expression: str | None, several: dict[str | None, int]) -> str | None:
    found = [name for name in _names(expression or "") if name in several]
    if not found:
        return None
    names = ", ".join(f"{name} ({several[name]})" for name in found)
    return f"depends_on names several at once, which holds with for_each; else name each: {names}."
