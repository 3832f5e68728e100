"""Decides which names Fn::GetAtt accepts, where cfn-lint and the CDK disagree.

cfn-lint uses the registry's read-only properties and two further lists; the CDK uses the
documentation pages. Each of them misses names of the other. The first of these rules that applies
decides:

1. data/gettable_fixes.yaml has a row for it, read from the documentation.
2. The property is write-only: CloudFormation never returns it, even where cfn-lint's list of
   readable types has it.
3. Only cfn-lint has it: gettable. It lists types all of whose properties can be read; the CDK has
   only the documented ones.
4. Only the CDK has it and the schema describes it: gettable. cfn-lint accepts the names of
   pointers, not their members or containers.
5. Only the CDK has it and the schema does not describe it: gettable, and added, if the CDK has
   documentation for it; without documentation it comes from an older schema and is not gettable.

For types that the CDK does not have, cfn-lint alone decides; they are not disagreements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import yaml

from builder.model import Attribute, Extraction, Resource
from builder.packages import ROOT

FIXES = ROOT / "data" / "gettable_fixes.yaml"
ADDED = "added_from_cdk"
"""Fact of a CloudFormation type: the paths that apply_gettable added."""

FIXED = "data/gettable_fixes.yaml: "
WRITE_ONLY = "write-only: CloudFormation never returns it"
CFN_LINT = "cfn-lint accepts it; the CDK has only what is documented"
CDK = (
    "the CDK documents it and the schema describes it; cfn-lint has only what a read-only pointer"
    " names"
)
DOCUMENTED = "the CDK documents it, the schema lacks it"
OUTDATED = "in neither the schema nor the documentation: the CDK took it from an older schema"


class Disagreement(TypedDict):
    """A name that only one of the two accepts, with the decision."""

    resource: str
    attribute: str
    cfn_lint: bool
    cdk: bool
    gettable: bool
    reason: str


def gettable_disagreements(cloudformation: Extraction, cdk: Extraction) -> list[Disagreement]:
    """Every disagreement on the types that both have, sorted by type and name."""
    documented = _documented(cdk)
    fixes = {
        (row["type"], row["attribute"]): row
        for row in yaml.safe_load(FIXES.read_text(encoding="utf-8")) or ()
    }
    found = []
    for resource in cloudformation.resources:
        if resource.name in documented:
            for path, cfn_lint, described in _differences(resource, documented[resource.name]):
                fix = fixes.get((resource.name, path))
                gettable, reason = (
                    (fix["gettable"], f"{FIXED}{fix['source']}")
                    if fix
                    else _decide(cfn_lint, described)
                )
                found.append(
                    Disagreement(
                        resource=resource.name,
                        attribute=path,
                        cfn_lint=cfn_lint,
                        cdk=not cfn_lint,
                        gettable=gettable,
                        reason=reason,
                    )
                )
    return found


def apply_gettable(cloudformation: Extraction, cdk: Extraction) -> list[Disagreement]:
    """Sets the final flags in `cloudformation`, adds the attributes that only the CDK documents
    (fact added_from_cdk); returns the decisions."""
    decisions = gettable_disagreements(cloudformation, cdk)
    documented = _documented(cdk)
    resources = {resource.name: resource for resource in cloudformation.resources}
    for decision in decisions:
        resource, path = resources[decision["resource"]], decision["attribute"]
        attribute = next(
            (attribute for attribute in resource.attributes if attribute.path == path), None
        )
        if attribute is None:
            if not decision["gettable"]:
                continue
            described = documented[resource.name][path]
            attribute = Attribute(path, described.type, described.description)
            resource.attributes.append(attribute)
            resource.attributes.sort(key=lambda attribute: attribute.path)
            resource.facts[ADDED] = sorted([*resource.facts.get(ADDED, ()), path])
        attribute.gettable = decision["gettable"]
        attribute.is_output = decision["gettable"] or not attribute.is_input
    return decisions


def _documented(cdk: Extraction) -> dict[str, dict[str, Attribute]]:
    """Type → attribute name → the CDK's attribute for it, of any class of the type."""
    found: dict[str, dict[str, Attribute]] = {}
    for resource in cdk.resources:
        names = resource.facts["cloudformation_paths"]
        outputs = found.setdefault(resource.facts["cloudformation"], {})
        outputs.update(
            {
                names[one.path]: one
                for one in resource.attributes
                if one.is_output and one.path != "ref"
            }
        )
    return found


def _differences(
    resource: Resource, documented: dict[str, Attribute]
) -> Iterator[tuple[str, bool, Attribute]]:
    """(name, whether cfn-lint is the one that accepts it, the attribute that describes it: the
    schema's, else the CDK's)."""
    own = {attribute.path: attribute for attribute in resource.attributes}
    accepted = set(resource.facts.get("cfn_lint_gettable", ()))
    added = set(resource.facts.get(ADDED, ()))
    for path in sorted(accepted ^ documented.keys()):
        yield (
            path,
            path in accepted,
            own[path] if path in own and path not in added else documented[path],
        )


def _decide(cfn_lint: bool, described: Attribute) -> tuple[bool, str]:
    if cfn_lint:
        return (False, WRITE_ONLY) if described.write_only else (True, CFN_LINT)
    if described.native is None:  # the schema's attribute; only the CDK's have a native name
        return True, CDK
    return (True, DOCUMENTED) if described.description else (False, OUTDATED)
