"""Deprecations that Pulumi's classes only have in their documentation.

The documentation is that of Terraform's provider. Most deprecations are marks in the schema, and
Pulumi's classes have them. Some marks are missing in the schema, and Pulumi removes others
(`inline_policy` of a role), but the text remains.
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
"""Deprecations of the attribute itself, not of one of its values."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(?<!\w)_|_(?!\w)|\*\*")
_SENTENCES = re.compile(r"(?:[^.]|\.(?! |$))+(?:\.|$)")
_LONGEST = 3
"""The number of sentences: that it is deprecated, why, and the replacement."""


def of_class(documentation: str) -> str | None:
    """The deprecation of a whole resource or data source, in the words of its documentation; None
    where it has none.
    """
    found = _WHOLE.search(documentation)
    if found is None:
        return None
    sentences = _SENTENCES.findall(_MARKS.sub("", _LINK.sub(r"\1", found[1])))
    return "".join(sentences[:_LONGEST]).strip()


def of_arguments(documentation: str, attributes: list[Attribute]) -> list[Attribute]:
    """The attributes, with the deprecations in the documentation of their class or in their
    descriptions.

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
    """The deprecation in the description of an attribute; None where there is none."""
    found = next((match for each in _OF_ATTRIBUTE if (match := each.search(description))), None)
    if found is None:
        return None
    return _LINK.sub(r"\1", found[1] or "").strip() or "deprecated"
