"""Finds, in a service model, what its read operations describe, and which create, update and delete
calls go with it.

A *root* is a place in the answer of a read operation where the description of a thing starts:
`ReplicationGroups[]` of describe_replication_groups, `Reservations[].Instances[]` of
describe_instances, the answer itself (path ``) of get_function_configuration. The rules, in order:

0. A call that requires a span of time (StartTime and EndTime, TimePeriod) answers with measurements
   and describes nothing.
1. Page tokens, counts and lists of failures are not a description (PAGING, FAILURES); what
   paginators-1.json calls a token is none.
2. A structure that holds nothing but one list of structures and page members is a page
   (cloudfront's DistributionList): its items are meant.
3. A *collection* call answers many things: it is paginated, or List/Search/BatchGet, or asks for a
   list of names, or needs nothing to be asked, or lists in its only member what another call
   answers with (apigateway get_stages). Each of its lists (or maps) of structures whose name is the
   operation's noun is a root; where none is, its only list is one, and a list inside that bears the
   operation's noun (`Reservations[].Instances[]`).
4. Any other call answers one thing: the only member, if it is a structure, is the root; among
   several, the structure whose name or shape is the operation's noun (GetDistribution: Distribution
   beside ETag), unless more of the thing's identifiers stand beside it than in it (GetBackupPlan).
   Without such a structure the answer itself is the root.
5. A structure that is a root, or the whole answer, of another operation of the service is a root
   also at the top of an answer that has no scalars of its own (lambda get_function: Configuration
   beside Code).
6. Siblings of the roots are described by the answer itself, which then is a resource too; its walk
   stops at the roots. No such resource is made of what only repeats the request, nor of a list of
   bare names of things that another call describes (list_clusters: clusterArns).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from builder.services import letters
from builder.sources.boto3.locate import locate as locate
from builder.sources.boto3.models import Model
from builder.sources.boto3.nouns import READ, is_plural, noun, same, singular

Place = tuple[str, str]
"""A path in an answer, and the structure there."""

MANY = ("BatchGet", "BatchDescribe", "AdminList", "List", "Search", "Lookup")
PAGING = re.compile(
    r"^\w*(token|marker|cursor)$|^(next|previous|prev|start|last|current)?(page|position)$|^\w*truncated$|^hasmore\w*$"
    r"|^(max|total|return)?(results|items|records|keys|size|count|hits)(count)?$|^(total|approximate)\w*count$|^quantity$|^total$"
    r"|^page(size|number)$|^next(item)?offset$|^requestid$|^statuscode$",
    re.I,
)
FAILURES = re.compile(
    r"^(\w*errors?|\w*errorlist|\w*failures|failed\w*|unprocessed\w*|\w*notfound|invalid(names|ids|arns|\w+names|\w+ids))$",
    re.I,
)
_IDENTIFIER = re.compile(r"(id|arn|name|identifier)$", re.I)


@dataclass(frozen=True)
class Root:
    """Where one read operation describes a thing of `shape`."""

    operation: str
    path: str
    shape: str


@dataclass
class Described:
    """What the read operations of a model describe."""

    roots: dict[str, list[Root]] = field(default_factory=dict)
    """Shape → where it is read, in the order of the model."""
    stops: dict[str, dict[str, str]] = field(default_factory=dict)
    """Shape → the members at which the walk ends, and the shape (resource) that starts there."""
    aside: set[str] = field(default_factory=set)
    """Answers that hold only siblings of their roots, or list bare names: no operation makes such a
    thing."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Why parts of answers make no resource → how many operations."""


def described(model: Model) -> Described:
    """Every root of every read operation; see the rules above."""
    found = Described()
    answers: list[tuple[str, str, dict[str, Place]]] = []
    wholes = {
        output
        for operation in model.operations
        if READ.match(operation) and (output := model.output(operation))
    }
    for operation in model.operations:
        output = model.output(operation)
        if output is None or not READ.match(operation):
            continue
        if measures(model, operation):
            found.skipped["measurements, asked for by a span of time"] += 1
            continue
        places = _places(model, operation, output)
        chosen = _chosen(model, operation, output, places, wholes)
        for path, shape in chosen:
            _add(found, Root(operation, path, shape))
            inner = [
                (other[len(path) + 1 :].partition("[")[0], item)
                for other, item in chosen
                if other.startswith(path + ".")
            ]
            found.stops.setdefault(shape, {}).update(inner)
        answers.append((operation, output, places))
    known = {*found.roots, *(output for _, output, _ in answers)}
    nouns = {
        singular(noun(operation)) for operation, _, _ in answers if not operation.startswith(MANY)
    }
    for operation, output, places in answers:
        kinds = {
            model.shapes[member["shape"]]["type"]
            for name, member in model.shapes[output]["members"].items()
            if not is_noise(model, operation, name)
        }
        for path, shape in places.values():
            if (
                kinds <= {"structure", "list", "map"}
                and shape in known
                and shape != output
                and not path.endswith(("[]", ".*"))
            ):
                _add(found, Root(operation, path, shape))
        _answer(model, operation, output, found, nouns)
    return found


