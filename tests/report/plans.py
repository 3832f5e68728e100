"""Plans and states in the form that HashiCorp documents for `terraform show -json`."""

from __future__ import annotations

from typing import Any


def value(text: Any) -> dict[str, Any]:
    """An expression that is a constant."""
    return {"constant_value": text}


def refer(*references: str) -> dict[str, Any]:
    """An expression that refers to something, with the steps of each reference that Terraform lists
    as well.
    """
    return {"references": list(references)}


def instance(address: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource instance with its values."""
    own = (
        address.rpartition("module.")[2].partition(".")[2]
        if address.startswith("module.")
        else address
    )
    mode, rest = (
        ("data", own.removeprefix("data.")) if own.startswith("data.") else ("managed", own)
    )
    kind, _, name = rest.partition(".")
    return {
        "address": address,
        "mode": mode,
        "type": kind,
        "name": name.partition("[")[0],
        "values": values,
    } | more


def block(address: str, expressions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource block of the configuration."""
    return (
        {key: own for key, own in instance(address, {}).items() if key != "values"}
        | {"expressions": expressions}
        | more
    )


PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "terraform_version": "1.9.5",
    "variables": {"name": {"value": "x"}},
    "planned_values": {
        "outputs": {"endpoint": {"sensitive": False}},
        "root_module": {
            "resources": [
                instance(
                    "aws_elasticache_replication_group.cache",
                    {
                        "description": "d",
                        "replication_group_id": "x",
                        "num_node_groups": 2,
                        "automatic_failover_enabled": True,
                        "apply_immediately": None,
                        "tags": {"Name": "x"},
                        "log_delivery_configuration": [
                            {
                                "destination": "a",
                                "destination_type": "cloudwatch-logs",
                                "log_format": "json",
                                "log_type": "slow-log",
                            },
                        ],
                        "timeouts": None,
                    },
                ),
                instance(
                    'aws_security_group.web["a"]',
                    {
                        "name_prefix": "w",
                        "ingress": [{"from_port": 1, "to_port": 2, "protocol": "tcp"}],
                    },
                    index="a",
                ),
                instance(
                    'aws_security_group.web["b"]', {"name_prefix": "w", "ingress": []}, index="b"
                ),
                instance("null_resource.wait", {"triggers": None}),
                instance("aws_made_up.thing", {"a": 1}),
            ],
            "child_modules": [
                {
                    "address": "module.store[0]",
                    "resources": [
                        instance(
                            "module.store[0].aws_s3_bucket.this[0]",
                            {"bucket": "b", "force_destroy": False},
                            index=0,
                        ),
                        instance(
                            "module.store[0].aws_s3_bucket_versioning.this",
                            {
                                "versioning_configuration": [
                                    {"status": "Enabled", "mfa_delete": None}
                                ]
                            },
                        ),
                    ],
                },
            ],
        },
    },
    "prior_state": {
        "values": {
            "root_module": {
                "resources": [instance("data.aws_caller_identity.me", {"account_id": "1"})]
            }
        }
    },
    "configuration": {
        "root_module": {
            "outputs": {
                "endpoint": {
                    "expression": refer(
                        "aws_elasticache_replication_group.cache.configuration_endpoint_address",
                        "aws_elasticache_replication_group.cache",
                    )
                },
                "tag": {
                    "expression": refer(
                        'aws_elasticache_replication_group.cache.tags["Na.me"]',
                        "aws_elasticache_replication_group.cache.tags",
                        "aws_elasticache_replication_group.cache",
                    )
                },
            },
            "resources": [
                block(
                    "aws_elasticache_replication_group.cache",
                    {
                        "description": value("d"),
                        "replication_group_id": refer("var.name"),
                        "num_node_groups": value(2),
                        "tags": value({"Name": "x"}),
                        "security_group_ids": refer(
                            'aws_security_group.web["a"].id',
                            'aws_security_group.web["a"]',
                            "aws_security_group.web",
                        ),
                    },  # log_delivery_configuration is in a dynamic block
                ),
                block(
                    "aws_security_group.web",
                    {"name_prefix": value("w"), "ingress": refer("var.rules")},
                    for_each_expression=refer("var.groups"),
                ),
                block("aws_sqs_queue.off", {"name": value("q")}, count_expression=value(0)),
                block("null_resource.wait", {"triggers": refer("aws_security_group.web")}),
                block("aws_made_up.thing", {"a": value(1)}),
                block("data.aws_caller_identity.me", {}),
            ],
            "module_calls": {
                "store": {
                    "source": "./store",
                    "expressions": {
                        "account": refer(
                            "data.aws_caller_identity.me.account_id", "data.aws_caller_identity.me"
                        )
                    },
                    "module": {
                        "outputs": {
                            "off": {
                                "expression": refer(
                                    "aws_sqs_queue.gone[0].url",
                                    "aws_sqs_queue.gone[0]",
                                    "aws_sqs_queue.gone",
                                )
                            }
                        },
                        "resources": [
                            block(
                                "aws_s3_bucket.this",
                                {"bucket": refer("var.bucket")},
                                count_expression=value(1),
                            ),
                            block(
                                "aws_s3_bucket_versioning.this",
                                {
                                    "bucket": refer(
                                        "aws_s3_bucket.this[0].id",
                                        "aws_s3_bucket.this[0]",
                                        "aws_s3_bucket.this",
                                    ),
                                    "versioning_configuration": [{"status": value("Enabled")}],
                                },
                            ),
                            block(
                                "aws_sqs_queue.gone",
                                {"name": value("q")},
                                count_expression=value(0),
                            ),
                        ],
                    },
                }
            },
        }
    },
}

STATE: dict[str, Any] = {
    "format_version": "1.0",
    "terraform_version": "1.9.5",
    "values": {
        "root_module": {
            "resources": [
                instance(
                    "aws_sqs_queue.jobs",
                    {
                        "id": "https://…",
                        "arn": "arn:…",
                        "name": "jobs",
                        "name_prefix": "",
                        "delay_seconds": 0,
                        "tags": {},
                        "tags_all": {"a": "b"},
                        "made_up": 1,
                    },
                )
            ]
        }
    },
}
