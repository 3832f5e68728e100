"""The keys of a resource beside Properties, and their counterparts in Terraform and Pulumi:
DependsOn, DeletionPolicy, CreationPolicy, UpdatePolicy, Metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from iac_crosswalk.programs.cloudformation.stack import Beside, written
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar, Sequence
from iac_crosswalk.report.labels import name_of
from iac_crosswalk.report.worksheet import OPEN, Outside, Target
from iac_crosswalk.store.schema import Schema, Schemas

INIT = "AWS::CloudFormation::Init"
_LONGEST = 100_000
"""Letters of what cfn-init does: all of it has to be moved."""
_KEEPS = ("Retain", "RetainExceptOnCreate")
_TITLE = {"terraform": "Terraform", "pulumi": "Pulumi"}
Wholes = Mapping[str, list[str]]
"""Logical id → the expressions of the target resources that it becomes."""


def outside(
    found: Iterable[Beside], targets: Iterable[Target], wholes: Wholes, schemas: Schemas, to: str
) -> list[Outside]:
    """A line for each thing beside a resource's Type and Properties."""
    known = [schema for each in targets if (schema := schemas.find(each.resource, to))]
    lines: list[Outside] = []
    for each in found:
        if each.name == "Metadata":
            lines += _metadata(each, known, to)
        elif each.name != "Condition" or to in _TITLE:
            line = Outside(each.name, written(each.node), each.line)
            if to in _TITLE:
                _WAYS[each.name](line, each.node, known, wholes, to)
            lines.append(line)
    return lines


def _depends(line: Outside, node: Node, _: list[Schema], wholes: Wholes, to: str) -> None:
    items = node.items if isinstance(node, Sequence) else [node]
    names = [each.text for each in items if isinstance(each, Scalar)]
    found = [whole for name in names for whole in wholes.get(name, ())]
    if found:
        addresses = ", ".join(found)
        line.there = [
            f"depends_on = [{addresses}]"
            if to == "terraform"
            else f"opts=pulumi.ResourceOptions(depends_on=[{addresses}])"
        ]
    lost = [name for name in names if not wholes.get(name)]
    if lost:
        line.note = f"No target resource is known for {', '.join(lost)}."


def _condition(line: Outside, node: Node, _: list[Schema], wholes: Wholes, to: str) -> None:
    own = name_of(node.text, to) if isinstance(node, Scalar) else None
    if own:
        line.there = [f"count = local.{own} ? 1 : 0" if to == "terraform" else f"if {own}:"]


def _deletion(line: Outside, node: Node, known: list[Schema], _: Wholes, to: str) -> None:
    if not isinstance(node, Scalar) or node.tag is not None:
        return
    replacing = line.name == "UpdateReplacePolicy"
    if node.text in _KEEPS:
        if to == "pulumi":
            line.there = ["opts=pulumi.ResourceOptions(retain_on_delete=True)"]
            line.note = "protect=True refuses to delete it instead."
        elif any(_has(schema, "skip_destroy") for schema in known):
            line.there = ["skip_destroy = true"]
            line.note = "Terraform lets go of it and keeps it."
        else:
            line.there = ["lifecycle {", "  prevent_destroy = true", "}"]
            line.note = (
                "It makes every plan fail that would destroy or replace the resource."
                if replacing
                else "It makes a plan fail that would destroy the resource. To let go of it and"
                " keep it, take its block out and write a removed block with lifecycle"
                " { destroy = false }."
            )
    elif node.text == "Snapshot":
        _snapshot(line, known, replacing, to)
    elif node.text == "Delete":
        skips = any(_has(schema, "skip_final_snapshot") for schema in known)
        if skips:
            line.there = [
                "skip_final_snapshot = true" if to == "terraform" else "skip_final_snapshot=True"
            ]
        else:
            line.note = f"{_TITLE[to]} deletes a resource that is removed: nothing to write."


