"""Resources that a SAM template uses without declaring them: the APIs of events that name none, and
the resources that the template reads by the names that SAM gives them (`FunctionRole`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.paths import normalise, steps_of
from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.programs.nodes import Scalar, Sequence
from iac_crosswalk.report.apis import IMPLICIT, api_of, member, plain
from iac_crosswalk.report.usage import Resource, Usage
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.vocabulary import SAM

_MADE = (
    (r"Role", "AWS::IAM::Role"),
    (r"(Alias\w+|\.Alias)", "AWS::Lambda::Alias"),
    (r"(Version\w*|\.Version)", "AWS::Lambda::Version"),
    (r"Url", "AWS::Lambda::Url"),
    (r"(\.Deployment|Deployment\w*)", "AWS::ApiGateway::Deployment"),
    (r"ApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage"),
    (r"(\w+Stage|\.Stage)", "AWS::ApiGateway::Stage"),
)
"""What follows the logical id of a resource in the name of what SAM makes of it → its type."""
_EVENTS = {
    "Schedule": "AWS::Events::Rule",
    "CloudWatchEvent": "AWS::Events::Rule",
    "EventBridgeRule": "AWS::Events::Rule",
    "ScheduleV2": "AWS::Scheduler::Schedule",
    "SNS": "AWS::SNS::Subscription",
    "CloudWatchLogs": "AWS::Logs::SubscriptionFilter",
    "IoTRule": "AWS::IoT::TopicRule",
} | dict.fromkeys(
    ("SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB"),
    "AWS::Lambda::EventSourceMapping",
)


def add_implicit(usage: Usage, schemas: Schemas) -> None:
    """Adds to a template's resources those that only SAM declares."""
    own = [each for each in usage.resources if each.type.startswith(SAM)]
    if not own:
        return
    found = {each.name: each for each in usage.resources}
    for kind, name in IMPLICIT.items():
        if name not in found and any(_has(each, kind) for each in own):
            found[name] = _api(name, f"{SAM}{kind}", own, schemas)
            usage.resources.append(found[name])
    for name, path, place in (*usage.unresolved, *_in_globals(usage)):
        if name not in found:
            created = _created(name, own, schemas)
            if created is None:
                continue
            found[name] = created
            usage.resources.append(created)
        resource = found[name]
        if resource.row is None or not path:
            continue
        walk = Place(schemas.of(resource.row)).walk(steps_of(normalise(path)))
        known = walk.place.attribute()
        if walk.missing or known is None:
            resource.ask(path, place, known=False)
        else:
            resource.ask(known.path, place)


def _in_globals(usage: Usage) -> Iterator[tuple[str, str, str]]:
    """What `Globals` reads: (name, attribute, place)."""
    for each in usage.stack.calls if usage.stack else ():
        if not each.within.startswith(GLOBALS):
            continue
        if each.name == "Ref" and isinstance(each.argument, str):
            yield each.argument, "Ref", each.within
        if each.name == "Fn::GetAtt" and not isinstance(each.argument, str):
            items = each.argument.items if isinstance(each.argument, Sequence) else [each.argument]
            name, _, path = ".".join(i.text for i in items if isinstance(i, Scalar)).partition(".")
            yield name, path, each.within


def _has(resource: Resource, kind: str) -> bool:
    events = member(resource.node, "Events")
    return any(
        plain(member(event, "Type")) == kind and api_of(event, kind) is None
        for _, event in getattr(events, "pairs", ())
    )


def _api(name: str, kind: str, own: list[Resource], schemas: Schemas) -> Resource:
    row = schemas.knowledge.find_resource(kind, "cloudformation")
    shared = next((each for each in own if each.name == f"{GLOBALS}{kind[len(SAM) :]}"), None)
    argument = "RestApiId" if kind.endswith("::Api") else "ApiId"
    remark = f"Not in the template: SAM makes it for the events that give no {argument}."
    api = Resource(name, kind, row, remarks=[remark], shared=shared)
    api.made_by = "SAM"
    return api


def _created(name: str, own: list[Resource], schemas: Schemas) -> Resource | None:
    """What SAM makes of a resource and calls `name`; None where it makes nothing of the name."""
    for owner in sorted(own, key=lambda each: -len(each.name)):
        rest = name.removeprefix(owner.name)
        if rest == name or not rest:
            continue
        kind = next((kind for ending, kind in _MADE if re.fullmatch(ending, rest)), None)
        event = member(owner.node, "Events", rest)
        if event is not None:
            kind = _EVENTS.get(plain(member(event, "Type")) or "")
        if kind is None:
            continue
        if owner.type == f"{SAM}HttpApi" and kind == "AWS::ApiGateway::Stage":
            kind = "AWS::ApiGatewayV2::Stage"
        row = schemas.knowledge.find_resource(kind, "cloudformation")
        remark = f"SAM makes it for {owner.name}; only the attributes that are read are listed."
        created = Resource(name, kind, row, remarks=[remark], elsewhere=True)
        created.made_by, created.label = owner.name, _label(owner, kind, rest)
        return created
    return None


def _label(owner: Resource, kind: str, rest: str) -> str:
    if kind == "AWS::Lambda::Version":
        return owner.name  # a setting of the function
    alias = plain(member(owner.node, "AutoPublishAlias"))
    if kind == "AWS::Lambda::Alias":
        return f"{owner.name}_Alias_{alias or ''}"
    if kind.endswith("::Deployment"):
        return f"{owner.name}_Deployment"
    stage = plain(member(owner.node, "StageName"))
    if kind.endswith("::Stage") and rest == ".Stage":
        return f"{owner.name}_{stage or ''}_Stage"
    return f"{owner.name}_{rest}"
