"""Reads a template into a Program: what it declares, sets and refers to, located in the schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from iac_crosswalk.paths import normalise, steps_of
from iac_crosswalk.programs import nodes
from iac_crosswalk.programs.cloudformation import serverless
from iac_crosswalk.programs.cloudformation import stack as stacks
from iac_crosswalk.programs.cloudformation import template as templates
from iac_crosswalk.programs.cloudformation.language import LANGUAGE
from iac_crosswalk.programs.cloudformation.references import Reference, references
from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.programs.cloudformation.template import (
    CUSTOM,
    NoTemplate,
    Property,
    Template,
    call,
    rewritten,
)
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence, TextError, text_span
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.settings import Settings, note
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.programs.use import Declared, Given, Name, Read, Shape, Use
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.vocabulary import SAM

_LOOKS_LIKE_ONE = re.compile(rb"""^Resources\s*:|["']Resources["']\s*:""", re.MULTILINE)
_TYPE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+").fullmatch
"""Types that only AWS can publish. Modules (`…::MODULE`), custom and third-party types exist only
in an account.
"""
_MAKES_NAMES = (b"Fn::Transform", b"Fn::ForEach", b"::MODULE", b"<<")
"""Syntax that may create resources and parameters that are not written in the template."""


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a template; None if the file is not a template. Raises Unreadable for a broken
    template.
    """
    try:
        template = parse(source)
    except NoTemplate:
        return None
    except TextError as error:
        if _LOOKS_LIKE_ONE.search(source.data):
            raise Unreadable(f"{error}; fix the template or exclude it") from None
        return None
    return program(source, template, schemas)


def parse(source: Source) -> Template:
    """The template, or the one in a Serverless Framework file. Raises TextError and NoTemplate as
    templates.parse does.
    """
    if b"Resources" not in source.data:
        raise NoTemplate("not a CloudFormation template: it has no mapping `Resources`")
    documents = nodes.read(source.data)
    try:
        return templates.of(source.data, documents)
    except NoTemplate:
        embedded = serverless.template(source.data, documents)
        if embedded is None:
            raise
        return embedded


def program(source: Source, template: Template, schemas: Schemas) -> Program:
    """The program of a parsed template."""
    macros = [name for name in template.transforms if not name.startswith("AWS::")]
    return Program(
        source,
        LANGUAGE,
        lambda: _uses(source, template, schemas),
        form="template",
        declarable=_declarable(source, template),
        doubt="A macro may rewrite this template." if templates.may_rewrite(template) else None,
        remarks=_remarks(template, macros),
        stack=lambda: stacks.read(template),
    )


def _uses(source: Source, template: Template, schemas: Schemas) -> Iterator[Use]:
    try:
        has_own_keys = not templates.may_rewrite(template)
        resources = templates.resources(template)
        declared = {
            name: _declaration(each, template, schemas, has_own_keys)
            for name, each in resources.items()
        }
        # All arguments come first: names are judged by the settings beside them.
        properties = templates.properties(template, resources.values())
        given = [*_all_given(template, properties, declared, schemas)]
        yield from chain(declared.values(), given)
        cache: Known = {}
        for reference in references(template):
            if "${" not in (reference.attribute or ""):
                yield _reading(reference, declared.get(reference.name), schemas, cache)
    except TextError as error:
        raise Unreadable(str(error)) from None


def _declarable(source: Source, template: Template) -> frozenset[str] | None:
    """The logical ids of the template; None if something may create others."""
    if (
        template.transforms
        or template.embedded
        or any(sign in source.data for sign in _MAKES_NAMES)
    ):
        return None
    names: set[str] = set()
    for section in ("Resources", "Parameters"):
        node = template.root.get(section)
        mapping = template.section(section)
        if node is not None and mapping is None:
            return None
        names |= {key.text for key, _ in mapping.pairs} if mapping else set()
    return frozenset(names)


# -- declared --------------------------------------------------------------------------------------


def _declaration(
    each: templates.Resource, template: Template, schemas: Schemas, has_own_keys: bool
) -> Declared:
    custom = each.type.startswith(CUSTOM)
    row = None if custom else schemas.knowledge.find_resource(each.type, "cloudformation")
    ours = not custom and _TYPE(each.type) is not None
    doubt = "A macro may rewrite this resource." if rewritten(each.body) else None
    declared = Declared(
        each.name, each.type, row, each.type_span, each.span, {}, ours, doubt, _about(each)
    )
    if has_own_keys:
        declared.beside = [
            Name(key.text, text_span(template.data, key)) for key in templates.beside(each)
        ]
    return declared


def _about(each: templates.Resource) -> list[str]:
    if each.name.startswith(GLOBALS):
        return [f"SAM gives these properties to every {each.type} of the template."]
    remarks = []
    condition = each.body.get("Condition")
    if isinstance(condition, Scalar):
        remarks.append(f"Created only if the condition {condition.text} is true.")
    if each.type == "AWS::CloudFormation::Stack":
        remarks.append("A nested stack: its template is a separate file; report on it separately.")
    return remarks


# -- given -----------------------------------------------------------------------------------------


def _all_given(
    template: Template,
    properties: Iterable[tuple[templates.Resource, Property]],
    declared: dict[str, Declared],
    schemas: Schemas,
) -> Iterator[Given]:
    places: dict[str, Place | None] = {}
    """The place of each path of the resource that is being read."""
    containers: dict[str, Place | None] = {}
    literals: list[tuple[Place, Node]] = []
    beside: dict[int, frozenset[str]] = {}
    owner: Declared | None = None
    for resource, property_ in properties:
        if owner is None or owner.name != resource.name:
            owner = declared[resource.name]
            places = {"": Place(schemas.of(owner.row)) if owner.row else None}
            containers, literals = {}, []
            owner.settings = Settings(partial(_settings, literals, template))
        if property_.container not in containers:
            above = _written_at(places, property_.container)
            # A list may be given as one object.
            containers[property_.container] = above.unlisted() if above else None
        container, name = containers[property_.container], property_.key.text
        place = container.argument(name) if container else None
        places[property_.path] = place
        if place is not None:
            literals.append((place, property_.value))
        if name != "Ref" and "${" not in name:
            names = beside.get(id(property_.inside))
            if names is None:
                names = frozenset(key.text for key, _ in property_.inside.pairs)
                beside[id(property_.inside)] = names
            yield _argument(template, owner, property_, container, place, names)


def _settings(literals: Iterable[tuple[Place, Node]], template: Template) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for place, value in literals:
        note(settings, place, _constant(value, template))
    return settings


def _argument(
    template: Template,
    owner: Declared,
    property_: Property,
    container: Place | None,
    place: Place | None,
    beside: frozenset[str],
) -> Given:
    return Given(
        declared=owner,
        container=container,
        place=place,
        name=Name(property_.name, text_span(template.data, property_.key)),
        span=property_.key.span,
        path=property_.path,
        value_span=property_.value.span,
        shape=_shape(property_.value),
        empty=isinstance(property_.value, Sequence) and not property_.value.items,
        beside=beside,
    )


def _written_at(places: dict[str, Place | None], path: str) -> Place | None:
    """The place of a path. The items of a list may be visited before the list itself."""
    if path not in places:
        above = _written_at(places, path[:-2]) if path.endswith("[]") else None
        places[path] = above.item() if above and above.type.is_list else None
    return places[path]


def _constant(node: Node, template: Template) -> Any:
    """The text of a literal value, or of the one that Fn::FindInMap finds by literal keys. None for
    other values.
    """
    if isinstance(node, Scalar) and node.tag is None:
        return node.text if "${" not in node.text else None
    name, keys = call(node) or ("", node)
    if name == "Fn::FindInMap" and isinstance(keys, Sequence):
        entry: Node | None = template.section("Mappings")
        for key in keys.items:
            is_literal = isinstance(key, Scalar) and key.tag is None
            if is_literal and isinstance(entry, Mapping) and isinstance(key, Scalar):
                entry = entry.get(key.text)
            else:
                entry = None
        return _constant(entry, template) if isinstance(entry, Scalar) else None
    return None


def _shape(node: Node) -> Shape | None:
    if isinstance(node, Scalar):
        return "plain" if node.tag is None else None
    if call(node) is not None:
        return None
    return "list" if isinstance(node, Sequence) else "object"


# -- read ------------------------------------------------------------------------------------------


Known = dict[tuple[int, str | None], tuple[str, Place, tuple[Name, ...]]]
"""Cache: (id of a type, attribute as written) → its path, and the result of looked_up. Templates
read a few attributes often.
"""


def _reading(
    reference: Reference, declared: Declared | None, schemas: Schemas, cache: Known
) -> Read:
    place: Place | None = None
    names: tuple[Name, ...] = ()
    if declared is not None and declared.row is not None:
        key = declared.row.id, reference.attribute
        if key not in cache:
            path = normalise(reference.attribute or "Ref")
            cache[key] = (path, *looked_up(schemas.of(declared.row), path))
        path, place, names = cache[key]
    else:
        path = normalise(reference.attribute or "Ref")
    return Read(
        declared=declared,
        place=place,
        names=names,
        path=path,
        span=reference.exact_span or reference.span,
        owner=Name(reference.name, reference.name_span),
        function=reference.function,
        within=reference.within or "",
        attribute=(
            Name(reference.attribute, reference.attribute_span) if reference.attribute else None
        ),
        exact=reference.exact_span is not None,
    )


def looked_up(schema: Schema, attribute: str) -> tuple[Place, tuple[Name, ...]]:
    """The place of an attribute of Fn::GetAtt, and the names that do not exist there."""
    walk = Place(schema).walk(steps_of(normalise(attribute)))
    member = walk.place.attribute()
    if walk.missing:
        return walk.place, tuple(Name(step.name or "[]", None) for step in walk.rest)
    # Everything below a free-form value belongs to it.
    return (Place(walk.place.schema, member.path, member.type) if member else walk.place), ()


# -- remarks ---------------------------------------------------------------------------------------


def _remarks(template: Template, macros: list[str]) -> list[str]:
    remarks = []
    if macros:
        remarks.append(
            f"The macro {', '.join(macros)} rewrites this template; its result is not in this file."
            " Report on the processed template: `aws cloudformation get-template --template-stage"
            " Processed`."
        )
    if any(name.startswith("AWS::Serverless") for name in template.transforms):
        remarks.append(
            f"A SAM template: types {SAM}… exist only here and in the CDK; CloudFormation gets the"
            " result of the transform. For another target report on the processed template"
            " (`aws cloudformation get-template --template-stage Processed`)."
        )
    if template.embedded:
        remarks.append(
            "A Serverless Framework file: only the part under `resources` is read; the"
            " framework creates further resources."
        )
    return remarks
