"""Pulumi programs in TypeScript: the meaning of names in @pulumi/aws and @pulumi/pulumi."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.pulumi import class_name, modules
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.typescript import language, node_sdk
from iac_crosswalk.programs.typescript import read as reading
from iac_crosswalk.programs.typescript.packages import Packages
from iac_crosswalk.programs.typescript.values import At, Promise, Side, Symbol, Value
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas

AWS = "@pulumi/aws"
PULUMI = "@pulumi/pulumi"
_CONCERNS = re.compile(rb"""["'`]@pulumi/aws(?:/[^"'`\n]*)?["'`]""")
_SST = re.compile(rb"\$config\(|\.sst/platform/config\.d\.ts")
"""SST's own configuration, and files that name its declarations. Packages are global there."""
_GLOBALS = {
    "aws": (AWS, ""),
    "$util": (PULUMI, ""),
    "$output": (PULUMI, "output"),
    "$resolve": (PULUMI, "all"),
}
_ENDINGS = (
    ("OutputArgs", Side.ARGUMENTS),
    ("Args", Side.ARGUMENTS),
    ("State", Side.STATE),
    ("Result", Side.READ),
)


class PulumiPackages(Packages):
    """@pulumi/aws, and the functions of @pulumi/pulumi that wrap values."""

    language = language.PULUMI

    def imported(self, module: str, name: str) -> Symbol | None:
        """The symbol of an import. A folder of the package is a module, and so is every file in
        it.
        """
        if module in (PULUMI, AWS):
            return Symbol("pulumi" if module == PULUMI else "aws", name)
        folders = module.removeprefix(f"{AWS}/").removesuffix("/index").split("/")
        if not module.startswith(f"{AWS}/"):
            return None
        if folders[0] == "types":
            path = ".".join(folders)
        elif folders[0] in modules(self.schemas.knowledge):
            path = folders[0]
        else:
            return None
        return Symbol("aws", f"{path}.{name}" if name else path)

    def _schema(self, symbol: Symbol) -> Schema | None:
        """The resource or data source of that name."""
        if symbol.package != "aws" or not symbol.path:
            return None
        return self.schemas.find(f"aws.{symbol.path}", "pulumi", natives=True)

    def resource_of(self, symbol: Symbol) -> Schema | None:
        """The resource of a class: `aws.ec2.Vpc`."""
        schema = self._schema(symbol)
        return schema if schema and schema.resource.kind == "resource" else None

    def invoked(self, symbol: Symbol) -> tuple[Schema, bool] | None:
        """The data source of a function. `aws.ec2.getAmi` returns a promise, `aws.ec2.getAmiOutput`
        an output.
        """
        for path, output in ((symbol.path, False), (symbol.path.removesuffix("Output"), True)):
            schema = self._schema(Symbol(symbol.package, path))
            if schema and schema.resource.kind != "resource":
                return schema, output
        return None

    def looked_up(self, symbol: Symbol) -> Schema | None:
        """The resource of `aws.ec2.Vpc.get`."""
        owner, _, method = symbol.path.rpartition(".")
        return self.resource_of(Symbol(symbol.package, owner)) if method == "get" else None

    def result(self, symbol: Symbol, call: Node) -> Value:
        """The result of a data source, or a resource that is looked up."""
        invoked = self.invoked(symbol)
        if invoked:
            result = At(Place(invoked[0]), creation=call)
            return result if invoked[1] else Promise(result)
        schema = self.looked_up(symbol)
        return At(Place(schema), creation=call) if schema else None

    def type(self, symbol: Symbol) -> Value:
        """A value of a class, of its arguments or state, of a function's result, or of a nested
        type.
        """
        schema = self.resource_of(symbol)
        if schema:
            return At(Place(schema))
        module, _, name = symbol.path.rpartition(".")
        folders = module.split(".")
        if folders[0] == "types":
            inner = ".".join(folders[2:])
            return self._nested_type(folders[1], inner, name) if len(folders) > 1 else None
        for ending, side in _ENDINGS:
            if name.endswith(ending):
                stem = name.removesuffix(ending)
                function = f"{stem[0].lower()}{stem[1:]}" if stem.startswith("Get") else stem
                schema = self._schema(Symbol("aws", f"{module}.{function}" if module else function))
                if schema and (side is not Side.STATE or schema.resource.kind == "resource"):
                    return At(Place(schema), side)
        return None

    def _nested_type(self, direction: str, module: str, name: str) -> Value:
        if direction not in ("input", "output"):
            return None
        stem = f"{module}.{name.removesuffix('Args')}"
        place = self.object_of(f"{stem}Args", stem, f"{stem}Result")
        side = Side.ARGUMENTS if direction == "input" else Side.READ
        return At(place, side) if place else None

    def lacks(self, symbol: Symbol) -> bool:
        """Whether it is a class that does not exist. Classes that are written by hand exist too."""
        module, _, name = symbol.path.rpartition(".")
        if symbol.package != "aws" or not name[:1].isalpha():
            return False
        if "." in module or module in ("types", "config"):
            return False
        return symbol.path not in node_sdk.CLASSES and self._schema(symbol) is None

    def has_module(self, symbol: Symbol) -> bool:
        """Whether the module exists: `elasticache` in `aws.elasticache.Cluster`."""
        return symbol.path.rpartition(".")[0] in modules(self.schemas.knowledge)

    def title(self, symbol: Symbol) -> str:
        """`aws.ec2.Vpc`."""
        return f"aws.{symbol.path}"

    def adds(self, owner: At, name: str) -> bool:
        """Whether it is a member of every output, or of the resource's class itself."""
        place = owner.place
        if name in node_sdk.OUTPUT_MEMBERS or name in node_sdk.OBJECT_MEMBERS:
            return True
        if place.path or place.schema.resource.kind != "resource":
            return False
        mixins = node_sdk.MIXINS.get(class_name(place.schema), frozenset())
        return name in node_sdk.RESOURCE_MEMBERS or name in mixins


@lru_cache(maxsize=1)
def _packages(schemas: Schemas) -> PulumiPackages:
    """The packages, shared by all files of a run."""
    return PulumiPackages(schemas)


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a Pulumi file. None for a file of another kind."""
    in_sst = _SST.search(source.data) is not None
    if not in_sst and not _CONCERNS.search(source.data):
        return None
    return reading.read(source, _packages(schemas), _GLOBALS if in_sst else {})
