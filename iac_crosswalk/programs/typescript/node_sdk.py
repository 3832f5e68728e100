"""Names of the Node SDK that are not in the provider's schema: its own members and its hand-written
classes.

Source: the type declarations of the npm packages @pulumi/aws 7.48.0 (the latest there; every
resource and argument of it was compared with the knowledge base's) and @pulumi/pulumi 3.270.0: the
public members of `Resource`, `CustomResource`, `ProviderResource` and `OutputInstance`, the
`declare module` blocks of the *Mixins files, and the exported classes that are not in the schema.
"""

from __future__ import annotations

RESOURCE_MEMBERS = frozenset({"id", "urn", "getProvider"})
"""Members of every resource."""

OUTPUT_MEMBERS = frozenset(
    {
        "apply",
        "get",
        "allResources",
        "isKnown",
        "isSecret",
        "promise",
        "resources",
        "toString",
        "toJSON",
    }
)
"""Members of every output. `then` and `catch` belong to the promise that a data source returns."""

OBJECT_MEMBERS = frozenset(
    {
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
        "then",
        "catch",
        "finally",
    }
)
"""Members of every object and promise."""

MIXINS: dict[str, frozenset[str]] = {
    "cloudwatch.EventRule": frozenset({"onEvent"}),
    "cloudwatch.LogGroup": frozenset({"onEvent", "onDecodedEvent"}),
    "dynamodb.Table": frozenset({"onEvent"}),
    "kinesis.Stream": frozenset({"onEvent"}),
    "s3.Bucket": frozenset({"onEvent", "onObjectCreated", "onObjectRemoved"}),
    "sns.Topic": frozenset({"onEvent"}),
    "sqs.Queue": frozenset({"onEvent"}),
}
"""Class → methods added by hand."""

CLASSES = frozenset(
    {
        "Provider",
        "cloudwatch.EventRuleEventSubscription",
        "cloudwatch.LogGroupEventSubscription",
        "dynamodb.TableEventSubscription",
        "kinesis.StreamEventSubscription",
        "lambda.CallbackFunction",
        "lambda.EventSubscription",
        "s3.BucketEventSubscription",
        "sns.TopicEventSubscription",
        "sqs.QueueEventSubscription",
    }
)
"""Classes that are not resources of the schema."""