def _snapshot(line: Outside, known: list[Schema], replacing: bool, to: str) -> None:
    arguments = {name for schema in known for name, own in schema.members.items() if own.is_input}
    equals = " = " if to == "terraform" else "="
    no, yes = ("false", "true") if to == "terraform" else ("False", "True")
    if "final_snapshot_identifier" in arguments:
        if "skip_final_snapshot" in arguments:
            line.there.append(f"skip_final_snapshot{equals}{no}")
        line.there.append(f'final_snapshot_identifier{equals}"NAME"')
        line.note = "The name has to be new each time: deleting fails where such a snapshot exists."
    elif "final_snapshot" in arguments:
        line.there.append(f"final_snapshot{equals}{yes}")
    else:
        line.note = (
            f"The target resource has no argument for a snapshot: take one before {_TITLE[to]}"
            " deletes it."
        )
    if replacing and line.there:
        line.note = " ".join(
            each
            for each in (line.note, "The same arguments serve when the resource is replaced.")
            if each
        )


def _creation(line: Outside, node: Node, known: list[Schema], _: Wholes, to: str) -> None:
    equals = " = " if to == "terraform" else "="
    signal = node.get("ResourceSignal") if isinstance(node, Object) else None
    timeout = signal.get("Timeout") if isinstance(signal, Object) else None
    waits = any("wait_for_capacity_timeout" in schema.members for schema in known)
    text = timeout.text if isinstance(timeout, Scalar) and timeout.tag is None else None
    if waits and text and text.startswith("PT") and text[2:].isalnum():
        line.there = [f'wait_for_capacity_timeout{equals}"{text[2:].lower()}"']
        line.note = (
            "It waits until the instances are in service, not for cfn-signal; min_elb_capacity or"
            " wait_for_elb_capacity waits for the load balancer as well."
        )
    else:
        line.note = (
            f"{_TITLE[to]} does not wait for a signal: it goes on when the resource exists. Drop"
            " cfn-signal, or check for yourself that it is ready."
        )


_REFRESH = {
    "MinInstancesInService": (
        "MinInstancesInService is a number of instances, min_healthy_percentage a share of the"
        " desired capacity in percent; without it 90"
    ),
    "MinActiveInstancesPercent": "MinActiveInstancesPercent becomes min_healthy_percentage",
    "MinSuccessfulInstancesPercent": (
        "MinSuccessfulInstancesPercent has no counterpart: it counts signals"
    ),
    "PauseTime": (
        "PauseTime becomes instance_warmup, the seconds that a new instance takes to be ready"
    ),
    "MaxBatchSize": "MaxBatchSize has no counterpart: the share decides how many are replaced",
    "SuspendProcesses": (
        "SuspendProcesses has no counterpart: suspended_processes of the group are suspended for"
        " good"
    ),
    "WaitOnResourceSignals": "Nothing waits for signals",
}
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")


def _update(line: Outside, node: Node, known: list[Schema], _: Wholes, to: str) -> None:
    keys = [key.text for key, _ in node.pairs] if isinstance(node, Object) else []
    group = any("instance_refresh" in schema.members for schema in known)
    notes: list[str] = []
    if "AutoScalingRollingUpdate" in keys and group:
        rolling = node.get("AutoScalingRollingUpdate") if isinstance(node, Object) else None
        line.there += _refresh(rolling, to)
        notes += _refresh_notes(rolling, to)
    if "AutoScalingReplacingUpdate" in keys:
        notes.append(
            "The group is replaced only where its name changes: make the name depend on the launch"
            " template and create the new one before the old one is destroyed"
            " (create_before_destroy)."
            if to == "terraform"
            else "The group is replaced only where its name changes: leave it to auto-naming, and"
            " set replace_on_changes for the launch template."
        )
    if "AutoScalingScheduledAction" in keys and group:
        sizes = ("min_size", "max_size", "desired_capacity")
        line.there += (
            ["lifecycle {", f"  ignore_changes = [{', '.join(sizes)}]", "}"]
            if to == "terraform"
            else [f"opts=pulumi.ResourceOptions(ignore_changes={_listed(sizes)})"]
        )
    if "CodeDeployLambdaAliasUpdate" in keys:
        notes.append(
            "CodeDeploy shifts the traffic of the alias: start the deployment from a pipeline, and"
            " let the configuration ignore changes of the alias's function_version."
        )
    if not line.there and not notes:
        notes.append(f"{_TITLE[to]} has no such setting.")
    line.note = " ".join(notes) or None


