"""boto3: every member of an answer and every argument of a call that the package has is known."""

from __future__ import annotations

import pytest

from builder.packages import open_package
from builder.sources.boto3 import models
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.programs.python.boto3 import Boto3Tool
from iac_crosswalk.programs.python.values import Thing
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

EVERY = 6
"""One client of so many: all of them take a minute."""


@pytest.mark.whole
def test_every_name_of_the_package_is_known(knowledge: KnowledgeBase) -> None:
    """Read from the models by other means than the builder's: a name that exists must never be
    called wrong.
    """
    schemas = Schemas(knowledge)
    tool = Boto3Tool(schemas)
    package = open_package("botocore")
    method = models.xform(package)
    clients = sorted(
        {
            row.name.partition(".")[0]
            for row in queries.resources_of(knowledge, "boto3")
            if row.kind == "resource"
        }
    )
    wrong: list[str] = []
    seen = judged = 0
    for model in models.models(package, {*clients[::EVERY], "logs"}):
        operations = {method(name): name for name in model.operations}
        known = tool._calls(model.client)
        for operation, calls in known.reads.items():
            for call in calls:
                shape = _shape_at(model, model.output(operations[operation]) or "", call.path)
                schema = schemas.of(call.row)
                for name in model.shapes[shape]["members"]:
                    seen += 1
                    if tool.lacks_key(Thing(Place(schema)), name):
                        wrong.append(f"{model.client}.{operation}: {call.path}.{name}")
        for operation, written in operations.items():
            target = tool.target(f"client:{model.client}.{operation}")
            request = model.input(written)
            judged += target is not None
            for name in model.shapes[request]["members"] if target and request else ():
                seen += 1
                if target.refuses(name) or (operation in known.creates and not target.takes(name)):
                    wrong.append(f"{model.client}.{operation}({name})")
    assert wrong == []
    assert seen > 10_000 and judged > 2_000


def _shape_at(model: models.Model, shape: str, path: str) -> str:
    for part in path.split(".") if path else ():
        name = part.rstrip("[]")
        shape = model.shapes[shape]["value" if name == "*" else "members"]
        shape = shape["shape"] if name == "*" else shape[name]["shape"]
        for _ in range((len(part) - len(name)) // 2):
            shape = model.shapes[shape]["member"]["shape"]
    return shape
