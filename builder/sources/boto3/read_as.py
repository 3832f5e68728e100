"""Members that are read in another form than they are written in (data/boto3_read_as.yaml)."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from builder.errors import BuildError
from builder.model import Resource
from builder.packages import ROOT

TABLE = ROOT / "data" / "boto3_read_as.yaml"


def apply_read_as(resources: Iterable[Resource]) -> None:
    """Writes the fact `read_as`, path → transform, into the resources that the table names. Raises
    BuildError for a row that no member bears out."""
    table: dict[str, dict[str, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    known = {resource.name: resource for resource in resources}
    for name, members in table.items():
        both = {
            attribute.path
            for attribute in (known[name].attributes if name in known else ())
            if attribute.is_input and attribute.is_output
        }
        for path in members:
            if path not in both:
                raise BuildError(
                    f"data/boto3_read_as.yaml: {name} {path} is not both taken and returned; correct or delete the row"
                )
        known[name].facts["read_as"] = members
