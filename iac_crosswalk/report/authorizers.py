"""The authorizer of an event's method or route, which the API of the event declares. SAM takes
literal names alone, and ignores the Auth of an event that Fn::If chooses."""

from __future__ import annotations

from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node
from iac_crosswalk.report.apis import auth_of, member, plain
from iac_crosswalk.report.expressions import text
from iac_crosswalk.report.labels import address
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import OPEN

IGNORED = (
    "SAM ignores an Auth that Fn::If chooses: only the default authorizer of the API applies, if it"
    " has one."
)
_BUILT_IN = ("NONE", "AWS_IAM")


def authorization(event: Node | None, api: Resource | None) -> str:
    """The authorization of a method of a REST API."""
    name = _name(event, api)
    if name in _BUILT_IN:
        return text(name, "terraform")
    declared = _declared(api, name)
    if declared is None:
        return OPEN
    kind = "COGNITO_USER_POOLS" if declared.get("UserPoolArn") is not None else "CUSTOM"
    return text(kind, "terraform")


def http_authorization(event: Node | None, api: Resource | None) -> str | None:
    """The authorization type of a route of an HTTP API; None where it has none."""
    name = _name(event, api)
    if name == "NONE":
        return None
    if name == "AWS_IAM":
        return '"AWS_IAM"'
    declared = _declared(api, name)
    if declared is None:
        return OPEN
    return '"JWT"' if declared.get("JwtConfiguration") is not None else '"CUSTOM"'


def authorizer_id(kind: str, event: Node | None, api: Resource | None) -> str | None:
    """The id of the authorizer; None where a method has none of its API. `kind`: the type of
    authorizers in Terraform."""
    name = _name(event, api)
    if name in _BUILT_IN:
        return None
    if api is None or _declared(api, name) is None:
        return OPEN
    return f"{address(kind, f'{api.called}_{name}')}.id"


def is_ignored(event: Node | None) -> bool:
    """Whether a function chooses the Auth of an event."""
    auth = member(event, "Properties", "Auth")
    return auth is not None and call(auth) is not None


def _name(event: Node | None, api: Resource | None) -> str:
    node = None if is_ignored(event) else member(event, "Properties", "Auth", "Authorizer")
    if node is None:
        node = auth_of(api, "DefaultAuthorizer")
    return "NONE" if node is None else plain(node) or OPEN


def _declared(api: Resource | None, name: str) -> Object | None:
    """The authorizer as the API declares it; None where it does not, or where a function does."""
    found = auth_of(api, "Authorizers", name)
    return found if isinstance(found, Object) and call(found) is None else None
