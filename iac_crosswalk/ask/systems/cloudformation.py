"""CloudFormation: `!GetAtt`, `Fn::GetAtt`, `!Ref`, `${Name.Attribute}` in a Sub, and a property's
place in the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.ask.reading import Context, Reading, Unclear, listed
from iac_crosswalk.paths import normalise, steps_of
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import SAM

_CUSTOM = "AWS::CloudFormation::CustomResource"
_Q = "[\"']?"
_NAME = r"[A-Za-z0-9]{1,255}"
_ATTRIBUTE = (  # Fn::GetAtt takes no index, but other tools do
    r"(?:[A-Za-z0-9_.]|\[\d{0,9}\]){1,512}"
)
_GET = r"""(?:!GetAtt\b|["']?Fn::GetAtt["']?\s*:|\bFn\.(?:get_att|getAtt)\()"""
_GETATT = [
    re.compile(rf"""{_GET}\s*\[?\s*{_Q}({_NAME}){_Q}\s*,\s*{_Q}({_ATTRIBUTE}){_Q}\s*[\])]"""),
    re.compile(rf"""{_GET}\s*-\s+{_Q}({_NAME}){_Q}\s*\n\s*-\s+{_Q}({_ATTRIBUTE}){_Q}"""),
    re.compile(rf"""{_GET}\s*{_Q}({_NAME})\.({_ATTRIBUTE}){_Q}"""),
]
_METHOD = re.compile(
    rf"""(?:\b(?!Fn\.)({_NAME})\.|(?<![\w.]))(?:get_att|getAtt)\("""
    rf"""\s*["']({_ATTRIBUTE})["']\s*[,)]"""
)
"""The CDK's method: on a variable, like a name in the template; without one, for the given type."""
_REF = re.compile(rf"""(?:!Ref\b|(?<![\w:]){_Q}Ref{_Q}\s*:)\s*{_Q}({_NAME})(?![\w:.]){_Q}""")
_SUB = re.compile(rf"""\$\{{\s*({_NAME})(?:\.({_ATTRIBUTE}))?\s*\}}""")
_ARGUMENT = re.compile(rf"{_Q}({_NAME})\.({_ATTRIBUTE}){_Q}")
_PROPERTY = re.compile(
    rf"""(?<![\w.])(?:Resources[./])?(?:({_NAME})[./])?Properties[./]((?:[\w.*/]|\[[\w*]{{0,20}}\]|\[["'][^"'\n]{{0,200}}["']\]){{1,1000}})"""
)


def read(context: Context) -> Iterator[Reading]:
    """Yields every reading of the text as CloudFormation."""
    context = _twin(context)
    if not context.may_be("cloudformation"):
        return
    text = context.text
    for pattern in _GETATT:
        for match in pattern.finditer(text):
            yield from _attribute(context, match[1], match[2].rstrip("."), gotten=True)
    for match in _METHOD.finditer(text):
        name = match[1] or ""
        for row in context.types(name, "cloudformation") or _of_variable(context, name):
            yield _of_row(context, row, match[1], match[2].rstrip("."), gotten=True)
    for match in _REF.finditer(text):
        yield from _attribute(context, match[1], "Ref")
    surely = "Sub" in text or context.system == "cloudformation" or not context.tokens.tokens[3:]
    for match in _SUB.finditer(text):
        # `${Trail.Arn}` alone belongs to a Sub where the given template declares `Trail`; other
        # languages write `${…}` too.
        if surely or (context.within and context.types(match[1], "cloudformation")):
            yield from _attribute(context, match[1], match[2] or "Ref", gotten=bool(match[2]))
    if not text.lstrip().startswith("AWS::"):
        for match in _PROPERTY.finditer(text):
            yield from _attribute(context, match[1], match[2].replace("/", ".").rstrip("."))
    argument = _ARGUMENT.fullmatch(text.strip())
    if argument is not None and context.declared(argument[1]):  # otherwise it may also be a path
        yield from _attribute(context, argument[1], argument[2], gotten=True)


_CDK_GET = re.compile(r"\b(?:get_att|getAtt)\(")


def _twin(context: Context) -> Context:
    """The context with the CloudFormation type in place of a CDK class: the CDK's get_att takes
    CloudFormation's names.
    """
    row = context.resource
    if row is None or row.system != "cdk" or not _CDK_GET.search(context.text):
        return context
    types = _types_of_class(context, row)
    if len(types) != 1:
        return context
    return Context(
        context.knowledge, context.text, types[0], None, context.within, context.terms, context.name
    )


def _types_of_class(context: Context, row: ResourceRow) -> list[ResourceRow]:
    """The CloudFormation types of a CDK class: one."""
    links = queries.links(context.knowledge, row.id, "cloudformation")
    names = [link.name for link in links if link.name and link.origin == "rule"]
    return [
        each for name in names if (each := context.knowledge.find_resource(name, "cloudformation"))
    ]


def _of_variable(context: Context, name: str) -> list[ResourceRow]:
    """The types of a variable that the code creates from CDK classes: each has `ref`."""
    if not name:
        return []
    places = [
        each.read.place
        for file in (context.file, context.pasted)
        for each in file.asked(f"{name}.ref")
    ]
    rows = [
        place.schema.resource
        for place in places
        if place is not None and place.schema.resource.system == "cdk"
    ]
    return list(dict.fromkeys(each for row in rows for each in _types_of_class(context, row)))


def _attribute(
    context: Context, name: str | None, path: str, gotten: bool = False
) -> Iterator[Reading]:
    for row in context.types(name or "", "cloudformation"):
        yield _of_row(context, row, name, path, gotten)


def _of_row(
    context: Context, row: ResourceRow, name: str | None, path: str, gotten: bool
) -> Reading:
    reading = context.reading(row, steps_of(normalise(path)), name)._replace(
        is_read=gotten or path == "Ref"
    )
    if row.name == _CUSTOM and not reading.known:
        raise Unclear(f"`{name}` is a custom resource: only its provider defines `{path}`")
    if gotten and row.name.startswith(SAM) and not reading.known:
        raise Unclear(
            f"`{path}` may be of a resource that SAM makes of `{name}`; ask with that resource's"
            f" type, {context.terms.resource}"
        )
    return (
        reading._replace(note=not_gettable(context, reading))
        if gotten and reading.known
        else reading
    )


def not_gettable(context: Context, reading: Reading) -> str | None:
    """The note about a property that Fn::GetAtt does not return, or returns by cfn-lint's word
    alone. `check` accepts the latter: it is not known to be wrong.
    """
    attribute = reading.located.attribute if reading.located is not None else None
    if queries.is_gettable(context.knowledge, reading.resource, reading.path) is False:
        return f"{reading.path} is a property of {reading.resource}; Fn::GetAtt does not return it"
    if attribute is None or not context.knowledge.undocumented_lists[attribute.id]:
        return None
    return (
        f"no documentation has {reading.path} of {reading.resource} among the values that"
        " Fn::GetAtt returns; only cfn-lint accepts it"
    )


def missing(context: Context) -> str | None:
    """What to add to a CloudFormation text that lacks the type; None for any other text."""
    if context.resource is not None and context.resource.system != "cloudformation":
        return None
    for pattern in (*_GETATT, _REF, _SUB):
        match = pattern.search(context.text)
        if match and (pattern is not _SUB or "Sub" in context.text):
            return _undeclared(context, match[1])
    method = _METHOD.search(context.text)
    if method and method[1] is None:
        return f"the text does not say what `{method[2]}` is of; add {context.terms.resource}"
    return None


def _undeclared(context: Context, name: str) -> str:
    terms = context.terms
    if not context.within:
        return (
            f"the text does not say what type `{name}` is; add {terms.resource}, or {terms.source}"
            " with the template"
        )
    if context.file.errors and not context.file.names:
        return f"{terms.file} cannot be read: {context.file.errors[0]}"
    types = list(dict.fromkeys(each.type for each in context.declared(name)))
    if types:
        return (
            f"{terms.file} declares `{name}` as {listed(types)}, an unknown type; add"
            f" {terms.resource}"
        )
    declared = [*context.file.names]
    return f"{terms.file} declares no `{name}`" + (
        f"; it declares: {listed(declared)}" if declared else f"; add {terms.resource}"
    )
