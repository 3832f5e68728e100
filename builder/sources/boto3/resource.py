"""Makes a boto3 resource from its walked attributes."""

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
    """The resource `name` of a client. It is deprecated where its main `operation` is. Empty facts
    are left out.
    """
    model_operation = model.operations[operation]
    deprecated = plain(model_operation.get("deprecatedMessage")) or "deprecated"
    return Resource(
        "boto3",
        f"{model.client}.{name}",
        service=model.client,
        description=description,
        deprecated=deprecated if model_operation.get("deprecated") else None,
        attributes=[attributes[path] for path in sorted(attributes)],
        facts={key: value for key, value in facts.items() if value},
    )
