"""Logical names in the syntax of each target. A name stays unchanged where the syntax allows it."""

from __future__ import annotations

import keyword
import re

_WORDS = {
    "typescript": (
        """
        break case catch class const continue debugger default delete do else enum export extends
        false finally for function if import in instanceof new null return super switch this throw
        true try typeof var void while with yield let static await
    """
    ),
    "go": (
        """
        break case chan const continue default defer else fallthrough for func go goto if import
        interface map package range return select struct switch type var
    """
    ),
    "csharp": (
        """
        abstract as base bool break byte case catch char checked class const continue decimal
        default delegate do double else enum event explicit extern false finally fixed float for
        foreach goto if implicit in int interface internal is lock long namespace new null object
        operator out override params private protected public readonly ref return sbyte sealed short
        sizeof stackalloc static string struct switch this throw true try typeof uint ulong
        unchecked unsafe ushort using virtual void volatile while
    """
    ),
    "java": (
        """
        abstract assert boolean break byte case catch char class const continue default do double
        else enum extends final finally float for goto if implements import instanceof int interface
        long native new package private protected public return short static strictfp super switch
        synchronized this throw throws transient try void volatile while true false null
    """
    ),
}
_RESERVED = {language: frozenset(words.split()) for language, words in _WORDS.items()} | {
    "python": frozenset(keyword.kwlist)
}


def variable(name: str, language: str) -> str:
    """`my-cache` → `my_cache`: a valid variable name."""
    identifier = re.sub(r"\W", "_", name, flags=re.ASCII)
    if identifier[:1].isdigit():
        identifier = f"_{identifier}"
    return f"{identifier}_" if identifier in _RESERVED.get(language, ()) else identifier


def logical_id(name: str) -> str:
    """`my_cache` → `MyCache`: a CloudFormation name has letters and digits only."""
    words = [word for word in re.split(r"[^A-Za-z0-9]+", name) if word]
    return name if [name] == words else "".join(word[0].upper() + word[1:] for word in words)


def label(name: str) -> str:
    """A Terraform or Pulumi YAML name: letters, digits, `_` and `-`, and no digit in front."""
    identifier = re.sub(r"[^\w-]", "_", name, flags=re.ASCII)
    return f"_{identifier}" if identifier[:1].isdigit() or identifier[:1] == "-" else identifier
