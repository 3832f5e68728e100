"""Pulumi and the CDK, Python and TypeScript: a variable and what is written behind it, or a class and its attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import kwlist

from iac_crosswalk.ask.access import Chain, Program, leading_names, steps_of
from iac_crosswalk.ask.reading import SELF, Context, Reading, listed
from iac_crosswalk.ask.walking import own, schema_of
from iac_crosswalk.paths import Step
from iac_crosswalk.store.store import ResourceRow

_MOST_WORDS = 6
_MOST_NAMES = 200
_YAML = re.compile(r"\$\{\s*([\w-]{1,255})((?:\.[A-Za-z_]\w*|\[[^\[\]]{0,200}\])+)\s*\}")


def read(context: Context) -> Iterator[Reading]:
    """Every reading of the text as a Pulumi or CDK program."""
    if not context.may_be("pulumi", "cdk"):
        return
    for match in _YAML.finditer(context.text):
        if "-" in match[1]:  # a name that no program may have
            chain = next(Program("x" + match[2]).chains())
            for row in _rows(context, match[1]):
                yield context.reading(row, steps_of(chain.links), match[1])._replace(is_read=True)
    for chain in context.asked:
        yield from _chain(context, chain)


def read_in_file(context: Context) -> Iterator[Reading]:
    """What the reader of the file's language finds that the text reads."""
    if not context.within or context.resource is not None:
        return
    written = context.file.written(context.text.strip().rstrip(";"))
    # What is read of a template its own syntax says more of: whether Fn::GetAtt returns it.
    found = [each for read in written for each in context.of_file(read) if each.system != "cloudformation"]
    if found:  # of any form: `(cache as aws.elasticache.ReplicationGroup).port`
        yield from found
        return
    covered = -1
    for chain in context.asked:
        if chain.end > covered:  # what the longer expression reads is read by what stands in it
            for read, note in context.file.asked(context.text[chain.start : chain.end]):
                if read.place is None or read.place.schema.resource.system == "terraform":
                    continue  # terraform.py names it
                covered = max(covered, chain.end)
                yield from context.of_file(read, note)


def _rows(context: Context, name: str) -> list[ResourceRow]:
    return [row for system in ("pulumi", "cdk") for row in context.types(name, system)]


def _chain(context: Context, chain: Chain) -> Iterator[Reading]:
    if context.resource is not None:
        yield from _given(context, context.resource, chain)
        return
    for row, steps, name, said in instances(context, chain):
        if any(step.name is not None for step in steps):
            yield context.reading(row, steps, name, said or None)._replace(is_read=name is not None)


def _given(context: Context, row: ResourceRow, chain: Chain) -> Iterator[Reading]:
    """A chain about a resource of the type that was given: its variable is the first word behind which an attribute stands.

    Behind a word for one of the resource's own objects stands what is in that: `rule[0].id` is no `id` of a resource called `rule`.
    """
    words = [Step(chain.head), *steps_of(chain.links)]
    readings: list[Reading] = []
    for at in range(1, min(len(words), _MOST_WORDS)):
        before = words[at - 1].name or ""
        if _is_object(context, row, before) and not (at > 1 and words[at - 2].name in SELF):
            break
        if words[at].name is not None and before not in SELF:
            readings.append(context.reading(row, words[at:], words[at - 1].name)._replace(is_read=True))
    known = next((each for each in readings if each.known), None)
    if known is not None:
        yield known
    elif readings and not _called(chain) and not _is_prose(context.program):
        yield readings[0]


def _is_object(context: Context, row: ResourceRow, name: str) -> bool:
    """Whether the name is some spelling of one of the resource's attributes that have attributes of their own."""
    schema = schema_of(context.knowledge, row)
    return any("object" in member.type and schema.below(member.container) for member in own(context.knowledge, row, name))


_KEYWORDS = {
    *kwlist,
    "abstract",
    "const",
    "default",
    "export",
    "extends",
    "function",
    "let",
    "new",
    "of",
    "private",
    "protected",
    "public",
    "readonly",
    "static",
    "this",
    "typeof",
    "val",
    "var",
}
_FEWEST_WORDS = 3


def _is_prose(program: Program) -> bool:
    """Whether words stand side by side as in no program: a dot in a sentence is no member of a resource."""
    words = 0
    for token in program.tokens:
        words = words + 1 if token.kind == "name" and token.text not in _KEYWORDS else 0
        if words == _FEWEST_WORDS:
            return True
    return False


def _called(chain: Chain) -> bool:
    """Whether the chain is a call of a function, as `pulumi.export(…)`, and no value of a resource."""
    return any(link.kind == "call" for link in chain.links)


def instances(context: Context, chain: Chain) -> Iterator[tuple[ResourceRow, list[Step], str | None, str]]:
    """What a chain may stand for: (type, steps behind an instance of it, its variable, what to say of a name on the way)."""
    yield from ((row, steps, None, "") for row, steps in _of_class(context, chain))
    for instance in context.expanded(chain):
        yield from ((row, steps, instance.name, instance.said) for row, steps in _of_class(context, instance.chain))


def _of_class(context: Context, chain: Chain) -> Iterator[tuple[ResourceRow, list[Step]]]:
    names = leading_names(chain)[:_MOST_WORDS]
    for length in range(len(names), 0, -1):
        after = chain.links[length - 1 :]
        constructed = bool(after) and after[0].kind == "call"
        if length == 1 and not constructed:
            continue
        rows = context.classes(".".join(names[:length]))
        if rows:
            steps = steps_of(after[1:] if constructed else after)
            if constructed or _is_attribute(steps):
                yield from ((row, steps) for row in rows)
            return


def _is_attribute(steps: list[Step]) -> bool:
    """Whether what follows a class can be an attribute: `CfnBucket.VersioningConfigurationProperty` is a class in it, `Bucket[]` a type."""
    return bool(steps) and steps[0].name is not None and not steps[0].name[:1].isupper()


def _is_resource(context: Context, name: str) -> bool:
    """Whether the code makes the name a resource, or something of one."""
    return bool(context.types(name, "cloudformation")) or any(True for _ in instances(context, Chain(name, (), 0, 0)))


def missing(context: Context) -> str | None:
    """What to do about a name that the source does not declare, or declares as something that is no resource; None where there is no source."""
    if not context.within or context.resource is not None or not context.may_be("pulumi", "cdk"):
        return None
    file = context.terms.file
    for chain in context.asked:
        names = leading_names(chain)
        declared = [name for name in names if name not in SELF][:1]
        if not declared or context.is_import(chain.head):
            continue
        name = declared[0]
        own = context.own_class(name) if chain.head not in SELF else None
        if own is not None:
            members = context.members(own)
            return f"{file} declares `{name}` as its own `{own}`" + (f"; ask for one of its members: {listed(members)}" if members else "")
        if context.declarations(name) or (chain.head not in SELF and context.is_bound(name)):
            return f"{file} does not say which resource `{name}` is; add {context.terms.resource}"
        known = [each for each in context.declared_names[:_MOST_NAMES] if context.own_class(each) or _is_resource(context, each)]
        return f"{file} declares no `{name}`" + (
            f"; it declares: {listed(known)}" if known else f" that is a resource; add {context.terms.resource}"
        )
    return None
