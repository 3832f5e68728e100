"""What a Terraform plan or state uses, from the JSON that `terraform show -json` writes (format version 1, and 0 before it).

A plan says what its configuration sets and refers to; a state has the values alone.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from iac_crosswalk.programs.source import Unreadable
from iac_crosswalk.programs.usage import Resource, Usage, inside, is_empty, literal_settings, resolve, walk
from iac_crosswalk.store.schema import Schema, Schemas

_INDEX = re.compile(r"""\[(?:\d+|"(?:[^"\\]|\\.)*")\]""")
_REFERENCE = re.compile(r"((?:data\.)?[a-z][\w-]*\.[\w-]+)((?:\[.*?\])?)\.(.+)", re.S)
SHOW = "save the plan with `terraform plan -out=FILE` and report on what `terraform show -json FILE` writes"
FILLED_IN = ("id", "tags_all")
"""Inputs by their schema that the provider fills in: nobody sets them."""


def recognise(data: bytes) -> dict[str, Any] | None:
    """The plan or state in `data`; None when it is something else. Raises Unreadable for Terraform files of another form."""
    start = data[:4096].lstrip()
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable("is a binary plan; report on what `terraform show -json FILE` writes")
    if not start.startswith(b"{"):
        return None
    try:
        found = json.loads(data)
    except RecursionError:
        raise Unreadable("is nested too deeply to be read; split it or leave it out") from None
    except ValueError:
        if b'"@level"' in start and b"terraform.ui" in start:
            raise Unreadable(f"is the log of `terraform plan -json`; {SHOW}") from None
        return None  # a template may be YAML that begins with a brace; its own reader says what is wrong
    if not isinstance(found, dict) or "Resources" in found:
        return None
    if "lineage" in found and "serial" in found:
        raise Unreadable("is a state as Terraform stores it; report on what `terraform show -json` writes of it")
    if found.get("@level"):
        raise Unreadable(f"is the log of `terraform plan -json`; {SHOW}")
    if "format_version" not in found or not {"planned_values", "values", "resource_changes", "terraform_version"} & found.keys():
        return None
    version = str(found["format_version"])
    if version.partition(".")[0] not in ("0", "1"):
        raise Unreadable(f"has format version {version[:20]}, and only 0 and 1 are known; update iac-crosswalk")
    return found


def usage(path: str, plan: dict[str, Any], schemas: Schemas) -> Usage:
    """What the plan or state uses."""
    configuration = _dict(_dict(plan.get("configuration")).get("root_module"))
    is_plan = "planned_values" in plan or "resource_changes" in plan or bool(configuration)
    found = Usage(path, "terraform", "plan" if is_plan else "state")
    values = _values(plan)
    if configuration:
        left_out = _from_configuration(found, configuration, values, schemas)
        if left_out:
            found.remarks.append(f"{left_out} resource blocks make no instance in this plan (their count is 0) and are left out.")
    else:
        _from_values(found, values, schemas)
        found.remarks.append(
            "There is no configuration in this file: every input that has a value is listed, also those that the provider filled in,"
            " and which outputs are read cannot be known. A plan tells more."
        )
    return found


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# -- the values of instances ---------------------------------------------------------------------------------------------


