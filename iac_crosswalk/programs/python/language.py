"""How Python programs spell types and paths."""

from __future__ import annotations

from functools import lru_cache

from iac_crosswalk.programs.language import Alike, Edit, Language
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.store.store import Store


class Python(Language):
    """The spelling that Pulumi, the CDK and boto3 share: a list is read at its first item."""

    members_of_plain = False  # the reader knows the members of text

    def spell(self, place: Place, path: str) -> str:
        """`log_delivery_configurations[0].log_type`."""
        return path.replace("[]", "[0]")


@lru_cache(maxsize=1)
def classes(store: Store) -> dict[str, list[str]]:
    """Module ("" for the package itself) → its classes and functions."""
    by_module: dict[str, list[str]] = {}
    for path in queries.pulumi_classes(store):
        module, _, name = path.removeprefix("pulumi_aws.").rpartition(".")
        by_module.setdefault(module, []).append(name)
    return by_module


class Pulumi(Python):
    """Programs that import pulumi_aws."""

    system = "pulumi"
    package = "pulumi-aws"

    def title(self, schema: Schema) -> str:
        """`aws.elasticache.ReplicationGroup`, `aws.ec2.get_ami`."""
        return str(schema.facts["python"]).removeprefix("pulumi_")

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The modules, or the classes of the module."""
        module, _, name = written.removeprefix("pulumi_aws.").rpartition(".")
        by_module = classes(schemas.knowledge)
        beside = by_module.get(module, []) if module else [each for each in by_module if each]
        return Alike(
            name,
            {each: each for each in beside if each.startswith("get_") == name.startswith("get_")},
        )


class Cdk(Python):
    """Programs that import aws_cdk."""

    system = "cdk"
    package = "aws-cdk-lib"

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The L1 classes of the module."""
        module, _, name = written.removeprefix("aws_cdk.").rpartition(".")
        return Alike(name, {each: each for each in queries.cdk_classes(schemas.knowledge, module)})

    def instead(self, source: Source, read: Read, path: str) -> Edit | None:
        """`group.get_att("Arn")`: replaces the name in its quotes, or the call by `ref`."""
        from iac_crosswalk.programs import cdk  # few programs need it

        return cdk.instead(read, path, "ref")


class Boto3(Python):
    """Programs that import boto3."""

    system = "boto3"
    package = "botocore"

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The operations of the client: `rds.describe_db_instance`."""
        from iac_crosswalk.programs.python.operations import alike  # only an unknown one needs it

        client, _, operation = written.partition(".")
        return alike(schemas.knowledge, client, operation)


PULUMI = Pulumi()
CDK = Cdk()
BOTO3 = Boto3()
