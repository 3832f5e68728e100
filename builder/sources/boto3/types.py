"""Finds the boto3 resource that describes a CloudFormation type, by the calls that the type's
schema lists for its handlers.

Candidates are the resources whose read operations the type's read or list handler may call
(`elasticache:DescribeReplicationGroups`). Where handlers call no operation of the service (types
without handlers, API Gateway, whose handlers name HTTP methods), candidates are the resources of
the service's clients with the type's name. Evidence for a candidate:

- name: the operation or the shape has the name of the type (`ReplicationGroup`), or of service and
  type together, or one name ends with the other (`TaskDefinition` of IoTWireless:
  GetWirelessGatewayTaskDefinition)
- created: the create handler may call the operation that creates this resource
- properties: the share of the type's properties (without tags) that the resource has by name, at
  its top or one level below; a resource that reads none of them, and that the handler does not
  create, is ruled out
- identified: the type's primary identifier is a parameter of the read call
- service: the client is one of the service's, or its first (builder.services)

A candidate is chosen only when it has the type's name and is created by its handler or has some of
its properties, or when it has most of its properties at its top; and when no other has as much
evidence, or the handler creates only this one. Facts of the chosen resource: cloudformation:
[type], the best evidence first; cloudformation_evidence: {type: [reason]}. Other resources that a
type's read handler reads: cloudformation_also: [type].
"""

from __future__ import annotations

import fnmatch
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from builder import services
from builder.model import Extraction, Resource
from builder.services import Service, letters
from builder.sources.boto3.nouns import noun, same, singular

_NO_SERVICE = Service("")
_SURE, _TIE = 0.6, 0.25
_LISTS = ("list_", "search_")


@dataclass
class Choice:
    """A resource that may describe a type: the evidence in numbers, and in words."""

    resource: Resource
    name_score: float = 0.0
    created: bool = False
    share: float = 0.0
    top: float = 0.0
    """The share of the properties at the resource's top alone."""
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)


@dataclass
class Index:
    """Resources by (client, operation) and by client; names of each one's attributes."""

    reads: dict[tuple[str, str], list[tuple[Resource, dict[str, Any]]]]
    clients: dict[str, list[Resource]]
    signers: dict[str, list[str]]
    """IAM prefix → clients."""
    makes: set[tuple[str, str]] = field(default_factory=set)
    """(client, operation) of every call that creates a resource."""
    names: dict[tuple[str, bool, int], set[str]] = field(default_factory=dict)

    def operations(self, client: str) -> list[str]:
        """The client's read operations, in lower case."""
        return [operation for name, operation in self.reads if name == client]

    def attribute_names(
        self, resource: Resource, only_read: bool = False, levels: int = 2
    ) -> set[str]:
        """The last names of the paths at the upper levels, as letters; with `only_read` only of
        what is read."""
        key = (resource.name, only_read, levels)
        found = self.names.get(key)
        if found is None:
            paths = (
                attribute.path
                for attribute in resource.attributes
                if attribute.is_output or not only_read
            )
            found = self.names[key] = {
                letters(path.rpartition(".")[2]) for path in paths if path.count(".") < levels
            }
        return found


def link(
    resources: list[Resource], cloudformation: Extraction, signers: dict[str, list[str]]
) -> list[str]:
    """Writes the facts into the resources; returns notes for the build report."""
    index = index_of(resources, signers)
    table = services.load()
    types_of: dict[str, list[tuple[float, str, list[str]]]] = defaultdict(list)
    also: dict[str, set[str]] = defaultdict(set)
    missing = 0
    kinds = {kind.name: kind for kind in cloudformation.resources}
    for kind in cloudformation.resources:
        best = resource_for(kind, index, table)
        if best is None:
            missing += 1
        else:
            types_of[best.resource.name].append((-best.score, kind.name, best.reasons))
        for resource, _, _, _ in _handled_reads(kind, index, table, ("read",)):
            if best is None or resource.name != best.resource.name:
                also[resource.name].add(kind.name)
    for resource in resources:
        if resource.name in types_of:
            ranked = sorted(types_of[resource.name])
            resource.facts["cloudformation"] = [name for _, name, _ in ranked]
            resource.facts["cloudformation_evidence"] = {
                name: reasons for _, name, reasons in ranked
            }
            _add_for(resource, [kinds[name] for _, name, _ in ranked])
        if resource.name in also:
            resource.facts["cloudformation_also"] = sorted(also[resource.name])
    return [
        f"{missing:,} of {len(cloudformation.resources):,} CloudFormation types: no boto3 resource"
        " is clearly the one that describes them"
    ]


