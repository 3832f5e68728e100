"""The key of a map that a question names: `Url` of `Outputs.Url`, of `outputs["Url"]`."""

from __future__ import annotations

import re

from iac_crosswalk.answers.answer import Query
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.store import queries

_LAST = re.compile(r"""\[\s*(["'])([\w ./:-]+)\1\s*\]\W*$""")
_MAPS = ("map", "json", "any")
"""Types with free keys: CloudFormation's objects of any names are among them."""


def key_of(knowledge: KnowledgeBase, query: Query, text: str) -> str | None:
    """The key that the text reads, where its attribute is a map."""
    key = key_asked(query.attribute, text)
    if key is None or (query.attribute or "").endswith(".*"):
        return key
    resource = knowledge.find_resource(query.resource or "", query.system)
    found = knowledge.find_attribute(resource.id, query.attribute or "") if resource else None
    is_map = found is not None and queries.type_of(knowledge, found.id).startswith(_MAPS)
    return key if is_map else None


def key_asked(attribute: str | None, text: str) -> str | None:
    """The key behind an attribute in a text."""
    if attribute is None:
        return None
    if attribute.endswith(".*"):
        written = re.search(rf"\b{re.escape(attribute.removesuffix('.*'))}\.([A-Za-z]\w*)", text)
        return written[1] if written else None
    found = _LAST.search(text)
    # boto3 reads every member by a subscript: there the last one is the attribute.
    return found[2] if found and attribute.rpartition(".")[2] != found[2] else None
