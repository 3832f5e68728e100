"""Reads a Terraform plan or state into a Program: the arguments of its resources, and the reads.

A plan has the arguments and references of its configuration; a state has only values. The JSON has
no positions in a text, so every span is NOWHERE.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from iac_crosswalk.paths import ITEM, Step, path_of
from iac_crosswalk.programs.plan.recognise import recognise
from iac_crosswalk.programs.plan.values import (
    Set,
    as_dict,
    as_list,
    as_text,
    inside,
    is_empty,
    settings,
    walk,
)
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import BOM, NOWHERE, Source
from iac_crosswalk.programs.terraform.language import DATA, LANGUAGE
from iac_crosswalk.programs.use import Declared, Given, Name, Read, Use
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_INDEX = re.compile(r"""\[(?:\d+|"(?:[^"\\]|\\.)*")\]""")
_REFERENCE = re.compile(r"((?:data\.)?[a-z][\w-]*\.[\w-]+)((?:\[.*?\])?)\.(.+)", re.S)
_STEP = re.compile(r"""\["((?:[^"\\]|\\.)*)"\]|\[[^\]]*\]|([A-Za-z_][\w-]*)|\d+|\*""")
"""A key, an index, a name, and the two older forms of an index."""
FILLED_IN = ("id", "tags_all")
"""Inputs in the schema that the provider fills in; a configuration does not set them."""

