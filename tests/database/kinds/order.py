"""Kinds of answers in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.order import IDENTITIES, LISTED
from tests.database.kinds.whole import Several, Whole, kind, letters


@kind
def ties_fall_to_the_alphabet(whole: Whole) -> Iterator[str]:
    """Two answers of which nothing but their place in a list says which comes first:
    `aws_dynamodb_table.read_capacity` was answered by GlobalTable's.

    Not what is split over several attributes, which are right together, nor what is asked of boto3:
    one shape of it describes things of several types."""
    for each in whole.several:
        one, other = _distinct(each)[:2] if len(_distinct(each)) > 1 else (0, 0)
        if (
            one == other
            or each.ranks[one][:-LISTED] != each.ranks[other][:-LISTED]
            or each.resource.system == "boto3"
        ):
            continue
        first, second = each.rows[one], each.rows[other]
        if first.resource_id != second.resource_id or first.relation == second.relation == "exact":
            yield str(each)


def _distinct(each: Several) -> list[int]:
    """The places of the rows that say something which none before them says."""
    known: set[tuple[object, ...]] = set()
    found = []
    for place, row in enumerate(each.rows):
        key = (row.resource_id, row.path, row.condition, row.key)
        if key not in known:
            known.add(key)
            found.append(place)
    return found


@kind
def deprecated_or_alias_first(whole: Whole) -> Iterator[str]:
    """`aws_alb_listener` before `aws_lb_listener`; `aws_s3_bucket.versioning` before the resource
    that took its place.
    """
    for each in whole.several:
        old = [_is_old(whole, row.resource_id, row.deprecated) for row in each.rows]
        if old[0] and not all(old):
            yield str(each)


def _is_old(whole: Whole, resource: int | None, deprecated: str | None) -> bool:
    target = whole.store.target(resource or 0)
    return bool(deprecated or target.deprecated or target.alias_of)


@kind
def identity_before_the_property(whole: Whole) -> Iterator[str]:
    """What can be set, answered by `Ref` or `id` first though a property is an answer too, or alone
    though the type has a property of the same name: `aws_s3_bucket.bucket` was answered by
    `Ref`."""
    for each in whole.several:
        sets = (
            each.asked.is_input
            and each.asked.path not in IDENTITIES
            and each.resource.kind == "resource"
        )
        first = each.rows[0]
        named = [
            row
            for row in each.rows
            if row.is_input and row.path not in IDENTITIES and row.relation == first.relation
        ]
        if (
            sets
            and first.path in IDENTITIES
            and any(row.resource_id == first.resource_id for row in named)
        ):
            yield str(each)
    for pair in whole.pairs:
        one, other = (
            (pair.one, pair.other) if pair.one.system == "terraform" else (pair.other, pair.one)
        )
        if one is None or other is None or one.system != "terraform" or other.path != "Ref":
            continue
        if not one.is_input or one.path == "id" or one.of != "resource":
            continue
        if pair.origin == "derived":
            same = whole.by_resource[other.resource, "terraform"]
            if not any(each.other == one and each.one.is_input for each in same):
                yield f"{one} → {other}"


@kind
def unusable_getatt_before_ref(whole: Whole) -> Iterator[str]:
    """What is only read, answered first by an attribute that Fn::GetAtt refuses though `Ref` or
    another attribute returns it: `CertificateArn`, `PolicyArn`.
    """
    for each in whole.several:
        if each.system != "cloudformation" or each.resource.kind == "data-source":
            continue
        usable = [
            bool(row.gettable or row.is_input or row.path in ("Ref", None)) for row in each.rows
        ]
        if not usable[0] and any(usable) and letters(each.rows[0].path or "").count(".") == 0:
            yield str(each)
