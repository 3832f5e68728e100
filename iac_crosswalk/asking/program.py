"""Pulumi and the CDK, Python and TypeScript: a variable and what is written behind it, or a class and its attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.asking.access import Chain, Program, steps_of
from iac_crosswalk.asking.reading import Context, Reading
from iac_crosswalk.asking.walking import Step
from iac_crosswalk.knowledge import ResourceRow

_SELF = ("self", "this")
_DEEPEST = 8
_YAML = re.compile(r"\$\{\s*([\w-]{1,255})((?:\.[A-Za-z_]\w*|\[[^\[\]]{0,200}\])+)\s*\}")


def read(context: Context) -> Iterator[Reading]:
    """Every reading of the text as a Pulumi or CDK program."""
    if not context.may_be("pulumi", "cdk"):
        return
    for match in _YAML.finditer(context.text):
        if "-" in match[1]:  # a name that no program may have
            chain = next(Program("x" + match[2]).chains())
            for row in _rows(context, match[1]):
                yield context.reading(row, steps_of(chain.links), match[1])
    for chain in context.asked:
        yield from _chain(context, chain)


def _rows(context: Context, name: str) -> list[ResourceRow]:
    return [row for system in ("pulumi", "cdk") for row in context.types(name, system)]


def _chain(context: Context, chain: Chain) -> Iterator[Reading]:
    if context.resource is not None:
        yield from _given(context, context.resource, chain)
        return
    for row, steps, name in instances(context, chain):
        if steps:
            yield context.reading(row, steps, name)


def _given(context: Context, row: ResourceRow, chain: Chain) -> Iterator[Reading]:
    """A chain about a resource of the type that was given: its variable is the first word behind which an attribute stands."""
    words = [Step(chain.head), *steps_of(chain.links)]
    readings = [
        context.reading(row, words[at:], words[at - 1].name)
        for at in range(1, len(words))
        if words[at].name is not None and (words[at - 1].name or "") not in _SELF
    ]
    known = next((each for each in readings if each.known), None)
    if known is not None:
        yield known
    elif readings and not _called(chain):
        yield readings[0]


def _called(chain: Chain) -> bool:
    """Whether the chain is a call of a function, as `pulumi.export(…)`, and no value of a resource."""
    return any(link.kind == "call" for link in chain.links)


def instances(context: Context, chain: Chain, depth: int = 0) -> Iterator[tuple[ResourceRow, list[Step], str | None]]:
    """What a chain may stand for: (type, steps behind an instance of it, its variable)."""
    names = [chain.head]
    for link in chain.links:
        if link.kind != "name":
            break
        names.append(link.text)
    yield from _of_class(context, chain, names)
    if depth >= _DEEPEST:
        return
    # `self.cache`, `infra.cache`: the last of the leading words that the code declares is the variable.
    for at, name in enumerate(names):
        found = list(_of_variable(context, name, depth)) if name not in _SELF and not (at == 0 and name in context.imported) else []
        behind = steps_of(chain.links[at:])
        for row, steps, inner in found:
            yield row, steps + behind, inner if steps else name
        if found:
            return


def _of_class(context: Context, chain: Chain, names: list[str]) -> Iterator[tuple[ResourceRow, list[Step], str | None]]:
    for length in range(len(names), 0, -1):
        after = chain.links[length - 1 :]
        constructed = bool(after) and after[0].kind == "call"
        if length == 1 and not constructed:
            continue
        rows = context.classes(".".join(names[:length]))
        if rows:
            steps = steps_of(after[1:] if constructed else after)
            yield from ((row, steps, None) for row in rows)
            return


def _of_variable(context: Context, name: str, depth: int) -> Iterator[tuple[ResourceRow, list[Step], str | None]]:
    for declaration in context.declarations(name):
        if declaration.type is not None:
            dotted = declaration.type.replace("/", ".") if "::" not in declaration.type else ""
            yaml = re.fullmatch(r"aws:([\w]+)(?:/\w+)?:(\w+)", declaration.type)
            rows = context.classes(f"aws.{yaml[1]}.{yaml[2]}" if yaml else dotted)
            yield from ((row, [], name) for row in rows)
        elif declaration.value is not None:
            chain = next(Program(declaration.value).chains(), None)
            if chain is not None and chain.head != name:
                yield from instances(context, chain, depth + 1)