Instances = dict[str, list[dict[str, Any]]]
"""Address without indexes → the values of the instances there."""


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a plan or state; None for any other file. Raises Unreadable as recognise
    does.
    """
    plan = recognise(source.data.removeprefix(BOM))
    if plan is None:
        return None
    configuration = as_dict(as_dict(plan.get("configuration")).get("root_module"))
    is_plan = "planned_values" in plan or "resource_changes" in plan or bool(configuration)
    instances = _instances(plan)
    if configuration:
        blocks = [*_blocks(configuration, instances, schemas)]
        left_out = sum(not each.instances for each in blocks)
        blocks = [each for each in blocks if each.instances]
        remark = f"{left_out} resource blocks make no instance in this plan (their count is 0)"
        return Program(
            source,
            LANGUAGE,
            lambda: _from_configuration(configuration, blocks),
            form="plan",
            remarks=[f"{remark} and are left out."] if left_out else [],
        )
    return Program(
        source,
        LANGUAGE,
        lambda: _from_values(instances, schemas),
        form="plan" if is_plan else "state",
        remarks=[
            "This file has no configuration: every input with a value is listed, including those"
            " that the provider filled in, and the outputs that are read are unknown."
            " A plan contains more."
        ],
    )


# -- instances -------------------------------------------------------------------------------------


def _instances(plan: dict[str, Any]) -> Instances:
    instances: Instances = defaultdict(list)
    planned = as_dict(plan.get("planned_values")) or as_dict(plan.get("values"))
    for resource in _resources_below(as_dict(planned.get("root_module"))):
        instances[_address(resource)].append(resource)
    if not instances:
        for change in map(as_dict, as_list(plan.get("resource_changes"))):
            after = as_dict(change.get("change")).get("after")
            if isinstance(after, dict):
                instances[_address(change)].append(change | {"values": after})
    prior = as_dict(as_dict(plan.get("prior_state")).get("values"))
    for resource in _resources_below(as_dict(prior.get("root_module"))):
        address = _address(resource)
        # A data source that was read while planning is in the prior state.
        if resource.get("mode") == "data" and address not in instances:
            instances[address].append(resource)
    return instances


def _address(resource: dict[str, Any]) -> str:
    return _INDEX.sub("", as_text(resource.get("address")))


def _resources_below(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [module]
    while waiting:
        current = waiting.pop(0)
        yield from (each for each in as_list(current.get("resources")) if isinstance(each, dict))
        waiting[:0] = [as_dict(child) for child in as_list(current.get("child_modules"))]


def _declaration(
    address: str,
    block: dict[str, Any],
    schemas: Schemas,
    count: int,
) -> tuple[Declared, Place | None]:
    """A resource or data source, and its place if its type is known."""
    kind = as_text(block.get("type"))
    name = f"{DATA}{kind}" if block.get("mode") == "data" else kind
    schema = schemas.find(name, "terraform")
    row = schema.resource if schema else None
    ours = kind.startswith("aws_")
    declared = Declared(address, name, row, NOWHERE, NOWHERE, {}, ours, instances=count)
    return declared, Place(schema) if schema else None


def _argument(declared: Declared, each: Set) -> Given:
    path = f"{each.container.path}.{each.name}".removeprefix(".")
    name = Name(each.name, None)
    return Given(declared, each.container, each.place, name, NOWHERE, path, NOWHERE)


# -- values alone ----------------------------------------------------------------------------------


def _from_values(instances: Instances, schemas: Schemas) -> Iterator[Use]:
    for address, at_address in instances.items():
        declared, place = _declaration(address, at_address[0], schemas, len(at_address))
        values = [each.get("values") for each in at_address]
        given = [[*filter(_settable, walk(place, each))] for each in values] if place else []
        declared.settings = settings(each for arguments in given for each in arguments)
        yield declared
        for arguments in given:
            once = {each.place: each for each in arguments}
            yield from (_argument(declared, each) for each in once.values())


def _settable(each: Set) -> bool:
    """Whether a configuration may have set it. An unknown name belongs to another provider
    version.
    """
    if each.place is None or each.place.path in FILLED_IN or each.value == "":
        return False
    return each.place.schema.members[each.place.path].is_input


# -- the configuration -----------------------------------------------------------------------------


class _Block(NamedTuple):
    """A block of the configuration. `module` is the prefix of the addresses in its module,
    `address` the rest of its address.
    """

    module: str
    address: str
    body: dict[str, Any]
    declared: Declared
    place: Place | None
    instances: list[dict[str, Any]]


def _blocks(root: dict[str, Any], instances: Instances, schemas: Schemas) -> Iterator[_Block]:
    for module, content in _modules(root):
        for body in map(as_dict, as_list(content.get("resources"))):
            address = as_text(body.get("address"))
            at_address = instances.get(module + address, [])
            declared, place = _declaration(module + address, body, schemas, len(at_address))
            yield _Block(module, address, body, declared, place, at_address)


def _from_configuration(root: dict[str, Any], blocks: list[_Block]) -> Iterator[Use]:
    for block in blocks:
        yield from _set(block)
    for module, content in _modules(root):
        blocks_here = {each.address: each for each in blocks if each.module == module}
        for place, expressions in _expressions(module, content, blocks_here):
            for argument, reference in _references(expressions):
                use = _reading(blocks_here, reference, f"{place}.{argument}" if argument else place)
                if use is not None:
                    yield use


def _set(block: _Block) -> Iterator[Use]:
    """Yields a resource, and the arguments that its block sets."""
    declared, expressions = block.declared, as_dict(block.body.get("expressions"))
    if block.place is None:
        yield declared
        for name in expressions:
            yield Given(declared, None, None, Name(name, None), NOWHERE, name, NOWHERE)
        return
    planned = [as_dict(each.get("values")) for each in block.instances]
    arguments = [*_expressed(block.place, expressions, planned)]
    set_paths = {each.place.path for each in arguments if each.place}
    literal = settings(each for values in planned for each in walk(block.place, values))
    known = {path: value for path, value in literal.items() if path in set_paths}
    declared.settings = dict.fromkeys(set_paths) | known
    yield declared
    yield from (_argument(declared, each) for each in arguments)


def _modules(root: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields (prefix of its addresses, module) of the root module and every module below it."""
    waiting = [("", root)]
    while waiting:
        prefix, module = waiting.pop(0)
        yield prefix, module
        calls = as_dict(module.get("module_calls"))
        below = {name: as_dict(as_dict(call).get("module")) for name, call in calls.items()}
        waiting[:0] = [(f"{prefix}module.{name}.", each) for name, each in below.items()]


