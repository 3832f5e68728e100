"""A text that asks several things by its nature: one Fn::Sub with several references."""

from __future__ import annotations

import re

_SUB = re.compile(r"""\s*(?:[\w-]+\s*:\s*)?(?:!Sub\b|["']?Fn::Sub["']?\s*:|\{\s*["']?Fn::Sub["']?\s*:)""")
_REFERENCE = re.compile(r"\$\{\s*([A-Za-z0-9]{1,255}(?:\.[A-Za-z0-9_.]{1,512})?)\s*\}")


def references(text: str) -> list[str]:
    """The references of a Fn::Sub, each as a question of its own (`${Bucket}`, `${Trail.Arn}`); empty where there are not several."""
    found = list(dict.fromkeys(f"${{{match[1]}}}" for match in _REFERENCE.finditer(text))) if _SUB.match(text) else []
    return found if len(found) > 1 else []
