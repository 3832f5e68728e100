"""Deprecations that Pulumi's classes only have in their documentation.

The documentation is that of Terraform's provider. Most deprecations are marks of the schema, and
Pulumi's classes have them. Pulumi takes some marks out (`inline_policy` of a role), and others were
never there; the text stays.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from builder.model import Attribute
from iac_crosswalk.paths import singular

_WHOLE = re.compile(
    r"^> \*\*(?:Warning|WARNING|Note|NOTE):\*\* _?(This (?:resource|data source) is"
    r" deprecated\b.*)$",
    re.M,
)
_ARGUMENT = re.compile(
    r"^> The `(\w+)` (?:argument|attribute|block) is deprecated\. ([^\n]*?\.)(?: |$)", re.M
)
_OF_ATTRIBUTE = (
    re.compile(r"^\(\*\*Deprecated\*\*,? ?([^)]*)\)"),
    re.compile(r"(?<=\. )\(Deprecated,? ([^)]*)\)"),
    re.compile(r"(?:^|(?<=\. ))\*{0,2}DEPRECATED\*{0,2}\. ?([^.]*\.[^.]*\.)?"),
)
"""What a description says of the attribute itself, not of one of its values."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(?<!\w)_|_(?!\w)|\*\*")
_SENTENCES = re.compile(r"(?:[^.]|\.(?! |$))+(?:\.|$)")
_LONGEST = 3
"""Sentences: that it is deprecated, why, and what to use."""


def of_class(documentation: str) -> str | None:
    """That a resource or data source as a whole is deprecated, in the words of its
    documentation.
    """
    found = _WHOLE.search(documentation)
    if found is None:
        return None
    sentences = _SENTENCES.findall(_MARKS.sub("", _LINK.sub(r"\1", found[1])))
    return "".join(sentences[:_LONGEST]).strip()


def of_arguments(documentation: str, attributes: list[Attribute]) -> list[Attribute]:
    """The attributes, with the deprecations that the documentation of their class, or their own,
    says.

    The documentation has Terraform's names, which are in the singular.
    """
    texts = {
        singular(name): f"{name} is deprecated. {advice}"
        for name, advice in _ARGUMENT.findall(documentation)
    }
    return [
        (
            replace(each, deprecated=text)
            if each.deprecated is None
            and (text := texts.get(singular(each.path)) or of_description(each.description))
            else each
        )
        for each in attributes
    ]


def of_description(description: str) -> str | None:
    """What a description says of the deprecation of its attribute; None where it says nothing."""
    found = next((match for each in _OF_ATTRIBUTE if (match := each.search(description))), None)
    if found is None:
        return None
    return _LINK.sub(r"\1", found[1] or "").strip() or "deprecated"
