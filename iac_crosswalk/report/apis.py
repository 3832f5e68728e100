"""The APIs of a SAM template, as the events of its functions and state machines name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import Target

IMPLICIT = {"Api": "ServerlessRestApi", "HttpApi": "ServerlessHttpApi"}
"""Type of event → the logical id of the API that SAM makes for events that name none."""
_NAMES = {"Api": "RestApiId", "HttpApi": "ApiId"}


def member(node: Node | None, *path: str) -> Node | None:
    """The node below a node."""
    for name in path:
        node = node.get(name) if isinstance(node, Object) else None
    return node


def plain(node: Node | None) -> str | None:
    """The text of a literal value."""
    return node.text if isinstance(node, Scalar) and node.tag is None else None


def auth_of(api: Resource | None, *path: str) -> Node | None:
    """A member of Auth of the API, or else of `Globals`."""
    if api is None:
        return None
    found = member(api.node, "Auth", *path)
    if found is None and api.shared is not None:
        return member(api.shared.node, "Auth", *path)
    return found


def api_of(event: Node | None, kind: str) -> Node | None:
    """What an event names as its API; None where it names none."""
    return member(event, "Properties", _NAMES[kind])


@dataclass
class Apis:
    """The APIs of a template by logical id."""

    resources: Mapping[str, Resource]
    paths: dict[tuple[str, str], Target] = field(default_factory=dict)
    """(API, path) → the aws_api_gateway_resource of the path, which all its methods share."""
    integrations: dict[str, list[str]] = field(default_factory=dict)
    """Logical id of an API → the addresses that a deployment follows: methods, integrations,
    authorizers."""
    methods: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Logical id of an API → resource_id of a path → its methods."""

    def free(self, address: str) -> str:
        """An address for a path. `/a/b` and `/a-b` would have the same one: a number is
        added."""
        used_addresses = {each.address for each in self.paths.values()}
        number, found = 1, address
        while found in used_addresses:
            number += 1
            found = f"{address}_{number}"
        return found

    def find(self, event: Node | None, kind: str) -> Resource | None:
        """The API of an event, where the template has it."""
        reference = api_of(event, kind)
        if reference is None:
            return self.resources.get(IMPLICIT[kind])
        called = call(reference)
        name = plain(reference) if called is None else None
        if called is not None and called[0] == "Ref" and isinstance(called[1], Scalar):
            name = called[1].text
        return self.resources.get(name or "")