def _add(found: Described, root: Root) -> None:
    roots = found.roots.setdefault(root.shape, [])
    if root not in roots:
        roots.append(root)


def _answer(model: Model, operation: str, output: str, found: Described, nouns: set[str]) -> None:
    """Makes a root of the answer itself, if it says anything beside its roots (rule 6)."""
    taken = {
        root.path.partition(".")[0].rstrip("[]"): root
        for roots in found.roots.values()
        for root in roots
        if root.operation == operation
    }
    members = model.shapes[output]["members"]
    useful = [name for name in members if not is_noise(model, operation, name)]
    left = [name for name in useful if name not in taken]
    if taken:
        asked = model.shapes[model.input(operation) or output]["members"]
        left = [name for name in left if name not in asked or model.input(operation) is None]
    if not left:
        found.skipped["answers that say nothing beside what they describe"] += 1
        return
    bare = all(
        _is_names(model, members[name]["shape"]) or _is_page_of_names_at(model, members[name])
        for name in left
    )
    if operation.startswith(MANY) and bare and singular(noun(operation)) in nouns:
        found.skipped["bare names or ids of what another call describes"] += 1
        return
    if taken or bare:
        found.aside.add(output)
    found.stops.setdefault(output, {}).update({name: root.shape for name, root in taken.items()})
    _add(found, Root(operation, "", output))


def _is_names(model: Model, shape: str) -> bool:
    outer = model.shapes[shape]
    return outer["type"] == "list" and model.shapes[outer["member"]["shape"]]["type"] not in (
        "structure",
        "map",
        "list",
    )


def _is_page_of_names(model: Model, shape: str) -> bool:
    members = model.shapes[shape]["members"]
    return bool(members) and all(
        PAGING.match(name) or _is_names(model, member["shape"]) for name, member in members.items()
    )


def _is_page_of_names_at(model: Model, member: dict[str, Any]) -> bool:
    return model.shapes[member["shape"]]["type"] == "structure" and _is_page_of_names(
        model, member["shape"]
    )


def many(model: Model, operation: str) -> bool:
    """Whether the call answers many things (rule 3)."""
    if operation.startswith(MANY) or operation in model.paginators:
        return True
    request = model.input(operation)
    shape = model.shapes[request] if request else {"members": {}}
    wanted = singular(noun(operation))
    plural = is_plural(noun(operation))
    for name, member in shape["members"].items():
        if model.shapes[member["shape"]]["type"] == "list" and (
            letters(name) in ("filter", "filters")
            or singular(name).startswith(wanted)
            or (plural and re.search("(names|ids|arns)$", name, re.I))
        ):
            return True
        if (
            re.search(r"token$|marker$", name, re.I)
            and model.shapes[member["shape"]]["type"] == "string"
        ):
            return True
    return not shape.get("required")


def measures(model: Model, operation: str) -> bool:
    """Whether the call requires a span of time: it then answers with measurements or events, and
    does not describe a thing."""
    request = model.input(operation)
    required = (
        [letters(name) for name in model.shapes[request].get("required", ())] if request else []
    )
    start = any(
        re.match(r"(start|from|begin)(ing)?(time|date|timestamp)|starttime$", name)
        for name in required
    )
    end = any(re.match(r"(end|to|until)(ing)?(time|date|timestamp)", name) for name in required)
    return (start and end) or any(
        name in ("timeperiod", "timerange", "timeframe", "daterange") for name in required
    )


