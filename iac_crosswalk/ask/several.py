"""Splits a text that asks several questions by its form: a Fn::Sub with several references, the
query of an AWS command.
"""

from __future__ import annotations

import re

from iac_crosswalk.ask.limits import LONGEST
from iac_crosswalk.ask.systems import aws_cli

_SUB = re.compile(r"""\s*(?:[\w-]+\s*:\s*)?(?:!Sub\b|(?:\{\s*)?["']?Fn::Sub["']?\s*:)""")
_REFERENCE = re.compile(r"\$\{\s*([A-Za-z0-9]{1,255}(?:\.[A-Za-z0-9_.]{1,512})?)\s*\}")


def questions(text: str, within: str = "") -> list[str]:
    """The separate questions of a text; empty where it does not ask several.

    The references of a Fn::Sub (`${Bucket}`, `${Trail.Arn}`) are resolved by the file that they are
    in.
    """
    if len(text) > LONGEST:
        return []
    found = aws_cli.questions(text) or (references(text) if within else [])
    return found if len(found) > 1 else []


def references(text: str) -> list[str]:
    """The references of a Fn::Sub."""
    if not _SUB.match(text):
        return []
    return list(dict.fromkeys(f"${{{match[1]}}}" for match in _REFERENCE.finditer(text)))
