"""What identifies a thing: `Ref`, GetAtt `Id` and `Arn` in CloudFormation; `id` and `arn` in Terraform.

Terraform's `id` is what the resource is imported with (imports.py): its ARN, its name, an id that AWS makes, or several of these
joined. So CloudFormation's attribute of the same meaning is linked to `id` only where that is known to be it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.linking.derive.attributes import Found, Matcher
from builder.linking.derive.imports import Import
from builder.linking.derive.shapes import Node
from builder.linking.derive.similarity import NameMatch

_JOINED = re.compile(r"[,|:/]")
_SEVERAL = re.compile(r"[,|/]")


@dataclass(frozen=True)
class IdMeaning:
    """What `id` of a Terraform resource holds."""

    attribute: str | None = None
    """The attribute with the same value."""
    own: bool = False
    """An id that AWS made for it."""
    joined: bool = False
    names_id: bool = False
    """Of what is joined, one is said to be an id."""
    other: bool = False
    """Something that is no id and that no attribute could be found for."""
    why: str = ""


def id_meaning(matcher: Matcher, said: Import | None) -> IdMeaning:
    """Reads the import documentation of a Terraform resource."""
    tree, lexicon = matcher.terraform, matcher.lexicon
    if said is None:
        return IdMeaning(why="no documentation of an import")
    text = f"imported with {', '.join(said.names) or said.phrase or '?'} ({said.example})"
    if said.example.startswith("arn:") and "," not in said.example and "|" not in said.example:
        arn = _arn(matcher)
        named = said.names[0] if len(said.names) == 1 and said.names[0] in tree.nodes else None
        return IdMeaning(named or (arn.path if arn else None), why=text)
    words = lexicon.words(said.phrase)
    if len(said.names) > 1 or (_JOINED.search(said.example) and not said.example.startswith(("http", "/"))):
        if words[-1:] == ("id",) and "and" not in words and not said.names and not _SEVERAL.search(said.example):
            return IdMeaning(own=True, why=text)
        return IdMeaning(joined=True, names_id="id" in lexicon.words(said.sentence), why=text)
    if len(said.names) == 1:
        name = said.names[0]
        return (
            IdMeaning(own=True, why=text)
            if name == "id"
            else IdMeaning(name if name in tree.nodes else None, own=name not in tree.nodes and name.endswith("id"), why=text)
        )
    if words and words[-1] in ("name", "attribute"):
        holder = next((node for node in tree.root.children if matcher.identity(node) == "name"), None)
        return IdMeaning(holder.path if holder else None, why=text)
    if words and words[-1] in ("id", "identifier"):
        return IdMeaning(own=True, why=text)
    if words:
        holder = next((node for node in tree.root.children if not node.is_block and node.words[-len(words) :] == words), None)
        return IdMeaning(holder.path if holder else None, other=holder is None, why=text)
    return IdMeaning(why=text)


def _arn(matcher: Matcher) -> Node | None:
    own = [node for node in matcher.terraform.root.children if matcher.identity(node) == "arn" and node.only_read]
    return min(own, key=lambda node: len(node.words), default=None)


def link_identities(matcher: Matcher, said: Import | None, ref: str | None) -> list[Found]:
    """Links of Ref, own ids and ARNs of what `matcher` has matched. `ref`: the path whose value Ref returns, where it is one."""
    ours, theirs, found = matcher.cloudformation, matcher.terraform, matcher.found
    meaning = id_meaning(matcher, said)
    linked: dict[str, list[Node]] = {}
    for each in found:
        linked.setdefault(each.cloudformation.path, []).append(each.terraform)
    made: list[Found] = []
    id_node = theirs.nodes.get("id")
    arn = _arn(matcher)

    def add(one: Node, other: Node, score: float, why: str) -> None:
        if other not in linked.setdefault(one.path, []):
            linked[one.path].append(other)
            made.append(Found(one, other, score, NameMatch(score, why), None, 0, 0.0, 0.0, "identity"))

    outputs = [node for node in ours.nodes.values() if node.only_read and node.attribute.gettable and not node.is_block]
    for node in outputs:
        word = matcher.identity(node)
        nested = matcher.identity_of(node.words, True) if node.parent is not None and node.parent.path else None
        if (word == "arn" or nested == "arn") and arn is not None and not linked.get(node.path):
            add(node, arn, 0.98, "the ARN of the resource itself")
        if word == "id" and not any(other.path != "id" for other in linked.get(node.path, ())):
            named = [each for each in theirs.root.children if matcher.identity(each) == "id" and each.path != "id" and each.only_read]
            for other in named:
                add(node, other, 0.95, "the id of the resource itself")
        if word == "name" and not linked.get(node.path):
            named = [each for each in theirs.root.children if matcher.identity(each) in ("name", "self") and each.attribute.required]
            for other in named if len(named) == 1 else ():
                add(node, other, 0.9, "the name of the resource itself")
        if id_node is None:
            continue
        same = any(other.path == meaning.attribute for other in linked.get(node.path, ()))
        if same:
            add(node, id_node, 0.95, meaning.why)
        elif word == "id" and meaning.own:
            add(node, id_node, 0.96, meaning.why)
        elif word == "id" and not linked.get(node.path) and meaning.attribute is None and not meaning.other:
            if meaning.joined and not meaning.names_id and node.words == ("id",):
                continue  # an id that CloudFormation made up for a thing that has none
            # An id that AWS makes has to be told somewhere; where no other attribute does, `id` is it, however the import is written.
            add(node, id_node, 0.86 if meaning.joined else 0.8, f"no other attribute holds it; {meaning.why}")
    ref_node, value = ours.nodes.get("Ref"), ours.nodes.get(ref or "")
    if ref_node is not None and value is not None:
        for other in list(linked.get(value.path, ())):
            add(ref_node, other, 0.97, f"Ref returns {value.path}")
        if id_node is not None and any(other.path == meaning.attribute for other in linked.get(value.path, ())):
            add(ref_node, id_node, 0.95, meaning.why)
    return made
