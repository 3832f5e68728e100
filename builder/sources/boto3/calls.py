"""Finds the things that the read operations of a service model describe.

A *root* is a place in the answer of a read operation where the description of a thing starts:
`ReplicationGroups[]` of describe_replication_groups, `Reservations[].Instances[]` of
describe_instances, the answer itself (path ``) of get_function_configuration. The rules, in order:

0. A call that requires a time range (StartTime and EndTime, TimePeriod) answers with measurements
   and has no root.
1. Page tokens, counts and lists of failures are not descriptions (PAGING, FAILURES), nor are the
   tokens of paginators-1.json.
2. A structure that has only one list of structures and page members is a page (cloudfront's
   DistributionList): its items may be roots, not the structure.
3. A *collection* call answers many things: it is paginated, or List/Search/BatchGet, or takes a
   list of names, or requires no argument, or its only member lists the shape that another call
   answers with (apigateway get_stages). Each of its lists (or maps) of structures whose name is the
   operation's noun is a root; without such a list its only list is one, and also a list inside it
   with the operation's noun (`Reservations[].Instances[]`).
4. Any other call answers one thing: the only member, if it is a structure, is the root; among
   several, the structure whose name or shape is the operation's noun (GetDistribution: Distribution
   beside ETag), unless more of the thing's identifiers are beside it than in it (GetBackupPlan).
   Without such a structure the answer itself is the root.
5. A structure that is a root, or the whole answer, of another operation of the service is also a
   root at the top of an answer without scalars (lambda get_function: Configuration beside Code).
6. Siblings of the roots belong to the answer itself, which then is a root too; its walk stops at
   the other roots. The answer is not a root where the siblings only repeat the request, or are bare
   names of things that another call describes (list_clusters: clusterArns).
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
    """A place where a read operation describes a thing of `shape`."""

    operation: str
    path: str
    shape: str


@dataclass
class Descriptions:
    """All roots of a model."""

    roots: dict[str, list[Root]] = field(default_factory=dict)
    """Shape → its roots, in the order of the model."""
    stops: dict[str, dict[str, str]] = field(default_factory=dict)
    """Shape → the members at which its walk ends → the shape of the resource that starts there."""
    aside: set[str] = field(default_factory=set)
    """Shapes of answers that have only siblings of their roots, or bare names: no operation creates
    these."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Reason why a part of an answer is not a resource → the number of operations."""


def find_descriptions(model: Model) -> Descriptions:
    """Every root of every read operation, by the rules above."""
    found = Descriptions()
    answers: list[tuple[str, str, dict[str, Place]]] = []
    answer_shapes = {
        output
        for operation in model.operations
        if READ.match(operation) and (output := model.output(operation))
    }
    for operation in model.operations:
        output = model.output(operation)
        if output is None or not READ.match(operation):
            continue
        if measures(model, operation):
            found.skipped["measurements, requested by a time range"] += 1
            continue
        places = _places(model, operation, output)
        roots = _choose_roots(model, operation, output, places, answer_shapes)
        for path, shape in roots:
            _add(found, Root(operation, path, shape))
            inner = [
                (other[len(path) + 1 :].partition("[")[0], item)
                for other, item in roots
                if other.startswith(path + ".")
            ]
            found.stops.setdefault(shape, {}).update(inner)
        answers.append((operation, output, places))
    root_shapes = {*found.roots, *(output for _, output, _ in answers)}
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
                and shape in root_shapes
                and shape != output
                and not path.endswith(("[]", ".*"))
            ):
                _add(found, Root(operation, path, shape))
        _answer(model, operation, output, found, nouns)
    return found


def _add(found: Descriptions, root: Root) -> None:
    roots = found.roots.setdefault(root.shape, [])
    if root not in roots:
        roots.append(root)


