"""`iac-crosswalk translate`: one question, or a stream of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from iac_crosswalk.commands import DATABASE, SYSTEM, open_knowledge_base


@click.command()
@click.argument("expression", required=False)
@click.option("--resource", "-r", metavar="TYPE", help="The resource the attribute belongs to, in any system's name for it.")
@click.option("--from", "from_system", type=SYSTEM, help="The system the attribute comes from, where the name alone does not tell.")
@click.option("--to", "-t", "to", type=SYSTEM, multiple=True, help="The system to translate to; repeat for several (default: all others).")
@click.option("--explain", is_flag=True, help="Say what each answer rests on: file and line, rule, or the evidence of a derivation.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON (docs/api.md).")
@click.option("--batch", is_flag=True, help="Read questions as JSON lines from standard input, write one answer a line.")
@DATABASE
@click.pass_context
def translate(
    ctx: click.Context,
    expression: str | None,
    resource: str | None,
    from_system: str | None,
    to: tuple[str, ...],
    explain: bool,
    as_json: bool,
    batch: bool,
    db: Path | None,
) -> None:
    """Say what an attribute of one system is called in another.

    EXPRESSION is an attribute path, with --resource naming its resource, or TYPE.path.
    Exit status: 0 answered, 1 no answer (unknown or unmapped), 2 wrong use.

    \b
    Examples:
      iac-crosswalk translate ConfigurationEndPoint.Address --resource AWS::ElastiCache::ReplicationGroup
      iac-crosswalk translate aws_elasticache_replication_group.port --to pulumi --json
      echo '{"from":"cloudformation","resource":"AWS::SQS::Queue","attribute":"Arn","to":"terraform"}' | iac-crosswalk translate --batch
    """
    if batch:
        from iac_crosswalk.batch import run

        if expression is not None:
            raise click.UsageError("--batch reads its questions from standard input; leave EXPRESSION out", ctx)
        ctx.exit(run(open_knowledge_base(db), sys.stdin.buffer, sys.stdout.buffer))
    if expression is None:
        raise click.UsageError("give the attribute to translate, or --batch with questions on standard input", ctx)
    knowledge = open_knowledge_base(db)
    if resource is None:
        parts = knowledge.split(expression, from_system)
        if parts is None:
            raise click.UsageError(f"`{expression}` names no resource; add --resource TYPE, or write TYPE.path", ctx)
        resource, expression = parts
    answer = knowledge.translate(expression, resource, from_system, to or None, explain)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else render(answer))
    answered = answer["status"] == "ok" and all(target["status"] != "unmapped" for target in answer["targets"])
    ctx.exit(0 if answered else 1)


def render(answer: dict[str, Any]) -> str:
    """The answer as text for people: a block a system."""
    query = answer["query"]
    lines: list[str] = []
    if answer["status"] == "unknown-resource":
        lines.append(f"{query['resource']}: no such resource" + (f" in {query['system']}" if query["system"] else ""))
    else:
        lines.append(f"{query['resource']} {query['attribute']}  ({query['system']})")
        if answer["status"] == "unknown-attribute":
            lines[-1] += ": no such attribute"
    if answer["pitfall"]:
        lines += ["", f"  {answer['pitfall']['why']}", "  Use instead:"]
    for target in answer["targets"]:
        lines += ["", f"  {target['system']}: {target['status']}" if target["status"] != "equivalent" else f"  {target['system']}"]
        if target.get("reason"):
            lines[-1] += f" ({target['reason']})"
        for item in target["answers"]:
            lines += _answer_lines(item)
        for item in target.get("candidates", []):
            lines.append(f"    perhaps {item['resource']} {item['attribute']}  (a guess, confidence {item['confidence']:.2f})")
    if answer["suggestions"]:
        names = [item.get("attribute") or item["resource"] for item in answer["suggestions"]]
        lines += ["", f"  Names that exist: {', '.join(names)}"]
    return "\n".join(lines)


def _answer_lines(item: dict[str, Any]) -> list[str]:
    lines = [f"    {item['expression']}", f"      {item['resource']} {item['attribute']}"]
    facts = [item["relation"]] if item["relation"] != "exact" else []
    facts += [f"when {item['when']}"] if item["when"] else []
    facts += [f"value: {item['transform']}"] if item["transform"] else []
    facts.append(item["origin"] if item["origin"] != "derived" else f"derived, confidence {item['confidence']:.2f}")
    lines[-1] += f"  [{'; '.join(facts)}]"
    if item["note"]:
        lines.append(f"      {item['note']}")
    for step in item.get("because", ()):
        seen = step["source"] or step.get("rule") or "; ".join(f"{feature}: {value}" for feature, value in step["evidence"].items())
        lines.append(f"      because {step['from']} → {step['to']}: {seen}")
    return lines
