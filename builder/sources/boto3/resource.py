"""A boto3 resource, of what was walked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.model import Attribute, Resource
from builder.sources.boto3.models import Model
from builder.sources.boto3.shapes import plain


def resource_of(
    model: Model,
    name: str,
    description: str,
    operation: str,
    attributes: Mapping[str, Attribute],
    facts: Mapping[str, Any],
) -> Resource:
    """The resource that a client calls `name`; deprecated where the operation is that it is known
    by. Facts that say nothing are left out.
    """
    about = model.operations[operation]
    deprecated = plain(about.get("deprecatedMessage")) or "deprecated"
    return Resource(
        "boto3",
        f"{model.client}.{name}",
        service=model.client,
        description=description,
        deprecated=deprecated if about.get("deprecated") else None,
        attributes=[attributes[path] for path in sorted(attributes)],
        facts={key: value for key, value in facts.items() if value},
    )