def _add_for(resource: Resource, kinds: list[Resource]) -> None:
    """Where several calls create the resource, adds `for` to each: the types whose create handler
    calls only this one of them (put_metric_alarm for alarms, put_composite_alarm for composite
    ones)."""
    calls = resource.facts.get("create", ())
    if len(calls) < 2:
        return
    for kind in kinds:
        operations = {
            action.partition(":")[2].lower() for action in _create_actions(kind, resource)
        }
        own_calls = [call for call in calls if _operation(call) in operations]
        if len(own_calls) == 1:
            own_calls[0].setdefault("for", []).append(kind.name)


def handlers(cloudformation: Extraction) -> dict[str, dict[str, set[str]]]:
    """Client → read operation → the operations that the create handlers of the same types may call,
    of types of the client's services; in lower case."""
    table = services.load()
    found: dict[str, dict[str, set[str]]] = {}
    for kind in cloudformation.resources:
        calls = kind.facts.get("handlers", {})
        creates = {action.partition(":")[2].lower() for action in calls.get("create", ())}
        for client in table.get(kind.service, _NO_SERVICE).boto3:
            for action in calls.get("read", ()):
                found.setdefault(client, {}).setdefault(
                    action.partition(":")[2].lower(), set()
                ).update(creates)
    return found


def index_of(resources: list[Resource], signers: dict[str, list[str]]) -> Index:
    """The index for `resource_for`."""
    index = Index(defaultdict(list), defaultdict(list), signers)
    for resource in resources:
        index.clients[resource.service].append(resource)
        for read in (*resource.facts["read"], *resource.facts.get("summaries", ())):
            index.reads[resource.service, _operation(read)].append((resource, read))
        index.makes.update(
            (resource.service, _operation(create)) for create in resource.facts.get("create", ())
        )
    return index


def resource_for(kind: Resource, index: Index, table: dict[str, Service]) -> Choice | None:
    """The boto3 resource that describes a CloudFormation type, with the evidence; None when that is
    not clear."""
    service = table.get(kind.service, _NO_SERVICE)
    choices: dict[str, Choice] = {}
    for resource, read, action, handler in _handled_reads(kind, index, table, ("read", "list")):
        choice = choices.setdefault(resource.name, Choice(resource))
        reason = f"the {handler} handler may call {action}"
        if len(choice.reasons) < 3 and not any(
            reason_before.endswith(f" {action}") for reason_before in choice.reasons
        ):
            choice.reasons.append(reason)
        choice.name_score = max(choice.name_score, _name_score(kind, resource, read))
    service_is_called = any(
        choice.resource.service in service.boto3 for choice in choices.values()
    ) or _makes_another(kind, index, service)
    for client in service.boto3:
        for resource in index.clients[client]:
            name_score = max(_name_score(kind, resource, read) for read in resource.facts["read"])
            if (
                resource.name not in choices
                and name_score == 1
                and (not service_is_called or _create_actions(kind, resource))
            ):
                choices[resource.name] = Choice(
                    resource, name_score, reasons=["same name as the type"]
                )
    for choice in choices.values():
        _weigh(choice, kind, index, service)
    ranked = sorted(
        (choice for choice in choices.values() if choice.share),
        key=lambda choice: (-choice.score, choice.resource.name),
    )
    if not ranked or not _is_enough(ranked[0], kind):
        return None
    close = [
        choice
        for choice in ranked
        if ranked[0].score - choice.score < _TIE and _is_enough(choice, kind)
    ]
    created = [choice for choice in close if choice.created]
    if len(created) == 1:
        return created[0]
    return close[0] if len(close) == 1 else None


def _handled_reads(
    kind: Resource, index: Index, table: dict[str, Service], handlers: tuple[str, ...]
) -> Iterator[tuple[Resource, dict[str, Any], str, str]]:
    """(resource, read, IAM action, handler) for every read operation that these handlers of a type
    may call; reads of tags are left out."""
    own_clients = table.get(kind.service, _NO_SERVICE).boto3
    for handler in handlers:
        for action in kind.facts.get("handlers", {}).get(handler, ()):
            prefix, _, operation = action.partition(":")
            if "tags" in operation.lower() and "tag" not in kind.name.lower():
                continue
            signers = index.signers.get(prefix.lower(), [])
            clients = (
                [client for client in signers if client in own_clients]
                or [client for client in signers if client == prefix.lower()]
                or signers
            )
            for client in clients:
                operations = [operation.lower()]
                if "*" in operation and client in own_clients:
                    operations = [
                        name
                        for name in index.operations(client)
                        if fnmatch.fnmatchcase(name, operation.lower())
                    ]
                for name in operations:
                    for resource, read in index.reads.get((client, name), ()):
                        if "*" not in operation or _name_score(kind, resource, read):
                            yield resource, read, action, handler