def _expressions(
    module: str,
    content: dict[str, Any],
    blocks: dict[str, _Block],
) -> Iterator[tuple[str, Any]]:
    """Yields (place, expressions) of every part of a module that may refer to its resources."""
    for block in blocks.values():
        address, body = block.declared.name, block.body
        yield address, body.get("expressions")
        yield f"{address} count", body.get("count_expression")
        yield f"{address} for_each", body.get("for_each_expression")
        for provisioner in as_list(body.get("provisioners")):
            yield f"{address} provisioner", as_dict(provisioner).get("expressions")
    for name, output in as_dict(content.get("outputs")).items():
        yield f"{module}output.{name}", as_dict(output).get("expression")
    for name, call in as_dict(content.get("module_calls")).items():
        yield f"{module}module.{name}", as_dict(call).get("expressions")
        yield f"{module}module.{name} count", as_dict(call).get("count_expression")
        yield f"{module}module.{name} for_each", as_dict(call).get("for_each_expression")


def _expressed(
    container: Place,
    expressions: dict[str, Any],
    planned: list[dict[str, Any]],
) -> Iterator[Set]:
    """Yields the settings of a block. `planned` are its values: only they have dynamic blocks."""
    for name, expression in expressions.items():
        place = container.member(name)
        yield Set(container, name, place)
        content = place.unlisted() if place else None
        if place is None or content is None or not content.known:
            continue
        values = [each[name] for each in planned if not is_empty(each.get(name))]
        if _is_expression(expression):  # written as an argument: only the values show its content
            for value in values or [as_dict(expression).get("constant_value")]:
                yield from inside(place, value)
            continue
        lists = [value if isinstance(value, list) else [value] for value in values]
        blocks = [each for value in lists for each in value if isinstance(each, dict)]
        for block in expression if isinstance(expression, list) else [expression]:
            yield from _expressed(content, as_dict(block), blocks)
    for values_of in planned:
        for name, value in values_of.items():
            if name not in expressions and not is_empty(value):
                yield from _dynamic(container, name, value)


def _dynamic(container: Place, name: str, value: Any) -> Iterator[Set]:
    """Yields the settings of a dynamic block: a block that has values but no expression."""
    place = container.member(name)
    member = place.schema.members.get(place.path) if place else None
    if place and member and member.is_input and not member.computed and place.unlisted().known:
        yield Set(container, name, place)
        yield from inside(place, value)


def _is_expression(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= {"constant_value", "references"}


def _references(expressions: Any) -> Iterator[tuple[str, str]]:
    """Yields (argument, reference) for the references in expressions. Terraform also lists the
    beginnings of each reference; they are left out.
    """
    waiting = [("", expressions)]
    while waiting:
        argument, value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = [(argument, item) for item in value]
        elif _is_expression(value):
            listed = as_list(value.get("references"))
            references = [text for text in listed if isinstance(text, str)]
            beginnings = {_shorter(text) for text in references}
            yield from ((argument, text) for text in references if text not in beginnings)
        elif isinstance(value, dict):
            prefix = f"{argument}." if argument else ""
            waiting[:0] = [(f"{prefix}{name}", item) for name, item in value.items()]


def _shorter(reference: str) -> str:
    """A reference without its last step: `a.b` for `a.b.c` and for `a.b[0]`."""
    if reference.endswith("]"):
        return reference[: reference.rfind("[")]
    return reference.rpartition(".")[0]


def _reading(blocks: dict[str, _Block], reference: str, within: str) -> Read | None:
    match = _REFERENCE.fullmatch(reference)
    block = blocks.get(match[1]) if match else None
    if match is None or block is None:
        return None
    declared, owner = block.declared, Name(block.declared.name, None)
    if block.place is None:
        return Read(declared, None, (), match[3], NOWHERE, owner, within=within)
    steps = [*_steps(match[3])]
    walk = block.place.walk(steps)
    attribute = walk.place.attribute()
    if walk.missing or attribute is None:
        names = tuple(Name(step.name or "[]", None) for step in walk.rest)
        return Read(declared, walk.place, names, path_of(steps), NOWHERE, owner, within=within)
    place = Place(walk.place.schema, attribute.path, attribute.type)
    return Read(declared, place, (), attribute.path, NOWHERE, owner, within=within)


def _steps(path: str) -> Iterator[Step]:
    """Yields the steps behind a resource. Keys may contain dots: `tags["Na.me"]`."""
    for match in _STEP.finditer(path):
        name = match[1] or match[2]
        yield Step(name) if name else ITEM