def _values(plan: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Address without indexes → the instances there."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    planned = _dict(plan.get("planned_values")) or _dict(plan.get("values"))
    for resource in _resources_below(_dict(planned.get("root_module"))):
        found[_INDEX.sub("", _text(resource.get("address")))].append(resource)
    if not found:
        for change in _list(plan.get("resource_changes")):
            after = _dict(change).get("change", {}).get("after") if isinstance(_dict(change).get("change"), dict) else None
            if isinstance(after, dict):
                found[_INDEX.sub("", _text(change.get("address")))].append(change | {"values": after})
    prior = _dict(_dict(_dict(plan.get("prior_state")).get("values")).get("root_module"))
    for resource in _resources_below(prior):
        address = _INDEX.sub("", _text(resource.get("address")))
        if resource.get("mode") == "data" and address not in found:  # read while planning: they stand in the state before it
            found[address].append(resource)
    return found


def _resources_below(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [module]
    while waiting:
        here = waiting.pop(0)
        yield from (resource for resource in _list(here.get("resources")) if isinstance(resource, dict))
        waiting[:0] = [_dict(child) for child in _list(here.get("child_modules"))]


def _from_values(found: Usage, values: dict[str, list[dict[str, Any]]], schemas: Schemas) -> None:
    for address, instances in values.items():
        resource, schema = _resource(address, instances[0], schemas)
        resource.instances = len(instances)
        found.resources.append(resource)
        if schema is None:
            continue
        for instance in instances:
            given = [row for row in walk(schema, "", _dict(instance.get("values"))) if _settable(schema, *row)]
            for path in dict.fromkeys(path for path, _, _ in given):
                resource.give(path)
            resource.settings |= literal_settings(iter(given))


def _settable(schema: Schema, path: str, value: Any, known: bool) -> bool:
    """Whether somebody may have set it. What the schema does not know comes from another version of the provider: a state proves nothing."""
    return known and schema.members[path].is_input and path not in FILLED_IN and value != ""


def _resource(address: str, block: dict[str, Any], schemas: Schemas) -> tuple[Resource, Schema | None]:
    """A resource or data source, with its schema where its type is known."""
    kind = _text(block.get("type"))
    name = f"data.{kind}" if block.get("mode") == "data" else kind
    row = schemas.knowledge.find_resource(name, "terraform")
    return Resource(address, name, row), schemas.of(row) if row else None


# -- the configuration ---------------------------------------------------------------------------------------------------


def _from_configuration(found: Usage, root: dict[str, Any], values: dict[str, list[dict[str, Any]]], schemas: Schemas) -> int:
    """Adds what the configuration sets and refers to; the number of blocks without an instance."""
    left_out = 0
    for prefix, module in _modules(root):
        here: dict[str, tuple[Resource, Schema | None]] = {}
        blocks: list[tuple[str, dict[str, Any]]] = []
        for block in (_dict(each) for each in _list(module.get("resources"))):
            own = _text(block.get("address"))
            instances = values.get(prefix + own, [])
            if not instances:
                left_out += 1
                continue
            resource, schema = _resource(prefix + own, block, schemas)
            resource.instances = len(instances)
            here[own] = resource, schema
            blocks.append((prefix + own, block))
            found.resources.append(resource)
            if schema:
                planned = [_dict(instance.get("values")) for instance in instances]
                given = list(_given(schema, "", _dict(block.get("expressions")), planned))
                for path, _, known in given:
                    resource.give(path, known)
                literal = (row for each in planned for row in walk(schema, "", each))
                resource.settings = {path: None for path, _, known in given if known} | literal_settings(
                    row for row in literal if row[0] in resource.given
                )
            else:
                for name in _dict(block.get("expressions")):
                    resource.give(name, False)
        for place, expressions in _expressions(prefix, module, blocks):
            for argument, reference in _references(expressions):
                _read(here, reference, f"{place}.{argument}" if argument else place)
    return left_out


def _modules(root: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what addresses in it begin with, module) of the root module and every module called below it."""
    waiting = [("", root)]
    while waiting:
        prefix, module = waiting.pop(0)
        yield prefix, module
        waiting[:0] = [
            (f"{prefix}module.{name}.", _dict(_dict(call).get("module"))) for name, call in _dict(module.get("module_calls")).items()
        ]


def _expressions(prefix: str, module: dict[str, Any], blocks: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, Any]]:
    """(place, expressions) of everything in a module that may refer to its resources."""
    for address, block in blocks:
        yield address, block.get("expressions")
        yield f"{address} count", block.get("count_expression")
        yield f"{address} for_each", block.get("for_each_expression")
        for provisioner in _list(block.get("provisioners")):
            yield f"{address} provisioner", _dict(provisioner).get("expressions")
    for name, output in _dict(module.get("outputs")).items():
        yield f"{prefix}output.{name}", _dict(output).get("expression")
    for name, call in _dict(module.get("module_calls")).items():
        yield f"{prefix}module.{name}", _dict(call).get("expressions")
        yield f"{prefix}module.{name} count", _dict(call).get("count_expression")
        yield f"{prefix}module.{name} for_each", _dict(call).get("for_each_expression")


def _given(schema: Schema, container: str, expressions: dict[str, Any], planned: list[dict[str, Any]]) -> Iterator[tuple[str, Any, bool]]:
    """What a block sets. `planned` are its values; dynamic blocks stand in them alone."""
    for name, expression in expressions.items():
        child = schema.child(container, name)
        if child is None:
            yield f"{container}.{name}" if container else name, None, False
            continue
        yield child.path, None, True
        if not schema.below(child.container):
            continue
        values = [each[name] for each in planned if not is_empty(each.get(name))]
        if _is_expression(expression):  # written as an attribute: the values alone say what is in it
            for value in values or [_dict(expression).get("constant_value")]:
                yield from inside(schema, child.path, child.type, value)
        else:
            inner = [each for value in values for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
            for block in expression if isinstance(expression, list) else [expression]:
                yield from _given(schema, child.container, _dict(block), inner)
    for values_of in planned:
        for name, value in values_of.items():
            child = schema.child(container, name) if name not in expressions and not is_empty(value) else None
            if child and child.is_input and not child.computed and schema.below(child.container):
                yield child.path, None, True
                yield from inside(schema, child.path, child.type, value)


def _is_expression(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= {"constant_value", "references"}


def _references(expressions: Any) -> Iterator[tuple[str, str]]:
    """(argument, reference) of every reference in expressions: the longest of each chain, for Terraform lists its steps too."""
    waiting = [("", expressions)]
    while waiting:
        argument, value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = [(argument, item) for item in value]
        elif _is_expression(value):
            named = [text for text in _list(value.get("references")) if isinstance(text, str)]
            steps = {_shorter(text) for text in named}
            yield from ((argument, text) for text in named if text not in steps)
        elif isinstance(value, dict):
            waiting[:0] = [(f"{argument}.{name}" if argument else name, item) for name, item in value.items()]


def _shorter(reference: str) -> str:
    """The step before the last of a reference: `a.b` for `a.b.c` and for `a.b[0]`."""
    if reference.endswith("]"):
        return reference[: reference.rfind("[")]
    return reference.rpartition(".")[0]


def _read(here: dict[str, tuple[Resource, Schema | None]], reference: str, place: str) -> None:
    match = _REFERENCE.fullmatch(reference)
    if match is None or match[1] not in here:
        return
    resource, schema = here[match[1]]
    path, known = resolve(schema, match[3]) if schema else (match[3], False)
    resource.ask(path, place, known)