def _operation(read: dict[str, Any]) -> str:
    return str(read["action"].partition(":")[2]).lower()


def _name_score(kind: Resource, resource: Resource, read: dict[str, Any]) -> float:
    """1 when the names are the same, 0.6 when one ends with the other, 0 otherwise."""
    name = kind.name.rpartition("::")[2]
    operation_noun = noun(read["action"].partition(":")[2])
    shape = str(resource.facts["shape"])
    if read["path"] == "" and read["operation"].startswith(_LISTS):
        return 0.0
    if re.search(r"Attributes$", operation_noun) and not name.endswith("Attributes"):
        operation_noun = operation_noun.removesuffix("Attributes")
    for full in (name, kind.service + name):
        if same(full, operation_noun) or same(full, shape):
            return 1.0
    one, other = singular(name), singular(operation_noun)
    return (
        0.6
        if min(len(one), len(other)) > 4 and (one.endswith(other) or other.endswith(one))
        else 0.0
    )


def _weigh(choice: Choice, kind: Resource, index: Index, service: Service) -> None:
    resource = choice.resource
    create_actions = _create_actions(kind, resource)
    choice.created = bool(create_actions)
    if create_actions:
        choice.reasons.append(f"the create handler may call {create_actions[0]}")
    properties = _properties(kind)
    has = index.attribute_names(resource)
    shared = [name for name in properties if _has(has, name, kind)]
    any_read = any(
        _has(index.attribute_names(resource, only_read=True), name, kind) for name in shared
    )
    alone = choice.name_score == 1 and "[]" not in resource.facts["read"][0]["path"]
    is_list = resource.facts["read"][0]["operation"].startswith(_LISTS)
    choice.share = (
        len(shared) / len(properties)
        if shared and (any_read or choice.created or (alone and not is_list))
        else 0.0
    )
    top = [
        name for name in properties if _has(index.attribute_names(resource, levels=1), name, kind)
    ]
    choice.top = len(top) / len(properties) if properties else 0.0
    choice.reasons.append(f"has {len(shared)} of {len(properties)} properties by name")
    first = resource.facts["read"][0]
    parameters = {letters(name) for name in first["parameters"]}
    identified = any(
        letters(path.rpartition(".")[2]) in parameters
        for path in kind.facts.get("primary_identifier", ())
    )
    own_client = resource.service in service.boto3
    main = bool(service.boto3) and resource.service == service.boto3[0]
    choice.score = (
        4 * choice.name_score
        + 1.5 * choice.created
        + 3 * choice.share
        + 0.5 * identified
        + own_client
        + 0.3 * main
        - 0.5 * is_list
    )


def _create_actions(kind: Resource, resource: Resource) -> list[str]:
    """The actions of the type's create handler that create the resource."""
    operations = {
        create["action"].partition(":")[2].lower() for create in resource.facts.get("create", ())
    }
    prefixes = {action.partition(":")[0].lower() for action in resource.facts["iam"]} | {
        resource.service
    }
    actions = kind.facts.get("handlers", {}).get("create", ())
    return [
        each
        for each in actions
        if each.partition(":")[2].lower() in operations
        and each.partition(":")[0].lower() in prefixes
    ]


def _makes_another(kind: Resource, index: Index, service: Service) -> bool:
    """Whether the type's create handler may call an operation of the service that creates a
    resource of the index."""
    for action in kind.facts.get("handlers", {}).get("create", ()):
        prefix, _, operation = action.partition(":")
        if any(
            client in service.boto3 and (client, operation.lower()) in index.makes
            for client in index.signers.get(prefix.lower(), ())
        ):
            return True
    return False


def _properties(kind: Resource) -> list[str]:
    names = {
        attribute.path
        for attribute in kind.attributes
        if "." not in attribute.path and (attribute.is_input or attribute.is_output)
    }
    return sorted(name for name in names if name not in ("Ref", "Tags", "TagList"))


def _has(has: set[str], name: str, kind: Resource) -> bool:
    """Whether `has` contains the name, with or without the type's own name before it: `VpcId` and
    `Id` of a Vpc."""
    low, prefix = letters(name), letters(kind.name.rpartition("::")[2])
    return (
        low in has or prefix + low in has or (low.startswith(prefix) and low[len(prefix) :] in has)
    )


def _is_enough(choice: Choice, kind: Resource) -> bool:
    if choice.name_score and (
        choice.created or choice.share >= (0.25 if choice.name_score == 1 else 0.5)
    ):
        return True
    return len(_properties(kind)) > 2 and (
        choice.top >= _SURE or (choice.created and choice.top >= 0.4)
    )
