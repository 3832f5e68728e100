"""The CDK in Python: the L1 classes of aws_cdk, which follow CloudFormation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from iac_crosswalk.programs.cdk import get_att
from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.python import read as reading
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.language import CDK
from iac_crosswalk.programs.python.reader import Reader
from iac_crosswalk.programs.python.scopes import Called
from iac_crosswalk.programs.python.targets import Classes, Target
from iac_crosswalk.programs.python.values import UNKNOWN, Made, Named, Thing, Value
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Name, Use
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schemas

_MEMBERS = frozenset(
    [
        *(
            "add_deletion_override",
            "add_dependency",
            "add_depends_on",
            "add_metadata",
            "add_override",
        ),
        *("add_property_deletion_override", "add_property_override", "add_resource_dependency"),
        *(
            "apply_cross_stack_reference_strength",
            "apply_removal_policy",
            "cfn_options",
            "cfn_property_name",
        ),
        *(
            "cfn_resource_type",
            "creation_stack",
            "env",
            "get_att",
            "get_metadata",
            "is_cfn_element",
            "is_cfn_resource",
        ),
        *(
            "is_construct",
            "logical_id",
            "node",
            "obtain_dependencies",
            "override_logical_id",
            "ref",
            "remove_dependency",
        ),
        *(
            "remove_resource_dependency",
            "replace_dependency",
            "stack",
            "to_string",
            "with_",
            "inspect",
            "tags",
            "tags_raw",
        ),
        *("cdk_tag_manager", "CFN_RESOURCE_TYPE_NAME", "REQUIRED_TRANSFORM"),
    ]
)
"""Members of an L1 object besides its attributes and properties: the public names of CfnResource,
CfnRefElement, CfnElement (package aws-cdk-lib 2.275.0) and Construct (constructs 10.8.1), and the
names that every L1 class has. tests/programs/python/test_cdk.py compares the list with every L1
class of the package.
"""
_MEMBER_ENDINGS = ("_ref", "_tags_raw")
_MEMBER_BEGINNINGS = ("from_", "arn_for_", "is_cfn_")
_ARGUMENTS = frozenset(["scope", "id", "scope_", "id_"])
_FIRST_VERSION = re.compile(
    rb"\baws_cdk\.core\b|\bfrom aws_cdk import (?:\([^)]*|[^\n(]*)\bcore(?: as \w+)?\s*(?:[,)\n]|$)"
)
"""The module `core` belongs to CDK v1, which had other L1 classes."""


class CdkTool(Classes):
    """The meaning of the CDK's L1 classes."""

    package = "aws_cdk"
    language: Language = CDK
    output_methods: frozenset[str] = frozenset()
    dictionaries = False

    def result(self, path: str, call: Made | None, values: Evaluator) -> Value:
        """An object of an L1 class."""
        target = self._resource(path)
        return Thing(target.place, call) if target else UNKNOWN

    def member(self, thing: Thing, name: str) -> Value:
        """A member. Members are tokens or the program's own values; their content is unknown."""
        place = thing.place.member(name) if not thing.place.path else None
        return Thing(place, thing.creation) if place else UNKNOWN

    def key(self, thing: Thing, name: str) -> Value:
        """The value under a key is unknown."""
        return UNKNOWN

    def lacks(self, thing: Thing, name: str) -> bool:
        """Whether neither the schema nor the classes of the CDK have the name."""
        if thing.place.path or thing.place.member(name) is not None or name in _MEMBERS:
            return False
        return name.startswith("attr_") or not (
            name.startswith(_MEMBER_BEGINNINGS) or name.endswith(_MEMBER_ENDINGS)
        )

    def find(self, path: str) -> Target | None:
        """An L1 class, the class of its properties, or a nested class of properties."""
        package, _, name = path.partition(".")
        if package != "aws_cdk" or not name:
            return None
        if name.endswith("Props"):
            target = self._resource(path.removesuffix("Props"))
            return target and target._replace(allowed=frozenset(), makes=False)
        return self.nested("cdk", name) if name.endswith("Property") else self._resource(path)

    def _resource(self, path: str) -> Target | None:
        row = (
            self.schemas.knowledge.find_resource(path, "cdk")
            if path.startswith("aws_cdk.")
            else None
        )
        return Target(self.schemas.of(row), allowed=_ARGUMENTS, makes=True) if row else None

    def invented(self, path: str) -> bool:
        """Whether `path` is certainly not a class: `aws_cdk.aws_MODULE.CfnName`."""
        package, *parts = path.split(".")
        if (
            package != "aws_cdk"
            or len(parts) != 2
            or not parts[0].startswith("aws_")
            or not parts[1].startswith("Cfn")
        ):
            return False
        name = parts[1].removesuffix("Props")
        return (
            bool(queries.cdk_classes(self.schemas.knowledge, parts[0]))
            and name not in _NOT_L1
            and self._resource(f"aws_cdk.{parts[0]}.{name}") is None
        )


class _Reader(Reader):
    """Reads members, and the CloudFormation attributes of `get_att`."""

    tool: CdkTool

    def uses(self) -> Iterator[Use]:
        """Yields everything that the program uses."""
        yield from super().uses()
        for call in self.module.calls:
            if (
                isinstance(call.node.func, ast.Attribute)
                and call.node.func.attr == "get_att"
                and not call.guarded
            ):
                yield from self._get_att(call, call.node.func.value)

    def _get_att(self, call: Called, owner: ast.expr) -> Iterator[Use]:
        """`group.get_att("Arn")`, `Fn.get_att(group.logical_id, "Arn")`."""
        arguments = [
            *call.node.args,
            *(each.value for each in call.node.keywords if each.arg == "attribute_name"),
        ]
        if (
            self.values.value(owner, call.scope) == Named("aws_cdk.Fn")
            and len(arguments) == 2
            and isinstance(arguments[0], ast.Attribute)
        ):
            if arguments[0].attr != "logical_id":
                return
            owner, arguments = arguments[0].value, arguments[1:]
        thing = self.values.value(owner, call.scope)
        name = arguments[0] if len(arguments) == 1 else None
        if (
            not isinstance(thing, Thing)
            or thing.place.path
            or not isinstance(name, ast.Constant)
            or not isinstance(name.value, str)
        ):
            return
        attribute = Name(name.value, self.names.argument(name, name.value))
        text = ast.get_source_segment(self.source.text, owner) or ""
        read = get_att(
            self.tool.schemas,
            thing.place.schema,
            self._of(thing),
            attribute,
            self.names.span(call.node),
            text,
            "",
        )
        if read is not None:
            yield read


_NOT_L1 = frozenset(["CfnParametersCode", "CfnEipEndpoint"])
"""Classes of service modules that begin with Cfn and have no CloudFormation type."""


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a CDK file. None for CDK v1, which is not supported."""
    return (
        None
        if _FIRST_VERSION.search(source.data)
        else reading.read(source, CdkTool.of(schemas), _Reader)
    )
