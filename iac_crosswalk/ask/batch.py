"""Answers a stream of questions: JSON lines in, one answer a line out, in order. A bad line gets an
answer too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BufferedIOBase, BytesIO
from typing import Any, BinaryIO, cast

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.ask.terms import BATCH
from iac_crosswalk.store.file import KnowledgeBaseError

LONGEST_LINE = 1_000_000
"""Bytes. A question has a few hundred; longer lines are not read into memory."""
_BLOCK = 16_384


def run(
    knowledge: KnowledgeBase,
    source: BinaryIO,
    sink: BinaryIO,
    finish: Callable[[dict[str, Any]], dict[str, Any]] = lambda answer: answer,
) -> int:
    """Answers every line of `source`. The result is the exit status: 0, or 1 when a line could not
    be read as a question.

    `finish` converts each answer before it is written: HTTP adds addresses and the shape of its
    errors.

    Lines that have arrived are answered and written before it waits for more: a client that asks
    line by line is answered line by line.
    """
    bad = lines_before = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    # The versions are the same in every answer and come last in it: they are encoded once.
    versions = f',"versions":{encode(knowledge.versions)}}}'
    for lines in _arrived(source):
        answers = []
        for number, line in enumerate(lines, lines_before + 1):
            if line.strip():
                answer = _answer(knowledge, line, number)
                bad += answer["status"] == "bad-question"
                answer = finish(answer)
                has_versions = answer.pop("versions", None) is not None
                answers.append(encode(answer)[:-1] + versions if has_versions else encode(answer))
        lines_before += len(lines)
        if answers:
            sink.write("\n".join([*answers, ""]).encode("utf-8", "backslashreplace"))
            sink.flush()
    return 1 if bad else 0


def _arrived(source: BinaryIO) -> Iterator[list[bytes]]:
    """Yields the lines of `source`, as many at a time as have arrived. A line that is too long is
    cut just above the limit.
    """
    rest = b""
    read = cast(BufferedIOBase, source).read1  # typing.BinaryIO has no name for it
    while block := read(_BLOCK):
        lines = BytesIO(rest + block).readlines()
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()[:LONGEST_LINE]
        yield lines
    if rest:
        yield [rest]


def _answer(knowledge: KnowledgeBase, line: bytes, number: int) -> dict[str, Any]:
    if len(line.removesuffix(b"\n")) >= LONGEST_LINE:
        return _bad(
            number, f"is longer than {LONGEST_LINE:,} bytes; a question is one short JSON object"
        )
    try:
        question = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return _bad(
            number,
            f'is not JSON ({error}); write {{"from":…, "resource":…, "attribute":…, "to":…}}',
        )
    if not isinstance(question, dict):
        return _bad(number, "is not a JSON object with the keys from, resource, attribute, to")
    if "expression" in question:
        return _answer_expression(knowledge, question, number)
    missing = [key for key in ("resource", "attribute") if not isinstance(question.get(key), str)]
    if missing:
        return _bad(number, f"lacks {' and '.join(missing)} as text; every question needs both")
    try:
        return knowledge.translate(
            question["attribute"], question["resource"], question.get("from"), question.get("to")
        )
    except (KnowledgeBaseError, TypeError) as error:
        return _bad(number, str(error))


def _answer_expression(
    knowledge: KnowledgeBase, question: dict[str, Any], number: int
) -> dict[str, Any]:
    """The answer to a line with an expression, and the source around it as `in`."""
    wrong = [
        key
        for key in ("expression", "resource", "in")
        if not isinstance(question.get(key, ""), str)
    ]
    if wrong:
        return _bad(number, f"needs text as {' and '.join(wrong)}")
    languages = question.get("language") or ()
    try:
        answer = ask(
            knowledge,
            question["expression"],
            question.get("resource"),
            from_system=question.get("from"),
            to=question.get("to"),
            within=question.get("in", ""),
            languages=(languages,) if isinstance(languages, str) else languages,
            terms=BATCH,
        )
    except (KnowledgeBaseError, TypeError) as error:
        return _bad(number, str(error))
    return (
        answer | {"error": f"line {number}: {answer['error']}"}
        if answer["status"] == "bad-question"
        else answer
    )


def _bad(number: int, message: str) -> dict[str, Any]:
    return {"status": "bad-question", "error": f"line {number} {message}"}
