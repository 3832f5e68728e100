"""What SAM makes of its resources beyond the main one, written out for Terraform: roles, their
policies, and what each event needs. The rows are in `sam.yaml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from iac_crosswalk.programs import nodes
from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar
from iac_crosswalk.report.apis import Apis
from iac_crosswalk.report.authorizers import IGNORED, is_ignored
from iac_crosswalk.report.events import Item, Owner
from iac_crosswalk.report.expressions import Writer
from iac_crosswalk.report.labels import address
from iac_crosswalk.report.packed import pack
from iac_crosswalk.report.policies import policies
from iac_crosswalk.report.preflight import preflight
from iac_crosswalk.report.shown import may_hold
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import OPEN, Required, Sheet, Target, new_part
from iac_crosswalk.vocabulary import SAM

_FILE = Path(__file__).with_name("sam.yaml")
_ADDRESS = re.compile(r"\{(aws_\w+)\}")
"""The address of another resource; `${aws_sqs_queue.a.id}` is an expression already."""
_OF_EVENTS = {"aws_api_gateway_method", "aws_api_gateway_resource"}
"""Resources that are written for each event of an API, or are in the API's body."""
_OF_OTHERS = {"aws_cognito_user_pool"}
"""Resources of which SAM changes a setting: the trigger of a user pool."""
_BLOCKS = ("flexible_time_window", "lifecycle")
"""Blocks of one argument: HCL has no others on one line."""
_DEPLOYED = ("aws_api_gateway_integration", "aws_api_gateway_method")
"""Resources of which a deployment is a snapshot."""
_WITH_AUTH = ("aws_api_gateway_method", "aws_apigatewayv2_route")
_ROLE = "Events.*.Properties.RoleArn"
_ROUTES = ("Events.*.Properties.Path", "Events.*.Properties.Method")


@dataclass(frozen=True)
class Row:
    """A row of the file."""

    type: str
    target: str
    id: str | None = None
    each: str | None = None
    types: tuple[str, ...] = ()
    unless: str | None = None
    when: str | None = None
    api: str | None = None
    queue: str | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None


@cache
def rows() -> dict[str, list[Row]]:
    """Type → rows."""
    found: dict[str, list[Row]] = defaultdict(list)
    (root,) = nodes.read(_FILE.read_bytes())
    for node in root.items if isinstance(root, nodes.Sequence) else ():
        values: dict[str, object] = {}
        for key, value in node.pairs if isinstance(node, Object) else ():
            if isinstance(value, Scalar):
                values[key.text] = value.text
            elif isinstance(value, Object):
                values[key.text] = {k.text: v.text for k, v in value.pairs if isinstance(v, Scalar)}
            elif isinstance(value, nodes.Sequence):
                values[key.text] = tuple(v.text for v in value.items if isinstance(v, Scalar))
        row = Row(**values)  # type: ignore[arg-type]
        found[row.type].append(row)
    return dict(found)


def write_out(
    sheet: Sheet, resource: Resource, apis: Apis, write: Writer, members: Container[str]
) -> None:
    """Adds the resources that SAM makes of one to its worksheet, each with its address and its
    arguments. They replace the parts of the same type."""
    if not sheet.type.startswith(SAM) or sheet.name.startswith(GLOBALS):
        return
    main = next((each for each in sheet.targets if not each.instead_of), None)
    if main is None or main.address is None:
        return
    owner = Owner(resource, main.address, main.resource, apis, write)
    parts: list[Target] = []
    covered: set[str] = set()
    options = preflight(owner) if sheet.type == f"{SAM}Api" else []
    for row in rows().get(sheet.type, ()):
        covered |= {row.target} if row.id else set()
        verdict = may_hold(row.when, resource, members) if row.when else True
        if verdict is False:
            continue
        if row.id is None:
            if verdict:
                _complete(main, row.arguments, owner)
            continue
        for item in owner.each(row.each):
            if _fits(row, item.node, owner):
                parts.append(_target(row, item, verdict, owner, sheet.targets))
                if row.each == "Events" and row.target in _DEPLOYED:
                    owner.integrates(item.node, parts[-1])
                if row.target == "aws_api_gateway_authorizer":
                    owner.deploys(parts[-1])
                if row.target in _WITH_AUTH and is_ignored(item.node):
                    parts[-1].note = IGNORED
    parts += policies(sheet, owner)
    parts += options
    pack(sheet, main, owner)
    parts = [*owner.new_paths, *parts]
    covered |= {each.resource for each in parts} | _OF_EVENTS | _OF_OTHERS
    _settle(sheet, parts)
    _resolve(parts, owner)
    _resolve([main], owner, parts)
    others = [each for each in sheet.targets if each.resource not in covered or each is main]
    sheet.targets = [
        *(each for each in others if not each.instead_of),
        *parts,
        *(each for each in others if each.instead_of),
    ]
    _name_expressions(sheet, parts)


