"""Kinds of calls."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.targets import answers
from iac_crosswalk.store.rows import AttributeRow
from tests.database.kinds.whole import Whole, kind


@kind
def circular_reads(whole: Whole) -> Iterator[str]:
    """A call that is given the very value it is to answer, without a word: the name of a role by
    `get_role()["Role"]["RoleName"]`.
    """
    for pair in whole.pairs:
        other = pair.other
        if other is None or other.system != "boto3" or not other.is_output:
            continue
        resource = whole.store.find_resource(other.resource, "boto3")
        asks = whole.store.find_resource(pair.one.resource, pair.one.system)
        assert resource is not None and asks is not None
        itself = whole.store.argument_calls(resource.id).calls_around(other.path)
        if itself is None:
            continue
        asked = AttributeRow(pair.one.id, pair.one.path, pair.one.is_input, pair.one.is_output)
        (target,) = answers(whole.store, asked, asks, ["boto3"])
        for each in target.answers:
            said = f"{itself.call} takes this very value" in (each.note or "")
            if (
                each.use == "read"
                and each.attribute_id == other.id
                and f".{itself.call}(" in (each.expression or "")
                and not said
            ):
                yield str(pair)


@kind
def arguments_on_a_deprecated_shape(whole: Whole) -> Iterator[str]:
    """An argument that is written on the shape of a deprecated reading call, though a current call
    reads the thing: EMR's `run_job_flow` was on `JobFlowDetail`, which only describe_job_flows
    answers."""
    old = {
        name: facts["create"]
        for name, deprecated, facts in whole.facts("boto3")
        if deprecated and "create" in facts and "read" in facts
    }
    current = {name for name, deprecated, _ in whole.facts("boto3") if not deprecated}
    for pair in whole.pairs:
        if pair.other is None or pair.other.resource not in old or not pair.other.is_input:
            continue
        mains = whole.mains.get((pair.one.resource, "boto3"), set())
        if mains & current:
            yield str(pair)
