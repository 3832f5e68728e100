"""boto3, read from botocore's service models: one resource for each shape that a client's read calls describe.

A resource is named by the client and the shape (`elasticache.ReplicationGroup`); builder.sources.boto3_calls says where such
shapes are found, boto3_shapes how their members become paths, boto3_changes which calls make and change them, boto3_types
which CloudFormation type is described. Read are the clients of data/services.yaml and those named as CloudFormation's services.

Flags: an output is a member of the read shape; an input is a member of what the create call takes, at the same path; required
is what the (first) create call requires. What only the create call takes is an attribute too, an input and no output.

Facts of a resource, each absent where there is nothing to say:

- client, shape
- read: [{operation, path, parameters}], the fullest first: `operation` is the method of the client, `path` where in its answer the
  resource starts ("" for the answer itself), `parameters` those that say which thing is read
- create: [{operation, path}] (`path`: the wrapper in the request, see boto3_changes), update, delete: [operation]
- iam: the IAM actions of these calls
- elsewhere: {member: resource}: members whose own members are those of another resource
- recursion: {path: path}: where the walk stopped, and the path below which the same members are
- cloudformation, cloudformation_evidence, cloudformation_also: see boto3_types
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from builder import services
from builder.model import Extraction, Resource
from builder.packages import Package
from builder.sources import boto3_changes, boto3_types
from builder.sources.boto3_calls import READ, Described, Root, described
from builder.sources.boto3_models import Model, Xform, models, xform
from builder.sources.boto3_shapes import Walk, plain

_ORDER = ("Describe", "Get", "AdminGet", "Head", "BatchGet", "BatchDescribe", "List", "AdminList", "Search", "Lookup")


def extract(package: Package, cloudformation: Extraction, terraform: Extraction | None = None) -> Extraction:
    """Every described shape of the clients that CloudFormation's services have, and with `terraform` those that only it has."""
    wanted = services.clients() if terraform is not None else services.clients(services.load().values())
    rule = xform(package)
    prefixes = _prefixes()
    skipped: Counter[str] = Counter()
    found: list[Resource] = []
    for model in models(package, wanted).values():
        seen = described(model)
        skipped.update(seen.skipped)
        found += _resources(model, seen, rule, prefixes.get(model.client, []))
    notes = [f"{count:,} read operations: {reason}" for reason, count in sorted(skipped.items())]
    notes += boto3_types.link(found, cloudformation)
    found.sort(key=lambda resource: resource.name)
    return Extraction("boto3", package.name, package.version, found, notes)


def _resources(model: Model, seen: Described, rule: Xform, prefixes: list[str]) -> list[Resource]:
    by_noun = boto3_changes.verbs(model)
    sizes: dict[str, int] = {}
    texts: dict[tuple[str, str], str] = {}
    prefix = _prefix(model, prefixes)
    found = []
    for shape, roots in seen.roots.items():
        reads = sorted(roots, key=lambda root: (_ORDER.index(_verb(root)), root.path.count("."), root.path.count("[]")))
        calls = boto3_changes.changes(by_noun, reads)
        requests = [request for name in calls.make if (request := boto3_changes.request(model, name, shape))]
        hidden = frozenset((request.whole, request.path) for request in requests if request.path)
        walk = Walk(model, seen.stops, hidden, sizes, texts)
        tops = [request.shape for request in requests] + [request.whole for request in requests if request.path]
        walk.structure(shape, list(dict.fromkeys(tops)))
        operations = [root.operation for root in reads] + calls.make + calls.change + calls.remove
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": shape,
            "read": [
                {
                    "operation": rule(root.operation),
                    "path": root.path,
                    "parameters": boto3_changes.identifiers(model, root.operation, shape),
                }
                for root in reads
            ],
            "create": [{"operation": rule(name), "path": _wrapper(requests, name)} for name in calls.make],
            "update": [rule(name) for name in calls.change],
            "delete": [rule(name) for name in calls.remove],
            "iam": [f"{prefix}:{name}" for name in dict.fromkeys(operations)],
            "elsewhere": {name: f"{model.client}.{other}" for name, other in seen.stops.get(shape, {}).items()},
            "recursion": walk.folds,
        }
        first = model.operations[reads[0].operation]
        found.append(
            Resource(
                "boto3",
                f"{model.client}.{shape}",
                service=model.client,
                description=plain(model.shapes[shape].get("documentation")) or plain(first.get("documentation")),
                deprecated=(plain(first.get("deprecatedMessage")) or "deprecated") if first.get("deprecated") else None,
                attributes=[walk.attributes[path] for path in sorted(walk.attributes)],
                facts={key: value for key, value in facts.items() if value},
            )
        )
    return found


def _verb(root: Root) -> str:
    match = READ.match(root.operation)
    assert match is not None
    return match[1]


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
    """The client's IAM prefix: of those of its services the one that the model's metadata knows too, else the only one."""
    signing = str(model.metadata.get("signingName") or model.metadata["endpointPrefix"])
    hints = [name for name in (model.client, signing, str(model.metadata["endpointPrefix"])) if name in known]
    return hints[0] if hints else known[0] if len(set(known)) == 1 else signing
