"""Pulumi and the CDK, Python and TypeScript: a variable with the members after it, or a class and
its attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from keyword import kwlist

from iac_crosswalk.ask.access import Chain, Tokens, leading_names, steps_of
from iac_crosswalk.ask.reading import SELF, Context, Reading, listed
from iac_crosswalk.paths import Step, singular
from iac_crosswalk.paths import steps_of as path_steps
from iac_crosswalk.programs.classes import by_class
from iac_crosswalk.programs.program import Known
from iac_crosswalk.programs.use import Given
from iac_crosswalk.store.schema import schema_of
from iac_crosswalk.store.store import ResourceRow

_SYSTEMS = ("pulumi", "cdk", "boto3")
"""Systems whose names occur in programs."""
_MOST_WORDS = 6
_MOST_NAMES = 200
_YAML = re.compile(r"\$\{\s*([\w-]{1,255})((?:\.[A-Za-z_]\w*|\[[^\[\]]{0,200}\])+)\s*\}")


def read(context: Context) -> Iterator[Reading]:
    """Yields every reading of the text as a Pulumi or CDK program."""
    if not context.may_be("pulumi", "cdk"):
        return
    for match in _YAML.finditer(context.text):
        if "-" in match[1]:  # a name that is not possible in a program
            chain = next(Tokens("x" + match[2]).chains())
            for row in _rows(context, match[1]):
                yield context.reading(row, steps_of(chain.links), match[1])._replace(is_read=True)
    for chain in context.asked:
        yield from _chain(context, chain)


def read_pasted(context: Context) -> Iterator[Reading]:
    """Yields the reads of a piece of a program that binds its own names, without intermediate
    reads.
    """
    if context.resource is not None or all(
        known.is_import for known in context.pasted.names.values()
    ):
        return
    reads = [
        each
        for each in context.pasted.reads
        if each.place and each.place.schema.resource.system in _SYSTEMS
    ]
    for read in reads:
        longer = (f"{read.path}.", f"{read.path}[")
        if not any(each.owner == read.owner and each.path.startswith(longer) for each in reads):
            yield from context.of_file(read)


def read_given(context: Context) -> Iterator[Reading]:
    """Yields the arguments that a piece sets on a resource: the names that do not exist, or else
    its only name. The arguments of a call on a client in the file count too.
    """
    settings = [each for each in context.pasted.given if each.container is not None]
    if not settings and context.within and "(" in context.text:
        settings = [each for each in context.file.gives(context.text) if each.container is not None]
    wrong = [each for each in settings if each.place is None]
    for each in wrong or settings:
        longer = (f"{each.path}.", f"{each.path}[")
        among = [other for other in wrong or settings if other is not each]
        if not any(other.path.startswith(longer) for other in among) and not _selects_item(each):
            yield argument_reading(context, each)


_ITEMS = ({"Name", "Values"}, {"Name", "Value"}, {"Key", "Values"}, {"Key", "Value"})
"""The keys of boto3's items of names and values."""


def _selects_item(given: Given) -> bool:
    """Whether a name only selects an item, whose value is beside it: `{"Name": "vpc-id", "Values":
    [x]}`.
    """
    item = given.container is not None and given.container.path.endswith("[]")
    return item and given.name.text in ("Name", "Key") and {*given.beside} in _ITEMS


def argument_reading(context: Context, given: Given) -> Reading:
    """The reading of an argument: of the type in the question, where the argument may belong to
    several.
    """
    place, name = given.container, given.name.text
    assert place is not None
    is_read = None if given.lookup else False
    for other in given.also:
        if other.schema.resource == context.resource:
            return context.reading(other.schema.resource, path_steps(other.path))._replace(
                is_read=is_read
            )
    row = place.schema.resource
    if given.place is not None and row.system == "boto3":
        own = given.place.path.removeprefix(place.path).lstrip(".")
        return context.reading(row, path_steps(own), container=place.path)._replace(is_read=is_read)
    has_name = given.declared is not None and row.system != "boto3"  # a call has none
    variable = given.declared.name.rpartition(".")[2] if given.declared and has_name else None
    reading = context.reading(row, [Step(name)], variable or None, container=place.path)
    return reading._replace(is_read=is_read)


def read_in_file(context: Context) -> Iterator[Reading]:
    """Yields the reads of the text, as found by the reader of the file's language."""
    if not context.within or context.resource is not None:
        return
    reads = context.file.written(context.text.strip().rstrip(";"))
    # The template's own syntax knows more about its reads: whether Fn::GetAtt returns them.
    found = [
        each for read in reads for each in context.of_file(read) if each.system != "cloudformation"
    ]
    if found:  # of any form: `(cache as aws.elasticache.ReplicationGroup).port`
        yield from found
        return
    covered = -1
    for chain in context.asked:
        if chain.end > covered:  # a part of the longer expression makes its reads
            for read, note in context.file.asked(context.text[chain.start : chain.end]):
                if read.place is None or read.place.schema.resource.system == "terraform":
                    continue  # terraform.py names it
                covered = max(covered, chain.end)
                yield from context.of_file(read, note)


