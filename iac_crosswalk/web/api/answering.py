"""The answers of the endpoints, as plain data. They are computed in a worker thread; a
KnowledgeBaseError becomes a 400.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from iac_crosswalk.answers.answer import Way
from iac_crosswalk.ask import ask
from iac_crosswalk.ask.terms import HTTP
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.web import concepts, find, limits
from iac_crosswalk.web.api.addressing import addressed, offer
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.mistakes import pitfalls
from iac_crosswalk.web.names import attribute_address, resource_address
from iac_crosswalk.web.snapshot import Snapshot

Values = dict[str, Any]
_LIMIT = 50
_MOST_ANSWERS = 20
"""The most answers of one target, if the whole answer would be too large."""


def translate(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """The answer to one question."""
    knowledge = snapshot.knowledge
    resource, attribute, text = values["resource"], values["attribute"], values["expression"]
    to = values["to"] or None
    if text is not None:
        if attribute is not None:
            raise Problem(
                400,
                "bad-parameter",
                "give `attribute` or `expression`, not both",
                "an attribute's path can be given as an expression",
            )
        answer = ask(
            knowledge,
            text,
            resource,
            values["from"],
            to,
            within=values["in"] or "",
            languages=values["language"],
            terms=HTTP,
        )
    elif resource is None or attribute is None:
        raise Problem(
            400,
            "missing-parameter",
            "give `resource` and `attribute`, or `expression`",
            "for example resource=AWS::SQS::Queue&attribute=Arn&to=terraform",
        )
    else:
        answer = knowledge.translate(
            attribute, resource, values["from"], to, languages=values["language"]
        )
    return finished(snapshot, answer)


def line(snapshot: Snapshot, answer: dict[str, Any]) -> dict[str, Any]:
    """A line of a batch: an answer with lasting addresses, its build, and an error if the attribute
    does not exist.
    """
    if "targets" in answer:
        addressed(snapshot.knowledge, answer)
    if answer["status"] != "ok":
        answer["error"] = _error(answer)
    answer["build"] = snapshot.build
    return answer


def finished(snapshot: Snapshot, answer: dict[str, Any]) -> dict[str, Any]:
    """A single answer: like `line`, with its HTTP status, and within the size limit."""
    line(snapshot, answer)
    if answer["status"] != "ok":
        answer["_status"] = 400 if answer["status"] == "bad-question" else 404
    if len(json.dumps(answer, ensure_ascii=False)) > limits.LARGEST_ANSWER:
        for target in answer["targets"]:
            target["more"] = max(0, len(target["answers"]) - _MOST_ANSWERS)
            if target["more"]:
                target["narrow"] = (
                    f"{target['more']:,} more; narrow by `to`, or ask for an attribute below"
                    " this one"
                )
            del target["answers"][_MOST_ANSWERS:]
    return answer


def _error(answer: dict[str, Any]) -> dict[str, str]:
    status = answer["status"]
    offered = answer.get("suggestions", [])  # missing for a line that is not JSON
    nearest = ", ".join(each.get("attribute") or each["resource"] for each in offered)
    if status == "bad-question":
        hint = (
            f"names that exist: {nearest}"
            if nearest
            else "docs/expressions.md lists the supported expressions"
        )
        return {"code": status, "message": answer["error"], "hint": hint}
    query, past, pitfall = answer["query"], answer.get("history"), answer["pitfall"]
    if past and past["removed_in"]:
        hint = past["text"]
    elif pitfall:
        ways = [
            Way(each["resource"], each["attribute"]).written(query["resource"])
            for each in pitfall["ways"]
        ]
        hint = pitfall["why"] + (f" Use {' or '.join(ways)}." if ways else "")
    elif nearest:
        hint = f"names that exist: {nearest}"
    else:
        hint = (
            "search for it:"
            f" /api/v1/search?q={quote(query['attribute'] or query['resource'] or '')}"
        )
    if status == "unknown-resource":
        return {"code": status, "message": f"unknown resource `{query['resource']}`", "hint": hint}
    return {
        "code": status,
        "message": f"`{query['resource']}` has no attribute `{query['attribute']}`",
        "hint": hint,
    }


def existing(snapshot: Snapshot, name: str, system: str | None) -> ResourceRow:
    """The resource called `name`. Raises Problem with the nearest names."""
    row = snapshot.knowledge.find_resource(name.strip(), system)
    if row is None:
        answer = snapshot.knowledge.translate("", name, system)
        raise Problem(
            404,
            "unknown-resource",
            **_message_and_hint(_error(answer)),
            extra={"suggestions": offer(snapshot.knowledge, system, answer["suggestions"])},
        )
    return row


def _message_and_hint(error: dict[str, str]) -> dict[str, str]:
    return {"message": error["message"], "hint": error["hint"]}


def resource(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """One resource, with a page of its attributes."""
    row = existing(snapshot, values["name"], values["from"])
    facts = queries.resource(snapshot.knowledge, row.id)
    paths = list(concepts.tree(snapshot, row.id).ids)
    if values["below"]:
        start = values["below"].rstrip(".")
        paths = [
            path for path in paths if path.startswith((f"{start}.", f"{start}[].", f"{start}.*"))
        ]
    if values["filter"]:
        paths = [path for path in paths if values["filter"].lower() in path.lower()]
    offset = values["offset"]
    page_paths = paths[offset : offset + (values["limit"] or _LIMIT)]
    answer: dict[str, Any] = {
        "system": row.system,
        "resource": row.name,
        "address": resource_address(row.name),
        "kind": facts.kind,
        "service": facts.service,
        "description": facts.description,
        "deprecated": facts.deprecated,
        "documentation_url": facts.documentation_url,
        "reference": json.loads(facts.reference) if facts.reference else None,
        "equivalents": [
            _equivalent(each) for each in queries.counterparts(snapshot.knowledge, row.id)
        ],
        "pitfalls": [
            _pitfall(snapshot, row, asdict(each.pitfall)) for each in pitfalls(snapshot, row.id)
        ],
        "versions": snapshot.knowledge.versions,
        "build": snapshot.build,
    }
    items = (_attribute(snapshot, row, path, values["to"]) for path in page_paths)
    fitting = _fitting(answer, items, values["limit"] is not None)
    return answer | _page("attributes", fitting, len(paths), values, "`below` or `filter`")


def _pitfall(snapshot: Snapshot, row: ResourceRow, pitfall: dict[str, Any]) -> dict[str, Any]:
    offer(snapshot.knowledge, row.system, pitfall["ways"])
    return pitfall


def _fitting(answer: dict[str, Any], items: Any, unlimited: bool) -> list[dict[str, Any]]:
    """The items that fit into an answer. All of them if the request has a limit."""
    size = len(json.dumps(answer, ensure_ascii=False).encode())
    fitting: list[dict[str, Any]] = []
    for item in items:
        limits.check_time()
        size += len(json.dumps(item, ensure_ascii=False).encode()) + 1
        if fitting and not unlimited and size > limits.LARGEST_ANSWER - 1_000:
            break
        fitting.append(item)
    return fitting


def _page(
    name: str, items: list[Any], total: int, values: Values, by: str | None
) -> dict[str, Any]:
    behind = total - values["offset"] - len(items)
    following = values["offset"] + len(items) if behind > 0 and items else None
    onward = f"go on at offset={following}"
    advice = f"narrow by {by}, or {onward}" if by else onward
    narrow = f"{behind:,} more; {advice}" if following is not None else None
    return {
        "total": total,
        "offset": values["offset"],
        "more": max(0, behind),
        "next_offset": following,
        "narrow": narrow,
        name: items,
    }


def _equivalent(each: queries.Counterpart) -> dict[str, Any]:
    return {
        "system": each.system,
        "resource": each.name,
        "relation": each.relation,
        "role": each.role,
        "when": each.condition,
        "origin": each.origin,
        "confidence": each.confidence,
        "note": each.note,
        "address": resource_address(each.name) if each.name else None,
    }


def _facts(attribute: queries.Attribute) -> dict[str, Any]:
    return {
        "path": attribute.path,
        "type": attribute.type,
        "description": attribute.description,
        "is_input": attribute.is_input,
        "is_output": attribute.is_output,
        "gettable": attribute.gettable,
        "required": attribute.required,
        "computed": attribute.computed,
        "create_only": attribute.create_only,
        "write_only": attribute.write_only,
        "deprecated": attribute.deprecated,
        "allowed": json.loads(attribute.allowed) if attribute.allowed else None,
    }


def _attribute(snapshot: Snapshot, row: ResourceRow, path: str, to: list[str]) -> dict[str, Any]:
    knowledge = snapshot.knowledge
    facts = queries.attributes(knowledge, [concepts.tree(snapshot, row.id).ids[path]])[0]
    answer = knowledge.translate(path, row.name, row.system, to or None)
    answered = finished(snapshot, answer)
    return _facts(facts) | {
        "address": attribute_address(row.system, row.name, path),
        "targets": answered["targets"],
    }


def attribute(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """One attribute, with everything known about it."""
    row = existing(snapshot, values["resource"], values["from"])
    answer = snapshot.knowledge.translate(values["attribute"], row.name, row.system, explain=True)
    if answer["status"] != "ok":
        return finished(snapshot, answer)
    path = answer["query"]["attribute"]
    facts = queries.attributes(snapshot.knowledge, [concepts.tree(snapshot, row.id).ids[path]])[0]
    answered = finished(snapshot, answer)
    past = (
        queries.history(snapshot.knowledge, row.system, row.name, 500, 0)[1]
        if queries.has_history(snapshot.knowledge)
        else []
    )
    return answered | {
        "attribute": _facts(facts),
        "history": [each for each in past if each["path"] == path],
    }


def search(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """Hits of a search."""
    hits = find.find(
        snapshot, values["q"], values["system"], values["limit"] or _LIMIT, values["offset"]
    )
    answer: dict[str, Any] = {
        "query": values["q"],
        "suggestions": hits.suggestions,
        "build": snapshot.build,
    }
    fitting = _fitting(answer, iter(hits.results), values["limit"] is not None)
    return answer | _page(
        "results",
        fitting,
        hits.total,
        values,
        "another word" if values["system"] else "another word or `system`",
    )


def check(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """The mistakes in a program or template in the request. It is neither run nor stored."""
    from pathlib import Path

    from iac_crosswalk.answers.advice import Advisor
    from iac_crosswalk.check.formats import FORMATS
    from iac_crosswalk.check.run import check_source
    from iac_crosswalk.programs.languages import SUFFIXES
    from iac_crosswalk.programs.source import Source

    name = PurePosixPath(values["filename"].replace("\\", "/")).name
    if not name.endswith(SUFFIXES):
        raise Problem(
            400,
            "unsupported-file",
            f"`{name[:60]}`: unsupported file type",
            f"give a filename that ends with {', '.join(SUFFIXES)}",
        )
    checked = check_source(Source(Path(name), values["body"]), Advisor(snapshot.knowledge))
    findings = json.loads("".join(FORMATS["json"]([checked]))) if checked else []
    findings = findings if isinstance(findings, list) else findings.get("findings", [])
    fitting = _fitting({}, iter(findings), False)
    return {
        "filename": name,
        "read": checked is not None,
        "total": len(findings),
        "more": len(findings) - len(fitting),
        "narrow": (
            f"{len(findings) - len(fitting):,} more; fix these first, or send less at a time"
            if len(fitting) < len(findings)
            else None
        ),
        "findings": fitting,
        "build": snapshot.build,
    }


def history(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """The attributes that other versions added or removed."""
    if not queries.has_history(snapshot.knowledge):
        raise Problem(
            404,
            "no-history",
            "this build has no history",
            "see /api/v1/translate for the present",
        )
    row = existing(snapshot, values["resource"], values["system"]) if values["resource"] else None
    system = row.system if row else values["system"]
    total, rows = queries.history(
        snapshot.knowledge,
        system,
        row.name if row else None,
        values["limit"] or _LIMIT,
        values["offset"],
    )
    return {"build": snapshot.build} | _page(
        "changes", rows, total, values, None if values["resource"] else "`resource`"
    )


def health(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """Whether the process answers."""
    return {"status": "ok", "build": snapshot.build}


def ready(snapshot: Snapshot, values: Values) -> dict[str, Any]:
    """Whether the build can be read. Raises Problem if it cannot."""
    if not snapshot.knowledge.rows("select 1 from attribute where id = 1"):
        raise Problem(503, "not-ready", "the build cannot be read", "the server's log has more")
    return {"status": "ok", "build": snapshot.build}
