"""Members with a special way to read them: in another form than the written one
(data/boto3_read_as.yaml), only with an argument of the call (data/boto3_read_with.yaml), or for one
CloudFormation type by another call (data/boto3_read_for.yaml)."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from builder.errors import BuildError
from builder.model import Resource
from builder.packages import ROOT


def apply_read_as(resources: Iterable[Resource]) -> None:
    """Writes the facts `read_as`, path → transform, and `read_with`, member → argument, into the
    resources of the tables, and `for`, a list of types, into their reads. Raises BuildError for a
    row without such a member or call."""
    by_name = {resource.name: resource for resource in resources}
    for name, members in _table("read_as").items():
        members_of_both = {
            attribute.path
            for attribute in (by_name[name].attributes if name in by_name else ())
            if attribute.is_input and attribute.is_output
        }
        for path in members:
            if path not in members_of_both:
                raise BuildError(
                    f"data/boto3_read_as.yaml: {name} {path} is not both an argument and returned;"
                    " correct or delete the row"
                )
        by_name[name].facts["read_as"] = members
    for name, members in _table("read_with").items():
        outputs = {
            attribute.path
            for attribute in (by_name[name].attributes if name in by_name else ())
            if attribute.is_output
        }
        for member in members:
            if member not in outputs:
                raise BuildError(
                    f"data/boto3_read_with.yaml: {name} {member} is not returned; correct or delete"
                    " the row"
                )
        by_name[name].facts["read_with"] = members
    for name, kinds in _table("read_for").items():
        reads = by_name[name].facts.get("read", ()) if name in by_name else ()
        calls = {read["operation"]: read for read in reads}
        for kind, operation in kinds.items():
            if operation not in calls:
                raise BuildError(
                    f"data/boto3_read_for.yaml: {name} is not read by {operation}; correct or"
                    " delete the row"
                )
            calls[operation].setdefault("for", []).append(kind)


def _table(name: str) -> dict[str, dict[str, str]]:
    file = ROOT / "data" / f"boto3_{name}.yaml"
    table: dict[str, dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return table
