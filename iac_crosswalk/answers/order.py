"""The order of several answers. Each is right; the first is the one to write.

1. Current names before deprecated ones and older names of the same resource.
2. A CloudFormation type before a SAM type, which is transformed into it.
3. Curated before a naming rule before a derivation; then `exact` first.
4. A resource before a data source, unless the question is about a data source. Settable attributes
   first for a settable one; readable attributes first for the rest.
5. The main resource before its parts and siblings; of several main ones, the surest link.
6. A named attribute before `Ref` and `id`, unless the question is about one of these.
7. `close` before `narrow` and `broad`; then the surer one; the one nearer to the top of its
   resource; the plainer name: `aws_eks` before `aws_eks_v2`, `user_data` before
   `user_data_base64`; and last the order in which the source lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from iac_crosswalk.store.answer_rows import MappingRow
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import ORIGIN_RANK, SAM

_ROLES = {"main": 0, "alternative": 1, "part": 2, None: 3}
_SHORTHANDS = (SAM, "aws_sam.")
IDENTITIES = ("Ref", "id", "ref")
"""The identifier of a resource in CloudFormation, in Terraform and Pulumi, in the CDK."""


def in_order(
    store: Store, attribute: AttributeRow, resource: ResourceRow, rows: list[MappingRow]
) -> list[MappingRow]:
    """The mappings of an attribute into one system, best first."""
    return rows if len(rows) < 2 else sorted(rows, key=ranker(store, attribute, resource, rows))


LISTED = 2
"""How many places at the end of a rank are only the answer's position in the source."""


def ranker(
    store: Store, attribute: AttributeRow, resource: ResourceRow, rows: list[MappingRow]
) -> Callable[[MappingRow], tuple[Any, ...]]:
    """The sort key for the mappings of an attribute into one system."""
    several = len({row.resource_id for row in rows}) > 1
    ranks = store.ranks(resource.id) if several else {}
    identity = attribute.path in IDENTITIES
    sets = attribute.is_input and not identity and resource.kind != "data-source"

    def rank(row: MappingRow) -> tuple[Any, ...]:
        assert row.resource_id is not None
        target = store.target(row.resource_id)
        role, linked = ranks.get(row.resource_id, (None, 0.0))
        path = row.path or ""
        old = target.deprecated and not (
            sets and target.system == "boto3"
        )  # the call that reads it is, not the one that sets it
        return (
            bool(row.deprecated) + bool(old or target.alias_of),
            target.name.startswith(_SHORTHANDS),
            ORIGIN_RANK[row.origin],
            row.relation != "exact",
            (target.kind == "data-source") != (resource.kind == "data-source"),
            row.path is not None and not (row.is_input if sets else row.is_output),
            _ROLES.get(role, 3),
            -linked,
            (path in IDENTITIES) != identity,
            row.relation in ("broad", "narrow"),
            -row.confidence,
            (row.condition or "").casefold(),
            path.count("."),
            len(target.name),
            len(path),
            row.resource_id,
            row.attribute_id or 0,
        )

    return rank