def _settle(sheet: Sheet, parts: Sequence[Target]) -> None:
    """Marks the entries that are written out in the resources that SAM makes, and those of events
    that need none."""
    kinds = {each.resource for each in parts}
    ours = {each.attribute.partition(".")[0] for each in sheet.targets[0].required}
    for entry in sheet.properties:
        if entry.path == _ROLE and not entry.answers and _has_roles(parts):
            entry.there, entry.verdict = True, "exact"
            entry.reason = "Written out in the resources above."
        if entry.path == "CorsConfiguration" and "cors_configuration" in ours:
            entry.there, entry.reason = True, "Written out above."
        first = entry.answers[0]["resource"] if entry.answers else None
        whole = entry.path.partition(".")[0]
        is_written = entry.path == "Policies" or whole == "Cors"
        is_written = is_written and any(each.lands == [whole] for each in parts)
        if is_written or (entry.path in _ROUTES and first in kinds):
            entry.there = True
            entry.reason = "Written out in the resources above."
            entry.verdict = "transformed" if entry.verdict == "none" else entry.verdict
            entry.answers = [each | {"note": None} for each in entry.answers[:1]]
        if entry.path.startswith("Events.") and first in _OF_EVENTS - kinds:
            entry.there = True
            entry.reason = (
                "The method's resource_id names it."
                if "aws_api_gateway_method" in kinds
                else "The OpenAPI body of the API has the path, its method and its integration:"
                " nothing to write here."
            )
        elif first in _OF_EVENTS and first not in kinds:
            entry.reason = "The methods of the functions' events take it."


def _has_roles(parts: Sequence[Target]) -> bool:
    """Whether targets of rules name their role: those of a state machine's events."""
    arguments = (each.required for each in parts if each.resource == "aws_cloudwatch_event_target")
    return any(each.attribute == "role_arn" for required in arguments for each in required)


def _fits(row: Row, own: Node | None, owner: Owner) -> bool:
    if row.types and owner.event_type(own) not in row.types:
        return False
    if row.unless is not None and owner.is_given(own, row.unless):
        return False
    if row.api is not None and owner.has_body(own if row.each == "Events" else None) != (
        row.api == "body"
    ):
        return False
    return row.queue is None or owner.has_queue(own) == (row.queue == "true")


def _target(
    row: Row,
    item: Item,
    verdict: bool | None,
    owner: Owner,
    targets: Sequence[Target],
) -> Target:
    like = next((each for each in targets if each.resource == row.target), None)
    key, own = item.key, item.node
    name = owner.fill_id(row.id or "", item.label, own)
    target = new_part(
        row.target,
        address(row.target, name),
        [],
        row.note,
        when=item.when if verdict else row.when,
        lands=like.lands if like else (),
    )
    target.deprecated = like.deprecated if like else None
    target.holds = bool(verdict) and item.when is None
    target.event = key or None
    for argument, value in row.arguments.items():
        filled = owner.fill(value, key, own)
        if filled is not None:
            target.required.append(Required(argument, filled, block=_is_block(argument, filled)))
    if like:
        names = {_plain(each) for each in row.arguments}
        target.required += [
            Required(each.attribute, None, each.like)
            for each in like.required
            if not any(_overlap(_plain(each.attribute), one) for one in names)
        ]
    return target


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _is_block(argument: str, value: str) -> bool:
    return argument in _BLOCKS and value.startswith("{")


def _plain(path: str) -> str:
    return path.replace("[]", "")


def _complete(main: Target, arguments: Mapping[str, str], owner: Owner) -> None:
    for argument, value in arguments.items():
        filled = owner.fill(value, "", None)
        if filled is None:
            continue
        main.required = [each for each in main.required if each.attribute != argument]
        main.required.append(Required(argument, filled))


def _resolve(targets: Iterable[Target], owner: Owner, among: Sequence[Target] = ()) -> None:
    """Fills in the addresses of other resources: those of the same event come first."""
    all_targets = [*targets]
    known = [*(among or all_targets)]
    for target in all_targets:
        arguments = []
        for each in target.required:
            if each.value is not None:
                value = _filled(each.value, target, known)
                each = replace(each, value=value if value != OPEN else None)
            arguments.append(each)
        target.required = arguments


def _filled(value: str, target: Target, known: Sequence[Target]) -> str:
    missing = False

    def place(match: re.Match[str]) -> str:
        nonlocal missing
        found = [each for each in known if each.resource == match[1] and each.address]
        same = [each for each in found if (each.event, each.when) == (target.event, target.when)]
        whole = [each for each in found if each.event is None]
        best = next(iter(same or whole), None)
        missing |= best is None
        if best is None or best.address is None:
            return OPEN
        counted = best.event and best.when and value[match.end() :].startswith(".")
        return f"{best.address}[0]" if counted else best.address

    filled = _ADDRESS.sub(place, value)
    return OPEN if missing else filled


def _name_expressions(sheet: Sheet, parts: Sequence[Target]) -> None:
    """Expressions of what lands in a resource that SAM makes carry its address; None where SAM
    makes several."""
    addresses: dict[str, set[str]] = defaultdict(set)
    for each in parts:
        addresses[each.resource].add(each.address or "")
    for entry in (*sheet.properties, *sheet.outputs):
        for answer in entry.answers:
            own = addresses.get(answer["resource"])
            if own and answer["expression"]:
                attribute = answer["expression"].split(".", 2)[2:]
                (first, *more) = own
                answer["expression"] = None if more else ".".join([first, *attribute])