def _rows(context: Context, name: str) -> list[ResourceRow]:
    return [row for system in ("pulumi", "cdk") for row in context.types(name, system)]


def _chain(context: Context, chain: Chain) -> Iterator[Reading]:
    if context.resource is not None:
        yield from _about_given_type(context, context.resource, chain)
        return
    for row, steps in _of_class(context, chain):
        if any(step.name is not None for step in steps):
            yield context.reading(row, steps)


def _about_given_type(context: Context, row: ResourceRow, chain: Chain) -> Iterator[Reading]:
    """Yields the reading of a chain about a resource of the given type: its variable is the first
    word with an attribute after it.

    A name after a word for one of the resource's own objects is in that object: `rule[0].id` is
    not the `id` of a resource called `rule`.
    """
    words = [Step(chain.head), *steps_of(chain.links)]
    readings: list[Reading] = []
    for at in range(1, min(len(words), _MOST_WORDS)):
        before = words[at - 1].name or ""
        if _is_object(context, row, before) and not (at > 1 and words[at - 2].name in SELF):
            break
        if words[at].name is not None and before not in SELF:
            readings.append(
                context.reading(row, words[at:], words[at - 1].name)._replace(is_read=True)
            )
    first_known = next((each for each in readings if each.known), None)
    if first_known is not None:
        yield first_known
    elif readings and not _is_call(chain) and not _is_prose(context.tokens):
        yield readings[0]


def _is_object(context: Context, row: ResourceRow, name: str) -> bool:
    """Whether the name is some spelling of one of the resource's attributes that have nested
    attributes.
    """
    schema = schema_of(context.knowledge, row)
    return any(
        "object" in member.type and schema.below(member.container)
        for member in schema.below().values()
        if singular(member.name) == singular(name)
    )


_SCRIPT = (
    "abstract const default export extends function let new of private protected public readonly"
    " static this typeof var"
)
_KEYWORDS = {*kwlist, *_SCRIPT.split()}
_FEWEST_WORDS = 3


def _is_prose(text: Tokens) -> bool:
    """Whether words are side by side as in prose: a dot in a sentence is not a read of a member."""
    words = 0
    for token in text.tokens:
        words = words + 1 if token.kind == "name" and token.text not in _KEYWORDS else 0
        if words == _FEWEST_WORDS:
            return True
    return False


def _is_call(chain: Chain) -> bool:
    """Whether the chain is a call of a function, as `pulumi.export(…)`, not a value of a
    resource.
    """
    return any(link.kind == "call" for link in chain.links)


def _of_class(context: Context, chain: Chain) -> Iterator[tuple[ResourceRow, list[Step]]]:
    names = leading_names(chain)[:_MOST_WORDS]
    for length in range(len(names), 0, -1):
        after = chain.links[length - 1 :]
        constructed = bool(after) and after[0].kind == "call"
        if length == 1 and not constructed:
            continue
        rows = [
            row
            for row in by_class(context.knowledge, ".".join(names[:length]))
            if context.may_be(row.system)
        ]
        if rows:
            steps = steps_of(after[1:] if constructed else after)
            if constructed or _is_attribute(steps):
                yield from ((row, steps) for row in rows)
            return


def _is_attribute(steps: list[Step]) -> bool:
    """Whether what follows a class can be an attribute: `CfnBucket.VersioningConfigurationProperty`
    is a class in it, `Bucket[]` a type.
    """
    return bool(steps) and steps[0].name is not None and not steps[0].name[:1].isupper()


def missing(context: Context) -> str | None:
    """What to add for a name that the source does not declare, or declares as something other than
    a resource; None where there is no source.
    """
    if not context.within or context.resource is not None or not context.may_be("pulumi", "cdk"):
        return None
    file, names = context.terms.file, context.file.names
    if not names and context.file.errors:
        return f"{file} cannot be read: {context.file.errors[0]}"
    for chain in context.asked:
        names_behind = [name for name in leading_names(chain) if name not in SELF][:1]
        if not names_behind or names.get(chain.head, Known()).is_import:
            continue
        name = names_behind[0]
        known = names.get(name)
        is_variable = chain.head not in SELF
        if known and known.own_class and is_variable:
            members = (
                f"; ask for one of its members: {listed([*known.members])}" if known.members else ""
            )
            return f"{file} declares `{name}` as its own `{known.own_class}`{members}"
        if known is not None or (is_variable and name in Tokens(context.within).words()):
            return f"{file} does not say which resource `{name}` is; add {context.terms.resource}"
        found = [
            each
            for each, its in islice(names.items(), _MOST_NAMES)
            if its.own_class or its.is_resource
        ]
        others = (
            f"; it declares: {listed(found)}"
            if found
            else f" that is a resource; add {context.terms.resource}"
        )
        return f"{file} declares no `{name}`{others}"
    return None
