"""How programs in TypeScript spell types and paths."""

from __future__ import annotations

from iac_crosswalk.programs import cdk
from iac_crosswalk.programs.language import Alike, Edit
from iac_crosswalk.programs.pulumi import CamelCase, alike, class_name
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schema, Schemas


class Pulumi(CamelCase):
    """Programs that use @pulumi/aws."""

    system = "pulumi"
    package = "pulumi-aws"

    def title(self, schema: Schema) -> str:
        """`aws.ec2.Vpc`."""
        return f"aws.{class_name(schema)}"

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The classes of the module, or the modules."""
        module, _, name = written.removeprefix("aws.").rpartition(".")
        like = alike(schemas.knowledge, module, name, "resource")
        return Alike(like.name, {each: each for each in like.candidates})


class Cdk(CamelCase):
    """Programs that use aws-cdk-lib."""

    system = "cdk"
    package = "aws-cdk-lib"
    argument = "property"

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The L1 classes of the module."""
        module, _, name = written.rpartition(".")
        classes = queries.cdk_classes(schemas.knowledge, module)
        return Alike(name, {each: each for each in classes})

    def instead(self, source: Source, read: Read, path: str) -> Edit | None:
        """`group.getAtt("Arn")`: replaces the name in its quotes, or the call by `ref`."""
        return cdk.instead(read, path, "ref")


PULUMI = Pulumi()
CDK = Cdk()
