"""The members of kinds that are no faults, each with the reason: exceptions.yaml. It may only
shrink.
"""

from __future__ import annotations

from pathlib import Path

import yaml

FILE = Path(__file__).with_name("exceptions.yaml")


def exceptions() -> dict[str, dict[str, str]]:
    """Kind → member → why it is no fault."""
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return {
        name: {member: group["why"] for group in groups for member in group["members"]}
        for name, groups in (listed or {}).items()
    }
