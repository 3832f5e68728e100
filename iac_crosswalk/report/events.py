"""Events of SAM's functions and state machines as Terraform writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node
from iac_crosswalk.report import authorizers
from iac_crosswalk.report.apis import Apis, api_of, auth_of, member, plain
from iac_crosswalk.report.expressions import Writer, choice_of, text
from iac_crosswalk.report.labels import address, snake
from iac_crosswalk.report.lists import as_list
from iac_crosswalk.report.shown import given_at
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import OPEN, Required, Target, new_part
from iac_crosswalk.vocabulary import SAM

_RESOURCES = {"Api": "aws_api_gateway_rest_api", "HttpApi": "aws_apigatewayv2_api"}
_BODIES = ("DefinitionBody", "DefinitionUri", "Body", "BodyS3Location")
_SOURCES = ("Queue", "Stream", "Broker", "Cluster")
_PLACE = re.compile(r"\{([a-z_]+:)?([.\w]+)\}")
_CALL = re.compile(r"\{(assume|allow):((?:[^{}]|\{[^{}]*\})+)\}")


def branches(
    node: Node, write: Writer, when: tuple[str, ...] = ()
) -> list[tuple[Node, str | None]]:
    """(object, its condition) of all that Fn::If chooses from; of another value the value
    itself."""
    chosen = choice_of(node)
    if chosen is None:
        is_left_out = bool(when) and call(node) is not None
        return [] if is_left_out else [(node, " && ".join(when) or None)]
    local = write.local(chosen.test.text)
    return [
        found
        for index, each in enumerate(chosen[1:])
        for found in branches(each, write, (*when, f"{'!' * index}{local}"))
    ]


@dataclass(frozen=True)
class Item:
    """An entry of a map; of an entry that Fn::If chooses, one of its branches."""

    key: str = ""
    node: Node | None = None
    label: str = ""
    """The key, with the number of the branch where there are two."""
    when: str | None = None
    """The condition of the branch."""


@dataclass
class Owner:
    """A resource of SAM, and how what SAM makes of it is written."""

    resource: Resource
    address: str
    kind: str
    apis: Apis
    write: Writer
    new_paths: list[Target] = field(default_factory=list)
    """The resources of paths that no resource before this one needs."""

    def each(self, path: str | None) -> Iterator[Item]:
        """The entries of a map; an empty one for None."""
        if path is None:
            yield Item()
            return
        node = self.given(path)
        for key, value in node.pairs if isinstance(node, Object) else ():
            found = branches(value, self.write)
            for index, (branch, when) in enumerate(found):
                number = f"_{index}" if len(found) > 1 else ""
                yield Item(key.text, branch, f"{key.text}{number}", when)

    def given(self, path: str) -> Node | None:
        """The value of the resource, or else of `Globals`, at a path."""
        own = member(self.resource.node, *path.split("."))
        if own is None and self.resource.shared is not None:
            return member(self.resource.shared.node, *path.split("."))
        return own

    def event_type(self, event: Node | None) -> str | None:
        """Its Type."""
        return plain(member(event, "Type"))

    def is_given(self, event: Node | None, name: str) -> bool:
        """Whether an event has a property. AWS::NoValue counts: SAM makes nothing instead."""
        return member(event, "Properties", name) is not None

    def has_queue(self, event: Node | None) -> bool:
        """Whether an SNS event goes through a queue."""
        own = member(event, "Properties", "SqsSubscription")
        return own is not None and plain(own) != "false"

    def has_body(self, event: Node | None) -> bool:
        """Whether the API, of the event or this one, is written as an OpenAPI document."""
        api = self._api(event) if event is not None else self.resource
        return api is not None and any(given_at(api, name) is not None for name in _BODIES)

    def _api(self, event: Node | None) -> Resource | None:
        kind = self.event_type(event)
        return self.apis.find(event, kind) if kind in _RESOURCES else None

    # -- arguments ---------------------------------------------------------------------------------

    def fill_id(self, template: str, key: str, own: Node | None) -> str:
        """The logical id that SAM gives, its parts set off for the label."""

        def place(match: re.Match[str]) -> str:
            parts = {"name": self.resource.called, "key": key, "stage": self._stage_id()}
            found = parts.get(match[2]) or plain(self.given(match[2].lstrip(".")))
            return f"_{found or ''}_"

        return _PLACE.sub(place, template)

    def fill(self, template: str, key: str, own: Node | None) -> str | None:
        """The value of an argument; None where what it is made of is not given, `…` where it is
        given and cannot be written. Addresses of what SAM makes stay as they are."""
        out: list[bool] = []

        def place(match: re.Match[str]) -> str:
            found = self._value(match[1] or "", match[2], key, own)
            if found is None:
                out.append(True)
                return ""
            return found

        filled = _PLACE.sub(place, template)
        if out:
            return None
        if filled == "….id":  # an API that the template only names
            return self._api_expression(own)
        if "….execution_arn" in filled:
            return OPEN
        return _CALL.sub(_document, filled)

    def _value(self, way: str, name: str, key: str, own: Node | None) -> str | None:
        if name.startswith("aws_"):
            return f"{{{way}{name}}}"
        if name.startswith("."):
            return self._property(way, name[1:], own)
        simple = {"self": self.address, "key": key, "name": self.resource.name}
        if name in simple:
            return simple[name]
        if name == "api":
            return self._api_address(own) or OPEN
        method = getattr(self, f"_{name}", None)
        if method is None:
            return f"{{{way}{name}}}"
        found: str | None = method(own)
        return found

    def _property(self, way: str, path: str, own: Node | None) -> str | None:
        node = (
            member(own, "Properties", *path.split(".")) or member(own, *path.split("."))
            if own is not None
            else self.given(path)
        )
        if node is None:
            return None
        if way == "list:":
            return as_list(node, self.write) or OPEN
        found = self.write.value(node) or OPEN
        return f"jsonencode({found})" if way == "json:" and found != OPEN else found

    def _callee(self, own: Node | None) -> str:
        return "{aws_lambda_alias}" if self._publishes() else self.address

    def _qualifier(self, own: Node | None) -> str | None:
        return "{aws_lambda_alias}.name" if self._publishes() else None

    def _schedule_role(self, own: Node | None) -> str | None:
        return None if self.is_given(own, "RoleArn") else "{aws_iam_role}.arn"

    def _event_role(self, own: Node | None) -> str | None:
        return self._property("", "RoleArn", own) or "{aws_iam_role}.arn"

    def _publishes(self) -> bool:
        return given_at(self.resource, "AutoPublishAlias") is not None

    def _source(self, own: Node | None) -> str | None:
        found = (self._property("", name, own) for name in _SOURCES)
        return next((each for each in found if each is not None), None)

    def integrates(self, event: Node | None, target: Target) -> None:
        """Notes the method or the integration of an event with its API."""
        api = self._api(event)
        if api is None or target.address is None:
            return
        self.apis.integrations.setdefault(api.name, []).append(target.address)
        if target.resource == "aws_api_gateway_method":
            values = {each.attribute: each.value for each in target.required}
            methods = self.apis.methods.setdefault(api.name, {})
            methods.setdefault(values["resource_id"] or OPEN, []).append(self._method_of(event))

    def deploys(self, target: Target) -> None:
        """Notes a resource that has to be there before this API is deployed."""
        if target.address:
            self.apis.integrations.setdefault(self.resource.name, []).append(target.address)

    # -- APIs --------------------------------------------------------------------------------------

    def _api_address(self, own: Node | None) -> str | None:
        kind = self.event_type(own) or ""
        api = self._api(own)
        if api is not None:
            return address(_RESOURCES[kind], api.called)
        return None

    def _path_of(self, own: Node | None) -> str | None:
        return plain(member(own, "Properties", "Path"))

    def _method_of(self, own: Node | None) -> str:
        found = (plain(member(own, "Properties", "Method")) or "").upper()
        return "ANY" if found in ("ANY", "*", "") else found

    def _method(self, own: Node | None) -> str:
        return text(self._method_of(own), "terraform")

    def _method_path(self, own: Node | None) -> str:
        method = self._method_of(own)
        path = re.sub(r"\{[^}]*\}", "*", self._path_of(own) or "/*")
        return f"{'*' if method == 'ANY' else method}{path}"

    def _http_method_path(self, own: Node | None) -> str:
        return self._method_path(own) if self._path_of(own) else "*"

    def _route(self, own: Node | None) -> str:
        path = self._path_of(own)
        return text(f"{self._method_of(own)} {path}" if path else "$default", "terraform")

    def _path_resource(self, own: Node | None) -> str | None:
        """The aws_api_gateway_resource of the event's path; one for each part of it."""
        api, path = self._api_address(own), self._path_of(own)
        if path is None:
            return OPEN
        expression = self._api_expression(own)
        owner = api or (expression.removesuffix(".id") if expression.endswith(".id") else None)
        rest_api_id = f"{owner}.id" if owner else expression
        above = f"{owner}.root_resource_id" if owner else OPEN
        name = owner.partition(".")[2] if owner else snake(self.resource.called)
        whose, so_far = (rest_api_id if rest_api_id != OPEN else name), ""
        for word in (word for word in path.split("/") if word):
            name, so_far = f"{name}_{snake(word) or 'proxy'}", f"{so_far}/{word}"
            here = self.apis.paths.get((whose, so_far))
            if here is None:
                here = new_part(
                    "aws_api_gateway_resource",
                    self.apis.free(f"aws_api_gateway_resource.{name}"),
                    [
                        Required("rest_api_id", rest_api_id),
                        Required("parent_id", above),
                        Required("path_part", text(word, "terraform")),
                    ],
                    "One for each part of the path; all methods below that path share it.",
                    lands=["Events.*.Properties.Path"],
                )
                self.apis.paths[whose, so_far] = here
                self.new_paths.append(here)
            above = f"{here.address}.id"
        return above

    def _authorization(self, own: Node | None) -> str:
        return authorizers.authorization(own, self._api(own))

    def _authorizer_id(self, own: Node | None) -> str | None:
        return authorizers.authorizer_id("aws_api_gateway_authorizer", own, self._api(own))

    def _http_authorization(self, own: Node | None) -> str | None:
        return authorizers.http_authorization(own, self._api(own))

    def _http_authorizer_id(self, own: Node | None) -> str | None:
        return authorizers.authorizer_id("aws_apigatewayv2_authorizer", own, self._api(own))

    def _authorizer_type(self, own: Node | None) -> str:
        if member(own, "UserPoolArn") is not None:
            return '"COGNITO_USER_POOLS"'
        payload = plain(member(own, "FunctionPayloadType"))
        return '"REQUEST"' if payload == "REQUEST" else '"TOKEN"'

    def _http_authorizer_type(self, own: Node | None) -> str:
        return '"JWT"' if member(own, "JwtConfiguration") is not None else '"REQUEST"'

    def _authorizer_uri(self, own: Node | None) -> str | None:
        node = member(own, "FunctionArn")
        return self._invoke_arn(node) if node is not None else None

    def _invoke_arn(self, function: Node) -> str:
        """The invoke_arn of a function that the template names by its ARN, in each branch of
        Fn::If."""
        if chosen := choice_of(function):
            found = [self._invoke_arn(each) for each in chosen[1:]]
            return OPEN if OPEN in found else self.write.choice(chosen, *found) or OPEN
        value = self.write.value(function) or ""
        return f"{value.removesuffix('.arn')}.invoke_arn" if value.endswith(".arn") else OPEN

    def _api_key_required(self, own: Node | None) -> str | None:
        api = self._api(own)
        node = member(own, "Properties", "Auth", "ApiKeyRequired")
        node = node if node is not None else auth_of(api, "ApiKeyRequired")
        if node is None or plain(node) == "false":
            return None
        return "true" if plain(node) == "true" else OPEN

    def _api_expression(self, own: Node | None) -> str:
        reference = api_of(own, self.event_type(own) or "Api")
        return (self.write.value(reference) if reference is not None else None) or OPEN

    def _stack_name(self, own: Node | None) -> str | None:
        return self.write.known.get("AWS::StackName")

    # -- stages ------------------------------------------------------------------------------------

    def _stage_name(self, own: Node | None) -> str:
        node = self.given("StageName")
        if node is None:
            return '"$default"' if self.resource.type == f"{SAM}HttpApi" else '"Prod"'
        return self.write.value(node) or OPEN

    def _stage_id(self) -> str:
        node = self.given("StageName")
        if node is None:
            return "ApiGatewayDefault" if self.resource.type == f"{SAM}HttpApi" else "Prod"
        return plain(node) or ""

    def _triggers(self, own: Node | None) -> str:
        if self.has_body(None):
            return f"{{ redeployment = sha1({self.address}.body) }}"
        found = self.apis.integrations.get(self.resource.name, [OPEN])
        return f"{{ redeployment = sha1(jsonencode([{', '.join(found)}])) }}"

    def _every_origin(self, own: Node | None) -> str | None:
        """The origins that CorsConfiguration: true allows."""
        return '["*"]' if plain(self.given("CorsConfiguration")) == "true" else None

    def _integrations(self, own: Node | None) -> str | None:
        found = self.apis.integrations.get(self.resource.name)
        return f"[{', '.join(found)}]" if found else None


def _document(match: re.Match[str]) -> str:
    """A trust policy, or a policy of one statement."""
    if match[1] == "assume":
        return (
            'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action ='
            f' "sts:AssumeRole", Principal = {{ Service = "{match[2]}" }} }}] }})'
        )
    service, action, resource = match[2].split(":", 2)
    return (
        'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action ='
        f' "{service}:{action}", Resource = {resource} }}] }})'
    )
