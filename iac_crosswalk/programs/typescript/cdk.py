"""CDK programs in TypeScript: the L1 classes of aws-cdk-lib, which follow CloudFormation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from iac_crosswalk.programs.cdk import get_att
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.typescript import language
from iac_crosswalk.programs.typescript import read as reading
from iac_crosswalk.programs.typescript.packages import Packages
from iac_crosswalk.programs.typescript.reading import within
from iac_crosswalk.programs.typescript.scopes import Step
from iac_crosswalk.programs.typescript.syntax import arguments, field, quoted, span, text
from iac_crosswalk.programs.typescript.values import At, Side, Symbol, Value
from iac_crosswalk.programs.use import Declared, Name, Read
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas

CDK = "aws-cdk-lib"
_CONCERNS = re.compile(rb"""["'`]aws-cdk-lib(?:/[^"'`\n]*)?["'`]""")
_MEMBERS = frozenset(
    [
        *("addDeletionOverride", "addDependency", "addDependsOn", "addMetadata", "addOverride"),
        *("addPropertyDeletionOverride", "addPropertyOverride", "addResourceDependency"),
        *("applyCrossStackReferenceStrength", "applyRemovalPolicy", "cdkTagManager", "cfnOptions"),
        *("cfnPropertyName", "cfnPropertyNames", "cfnResourceType", "creationStack"),
        *("env", "getAtt", "getMetadata"),
        *("inspect", "logicalId", "node", "obtainDependencies", "obtainResourceDependencies"),
        *("overrideLogicalId", "ref", "removeDependency", "removeResourceDependency"),
        *("replaceDependency", "replaceResourceDependency", "stack", "tags", "tagsRaw", "with"),
        *("toString", "constructor", "hasOwnProperty", "isPrototypeOf", "valueOf"),
        *("cfnProperties", "updatedProperties", "updatedProperites", "rawOverrides"),
        *("renderProperties", "shouldSynthesize", "validateProperties", "toLocaleString"),
        "propertyIsEnumerable",
    ]
)
"""Members of an L1 object besides its attributes and properties: the public and protected names of
CfnResource, CfnRefElement, CfnElement and Construct, and those of every object.
tests/programs/typescript/test_cdk.py compares the list with every L1 class of the package.
"""
_ATTRIBUTE = re.compile("attr[A-Z]")
_MEMBER_ENDINGS = ("Ref", "TagsRaw")
_NOT_L1 = frozenset(["CfnParametersCode", "CfnEipEndpoint"])
"""Classes of service modules that begin with Cfn and have no CloudFormation type."""


class CdkPackages(Packages):
    """aws-cdk-lib. A module is `aws_elasticache` in it, or `aws-cdk-lib/aws-elasticache`."""

    language = language.CDK
    arguments_at = 2
    nested = False

    def imported(self, module: str, name: str) -> Symbol | None:
        """A symbol of the package or of one of its modules."""
        if module == CDK:
            return Symbol("aws", name)
        folder = module.removeprefix(f"{CDK}/").partition("/")[0]
        if not module.startswith(f"{CDK}/aws-"):
            return None
        path = folder.replace("-", "_")
        return Symbol("aws", f"{path}.{name}" if name else path)

    def resource_of(self, symbol: Symbol) -> Schema | None:
        """The resource of a class: `aws_elasticache.CfnReplicationGroup`."""
        if symbol.package != "aws" or not symbol.path:
            return None
        schema = self.schemas.find(symbol.path, "cdk", natives=True)
        return schema if schema and schema.resource.kind == "resource" else None

    def type(self, symbol: Symbol) -> Value:
        """A class, its properties, or a nested class of properties."""
        if schema := self.resource_of(symbol):
            return At(Place(schema))
        if symbol.path.endswith("Props"):
            schema = self.resource_of(Symbol(symbol.package, symbol.path.removesuffix("Props")))
            return At(Place(schema), Side.ARGUMENTS) if schema else None
        place = self.object_of(symbol.path) if symbol.path.endswith("Property") else None
        return At(place, Side.ARGUMENTS) if place else None

    def lacks(self, symbol: Symbol) -> bool:
        """Whether it is an L1 class that does not exist. Other classes are not known completely."""
        module, _, name = symbol.path.rpartition(".")
        if symbol.package != "aws" or not name.startswith("Cfn") or name in _NOT_L1:
            return False
        classes = queries.cdk_classes(self.schemas.knowledge, module)
        return bool(classes) and self.resource_of(symbol) is None

    def adds(self, owner: At, name: str) -> bool:
        """Whether every L1 class has the member. Names that begin with `attr` are attributes of
        CloudFormation.
        """
        if _ATTRIBUTE.match(name):
            return False
        return bool(owner.place.path) or name in _MEMBERS or name.endswith(_MEMBER_ENDINGS)


class _Reader(reading.Reader):
    """Reads members, and the CloudFormation attributes of `getAtt`."""

    def read(self, step: Step) -> Iterator[Read]:
        """`group.attrArn`; `group.getAtt("Arn")`, `Fn.getAtt(group.logicalId, "Arn")`."""
        up = step.up
        name = field(step.node, "property")
        is_call = up is not None and up.node.type == "call_expression"
        if up is not None and is_call and name is not None and text(name) == "getAtt":
            yield from self._get_att(up, field(step.node, "object"), step)
            return
        yield from super().read(step)

    def _get_att(self, call: Step, owner: Node | None, step: Step) -> Iterator[Read]:
        args = arguments(call.node)
        value = self.evaluator.value(owner, step.scope)
        argument = args[0] if args else None
        declared: Declared | None = None
        name = owner
        if isinstance(value, At) and not value.place.path:
            declared = self.declared(value.creation)
            schema: Schema | None = value.place.schema
        elif value == Symbol("aws", "Fn") and len(args) == 2:
            argument = args[1]
            declared, name = self._by_logical_id(args[0], step)
            row = declared.row if declared else None
            schema = self.packages.schemas.of(row, natives=True) if row else None
        else:
            return
        attribute = quoted(argument) if argument is not None else None
        if attribute is None or schema is None:
            return
        attribute_name = Name(text(attribute), span(attribute))
        owner_text = text(name) if name is not None else ""
        read = get_att(
            self.packages.schemas,
            schema,
            declared,
            attribute_name,
            span(call.node),
            owner_text,
            within(call, self.declared),
        )
        if read is not None:
            yield read

    def _by_logical_id(self, node: Node, step: Step) -> tuple[Declared | None, Node | None]:
        """The resource of `group.logicalId`, or of a literal id in the same stack."""
        if node.type == "member_expression":
            name, owner = field(node, "property"), field(node, "object")
            value = self.evaluator.value(owner, step.scope)
            if isinstance(value, At) and name is not None and text(name) == "logicalId":
                return self.declared(value.creation), owner
        piece = quoted(node)
        same = self.ids.get(text(piece), []) if piece is not None else []
        return (same[0] if len(same) == 1 else None), None


@lru_cache(maxsize=1)
def _packages(schemas: Schemas) -> CdkPackages:
    """The packages, shared by all files of a run."""
    return CdkPackages(schemas)


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a CDK file. None for a file of another kind."""
    if not _CONCERNS.search(source.data):
        return None
    return reading.read(source, _packages(schemas), {}, _Reader)
