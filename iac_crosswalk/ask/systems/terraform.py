"""Terraform: `aws_sqs_queue.jobs.arn`, `data.aws_ami.image.id`, with the indexes of `count`,
`for_each` and blocks, and splats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.ask.reading import IMPORT, Context, Reading, Unclear
from iac_crosswalk.paths import ITEM, Step

_REFERENCE = re.compile(r"(?<![\w.\-/])(?:resource\.)?(data\.)?(aws_\w{1,200})(?=[.\[]| \[)")
_STEP = re.compile(
    r"""\.\s?(?P<star>\*)|\.(?P<number>\d+)|\.(?P<name>[A-Za-z_][\w-]*)
      |[ ]?\[\s*"(?P<key>[^"\\\n]{0,200})"\s*\]
      |[ ]?\[(?P<index>(?:[^\[\]\n"]|\[[^\[\]\n]{0,100}\]|"[^"\n]{0,100}"){0,200})\]""",
    re.VERBOSE,
)

_MOST_STEPS = 100


def references(text: str) -> Iterator[tuple[str, list[Step]]]:
    """Yields (type, steps after it, the resource's name included) of each reference in a text."""
    for match in _REFERENCE.finditer(text):
        steps: list[Step] = []
        at = match.end()
        while step := _STEP.match(text, at):
            name = step["name"] or step["key"]
            steps.append(Step(name) if name is not None else ITEM)
            at = step.end()
        if 0 < len(steps) <= _MOST_STEPS:
            yield f"{match[1] or ''}{match[2]}", steps


def read(context: Context) -> Iterator[Reading]:
    """Yields every reading of the text as Terraform."""
    if not context.may_be("terraform"):
        return
    for type_name, steps in references(IMPORT.sub("", context.text)):
        if steps[0].name is not None and not re.match(
            r"(?:Cfn|I)[A-Z]", steps[0].name
        ):  # the CDK's modules are called aws_… too
            yield from _reading(context, type_name, steps)


def read_in_file(context: Context) -> Iterator[Reading]:
    """Yields the readings of the file's own names: its resources, by their settings, its locals,
    `self`.
    """
    if not context.within or context.resource is not None:
        return
    for read, note in context.file.asked(_bare(context.text)):
        if read.place is not None and read.place.schema.resource.system == "terraform":
            yield from context.of_file(read, note)


_LOCAL = re.compile(r"local\.[A-Za-z_][\w-]*")


def missing(context: Context) -> str | None:
    """What to add for a local that is not an attribute of a resource; None for every other text."""
    expression = _bare(context.text)
    local = _LOCAL.match(expression)
    if local is None or context.resource is not None or not context.may_be("terraform"):
        return None
    terms = context.terms
    if not context.within:
        return (
            f"the text does not say what `{local[0]}` is; add {terms.source} with the file that"
            " declares it"
        )
    for read, _ in context.file.asked(f"{expression}.id"):
        if read.place is not None:
            whole = read.place.schema.resource.name
            return f"`{expression}` is a whole resource ({whole}); write the attribute behind it"
    return (
        f"{terms.file} does not say which resource `{local[0]}` is; write the resource in its place"
    )


def _bare(text: str) -> str:
    """An expression without the quotes of a template that contains nothing else."""
    found = re.fullmatch(r'\s*"?\$\{(.*)\}"?\s*', text, re.S)
    return found[1].strip() if found else text.strip()


def _reading(context: Context, type_name: str, steps: list[Step]) -> Iterator[Reading]:
    name, rest = steps[0].name, steps[1:]
    while rest and rest[0].name is None:  # count and for_each
        rest = rest[1:]
    if (
        rest
        and len(steps) > 1
        and steps[1].name is not None
        and _keyed(context.text, type_name, name)
    ):
        rest = rest[1:]
    row = context.find(type_name, "terraform")
    if row is None:
        named_a_class = any(
            step.name and step.name[:1].isupper() for step in steps
        )  # a module of a program: `aws_native.ec2.Vpc`
        if context.resource is None and type_name != "aws_cdk" and not named_a_class:
            yield Reading(
                "terraform",
                type_name,
                ".".join(step.name or "" for step in rest).strip("."),
                name,
                False,
            )
        return
    declared = context.declared(f"{type_name}.{name}")
    with_name = context.reading(row, rest, name)._replace(is_read=True) if rest else None
    without_name = context.reading(row, steps)
    is_path = _is_attribute(without_name) and not declared
    if (
        with_name is not None
        and not (is_path and not _is_attribute(with_name))
        and (with_name.known or not without_name.known)
    ):
        path = without_name.located
        is_inside = is_path and path is not None and not path.inside  # `tags.arn` is any key
        note = _AS_NAME.format(name, without_name.path, type_name) if is_inside else None
        yield with_name._replace(
            declared=context.file.declared(row, f"{type_name}.{name}"), note=note
        )
    elif without_name.known:
        may_be_name = with_name is not None and f".{name}[]" not in context.text
        note = _AS_ATTRIBUTE.format(name, type_name) if may_be_name else None
        yield without_name._replace(note=note)
    elif len(steps) == 1 and _alone(context.text, type_name):
        if context.file.declared(row, f"{type_name}.{name}") is not None:
            raise Unclear(
                f"`{type_name}.{name}` is a whole resource; write the attribute behind it"
            )
        yield without_name._replace(
            note=f"if `{name}` is the resource's own name, write the attribute behind it"
        )


_AS_NAME = "`{}` is read as the name of the resource; ask `{}` of {} for that name in the block"
_AS_ATTRIBUTE = "`{}` is read as an attribute of {}, not as the name of a resource"


def _is_attribute(reading: Reading) -> bool:
    """Whether it names an attribute. A known mistake is none."""
    return reading.located is not None and reading.located.attribute is not None


def _alone(text: str, type_name: str) -> bool:
    """Whether the text is only a reference to a whole resource: then its last word is meant as an
    attribute.
    """
    return text.strip().strip('"${} ').startswith(type_name) and not re.search(
        r"[\s()=]", text.strip(" ,;\n")
    )


def _keyed(text: str, type_name: str, name: str | None) -> bool:
    """Whether the resource is one of several: `aws_x.y["key"]`."""
    return bool(re.search(re.escape(f"{type_name}.{name}") + r'\s*\[\s*"', text))
