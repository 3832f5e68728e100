"""Adds the members of SAM properties that cfn-lint's schema does not list, as SAM documents them
(data/sam_members.yaml).

cfn-lint calls these properties json or any, because SAM takes several forms: a policy is an ARN, a
document or a template.
"""

from __future__ import annotations

import yaml

from builder.errors import BuildError
from builder.model import Attribute, Extraction
from builder.packages import ROOT

MEMBERS = ROOT / "data" / "sam_members.yaml"


def apply_sam_members(cloudformation: Extraction) -> int:
    """Adds the members; returns their number. Raises BuildError where the schema now has a member
    itself, or lacks the container of one."""
    table = yaml.safe_load(MEMBERS.read_text(encoding="utf-8"))
    resources = {resource.name: resource for resource in cloudformation.resources}
    added = 0
    for name in [name for name in table if "::" in name]:
        attributes = {attribute.path: attribute for attribute in resources[name].attributes}
        for path, kind in sorted(table[name].items()):
            parent = path.rpartition(".")[0].removesuffix("[]")
            if path in attributes or parent not in attributes:
                problem = (
                    "is in the schema now; delete it"
                    if path in attributes
                    else f"is in {parent}, which the schema lacks; fix it"
                )
                raise BuildError(f"data/sam_members.yaml: {name} {path} {problem}")
            attributes[path] = Attribute(path, kind, is_input=True)
            added += 1
        resources[name].attributes = [attributes[path] for path in sorted(attributes)]
    return added
