"""Findings in a program whose project requires another major version: keeps those that hold for
that version too.

A name is wrong if no version since the required one has it: it never existed, or it was removed
earlier. The table `attribute_history` covers every release that was read (docs/history.md).
"""

from __future__ import annotations

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.history import Past, history, since
from iac_crosswalk.answers.meaning import Wrong, wrong_path
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.versions import Pin, major
from iac_crosswalk.paths import snake
from iac_crosswalk.store.schema import Schema

IN_EVERY_VERSION = ("unreadable-file", "retired-resource", "undeclared")
"""Rules whose findings do not depend on the version of a provider."""
BY_HISTORY = ("unknown-attribute", "unknown-argument", "unknown-resource")
"""Rules about names: the history of the name decides."""
DROPPED = (
    *("not-gettable", "output-only", "ignored-output", "argument-or-block", "write-only"),
    "deprecated",
)
"""Rules about facts that the history does not have: their findings are dropped."""


def holding(finding: Finding, pin: Pin, system: str, advisor: Advisor) -> Finding | None:
    """The finding, if it holds in all versions that the pin allows; else None.

    The history does not record when an attribute became read-only.
    """
    if finding.rule in IN_EVERY_VERSION:
        return finding
    if finding.rule not in BY_HISTORY:
        return None
    if finding.rule == "unknown-resource" and finding.resource:
        past = history(advisor.knowledge, finding.resource, "", system)
        return None if _existed(past, pin) else _for_the_pin(finding, pin, system, advisor)
    schema = advisor.schemas.find(finding.resource or "", system)
    if schema is None or finding.attribute is None:
        return None
    wrong = wrong_path(schema, _path(finding.attribute, system), True, {})
    past = _past(schema, wrong, advisor)
    if past is None or _existed(past, pin):
        return None
    never = not (past.row.until or past.row.removed_in)
    if never and not _known_then(schema, wrong, pin, advisor):
        return None
    return _for_the_pin(finding, pin, system, advisor)


def _path(attribute: str, system: str) -> str:
    """The path as the knowledge base spells it. Pulumi's names are camelCase outside Python."""
    return snake(attribute) if system == "pulumi" else attribute


def _past(schema: Schema, wrong: Wrong, advisor: Advisor) -> Past | None:
    """The history of a name: of the name with its rest, or else of the name alone."""
    store, resource = advisor.knowledge, schema.resource
    paths = (wrong.path + wrong.rest, wrong.path)
    pasts = (history(store, resource.name, path, resource.system) for path in paths)
    return next((past for past in pasts if past), None)


def _existed(past: Past | None, pin: Pin) -> bool:
    """Whether any version from the pinned one on had the name."""
    if past is None:
        return False
    until, removed = past.row.until, past.row.removed_in
    lasted = until is not None and major(until) >= pin.lowest
    return lasted or (removed is not None and major(removed) > pin.lowest)


def _known_then(schema: Schema, wrong: Wrong, pin: Pin, advisor: Advisor) -> bool:
    """Whether the object had any of its names in the pinned version. If all are newer, it may have
    been free-form.
    """
    if not wrong.container:
        return True
    beside = schema.below(wrong.container).values()
    return any(not _is_newer(schema, each.path, pin, advisor) for each in beside)


def _is_newer(schema: Schema, path: str, pin: Pin, advisor: Advisor) -> bool:
    """Whether an existing name was added after the oldest version that the pin allows."""
    first = since(advisor.knowledge, schema.resource.name, path, schema.resource.system)
    return first is not None and major(first) > pin.lowest


def _for_the_pin(finding: Finding, pin: Pin, system: str, advisor: Advisor) -> Finding:
    """The finding, with only the names that the pinned version has. A name that was added within
    the pinned major version is not certain.
    """
    store, schema = advisor.knowledge, advisor.schemas.find(finding.resource or "", system)
    if schema is None:
        added_in = {name: since(store, name, "", system) for name in finding.suggestions}
        kept = [name for name, each in added_in.items() if not each or major(each) <= pin.lowest]
        return finding._replace(suggestions=tuple(kept))
    replacements: list[Replacement] = []
    for each in finding.replacements:
        version = since(store, schema.resource.name, each.path, system)
        if version is None or major(version) <= pin.lowest:
            certain = each.certain and (version is None or major(version) < pin.lowest)
            replacements.append(each._replace(certain=certain))
    paths = {each: _path(each, system) for each in finding.suggestions}
    names = [each for each, path in paths.items() if not _is_newer(schema, path, pin, advisor)]
    return finding._replace(replacements=tuple(replacements), suggestions=tuple(names))
