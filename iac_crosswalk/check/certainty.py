"""Whether a replacement is certain, so that --fix may write it. Decided here for every rule and
language.

A meaning is certain when it is the only one (answers/mistakes.py). Here it must also fit its place
in the text.
"""

from __future__ import annotations

from iac_crosswalk.answers.meaning import Meaning
from iac_crosswalk.paths import folded, singular
from iac_crosswalk.programs.language import Edit
from iac_crosswalk.programs.use import Given, Read
from iac_crosswalk.store.schema import Member


def reading(meaning: Meaning, read: Read, edit: Edit, member: Member | None = None) -> bool:
    """Whether --fix may write another attribute that is read: the bytes are exact and the value is
    the same.
    """
    fits = not read.key or one_name(edit.text)
    if member is not None and _one_for_several(read.names[0].text, member):
        return False
    return meaning.certain and meaning.transform is None and edit.exact and fits


def giving(meaning: Meaning, given: Given, member: Member, edit: Edit) -> bool:
    """Whether --fix may write another name that is given: it is one name, the bytes are exact, and
    its type takes the value as it is written.
    """
    fits = one_name(edit.text) and takes(member.type, given.shape)
    if given.shape is None and _one_for_several(given.name.text, member):
        return False
    if given.among_blocks and "object" in member.type:
        return False
    return meaning.certain and meaning.transform is None and edit.exact and fits


def _one_for_several(name: str, member: Member) -> bool:
    """Whether a name is the singular of the member's plural name, or the reverse: one plain value
    seldom equals a list of them.

    Objects are named in the singular as blocks (Terraform), and in the plural in lists.
    """
    other = folded(name) != folded(member.name) and singular(name) == singular(member.name)
    return other and "object" not in member.type


def one_name(text: str) -> bool:
    """Whether a text is a single name, not a path: `cacheNodeType`, also with the text that it
    keeps (`nodeType: cacheNodeType`).
    """
    return not any(sign in text for sign in ".[")


def takes(kind: str, shape: str | None) -> bool:
    """Whether an attribute of the type `kind` takes a value of that shape (see use.Shape); None
    where the shape is not known.
    """
    outer = kind.partition("<")[0]
    if shape == "block":
        return "object" in kind
    if shape is None or outer in ("json", "any", ""):
        return True
    return {"list": "list", "set": "list", "map": "object", "object": "object"}.get(
        outer, "plain"
    ) == shape
