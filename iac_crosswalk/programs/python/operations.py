"""The methods of boto3's clients: the operations of a service, and the methods of every client."""

from __future__ import annotations

import json
from functools import lru_cache

from iac_crosswalk.paths import singular, snake
from iac_crosswalk.programs.language import Alike
from iac_crosswalk.store import queries
from iac_crosswalk.store.calls import unpacked
from iac_crosswalk.store.store import Store

OTHER_METHODS = frozenset(
    [
        *("can_paginate", "close", "exceptions", "generate_presigned_url", "get_paginator"),
        *("get_waiter", "meta", "waiter_names"),
        # Added to the clients of single services: s3, rds, dsql.
        *("copy", "download_file", "download_fileobj", "upload_file", "upload_fileobj"),
        *("generate_presigned_post", "generate_db_auth_token"),
        *("generate_db_connect_auth_token", "generate_db_connect_admin_auth_token"),
        # Former names that are still accepted: mturk, socialmessaging, cloudwatch, signin.
        *("list_hi_ts_for_qualification_type", "delete_whatsapp_media_message"),
        *("get_o_tel_enrichment", "start_o_tel_enrichment", "stop_o_tel_enrichment"),
        *("update_o_tel_enrichment", "create_o_auth2_token"),
    ]
)
"""Methods and members of clients that are not operations. Sources: botocore/client.py,
botocore/handlers.py, boto3/s3/inject.py.
"""

_READING = ("describe", "get", "list")
"""Verbs of operations that read. Services differ in which they use."""


@lru_cache(maxsize=64)
def operations(store: Store, client: str) -> frozenset[str]:
    """The names of all operations of a client. Empty if the client is unknown."""
    facts = (json.loads(text) for _, text in queries.client_resources(store, client))
    calls = (unpacked(each["calls"]) for each in facts if "calls" in each)
    return frozenset(name for each in calls for name in each)


def alike(store: Store, client: str, written: str) -> Alike:
    """The candidates for an operation that does not exist: operations with the same verb, since
    `enable_` looks like `disable_`. Likely are those that differ by the verb of reading or by
    singular and plural.
    """
    names, name = operations(store, client), snake(written)
    verb, _, rest = name.partition("_")
    ways = [f"{each}_{rest}" for each in _READING] if verb in _READING else [name]
    likely_names = {singular(each) for each in ways}
    likely = tuple(each for each in sorted(names) if singular(each) in likely_names)
    same_verb = [each for each in sorted(names) if each.partition("_")[0] == verb]
    candidates = same_verb or sorted(names)
    return Alike(name, {each: each for each in candidates}, "operation", likely=likely)
