"""Checks one CloudFormation or SAM template: types, property names, what Fn::GetAtt and Fn::Sub ask for.

Logical ids that are nowhere in the template are not ours to judge: macros make some, and cfn-lint reports the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.answers.near import near
from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.cloudformation.attributes import Attributes
from iac_crosswalk.check.cloudformation.properties import Settings, check_properties
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.cloudformation.template import (
    NoTemplate,
    Resource,
    Template,
    TemplateError,
    parse,
    properties,
    references,
    resources,
    rewritten,
)
from iac_crosswalk.programs.source import Source, Unreadable

_LOOKS_LIKE_ONE = re.compile(rb"""^Resources\s*:|["']Resources["']\s*:""", re.MULTILINE)

_TYPE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+").fullmatch
"""Types that only AWS can publish. Modules (`…::MODULE`), custom and third-party types are known to their account alone."""


def check(source: Source, advisor: Advisor) -> Iterator[Finding]:
    """What is wrong in a template; nothing for files that are none. Raises Unreadable for a template that is broken."""
    if b"Resources" not in source.data:
        return
    try:
        template = parse(source.data)
    except NoTemplate:
        return
    except TemplateError as error:
        if _LOOKS_LIKE_ONE.search(source.data):
            raise Unreadable(f"{error}; mend the template or leave it out") from None
        return
    if _rewritten(template):
        return
    try:
        yield from _check(template, advisor)
    except TemplateError as error:
        raise Unreadable(str(error)) from None


def _rewritten(template: Template) -> bool:
    """Whether a macro may rewrite everything: what it makes of a type, a property and a GetAtt cannot be known, so nothing is said.

    AWS's own transforms (SAM, LanguageExtensions, Include, …) add to a template and leave the names in it as they are.
    """
    resources_too = template.section("Resources")
    return (
        any(not name.startswith("AWS::") for name in template.transforms)
        or rewritten(template.root)
        or (resources_too is not None and rewritten(resources_too))
    )


def _check(template: Template, advisor: Advisor) -> Iterator[Finding]:
    declared = {name: resource for name, resource in resources(template).items() if not rewritten(resource.body)}
    for resource in declared.values():
        if _TYPE(resource.type) and advisor.schemas.find(resource.type, "cloudformation") is None:
            yield _unknown_type(resource, advisor)
    settings = Settings((each for each in properties(template) if each[0].name in declared), advisor.schemas)
    yield from check_properties(template, settings, advisor)
    attributes = Attributes(template, declared, settings, advisor)
    for reference in references(template):
        yield from attributes.check(reference)


def _unknown_type(resource: Resource, advisor: Advisor) -> Finding:
    written, span = resource.type, resource.type_span
    version = advisor.knowledge.versions.get("cfn-lint", "")
    message = f"`{written}` is a type of no region (by the schemas of cfn-lint {version})"
    known = [name for (name,) in advisor.knowledge.rows("select name from resource where system = 'cloudformation' order by name")]
    same = [name for name in known if name.lower() == written.lower()]
    replacements = tuple(Replacement(name, name, span, f"the type is called `{name}`", certain=len(same) == 1) for name in same)
    service, _, name = written.rpartition("::")
    beside = [each.removeprefix(f"{service}::") for each in known if each.startswith(f"{service}::")]
    suggestions = () if same else tuple(f"{service}::{each}" for each in near(name, beside))
    return Finding("unknown-resource", span, message, written, None, replacements, suggestions)
