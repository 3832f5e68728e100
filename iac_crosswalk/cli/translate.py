"""`iac-crosswalk translate`: one question, or a stream of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from iac_crosswalk.answers.answer import shown_confidence
from iac_crosswalk.answers.expressions.languages import LANGUAGES
from iac_crosswalk.answers.words import deprecated_text
from iac_crosswalk.ask.limits import LONGEST, LONGEST_SOURCE
from iac_crosswalk.ask.terms import COMMAND
from iac_crosswalk.cli import collect_as_usual
from iac_crosswalk.cli.common import DATABASE, SYSTEM, open_knowledge_base
from iac_crosswalk.store.file import KnowledgeBaseError

NOT_WRITTEN = "(the expression in this language is not known)"


@click.command()
@click.argument("expression", required=False)
@click.option(
    "--resource",
    "-r",
    metavar="TYPE",
    help="The resource the attribute belongs to, in any system's name for it.",
)
@click.option(
    "--from",
    "from_system",
    type=SYSTEM,
    help="The system of the attribute, if the name alone does not determine it.",
)
@click.option(
    "--to",
    "-t",
    "to",
    type=SYSTEM,
    multiple=True,
    help="The system to translate to; repeat for several (default: all others).",
)
@click.option(
    "--in",
    "source",
    type=click.File("rb"),
    help="The template or program of the expression: it determines the type of a name.",
)
@click.option(
    "--language",
    "-l",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="Pulumi's and the CDK's language; repeat for several (default: python).",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show the evidence for each answer: file and line, rule, or derivation.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON (docs/api.md).")
@click.option(
    "--batch",
    is_flag=True,
    help="Read questions as JSON lines from standard input, write one answer per line.",
)
@DATABASE
@click.pass_context
def translate(
    ctx: click.Context,
    expression: str | None,
    resource: str | None,
    from_system: str | None,
    to: tuple[str, ...],
    source: BinaryIO | None,
    languages: tuple[str, ...],
    explain: bool,
    as_json: bool,
    batch: bool,
    db: Path | None,
) -> None:
    """Translate an attribute from one system to others.

    EXPRESSION is one of: a path with --resource, TYPE.path, a line of code, a reference of a
    template, a pasted error message; `-` reads it from standard input. docs/expressions.md lists
    the forms. Exit status: 0 answered, 1 no answer (unknown or unmapped), 2 wrong use.

    \b
    Examples:
      iac-crosswalk translate ConfigurationEndPoint.Address -r AWS::ElastiCache::ReplicationGroup
      iac-crosswalk translate aws_elasticache_replication_group.cache.port -t pulumi -l go
      iac-crosswalk translate '!GetAtt Cache.ConfigurationEndPoint.Address' --in template.yaml
      iac-crosswalk translate - --to pulumi < error.txt
      iac-crosswalk translate --batch < questions.jsonl
    """
    if batch:
        from iac_crosswalk.ask.batch import run

        collect_as_usual()
        if expression is not None:
            raise click.UsageError(
                "--batch reads its questions from standard input; leave EXPRESSION out", ctx
            )
        ctx.exit(run(open_knowledge_base(db), sys.stdin.buffer, sys.stdout.buffer))
    if expression is None:
        raise click.UsageError(
            "give the attribute to translate, or --batch with questions on standard input", ctx
        )
    from iac_crosswalk.ask import ask
    from iac_crosswalk.ask.several import questions

    text = _text(sys.stdin.buffer, LONGEST) if expression == "-" else expression
    within = _text(source, LONGEST_SOURCE) if source else ""
    terms = (
        COMMAND._replace(file=Path(source.name).name)
        if source and source is not sys.stdin.buffer
        else COMMAND
    )
    knowledge = open_knowledge_base(db)

    def answer(question: str) -> dict[str, Any]:
        return ask(
            knowledge,
            question,
            resource,
            from_system=from_system,
            to=to or None,
            explain=explain,
            within=within,
            languages=languages,
            terms=terms,
            file=source.name if source else "",
        )

    try:
        several = [answer(each) for each in questions(text, within)]
        # A text may hold several questions. Those that name no attribute (parameters, whole
        # resources) are left out.
        answers = [each for each in several if each["status"] != "bad-question"] or [answer(text)]
    except KnowledgeBaseError as error:
        raise click.ClickException(str(error)) from error
    if answers[0]["status"] == "bad-question":
        raise click.UsageError(answers[0]["error"], ctx)
    if as_json:
        click.echo(
            json.dumps(answers if len(answers) > 1 else answers[0], ensure_ascii=False, indent=2)
        )
    else:
        click.echo("\n\n".join(render(each) for each in answers))
    ctx.exit(0 if all(_is_answered(each) for each in answers) else 1)


def _is_answered(answer: dict[str, Any]) -> bool:
    return answer["status"] == "ok" and all(
        target["status"] != "unmapped" for target in answer["targets"]
    )


def _text(source: BinaryIO, longest: int) -> str:
    """The text of a file, as much of it as a question of `longest` characters may need."""
    return source.read(4 * longest + 4).decode("utf-8-sig", "replace")


_USES = {"read": "to read", "write": "to set"}


def render(answer: dict[str, Any]) -> str:
    """The answer as text for people: a block for each system."""
    query = answer["query"]
    lines: list[str] = []
    if answer["status"] == "unknown-resource":
        lines.append(
            f"{query['resource']}: no such resource"
            + (f" in {query['system']}" if query["system"] else "")
        )
    else:
        lines.append(f"{query['resource']} {query['attribute']}  ({query['system']})")
        if answer["status"] == "unknown-attribute":
            lines[-1] += ": no such attribute"
        if query.get("deprecated"):
            lines += ["", f"  {deprecated_text(query['deprecated'])}"]
        if query.get("note"):
            lines += ["", f"  {query['note']}"]
    if "history" in answer:
        note = answer["history"]["note"]
        lines += ["", f"  {answer['history']['text']}"] + ([f"  {note}"] if note else [])
    if answer["pitfall"]:
        lines += ["", f"  {answer['pitfall']['why']}"] + (
            ["  Use instead:"] if answer["pitfall"]["instead"] else []
        )
    for target in answer["targets"]:
        lines += ["", *_target_lines(target)]
    if answer["suggestions"]:
        suggestions = [
            (item.get("written") or item.get("attribute") or item["resource"], item.get("why"))
            for item in answer["suggestions"]
        ]
        others = [name for name, why in suggestions if not why]
        lines += [""] + [f"  Perhaps {name}: {why}" for name, why in suggestions if why]
        lines += [f"  Names that exist: {', '.join(others)}"] if others else []
    return "\n".join(lines)


def _target_lines(target: dict[str, Any]) -> list[str]:
    lines = [f"  {target['system']}"]
    if target["status"] != "equivalent":
        lines[0] += f": {target['status']}"
    if target.get("reason"):
        lines[0] += f" ({target['reason']})"
    for item in target["answers"]:
        lines += _answer_lines(item)
    for item in target.get("candidates", []):
        lines.append(
            f"    perhaps {item['resource']} {item['attribute']}  (a guess, confidence"
            f" {shown_confidence(item['confidence'])})"
        )
    return lines


def _answer_lines(item: dict[str, Any]) -> list[str]:
    expressions = item.get("expressions") or {"": item["expression"]}
    lines = [
        f"    {text or NOT_WRITTEN}" + (f"  ({language})" if language else "")
        for language, text in expressions.items()
    ]
    lines += [f"      {item['resource']} {item['attribute'] or '(the resource as a whole)'}"]
    facts = [item["relation"]] if item["relation"] != "exact" else []
    facts += [f"when {item['when']}"] if item["when"] else []
    facts += [f"value: {item['transform']}"] if item["transform"] else []
    facts += [_USES[item["use"]]] if item.get("use") else []
    facts += [f"key: {item['key']}"] if item.get("key") else []
    facts.append(
        item["origin"]
        if item["origin"] != "derived"
        else f"derived, confidence {shown_confidence(item['confidence'])}"
    )
    lines[-1] += f"  [{'; '.join(facts)}]"
    if item.get("deprecated"):
        lines.append(f"      {deprecated_text(item['deprecated'])}")
    for argument, attribute in item.get("part", {}).get("back", {}).items():
        lines.append(f"      its {argument} takes the owner's {attribute}")
    if item["note"]:
        lines.append(f"      {item['note']}")
    for step in item.get("because", ()):
        evidence = (
            step["source"]
            or step.get("rule")
            or "; ".join(f"{feature}: {value}" for feature, value in step["evidence"].items())
        )
        lines.append(f"      because {step['from']} → {step['to']}: {evidence}")
    return lines
