"""Whether a file is a Terraform plan or state in JSON, as `terraform show -json` writes it.

Format version 1, and 0 before it.
"""

from __future__ import annotations

import json
from typing import Any

from iac_crosswalk.programs.source import Unreadable

SHOW = "save it with `terraform plan -out=FILE`, and use the output of `terraform show -json FILE`"


def recognise(data: bytes) -> dict[str, Any] | None:
    """The plan or state in `data`; None if it is something else.

    Raises Unreadable for Terraform files of another form.
    """
    start = data[:4096].lstrip()
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable("is a binary plan; use the output of `terraform show -json FILE`")
    if not start.startswith(b"{"):
        return None
    try:
        plan = json.loads(data)
    except RecursionError:
        raise Unreadable("is nested too deeply; split the file or exclude it") from None
    except ValueError:
        if b'"@level"' in start and b"terraform.ui" in start:
            raise Unreadable(f"is the log of `terraform plan -json`; {SHOW}") from None
        return None  # YAML may begin with a brace; its own reader reports the error
    if not isinstance(plan, dict) or "Resources" in plan:
        return None
    if "lineage" in plan and "serial" in plan:
        raise Unreadable("is a stored state; use the output of `terraform show -json`")
    if plan.get("@level"):
        raise Unreadable(f"is the log of `terraform plan -json`; {SHOW}")
    signs = {"planned_values", "values", "resource_changes", "terraform_version"}
    if "format_version" not in plan or not signs & plan.keys():
        return None
    version = str(plan["format_version"])
    if version.partition(".")[0] not in ("0", "1"):
        hint = "only 0 and 1 are known; update iac-crosswalk"
        raise Unreadable(f"has format version {version[:20]}, and {hint}")
    return plan
