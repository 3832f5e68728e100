"""Answers questions in the user's own syntax: a line of code, a reference, an error message. `ask`
answers in the one JSON shape of docs/api.md.

Each syntax has a module, which yields every reading of the text. `question` takes the only one, or
raises Unclear with one line about what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from iac_crosswalk.answers.answer import Answer, Query, Suggestion
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.located import locate, locate_steps
from iac_crosswalk.answers.translate import translate
from iac_crosswalk.ask import messages
from iac_crosswalk.ask.file import NO_READER, settle
from iac_crosswalk.ask.limits import LONGEST, LONGEST_PATH, LONGEST_SOURCE
from iac_crosswalk.ask.reading import Context, Reading, Unclear, one
from iac_crosswalk.ask.systems import boto3, cloudformation, program, terraform
from iac_crosswalk.ask.terms import PYTHON, Terms
from iac_crosswalk.paths import first_name, normalise, steps_of
from iac_crosswalk.store import queries
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import SYSTEMS


def ask(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None = None,
    from_system: str | None = None,
    to: str | Iterable[str] | None = None,
    explain: bool = False,
    within: str = "",
    languages: Iterable[str] = (),
    terms: Terms = PYTHON,
    file: str = "",
) -> dict[str, Any]:
    """The answer to the question `text`; `status` is `bad-question`, with `error`, where it cannot
    be read.

    `resource` names the type where the text does not, `within` is the source around the text,
    `file` the name of the source. `languages` are those of the answer's expressions; `terms` is the
    wording of errors. Raises KnowledgeBaseError where an argument is not text.

    >>> knowledge = KnowledgeBase()
    >>> answer = ask(knowledge, "!GetAtt Jobs.Arn", "AWS::SQS::Queue", to="terraform")
    >>> answer["query"]["name"], answer["targets"][0]["answers"][0]["expression"]
    ('Jobs', 'aws_sqs_queue.Jobs.arn')
    >>> ask(knowledge, "hello there")["status"]
    'bad-question'
    """
    from iac_crosswalk.answers.expressions import express

    for what, value in (("question", text), ("resource", resource or ""), ("source", within)):
        if not isinstance(value, str):
            raise KnowledgeBaseError(
                f"the {what} is not text ({type(value).__name__}); give an attribute, an expression"
                " or an error message"
            )
    answer_languages = tuple(languages)
    try:
        named_type = _clean(resource) if resource is not None else None
        reading = question(
            knowledge, _clean(text), named_type, from_system, _clean(within), terms, file
        )
    except Unclear as error:
        return _unclear(knowledge, error, from_system, resource)
    declared = reading.declared
    answer = translate(
        knowledge,
        reading.path,
        reading.resource,
        reading.system,
        to,
        explain,
        reading.located,
        declared.settings if declared is not None else {},
        answer_languages or (("typescript",) if _SCRIPT.search(text) else ()),
        reading.is_read,
    )
    if reading.accepted:
        answer.suggestions = [
            each
            for each in answer.suggestions
            if first_name(each.attribute or "") in reading.accepted
        ]
    query = answer.query
    query.is_expression, query.name, query.note = True, reading.name, reading.note
    if declared is not None and declared.row is not None:
        settle(knowledge, answer, declared.row, declared.settings)
    if reading.is_read:
        for target in answer.targets:  # answers that read it come first
            target.answers.sort(key=lambda each: each.use == "write")
    express(knowledge, answer, reading.name, answer_languages)
    return answer.to_json()


_SCRIPT = re.compile(r"does not exist (?:on|in) type|\bnew [\w.]+\(|=>|\b(?:const|let) |\bthis\.")


def _clean(text: str) -> str:
    """The text without lone surrogates, which no file contains."""
    return text.encode("utf-8", "replace").decode()


def _unclear(
    knowledge: KnowledgeBase, error: Unclear, system: str | None, resource: str | None
) -> dict[str, Any]:
    query = Query(system, resource, None, is_expression=True)
    choices = [Suggestion(name) for name in error.choices]
    message = " ".join(str(error).split())
    return Answer(
        query, "bad-question", [], choices, None, knowledge.versions, error=message
    ).to_json()


def question(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None = None,
    from_system: str | None = None,
    within: str = "",
    terms: Terms = PYTHON,
    file: str = "",
) -> Reading:
    """The question that `text` asks. Raises Unclear, with advice, where it is not clear."""
    if from_system is not None and from_system not in SYSTEMS:
        raise Unclear(f"`{from_system}` is not a system; use one of {', '.join(SYSTEMS)}")
    if len(text) > LONGEST:
        raise Unclear(
            f"the question is longer than {LONGEST:,} characters; ask with the line in question,"
            f" and the rest as {terms.source}"
        )
    if len(within) > LONGEST_SOURCE:
        raise Unclear(
            f"the file is longer than {LONGEST_SOURCE:,} characters; cut it to the part that"
            " declares the resource"
        )
    if not text.strip():
        raise Unclear("the question is empty; give an attribute, an expression or an error message")
    if resource is not None and len(resource) > LONGEST_PATH:
        raise Unclear(
            f"the resource's name is longer than {LONGEST_PATH:,} characters; give the type alone"
        )
    row = knowledge.find_resource(resource, from_system) if resource is not None else None
    if resource is not None and row is None:
        return Reading(from_system, resource, text.strip(), known=False)
    found = _plain(knowledge, row, text) if row is not None else None
    if found is not None:
        return found
    bare = text.strip().strip("`")  # as code in Markdown
    text = text if "`" in bare else bare
    context = Context(knowledge, messages.unboxed(text), row, from_system, within, terms, file)
    if (pseudo := _pseudo(context, bare)) is not None:
        return pseudo
    _refuse_whole_resource(context, bare)
    found = one(messages.read(context), terms)
    if found is not None:
        return found
    for in_file in (terraform.read_in_file, program.read_in_file):
        found = one(in_file(context), terms, strict=False)
        if found is not None:
            return found
    found = one(program.read_pasted(context), terms)
    if found is not None:
        return found
    unknown: Reading | None = None
    for syntax in (cloudformation.read, terraform.read, boto3.read, _typed, program.read):
        found = one(syntax(context), terms, strict=syntax is not program.read)
        if found is not None and found.known:
            return found
        unknown = unknown or found  # a known reading of another syntax has priority
    if unknown is not None:
        is_path = row is not None and _begins_with_attribute(knowledge, row, text)
        return _rest(row, text) if row is not None and is_path else unknown
    found = one(program.read_given(context), terms)
    if found is not None and (row is None or found.resource == row.name):
        return found
    if row is not None:
        return _rest(row, text)
    raise Unclear(_missing(context, text))


def _plain(knowledge: KnowledgeBase, row: ResourceRow, text: str) -> Reading | None:
    """The text as a path of the type that was given, where that exists or is a known mistake."""
    if len(text) > LONGEST_PATH or "\n" in text.strip():
        return None
    located = locate(knowledge, row, text)
    if not located.known:
        return None
    return Reading(row.system, row.name, located.path, located=located)


_PSEUDO = re.compile(
    r"""(?:!Ref\s+|["']?Ref["']?\s*:\s*|\$\{)?["']?(AWS::\w+|Fn::\w+|\{\{resolve:[a-z-]+)[^"'\s]*["']?"""
)


def _pseudo(context: Context, bare: str) -> Reading | None:
    """A pseudo parameter, intrinsic function or dynamic reference alone: its name suffices (`!Ref
    AWS::Region`, `{{resolve:ssm:/x}}`).
    """
    if len(bare) > LONGEST_PATH or not context.may_be("cloudformation"):
        return None
    found = _PSEUDO.fullmatch(bare)
    if found is None:
        return None
    name = found[1] + "}}" if found[1].startswith("{") else found[1]
    row = context.knowledge.find_resource(name, "cloudformation")
    if row is None or row.kind != "pseudo":
        return None
    path = queries.first_attribute(context.knowledge, row.id)
    return Reading(row.system, row.name, path) if path else None


def _refuse_whole_resource(context: Context, bare: str) -> None:
    """Raises Unclear where the text is only a resource's name: that is not an attribute."""
    row = (
        context.knowledge.find_resource(bare, context.system) if len(bare) <= LONGEST_PATH else None
    )
    if row is None or (context.resource is not None and row != context.resource):
        return
    first = queries.first_attribute(context.knowledge, row.id)
    example = f" ({bare}.{first})" if first else ""
    raise Unclear(
        f"`{bare}` is a resource; add an attribute{example}, or"
        f" {context.terms.browse.format(row.name)}",
        [row.name],
    )


_UNKNOWN_TYPE = re.compile(r"(AWS::\w+::\w+)\.(.+)")


def _typed(context: Context) -> Iterator[Reading]:
    """`TYPE.path`."""
    typed = context.text.strip("`\"',; \n")
    if len(typed) > LONGEST_PATH or "\n" in typed or any(letter in typed for letter in " ("):
        return
    parts = context.knowledge.split(typed, context.system)
    unknown = _UNKNOWN_TYPE.fullmatch(typed) if parts is None else None
    if unknown is not None and context.may_be("cloudformation"):
        yield Reading("cloudformation", unknown[1], unknown[2], known=False)
    row = context.knowledge.find_resource(parts[0], context.system) if parts else None
    if parts is None or row is None or (context.resource is not None and row != context.resource):
        return
    located = locate(context.knowledge, row, parts[1])
    yield Reading(row.system, row.name, located.path, known=located.known, located=located)


_PATH = re.compile(r"""(?:[\w$.:*/-]|\[[\w*-]{0,255}\]|\[(["'])[^"'\n]{0,255}\1\])+""")


def _begins_with_attribute(knowledge: KnowledgeBase, row: ResourceRow, text: str) -> bool:
    """Whether an unknown name comes after an attribute of the given type, not after a variable:
    `enabled.Foo`.
    """
    if len(text) > LONGEST_PATH or not _PATH.fullmatch(text.strip()):
        return False
    steps = steps_of(normalise(text))
    return len(steps) > 1 and locate_steps(knowledge, row, steps[:1]).attribute is not None


def _rest(row: ResourceRow, text: str) -> Reading:
    """The reading of a path that does not exist. Raises Unclear for a text without the form of a
    path.
    """
    steps = (
        steps_of(normalise(text))
        if len(text) <= LONGEST_PATH and _PATH.fullmatch(text.strip())
        else []
    )
    if not steps:
        raise Unclear(
            f"the text holds no attribute of {row.name}; give one, an expression or an error"
            " message"
        )
    return Reading(row.system, row.name, normalise(text), known=False)


def _missing(context: Context, text: str) -> str:
    for file, what in ((context.file, context.terms.file), (context.pasted, "the code")):
        if file.lacks_reader:
            return f"{what} cannot be read: {NO_READER}"
    for syntax in (messages, cloudformation, terraform, boto3, program):
        reason: str | None = syntax.missing(context)
        if reason:
            return reason
    line = " ".join(text.split())
    excerpt = line if len(line) <= 60 else f"{line[:57]}..."
    return (
        f"`{excerpt}` names no resource; add {context.terms.resource}, write TYPE.path, or give the"
        f" code that declares it with {context.terms.source}"
    )