def is_noise(model: Model, operation: str, name: str) -> bool:
    """Whether a member of the answer is about the page or about what failed, not about a thing
    (rule 1)."""
    page = model.paginators.get(operation, {})
    for kind_of_token in ("output_token", "more_results", "input_token"):
        tokens = page.get(kind_of_token, [])
        if name in ([tokens] if isinstance(tokens, str) else tokens):
            return True
    output = model.output(operation)
    member = model.shapes[output]["members"][name] if output else {}
    kind = model.shapes[member["shape"]]["type"]
    return member.get("location") == "statusCode" or bool(
        (FAILURES if kind in ("list", "map") else PAGING).match(name) and kind != "structure"
    )


def leaf(model: Model, shape: str) -> Place | None:
    """The structure inside lists and maps, with the path that leads into it: `[]`, `.*`."""
    path = ""
    while model.shapes[shape]["type"] in ("list", "map"):
        inner = model.shapes[shape]
        path += "[]" if inner["type"] == "list" else ".*"
        shape = inner["member" if inner["type"] == "list" else "value"]["shape"]
    is_structure = model.shapes[shape]["type"] == "structure" and not model.shapes[shape].get(
        "document"
    )
    return (path, shape) if is_structure else None


def _places(model: Model, operation: str, output: str) -> dict[str, Place]:
    """The members of an answer that hold structures, pages opened (rule 2)."""
    found = {}
    for name, member in model.shapes[output]["members"].items():
        place = None if is_noise(model, operation, name) else leaf(model, member["shape"])
        if place is None or model.shapes[place[1]].get("eventstream"):
            continue
        path, shape = name + place[0], place[1]
        inside = model.shapes[shape]["members"]
        useful = [
            key
            for key in inside
            if not PAGING.match(key)
            and key not in str(model.paginators.get(operation, "")).split(".")
        ]
        lists = [key for key in inside if (item := leaf(model, inside[key]["shape"])) and item[0]]
        if path == name and len(lists) == 1 and len(inside) > 1 and set(useful) <= set(lists):
            item = leaf(model, inside[lists[0]]["shape"])
            assert item is not None
            path, shape = f"{name}.{lists[0]}{item[0]}", item[1]
        found[name] = (path, shape)
    return found


def _chosen(
    model: Model, operation: str, output: str, places: dict[str, Place], wholes: set[str]
) -> list[Place]:
    wanted = noun(operation)
    lists = {name: place for name, place in places.items() if place[0].endswith(("[]", ".*"))}
    useful = [
        name for name in model.shapes[output]["members"] if not is_noise(model, operation, name)
    ]
    collection = many(model, operation)
    plural = operation.startswith(MANY) or is_plural(wanted)
    named = [place for name, place in lists.items() if same(name, wanted) or same(place[1], wanted)]
    if named and (collection or (plural and len(useful) == 1 and named[0][1] in wholes)):
        return named
    alone = {name: place for name, place in places.items() if name not in lists}
    if len(useful) == 1 and alone:
        return [
            place
            for place in alone.values()
            if not (operation.startswith(MANY) and _is_page_of_names(model, place[1]))
        ]
    named = [place for name, place in alone.items() if same(name, wanted) or same(place[1], wanted)]
    if named and not all(
        _identified_beside(model, wanted, useful, output, shape) for _, shape in named
    ):
        return named
    if collection and len(lists) == 1 and (plural or len(useful) == 1):
        return list(_with_inner(model, wanted, *lists.values()))
    return []


def _identified_beside(
    model: Model, wanted: str, useful: list[str], output: str, shape: str
) -> bool:
    """Whether more of the thing's identifiers are beside the structure than in it: then the answer
    as a whole describes the thing."""
    members = model.shapes[output]["members"]
    outside = [name for name in useful if model.shapes[members[name]["shape"]]["type"] == "string"]
    inside = model.shapes[shape]["members"]
    return sum(_identifies(name, wanted) for name in outside) > sum(
        _identifies(name, wanted) for name in inside
    )


def _identifies(name: str, wanted: str) -> bool:
    """`arn`, `FunctionName` and, by the end of the noun, `ruleName` identify a TelemetryRule or a
    Function."""
    low = letters(name)
    end = _IDENTIFIER.search(low)
    return end is not None and letters(wanted).endswith(low[: end.start()])


def _with_inner(model: Model, wanted: str, place: Place) -> Iterator[Place]:
    """The list's item, and the list in it that bears the operation's noun."""
    yield place
    path, shape = place
    for name, member in model.shapes[shape]["members"].items():
        item = leaf(model, member["shape"])
        if item and item[0] and same(name, wanted):
            yield f"{path}.{name}{item[0]}", item[1]
