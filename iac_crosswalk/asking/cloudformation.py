"""CloudFormation: `!GetAtt`, `Fn::GetAtt`, `!Ref`, `${Name.Attribute}` in a Sub, and a property's place in the template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.asking.reading import Context, Reading, Unclear
from iac_crosswalk.asking.walking import steps_of
from iac_crosswalk.paths import normalise

_CUSTOM = "AWS::CloudFormation::CustomResource"
_SAM = "AWS::Serverless::"
_Q = "[\"']?"
_NAME = r"[A-Za-z0-9]{1,255}"
_ATTRIBUTE = r"[A-Za-z0-9_.]{1,512}"
_GET = r"""(?:!GetAtt\b|["']?Fn::GetAtt["']?\s*:|\bFn\.(?:get_att|getAtt)\()"""
_GETATT = [
    re.compile(rf"""{_GET}\s*\[?\s*{_Q}({_NAME}){_Q}\s*,\s*{_Q}({_ATTRIBUTE}){_Q}\s*[\])]"""),
    re.compile(rf"""{_GET}\s*-\s+{_Q}({_NAME}){_Q}\s*\n\s*-\s+{_Q}({_ATTRIBUTE}){_Q}"""),
    re.compile(rf"""{_GET}\s*{_Q}({_NAME})\.({_ATTRIBUTE}){_Q}"""),
]
_REF = re.compile(rf"""(?:!Ref\b|(?<![\w:]){_Q}Ref{_Q}\s*:)\s*{_Q}({_NAME})(?![\w:.]){_Q}""")
_SUB = re.compile(rf"""\$\{{\s*({_NAME})(?:\.({_ATTRIBUTE}))?\s*\}}""")
_ARGUMENT = re.compile(rf"{_Q}({_NAME})\.({_ATTRIBUTE}){_Q}")
_PROPERTY = re.compile(
    rf"""(?<![\w.])(?:Resources[./])?(?:({_NAME})[./])?Properties[./]((?:[\w.*/]|\[[\w*]{{0,20}}\]|\[["'][^"'\n]{{0,200}}["']\]){{1,1000}})"""
)


def read(context: Context) -> Iterator[Reading]:
    """Every reading of the text as CloudFormation."""
    if not context.may_be("cloudformation"):
        return
    text = context.text
    for pattern in _GETATT:
        for match in pattern.finditer(text):
            yield from _attribute(context, match[1], match[2].rstrip("."), gotten=True)
    for match in _REF.finditer(text):
        yield from _attribute(context, match[1], "Ref")
    if "Sub" in text or context.system == "cloudformation" or not context.program.tokens[3:]:
        for match in _SUB.finditer(text):
            yield from _attribute(context, match[1], match[2] or "Ref", gotten=bool(match[2]))
    if not text.lstrip().startswith("AWS::"):
        for match in _PROPERTY.finditer(text):
            yield from _attribute(context, match[1], match[2].replace("/", ".").rstrip("."))
    argument = _ARGUMENT.fullmatch(text.strip())
    if argument is not None and context.declarations(argument[1]):  # otherwise it may as well be a path
        yield from _attribute(context, argument[1], argument[2], gotten=True)


def _attribute(context: Context, name: str | None, path: str, gotten: bool = False) -> Iterator[Reading]:
    steps = steps_of(normalise(path))
    for row in context.types(name or "", "cloudformation"):
        reading = context.reading(row, steps, name)
        if row.name == _CUSTOM and not reading.known:
            raise Unclear(f"`{name}` is a custom resource: what `{path}` is only its provider says")
        if gotten and row.name.startswith(_SAM) and not reading.known:
            raise Unclear(f"`{path}` may be of a resource that SAM makes of `{name}`; ask with that resource's type, --resource TYPE")
        yield reading._replace(note=_not_gettable(context, reading)) if gotten and reading.known else reading


def _not_gettable(context: Context, reading: Reading) -> str | None:
    rows = context.knowledge.rows(
        "select gettable from attribute a join resource r on r.id = a.resource_id where r.name = ? and a.path = ?",
        [reading.resource, reading.path],
    )
    return f"{reading.path} is a property of {reading.resource}; Fn::GetAtt does not return it" if rows and not rows[0][0] else None


def missing(context: Context) -> str | None:
    """What to do about a text that is CloudFormation's and lacks the type; None where it is something else."""
    if context.resource is not None and context.resource.system != "cloudformation":
        return None
    for pattern in (*_GETATT, _REF, _SUB):
        match = pattern.search(context.text)
        if match and (pattern is not _SUB or "Sub" in context.text):
            return f"the text does not say what type `{match[1]}` is; add --resource TYPE, or --in FILE with the template"
    return None
