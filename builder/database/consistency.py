"""Rules for the whole built file. Each is a query that finds violations. `iac-crosswalk verify` and
the tests run them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_NAMES = """
  join attribute fa on fa.id = m.from_attribute_id join resource fr on fr.id = fa.resource_id
  join attribute ta on ta.id = m.to_attribute_id join resource tr on tr.id = ta.resource_id
"""
_ROW = "fr.name || ' ' || fa.path || ' → ' || tr.name || ' ' || ta.path"
_LIST = "({0}.type like 'list<%' or {0}.type like 'set<%')"
_SCALAR = "{0}.type in ('string', 'number', 'integer', 'boolean', 'timestamp')"

RULES: dict[str, tuple[str, str]] = {
    "derived-yields-to-curated": (
        (
            "An attribute with a curated mapping to a system has no derived mapping to that"
            " system. Exceptions: the main resource, if the curated one is to a part; the argument,"
            " if the curated one is to a member that is read."
        ),
        # Properties of SAM and attributes of data sources may repeat several attributes, some of
        # them curated: they take over all their mappings. So does a Ref that has the value of `id`.
        f"""select {_ROW} from attribute_mapping m {_NAMES} where m.origin = 'derived'
        and m.via is null and coalesce(m.note, '') not like 'SAM %' and fr.kind != 'data-source'
        and not (fa.path = 'Ref' and ta.path = 'id')
        and exists (
          select 1 from attribute_mapping c left join attribute ca on ca.id = c.to_attribute_id
           where c.from_attribute_id = m.from_attribute_id and c.to_system = m.to_system
           and c.origin = 'curated' and c.via is null
             and not (json_extract(m.evidence, '$.kind') = 'argument'
             and not coalesce(ca.is_input, c.to_resource_id is null))
             and (ca.resource_id is null and c.to_resource_id is null or ca.resource_id = tr.id or
             exists (
               select 1 from resource_mapping p where p.from_resource_id = fr.id
               and p.to_resource_id = ca.resource_id and p.role = 'main'
                 and p.origin = 'curated' and p.via is null)))""",
    ),
    "rejected-stays-rejected": (
        "A rejected pair is not derived and is not a candidate.",
        """select a.path || ' → ' || b.path from rejection r join attribute a
        on a.id = r.from_attribute_id join attribute b on b.id = r.to_attribute_id
          where exists (select 1 from attribute_mapping m where m.from_attribute_id = a.id
          and m.to_attribute_id = b.id and m.origin = 'derived')
             or exists (select 1 from candidate c where c.from_attribute_id = a.id
             and c.to_attribute_id = b.id)""",
    ),
    "exact-is-one-to-one": (
        (
            "A derived exact mapping is one to one within a pair of resources. Exceptions: an"
            " attribute that sets and one that reads the same value, and identities (Ref, id,"
            " ARNs), which repeat the value of another attribute."
        ),
        f"""select {_ROW} from attribute_mapping m {_NAMES}
          join attribute_mapping o on o.from_attribute_id = m.from_attribute_id
          and o.to_system = m.to_system and o.id > m.id
          join attribute oa on oa.id = o.to_attribute_id and oa.resource_id = ta.resource_id
         where m.origin = 'derived' and m.via is null and m.relation = 'exact'
         and o.origin = 'derived' and o.via is null and o.relation = 'exact'
           and ta.is_input = oa.is_input
           and fa.path != 'Ref' and fa.path not like '%Id' and fa.path not like '%Arn'
           and fa.path not like '%Name' and ta.path not in ('id', 'arn')
           and oa.path not in ('id', 'arn')""",
    ),
    "there-and-back": (
        (
            "A mapping that is composed through Terraform has both its halves: CloudFormation →"
            " Terraform and Terraform → Pulumi."
        ),
        f"""select {_ROW} from attribute_mapping m {_NAMES} where fr.system = 'cloudformation'
        and m.to_system = 'pulumi' and m.via = 'terraform' and not exists (
          select 1 from attribute_mapping one join attribute_mapping two
          on two.from_attribute_id = one.to_attribute_id
           where one.from_attribute_id = m.from_attribute_id and one.to_system = 'terraform'
           and two.to_system = 'pulumi' and two.to_attribute_id = m.to_attribute_id)""",
    ),
    "input-is-not-computed": (
        (
            "A property that can only be set has no derived exact mapping to an attribute that can"
            " only be read."
        ),
        f"""select {_ROW} from attribute_mapping m {_NAMES} where m.origin = 'derived'
        and m.via is null and m.relation = 'exact' and m.to_system = 'terraform'
          and fa.is_input and not fa.is_output and fa.write_only and not ta.is_input""",
    ),
    "shapes-agree": (
        (
            "A derived exact mapping is from a list to a list or from a scalar to a scalar, unless"
            " it has a transform."
        ),
        f"""select {_ROW} from attribute_mapping m {_NAMES} where m.origin = 'derived'
        and m.via is null and m.relation = 'exact' and m.transform is null
          and (({_LIST.format("fa")} and {_SCALAR.format("ta")}) or ({_SCALAR.format("fa")}
          and {_LIST.format("ta")}))""",
    ),
    "enabled-words": (
        (
            "The transform of ENABLED and DISABLED (on, off, allow, deny) to a boolean is"
            " enabled-to-boolean, not parse."
        ),
        f"""select {_ROW} from attribute_mapping m {_NAMES} where m.origin = 'derived'
        and m.via is null and m.transform = 'parse' and ta.type = 'boolean'
          and fa.allowed is not null and not exists (select 1 from json_each(fa.allowed)
          where lower(value) not in
            ('enabled', 'disabled', 'enable', 'disable', 'on', 'off', 'active', 'inactive',
            'allow', 'deny'))""",
    ),
    "block-and-list": (
        (
            "An exact mapping between an object and a list of objects has a transform (wrap-list,"
            " first-item)."
        ),
        f"""select {_ROW} from attribute_mapping m {_NAMES} where m.origin = 'derived'
        and m.via is null and m.relation = 'exact' and m.transform is null
          and ((fa.type = 'object' and ta.type in ('list<object>', 'set<object>'))
          or (ta.type = 'object' and fa.type in ('list<object>', 'set<object>')))""",
    ),
    "a-map-names-itself": (
        "`none` for a member of a list that is a map in the other system names the map.",
        """select fr.name || ' ' || fa.path from attribute_mapping m join attribute fa
        on fa.id = m.from_attribute_id join resource fr on fr.id = fa.resource_id
          where m.origin = 'derived' and m.relation = 'none' and m.via is null
          and m.note not like '%the map %.%'""",
    ),
    "candidates-are-no-answers": (
        "A candidate is not a mapping as well.",
        """select a.path || ' → ' || b.path from candidate c join attribute a
        on a.id = c.from_attribute_id join attribute b on b.id = c.to_attribute_id
          join attribute_mapping m on m.from_attribute_id = a.id and m.to_attribute_id = b.id""",
    ),
}


def check(connection: sqlite3.Connection, limit: int = 5) -> Iterator[str]:
    """A line for each violated rule, with the first `limit` violations and the number of others."""
    for name, (meaning, query) in RULES.items():
        rows = [row[0] for row in connection.execute(query)]
        if rows:
            examples = "; ".join(rows[:limit]) + (
                f" and {len(rows) - limit} more" if len(rows) > limit else ""
            )
            yield (
                f"{examples}: {meaning} Fix the derivation, or add the right row to mappings/."
                f" [{name}]"
            )
