"""boto3, read from botocore's service models: one resource for each shape that a client's read
calls describe.

The name of a resource is the client and the shape (`elasticache.ReplicationGroup`). calls.py finds
these shapes, shapes.py turns their members into paths, changes.py finds the calls that create and
change them, types.py the CloudFormation types that they describe. The clients are those of
data/services.yaml and those with the names of CloudFormation's services.

Flags: an output is a member of the read shape; an input is a member of the create call's request,
at the same path; it is required where the (first) create call requires it. A member that only the
create call takes is an input, not an output. Settings that no call creates have the inputs of the
call that updates them.

Calls that only write are resources too, without `read` (writes.py), and so are the calls by which
data sources look things up, with `find` (lookups.py).

Facts of a resource, each absent where it would be empty:

- client, shape
- read: [{operation, path, parameters, action}], the best one first (order.py): `operation` is the
  method of the client, `path` the place in its answer where the resource starts ("" for the answer
  itself), `parameters` those that identify the resource, `action` the IAM action; `for`: the
  CloudFormation types that this call reads and the first one does not
- summaries: [{operation, path, action}]: list calls whose items have a part of the members, under
  the same names
- create: [{operation, path, action}] (`path`: the wrapper in the request, see changes.py), update,
  delete: [operation]
- iam: the IAM actions of these calls
- elsewhere: {member: resource}: members whose own members are those of another resource
- recursion: {path: path}: where the walk stopped, and the path above with the same members
- unwalked: {path: shape}: large structures that only the create call takes; their members are not
  listed
- cloudformation, cloudformation_evidence, cloudformation_also: see types.py
- calls, answers: on one resource of each client, every operation with its arguments (arguments.py)
  and with the members of its answer (answers.py)
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from builder import services
from builder.model import Extraction, Resource
from builder.packages import Package
from builder.sources.boto3 import arguments as boto3_arguments
from builder.sources.boto3 import changes as boto3_changes
from builder.sources.boto3 import types as boto3_types
from builder.sources.boto3.answers import answers
from builder.sources.boto3.calls import Descriptions, Root, find_descriptions
from builder.sources.boto3.lookups import lookups
from builder.sources.boto3.models import Model, Xform, models, xform
from builder.sources.boto3.order import order
from builder.sources.boto3.read_as import apply_read_as
from builder.sources.boto3.resource import resource_of
from builder.sources.boto3.shapes import Walk, plain
from builder.sources.boto3.writes import named_by_handlers, writes


def extract(
    package: Package, cloudformation: Extraction, terraform: Extraction | None = None
) -> Extraction:
    """Every described shape of the clients of CloudFormation's services; with `terraform` also of
    the services that only Terraform has."""
    client_names = (
        services.clients() if terraform is not None else services.clients(services.load().values())
    )
    rule = xform(package)
    prefixes = _prefixes()
    skipped: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    found: list[Resource] = []
    signers: dict[str, list[str]] = {}
    makers = boto3_types.handlers(cloudformation)
    handler_actions = named_by_handlers(cloudformation)
    not_read: list[Resource] = []
    for model in models(package, client_names):
        descriptions = find_descriptions(model)
        read_here = _resources(
            model,
            descriptions,
            rule,
            prefixes.get(model.client, []),
            makers.get(model.client, {}),
            omitted,
        )
        found += read_here
        iam_names = {*prefixes.get(model.client, ()), *_metadata_names(model)}
        actions = set().union(*(handler_actions.get(prefix, set()) for prefix in iam_names))
        prefix = _prefix(model, prefixes.get(model.client, []))
        find_calls = lookups(model, rule, prefix)
        names = {resource.name for resource in find_calls}
        others_here = [
            *find_calls,
            *(
                each
                for each in writes(model, read_here, actions, rule, prefix)
                if each.name not in names
            ),
        ]
        for one in sorted((*read_here, *others_here), key=lambda each: each.name)[:1]:
            one.facts["calls"] = boto3_arguments.packed(model, rule)
            one.facts["answers"] = answers(model, rule, descriptions.roots)
        not_read += others_here
        skipped.update(descriptions.skipped)
        for name in {model.client, *prefixes.get(model.client, ()), *_metadata_names(model)}:
            signers.setdefault(name, []).append(model.client)
    notes = [f"{count:,} read operations: {reason}" for reason, count in sorted(skipped.items())]
    notes += [f"{count:,} members: {reason}" for reason, count in sorted(omitted.items()) if count]
    notes.append(
        f"{len(services.client_names(package)) - len(client_names):,} clients: no service of"
        " CloudFormation or Terraform"
    )
    notes += boto3_types.link(found, cloudformation, signers)
    apply_read_as(found)
    found += not_read
    found.sort(key=lambda resource: resource.name)
    return Extraction("boto3", package.name, package.version, found, notes)


def _resources(
    model: Model,
    descriptions: Descriptions,
    rule: Xform,
    prefixes: list[str],
    makers: dict[str, set[str]],
    omitted: Counter[str],
) -> list[Resource]:
    by_noun = boto3_changes.verbs(model)
    sizes: dict[str, int] = {}
    texts: dict[tuple[str, str], str] = {}
    prefix = _prefix(model, prefixes)
    found = []
    orphan_nouns = boto3_changes.orphans(model, descriptions, by_noun)
    owner = boto3_changes.owners(model, descriptions, orphan_nouns)
    summaries = _summaries(model, descriptions, owner)
    summary_shapes = {root.shape for roots in summaries.values() for root in roots}
    for shape, roots in descriptions.roots.items():
        if shape in summary_shapes:
            continue
        reads = sorted(roots, key=order)
        calls = boto3_changes.changes(by_noun, boto3_changes.nouns_of_shape(owner, shape, reads))
        if not calls.make and shape not in descriptions.aside:
            handler_calls = set().union(
                *(makers.get(root.operation.lower(), set()) for root in reads)
            )
            calls.make = boto3_changes.made_by_handlers(model, by_noun, owner, reads, handler_calls)
        if made_by := boto3_changes.made_by().get(f"{model.client}.{shape}"):
            calls.make = [made_by]
        requests = _requests(model, shape, calls)
        hidden = frozenset((request.whole, request.path) for request in requests if request.path)
        walk = Walk(model, descriptions.stops, hidden, bool(calls.make), sizes, texts, omitted)
        tops = [request.shape for request in requests] + [
            request.whole for request in requests if request.path
        ]
        walk.structure(shape, list(dict.fromkeys(tops)))
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": shape,
            **_call_facts(model, shape, reads, summaries.get(shape, []), calls, rule, prefix),
            "elsewhere": {
                name: f"{model.client}.{other}"
                for name, other in descriptions.stops.get(shape, {}).items()
            },
            "recursion": walk.folds,
            "unwalked": walk.unwalked,
        }
        first = reads[0].operation
        description = plain(model.shapes[shape].get("documentation")) or plain(
            model.operations[first].get("documentation")
        )
        found.append(resource_of(model, shape, description, first, walk.attributes, facts))
    return found


def _call_facts(
    model: Model,
    shape: str,
    reads: list[Root],
    summaries: list[Root],
    calls: boto3_changes.Changes,
    rule: Xform,
    prefix: str,
) -> dict[str, Any]:
    """The facts about the calls that read, create, change and delete a resource."""
    requests = _requests(model, shape, calls)
    operations = [root.operation for root in reads] + calls.make + calls.change + calls.remove
    return {
        "read": [_read(model, root, shape, rule, prefix) for root in reads],
        "summaries": [
            {
                "operation": rule(root.operation),
                "path": root.path,
                "action": f"{prefix}:{root.operation}",
            }
            for root in summaries
        ],
        "create": [
            {
                "operation": rule(name),
                "path": _wrapper(requests, name),
                "action": f"{prefix}:{name}",
                **boto3_changes.taken_arguments(model, requests, name, len(calls.make) > 1),
                **_answers(model, name, reads[0], shape),
            }
            for name in calls.make
        ],
        "update": [rule(name) for name in calls.change],
        "change": [  # no call creates it and one changes it: a setting of something else
            {
                "operation": rule(name),
                "path": _wrapper(requests, name),
                **boto3_changes.taken_arguments(model, requests, name, False),
            }
            for name in (calls.change if not calls.make and len(calls.change) == 1 else ())
        ],
        "delete": [rule(name) for name in calls.remove],
        "iam": [f"{prefix}:{name}" for name in dict.fromkeys(operations)],
    }


def _requests(
    model: Model, shape: str, calls: boto3_changes.Changes
) -> list[boto3_changes.Request]:
    """The requests of the create calls, or of the first changing call where no call creates."""
    found = (boto3_changes.request(model, name, shape) for name in calls.make or calls.change[:1])
    return [request for request in found if request is not None]


def _read(model: Model, root: Root, shape: str, rule: Xform, prefix: str) -> dict[str, Any]:
    """A call that reads the resource, with the parameters that identify it."""
    names = boto3_changes.identifiers(model, root.operation, shape)
    free = boto3_changes.optional(model, root.operation, names)
    found = {
        "operation": rule(root.operation),
        "path": root.path,
        "parameters": names,
        "action": f"{prefix}:{root.operation}",
    }
    return found | ({"optional": free} if free else {})


def _answers(model: Model, operation: str, root: Root, shape: str) -> dict[str, dict[str, str]]:
    """The parameters of the read call that a create call answers, with their paths."""
    names = boto3_changes.identifiers(model, root.operation, shape)
    found = boto3_changes.identifiers_in_answer(model, operation, names)
    return {"answers": found} if found else {}


def _summaries(
    model: Model, descriptions: Descriptions, owner: dict[str, str]
) -> dict[str, list[Root]]:
    """Shape → the reads of the shapes whose members it has all."""
    into = {
        shape: other
        for shape in descriptions.roots
        if (other := boto3_changes.fuller(model, descriptions, owner, shape))
    }
    found: dict[str, list[Root]] = {}
    for shape in into:
        last, seen_shapes = shape, {shape}
        while last in into and into[last] not in seen_shapes:
            last = into[last]
            seen_shapes.add(last)
        if last not in into:
            found.setdefault(last, []).extend(descriptions.roots[shape])
            descriptions.skipped["summaries of what another call answers in full"] += len(
                descriptions.roots[shape]
            )
    return found


def _wrapper(requests: list[boto3_changes.Request], operation: str) -> str:
    return next((request.path for request in requests if request.operation == operation), "")


def _prefixes() -> dict[str, list[str]]:
    """Client → the IAM prefixes that its services use."""
    found: dict[str, list[str]] = {}
    for service in (*services.load().values(), *services.without_cloudformation().values()):
        for client in service.boto3:
            found.setdefault(client, []).extend(service.iam)
    return found


def _prefix(model: Model, service_prefixes: list[str]) -> str:
    """The client's IAM prefix: the one of its services that is also in the model's metadata, else
    the only one."""
    names = _metadata_names(model)
    hints = [name for name in (model.client, *names) if name in service_prefixes]
    if hints:
        return hints[0]
    return service_prefixes[0] if len(set(service_prefixes)) == 1 else names[0]


def _metadata_names(model: Model) -> list[str]:
    names = (model.metadata.get("signingName"), model.metadata["endpointPrefix"])
    return [str(name) for name in names if name]
