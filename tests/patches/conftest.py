"""CloudFormation's schemas with the patches applied, and what the patches decided."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from builder.extract import load
from builder.model import Attribute, Extraction
from builder.patches import ref_values
from builder.patches.gettable import Disagreement, apply_gettable


class Patched(NamedTuple):
    cloudformation: Extraction
    cdk: Extraction
    decisions: list[Disagreement]


@pytest.fixture(scope="session")
def patched() -> Patched:
    cloudformation, cdk = (
        load("cloudformation"),
        load("cdk"),
    )  # copies of our own: they are changed here
    decisions = apply_gettable(cloudformation, cdk)
    ref_values.apply_ref(cloudformation, cdk)
    return Patched(cloudformation, cdk, decisions)


@pytest.fixture(scope="session")
def attributes(patched: Patched) -> dict[str, dict[str, Attribute]]:
    return {
        resource.name: {one.path: one for one in resource.attributes}
        for resource in patched.cloudformation.resources
    }
