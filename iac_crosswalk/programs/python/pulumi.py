"""Pulumi in Python: the classes and functions of pulumi_aws and pulumi."""

from __future__ import annotations

import ast

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.python import read as reading
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.language import PULUMI
from iac_crosswalk.programs.python.targets import Classes, Target, by_key
from iac_crosswalk.programs.python.values import (
    UNKNOWN,
    Made,
    Output,
    Sequence,
    Table,
    Thing,
    Value,
    each,
    unwrapped,
)
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store import queries
from iac_crosswalk.store.cache import Cache
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_RESOURCE_MEMBERS = frozenset(
    [
        *(
            "urn",
            "id",
            "get",
            "get_provider",
            "pulumi_resource_name",
            "pulumi_resource_type",
            "translate_input_property",
        ),
        *("translate_output_property",),
    ]
)
"""Members of a resource besides its attributes: the public names of `pulumi.CustomResource`
(package pulumi 3.272.0, pulumi/resource.py).
"""
_OUTPUT_METHODS = frozenset(
    [
        *(
            "all",
            "apply",
            "concat",
            "format",
            "from_input",
            "future",
            "get",
            "is_known",
            "is_secret",
            "json_dumps",
            "json_loads",
        ),
        *("recover", "resources", "secret", "unsecret"),
    ]
)
"""The public names of `pulumi.Output` (package pulumi 3.272.0, pulumi/output.py). Any other name
belongs to the content.
"""
_DICTIONARY_METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))
"""A nested value is a dictionary that has properties too."""
_TEXT_METHODS = frozenset(dir(str))
_RESOURCE_ARGUMENTS = frozenset(
    ["resource_name", "opts", "args", "__props__", "__name__", "__opts__"]
)
_FUNCTION_ARGUMENTS = frozenset(["opts"])
_STATE_ARGUMENTS = frozenset(["resource_name", "id", "opts"])
_UNLISTED = frozenset(
    [
        *(
            "Region",
            "IpAddressType",
            "LoadBalancerType",
            "Metric",
            "MetricsGranularity",
            "NotificationType",
            "InstancePlatform",
        ),
        *(
            "InstanceType",
            "PlacementStrategy",
            "ProtocolType",
            "Tenancy",
            "LifecyclePolicyActionType",
        ),
        *(
            "LifecyclePolicyCountType",
            "LifecyclePolicyTagStatus",
            "ManagedPolicy",
            "PolicyDocumentVersion",
        ),
        *(
            "PolicyStatementEffect",
            "Runtime",
            "EngineMode",
            "EngineType",
            "StorageType",
            "RecordType",
            "CannedAcl",
        ),
        *(
            "ParameterType",
            "FederatedPrincipalArgs",
            "ServicePrincipalArgs",
            "FederatedPrincipalArgsDict",
        ),
        *("ServicePrincipalArgsDict",),
    ]
)
"""Classes of pulumi-aws 7.51.1 that belong to no resource: its enums, and principals.
tests/programs/python/test_pulumi.py holds the list against the package."""

_ROOT = frozenset(
    [
        *(
            "config",
            "outputs",
            "provider",
            "typing",
            "applicationloadbalancing",
            "arn_build",
            "arn_build_output",
            "arn_parse",
        ),
        *(
            "arn_parse_output",
            "trim_iam_role_path",
            "trim_iam_role_path_output",
            "user_agent",
            "user_agent_output",
        ),
    ]
)
"""Names directly in the package pulumi_aws, besides data sources and modules with resources."""