def _refresh(rolling: Node | None, to: str) -> list[str]:
    """The block instance_refresh of a rolling update. Without `preferences` the instance
    maintenance policy of the group holds."""
    preferences: dict[str, str] = {}
    least = _literal(rolling, "MinActiveInstancesPercent")
    if least is None and _literal(rolling, "MinInstancesInService") is not None:
        least = "0" if _literal(rolling, "MinInstancesInService") == "0" else OPEN
    if least is not None:
        preferences["min_healthy_percentage"] = least
    pause = _literal(rolling, "PauseTime")
    if pause is not None and not _waits(rolling):
        preferences["instance_warmup"] = _seconds(pause)
    if to == "terraform":
        inside = [f"    {name} = {value}" for name, value in preferences.items()]
        block = ["  preferences {", *inside, "  }"] if inside else []
        return ["instance_refresh {", '  strategy = "Rolling"', *block, "}"]
    inside = [f'"{name}": {value}' for name, value in preferences.items()]
    block = [f'"preferences": {{{", ".join(inside)}}}'] if inside else []
    arguments = ", ".join(['"strategy": "Rolling"', *block])
    return [f"instance_refresh={{{arguments}}}"]


def _refresh_notes(rolling: Node | None, to: str) -> Iterator[str]:
    keys = [key.text for key, _ in rolling.pairs] if isinstance(rolling, Object) else []
    if _waits(rolling):  # then it is the longest wait for a signal, not a pause
        keys = [name for name in keys if name != "PauseTime"]
    yield from (f"{text}." for name, text in _REFRESH.items() if name in keys)
    yield f"{_TITLE[to]} does not wait for the end of the refresh."
    yield (
        "It begins when the launch template or launch configuration changes; with a launch"
        " template the group has to name its version as latest_version."
    )


def _literal(node: Node | None, name: str) -> str | None:
    """A member as text, OPEN where a function gives it; None where it is not given."""
    found = node.get(name) if isinstance(node, Object) else None
    if found is None:
        return None
    return found.text if isinstance(found, Scalar) and found.tag is None else OPEN


def _seconds(duration: str) -> str:
    """`PT5M` → `300`."""
    found = _DURATION.fullmatch(duration)
    if found is None or not any(found.groups()):
        return OPEN
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return str(hours * 3600 + minutes * 60 + seconds)


def _waits(rolling: Node | None) -> bool:
    found = rolling.get("WaitOnResourceSignals") if isinstance(rolling, Object) else None
    return isinstance(found, Scalar) and found.text.lower() == "true"


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _metadata(each: Beside, known: list[Schema], to: str) -> list[Outside]:
    lines: list[Outside] = []
    for key, value in each.node.pairs if isinstance(each.node, Object) else []:
        line = Outside(f"Metadata {key.text}", written(value), each.line)
        if key.text == INIT:
            line.value = written(value, _LONGEST, breaks=True)
            text = "user_data" if any(_has(s, "user_data") for s in known) else "the user data"
            line.note = (
                f"cfn-init reads it from the stack. Move its packages, files, commands and services"
                f" into {text}; drop the calls of cfn-init, cfn-hup and cfn-signal."
            )
        elif to in _TITLE:
            line.note = f"{_TITLE[to]} has no metadata of a resource: keep it as a comment."
        lines.append(line)
    return lines


def _has(schema: Schema, name: str) -> bool:
    return name in schema.members


_WAYS: dict[str, Callable[[Outside, Node, list[Schema], Wholes, str], None]] = {
    "Condition": _condition,
    "CreationPolicy": _creation,
    "DeletionPolicy": _deletion,
    "DependsOn": _depends,
    "UpdatePolicy": _update,
    "UpdateReplacePolicy": _deletion,
}
