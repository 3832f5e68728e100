"""boto3, read from botocore's service models: one resource for each shape that a client's read
calls describe.

A resource is named by the client and the shape (`elasticache.ReplicationGroup`);
builder.sources.boto3.calls says where such shapes are found, boto3_shapes how their members become
paths, boto3_changes which calls make and change them, boto3_types which CloudFormation type is
described. Read are the clients of data/services.yaml and those named as CloudFormation's services.

Flags: an output is a member of the read shape; an input is a member of what the create call takes,
at the same path; required is what the (first) create call requires. What only the create call takes
is an attribute too, an input and no output. Settings that no call creates have the inputs of the
call that updates them.

Calls that only write are resources too, without `read` (builder.sources.boto3.writes), and so are
the calls that data sources look things up by, with `find` (builder.sources.boto3.lookups).

Facts of a resource, each absent where there is nothing to say:

- client, shape
- read: [{operation, path, parameters, action}], the one to read with first (boto3_order):
  `operation` is the method of the client, `path` where in its answer the resource starts ("" for
  the answer itself), `parameters` those that say which thing is read, `action` IAM's name; `for`:
  the CloudFormation types whose things it reads while the first one does not
- summaries: [{operation, path, action}]: list calls whose items say a part of the same, by the same
  names
- create: [{operation, path, action}] (`path`: the wrapper in the request, see boto3_changes),
  update, delete: [operation]
- iam: the IAM actions of these calls
- elsewhere: {member: resource}: members whose own members are those of another resource
- recursion: {path: path}: where the walk stopped, and the path below which the same members are
- unwalked: {path: shape}: large structures that only the create call takes; their members are not
  listed
- cloudformation, cloudformation_evidence, cloudformation_also: see boto3_types
- calls, answers: on one resource of each client, every operation with its arguments
  (boto3_arguments) and with the members of its answer (builder.sources.boto3.answers)
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
from builder.sources.boto3.calls import Described, Root, described
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
    """Every described shape of the clients that CloudFormation's services have, and with
    `terraform` those that only it has."""
    wanted = (
        services.clients() if terraform is not None else services.clients(services.load().values())
    )
    rule = xform(package)
    prefixes = _prefixes()
    skipped: Counter[str] = Counter()
    left: Counter[str] = Counter()
    found: list[Resource] = []
    signers: dict[str, list[str]] = {}
    makers = boto3_types.handlers(cloudformation)
    named = named_by_handlers(cloudformation)
    writing: list[Resource] = []
    for model in models(package, wanted):
        seen = described(model)
        described_here = _resources(
            model, seen, rule, prefixes.get(model.client, []), makers.get(model.client, {}), left
        )
        found += described_here
        known = {*prefixes.get(model.client, ()), *_metadata_names(model)}
        actions = set().union(*(named.get(prefix, set()) for prefix in known))
        prefix = _prefix(model, prefixes.get(model.client, []))
        finding = lookups(model, rule, prefix)
        names = {resource.name for resource in finding}
        written_here = [
            *finding,
            *(
                each
                for each in writes(model, described_here, actions, rule, prefix)
                if each.name not in names
            ),
        ]
        for one in sorted((*described_here, *written_here), key=lambda each: each.name)[:1]:
            one.facts["calls"] = boto3_arguments.packed(model, rule)
            one.facts["answers"] = answers(model, rule, seen.roots)
        writing += written_here
        skipped.update(seen.skipped)
        for name in {model.client, *prefixes.get(model.client, ()), *_metadata_names(model)}:
            signers.setdefault(name, []).append(model.client)
    notes = [f"{count:,} read operations: {reason}" for reason, count in sorted(skipped.items())]
    notes += [f"{count:,} members: {reason}" for reason, count in sorted(left.items()) if count]
    notes.append(
        f"{len(services.client_names(package)) - len(wanted):,} clients: no service of"
        " CloudFormation or Terraform"
    )
    notes += boto3_types.link(found, cloudformation, signers)
    apply_read_as(found)
    found += writing
    found.sort(key=lambda resource: resource.name)
    return Extraction("boto3", package.name, package.version, found, notes)


def _resources(
    model: Model,
    seen: Described,
    rule: Xform,
    prefixes: list[str],
    makers: dict[str, set[str]],
    left: Counter[str],
) -> list[Resource]:
    by_noun = boto3_changes.verbs(model)
    sizes: dict[str, int] = {}
    texts: dict[tuple[str, str], str] = {}
    prefix = _prefix(model, prefixes)
    found = []
    orphaned = boto3_changes.orphans(model, seen, by_noun)
    owner = boto3_changes.owners(model, seen, orphaned)
    summaries = _summaries(model, seen, owner)
    listed = {root.shape for roots in summaries.values() for root in roots}
    for shape, roots in seen.roots.items():
        if shape in listed:
            continue
        reads = sorted(roots, key=order)
        calls = boto3_changes.changes(by_noun, boto3_changes.owned(owner, shape, reads))
        if not calls.make and shape not in seen.aside:
            used = set().union(*(makers.get(root.operation.lower(), set()) for root in reads))
            calls.make = boto3_changes.handled(model, by_noun, owner, reads, used)
        if made_by := boto3_changes.made_by().get(f"{model.client}.{shape}"):
            calls.make = [made_by]
        taking = calls.make or calls.change[:1]
        requests = [
            request for name in taking if (request := boto3_changes.request(model, name, shape))
        ]
        hidden = frozenset((request.whole, request.path) for request in requests if request.path)
        walk = Walk(model, seen.stops, hidden, bool(calls.make), sizes, texts, left)
        tops = [request.shape for request in requests] + [
            request.whole for request in requests if request.path
        ]
        walk.structure(shape, list(dict.fromkeys(tops)))
        operations = [root.operation for root in reads] + calls.make + calls.change + calls.remove
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": shape,
            "read": [_read(model, root, shape, rule, prefix) for root in reads],
            "summaries": [
                {
                    "operation": rule(root.operation),
                    "path": root.path,
                    "action": f"{prefix}:{root.operation}",
                }
                for root in summaries.get(shape, ())
            ],
            "create": [
                {
                    "operation": rule(name),
                    "path": _wrapper(requests, name),
                    "action": f"{prefix}:{name}",
                    **boto3_changes.taken(model, requests, name, len(calls.make) > 1),
                    **_answers(model, name, reads[0], shape),
                }
                for name in calls.make
            ],
            "update": [rule(name) for name in calls.change],
            "change": [  # what nothing makes and one call changes: a setting of something else
                {
                    "operation": rule(name),
                    "path": _wrapper(requests, name),
                    **boto3_changes.taken(model, requests, name, False),
                }
                for name in (calls.change if not calls.make and len(calls.change) == 1 else ())
            ],
            "delete": [rule(name) for name in calls.remove],
            "iam": [f"{prefix}:{name}" for name in dict.fromkeys(operations)],
            "elsewhere": {
                name: f"{model.client}.{other}" for name, other in seen.stops.get(shape, {}).items()
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


def _read(model: Model, root: Root, shape: str, rule: Xform, prefix: str) -> dict[str, Any]:
    """A call that reads the thing, with the parameters that say which one."""
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
    """What a create call answers of the parameters that the read call asks for."""
    names = boto3_changes.identifiers(model, root.operation, shape)
    found = boto3_changes.answered(model, operation, names)
    return {"answers": found} if found else {}


def _summaries(model: Model, seen: Described, owner: dict[str, str]) -> dict[str, list[Root]]:
    """Shape → the reads of the shapes that it tells all of."""
    into = {
        shape: other
        for shape in seen.roots
        if (other := boto3_changes.fuller(model, seen, owner, shape))
    }
    found: dict[str, list[Root]] = {}
    for shape in into:
        last, seen_shapes = shape, {shape}
        while last in into and into[last] not in seen_shapes:
            last = into[last]
            seen_shapes.add(last)
        if last not in into:
            found.setdefault(last, []).extend(seen.roots[shape])
            seen.skipped["summaries of which another call tells all"] += len(seen.roots[shape])
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


def _prefix(model: Model, known: list[str]) -> str:
    """The client's IAM prefix: of those of its services the one that the model's metadata knows
    too, else the only one."""
    names = _metadata_names(model)
    hints = [name for name in (model.client, *names) if name in known]
    if hints:
        return hints[0]
    return known[0] if len(set(known)) == 1 else names[0]


def _metadata_names(model: Model) -> list[str]:
    names = (model.metadata.get("signingName"), model.metadata["endpointPrefix"])
    return [str(name) for name in names if name]