def _answer(
    model: Model, operation: str, output: str, found: Descriptions, nouns: set[str]
) -> None:
    """Adds the answer itself as a root, if it has more than its roots (rule 6)."""
    root_of = {
        root.path.partition(".")[0].rstrip("[]"): root
        for roots in found.roots.values()
        for root in roots
        if root.operation == operation
    }
    members = model.shapes[output]["members"]
    useful = [name for name in members if not is_noise(model, operation, name)]
    siblings = [name for name in useful if name not in root_of]
    request = model.input(operation)
    if root_of and request is not None:
        request_members = model.shapes[request]["members"]
        siblings = [name for name in siblings if name not in request_members]
    if not siblings:
        found.skipped["answers without members beside their roots"] += 1
        return
    bare = all(
        _is_names(model, members[name]["shape"]) or _is_page_of_names_at(model, members[name])
        for name in siblings
    )
    if operation.startswith(MANY) and bare and singular(noun(operation)) in nouns:
        found.skipped["bare names or ids of what another call describes"] += 1
        return
    if root_of or bare:
        found.aside.add(output)
    found.stops.setdefault(output, {}).update({name: root.shape for name, root in root_of.items()})
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
    stem = singular(noun(operation))
    plural = is_plural(noun(operation))
    for name, member in shape["members"].items():
        if model.shapes[member["shape"]]["type"] == "list" and (
            letters(name) in ("filter", "filters")
            or singular(name).startswith(stem)
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
    """Whether the call requires a time range: it then answers with measurements or events, and does
    not describe a thing."""
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
    """Whether a member of the answer is about the page or about failures, not about a thing
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
    """The structure inside lists and maps, with the path to it (`[]`, `.*`); None where they hold
    something else."""
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


def _choose_roots(
    model: Model, operation: str, output: str, places: dict[str, Place], answer_shapes: set[str]
) -> list[Place]:
    operation_noun = noun(operation)
    lists = {name: place for name, place in places.items() if place[0].endswith(("[]", ".*"))}
    useful = [
        name for name in model.shapes[output]["members"] if not is_noise(model, operation, name)
    ]
    collection = many(model, operation)
    plural = operation.startswith(MANY) or is_plural(operation_noun)
    namesakes = [
        place
        for name, place in lists.items()
        if same(name, operation_noun) or same(place[1], operation_noun)
    ]
    if namesakes and (
        collection or (plural and len(useful) == 1 and namesakes[0][1] in answer_shapes)
    ):
        return namesakes
    single = {name: place for name, place in places.items() if name not in lists}
    if len(useful) == 1 and single:
        return [
            place
            for place in single.values()
            if not (operation.startswith(MANY) and _is_page_of_names(model, place[1]))
        ]
    namesakes = [
        place
        for name, place in single.items()
        if same(name, operation_noun) or same(place[1], operation_noun)
    ]
    if namesakes and not all(
        _identified_beside(model, operation_noun, useful, output, shape) for _, shape in namesakes
    ):
        return namesakes
    if collection and len(lists) == 1 and (plural or len(useful) == 1):
        return list(_with_inner(model, operation_noun, *lists.values()))
    return []


def _identified_beside(
    model: Model, operation_noun: str, useful: list[str], output: str, shape: str
) -> bool:
    """Whether more of the thing's identifiers are beside the structure than in it: then the whole
    answer describes the thing."""
    members = model.shapes[output]["members"]
    outside = [name for name in useful if model.shapes[members[name]["shape"]]["type"] == "string"]
    inside = model.shapes[shape]["members"]
    return sum(_identifies(name, operation_noun) for name in outside) > sum(
        _identifies(name, operation_noun) for name in inside
    )


def _identifies(name: str, operation_noun: str) -> bool:
    """Whether a member identifies the thing: `arn` and `FunctionName` a Function, and `ruleName`,
    with the end of the noun, a TelemetryRule."""
    low = letters(name)
    end = _IDENTIFIER.search(low)
    return end is not None and letters(operation_noun).endswith(low[: end.start()])


def _with_inner(model: Model, operation_noun: str, place: Place) -> Iterator[Place]:
    """The list's item, and a list in it with the operation's noun as its name."""
    yield place
    path, shape = place
    for name, member in model.shapes[shape]["members"].items():
        item = leaf(model, member["shape"])
        if item and item[0] and same(name, operation_noun):
            yield f"{path}.{name}{item[0]}", item[1]
