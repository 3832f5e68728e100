"""Operations that a client does not have. Another client may have them, or another version."""

import boto3
from mypy_boto3_cloudtrail import CloudTrailClient

ct = boto3.client("cloudtrail")


def mistyped():
    # expect: error unknown-resource describe_trail -> nothing
    ct.describe_trail()
    # expect: error unknown-resource list_trail_status -> nothing
    ct.list_trail_status(Name="t")
    # expect: error unknown-resource lookup_the_future -> nothing
    return ct.lookup_the_future()["Events"]


def as_another_language_writes_it(client: CloudTrailClient):
    # expect: error unknown-resource describeTrails -> !describe_trails
    client.describeTrails()["trailList"]
    # expect: error unknown-resource GetTrail -> !get_trail
    trail = client.GetTrail(Name="t")
    return trail


def pages():
    # expect: error unknown-resource list_trail
    for page in ct.get_paginator("list_trail").paginate():
        page["Trails"]
    return ct.get_paginator(operation_name="list_trails").paginate()


def methods_of_every_client(client: CloudTrailClient):
    ct.meta.region_name, ct.exceptions.TrailNotFoundException, ct.can_paginate("list_trails"), ct.close()
    ct.get_waiter("nothing_is_known_of_waiters").wait()
    ct.generate_presigned_url("list_trails"), ct._client_config, ct.waiter_names


def an_operation_of_a_later_version(client: CloudTrailClient, method):
    if hasattr(client, "describe_the_future"):
        client.describe_the_future()
    try:
        client.describe_what_may_be()
    except AttributeError:
        pass
    getattr(client, method)()


def in_place_of_a_real_one(client: CloudTrailClient):
    client.describe_a_double = lambda: {}
    client.describe_a_double()