class PulumiTool(Classes):
    """The meaning of Pulumi's classes and functions."""

    package = "pulumi_aws"
    language: Language = PULUMI
    output_methods = _OUTPUT_METHODS
    dictionaries = True

    def __init__(self, schemas: Schemas) -> None:
        super().__init__(schemas)
        self._modules: Cache[str, bool] = Cache(
            lambda name: queries.is_pulumi_module(schemas.knowledge, name)
        )

    def result(self, path: str, call: Made | None, values: Evaluator) -> Value:
        """An object of a resource's class, the result of a data source, or the result of a function
        of `pulumi.Output`.
        """
        if path.startswith("pulumi.Output."):
            return _output_function(path.rpartition(".")[2], call, values)
        target = self.target(path)
        if target is None or not target.makes:
            return UNKNOWN
        thing = Thing(target.place, call)
        return Output(thing) if path.endswith("_output") else thing

    def member(self, thing: Thing, name: str) -> Value:
        """A member. That of a resource is an output."""
        place = thing.place.member(name)
        if place is None:
            return UNKNOWN
        inside = Thing(place, thing.creation)
        return (
            Output(inside)
            if not thing.place.path and place.schema.resource.kind == "resource"
            else inside
        )

    def key(self, thing: Thing, name: str) -> Value:
        """The value under a key. Nested values are dictionaries too."""
        member = by_key(thing.place, name) if thing.place.path and thing.place.known else None
        return (
            Thing(Place(thing.place.schema, member.path, member.type), thing.creation)
            if member
            else UNKNOWN
        )

    def lacks(self, thing: Thing, name: str) -> bool:
        """Whether neither the schema nor the classes of the package pulumi have the name."""
        if thing.place.path:
            if thing.place.kind == "string" and not thing.place.schema.below(thing.place.path):
                return name not in _TEXT_METHODS
            return (
                thing.place.known
                and thing.place.member(name) is None
                and name not in _DICTIONARY_METHODS
            )
        return thing.place.member(name) is None and not (
            thing.place.schema.resource.kind == "resource" and name in _RESOURCE_MEMBERS
        )

    def lacks_key(self, thing: Thing, name: str) -> bool:
        """Whether a nested value does not have the key."""
        return bool(thing.place.path) and thing.place.known and by_key(thing.place, name) is None

    def find(self, path: str) -> Target | None:
        """A resource, a data source, or a class of arguments."""
        package, _, name = path.partition(".")
        if package != "pulumi_aws":
            return None
        if name.endswith(".get"):
            target = self._resource(name.removesuffix(".get"))
            return target and target._replace(allowed=_STATE_ARGUMENTS, existing=True)
        return self._resource(name) or self._arguments(name.removesuffix("Dict")) if name else None

    def _resource(self, name: str) -> Target | None:
        row = self.schemas.knowledge.find_resource(f"aws.{name.removesuffix('_output')}", "pulumi")
        last = name.rpartition(".")[2]
        if (
            row is None
            or (row.kind == "resource") != last[:1].isupper()
            or (row.kind != "resource" and last != last.lower())
        ):
            return None  # an alias of Pulumi's other languages
        allowed = _RESOURCE_ARGUMENTS if row.kind == "resource" else _FUNCTION_ARGUMENTS
        return Target(self.schemas.of(row), allowed=allowed, makes=True)

    def _arguments(self, name: str) -> Target | None:
        """A class of nested arguments, or of all arguments of a resource."""
        if not name.endswith("Args"):
            return None
        if target := self.nested("pulumi", name):
            return target
        # A read-only class has a class of arguments too, to look up a resource by its state. Its
        # names are not listed.
        if queries.object_of_class(self.schemas.knowledge, "pulumi", name.removesuffix("Args")):
            return None
        # If a nested class has the name already, the class of the resource is called InitArgs.
        resource = self._resource(name.removesuffix("Args")) or self._resource(
            name.removesuffix("InitArgs")
        )
        return resource and resource._replace(allowed=frozenset(), makes=False)

    # -- names that do not exist -------------------------------------------------------------------

    def invented(self, path: str) -> bool:
        """Whether `path` is certainly not a module, class or function of the package:
        `pulumi_aws.MODULE`, `pulumi_aws.MODULE.Name`.
        """
        package, *parts = path.split(".")
        if package != "pulumi_aws" or path.rpartition(".")[2].startswith("_"):
            return False
        if len(parts) == 1:
            return (
                parts[0].islower()
                and parts[0] not in _ROOT
                and not self._modules[parts[0]]
                and self.target(path) is None
            )
        if len(parts) != 2 or not self._modules[parts[0]]:
            return False
        name = parts[1]
        not_listed = name in _UNLISTED or name.startswith("Awaitable") or name.endswith("Result")
        if (
            not_listed
            or not (name[:1].isupper() or name.startswith("get_"))
            or self.target(path) is not None
        ):
            return False
        return not (
            name.endswith(("Args", "ArgsDict"))
            and self._is_nested(f"{parts[0]}.{name.removesuffix('Dict')}")
        )

    def _is_nested(self, name: str) -> bool:
        """Whether a class of nested arguments is listed, or the class of nested values that belongs
        to it.
        """
        names = (name, name.removesuffix("Args"))
        return any(
            queries.object_of_class(self.schemas.knowledge, "pulumi", each) for each in names
        )


def _output_function(name: str, call: Made | None, values: Evaluator) -> Value:
    """The result of `pulumi.Output.all` and similar functions. Even if the content of the output is
    unknown, the result of a function on it may be known.
    """
    if call is None:
        return UNKNOWN
    node, scope = call
    contents = [unwrapped(values.value(argument, scope)) for argument in node.args]
    plain = not any(isinstance(argument, ast.Starred) for argument in node.args)
    if name == "all" and plain and not node.keywords:
        return Output(Sequence(tuple(contents)))
    if name == "all" and not contents and all(keyword.arg for keyword in node.keywords):
        return Output(
            Table(
                tuple(
                    (keyword.arg or "", unwrapped(values.value(keyword.value, scope)))
                    for keyword in node.keywords
                )
            )
        )
    if name in ("from_input", "secret", "unsecret") and plain and len(contents) == 1:
        return each(contents[0], Output)
    return Output(UNKNOWN)


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a Pulumi file."""
    return reading.read(source, PulumiTool.of(schemas))
