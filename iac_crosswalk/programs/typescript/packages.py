"""What the names of @pulumi/aws and @pulumi/pulumi stand for."""

from __future__ import annotations

from functools import cached_property

from iac_crosswalk.programs.typescript import node_sdk
from iac_crosswalk.programs.typescript.values import At, Promise, Side, Symbol, Value
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas

AWS = "@pulumi/aws"
PULUMI = "@pulumi/pulumi"


class Packages:
    """Symbols of the packages, looked up in the knowledge base."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._nested: dict[tuple[str, str], Place | None] = {}

    @cached_property
    def modules(self) -> dict[str, list[str]]:
        """Module → its resource classes; "" for the package itself."""
        found: dict[str, list[str]] = {"": []}
        for alias, kind in self._schemas.knowledge.rows(
            "select alias, kind from resource_alias join resource on resource.id = resource_id where system = 'pulumi' and alias like 'aws.%' order by 1"
        ):
            module, _, name = alias.removeprefix("aws.").rpartition(".")
            classes = found.setdefault(module, [])
            if kind == "resource":
                classes.append(name)
        return found

    def imported(self, module: str, name: str) -> Symbol | None:
        """What `import { name } from "module"` gives, `name` empty for all of it; None for other packages."""
        if module in (PULUMI, AWS):
            return Symbol("pulumi" if module == PULUMI else "aws", name)
        folders = module.removeprefix(f"{AWS}/").removesuffix("/index").split("/")
        if not module.startswith(f"{AWS}/"):
            return None
        if folders[0] == "types":
            path = ".".join(folders)
        elif folders[0] in self.modules:  # a file below it exports the same names: @pulumi/aws/ec2/vpc
            path = folders[0]
        else:
            return None
        return Symbol("aws", f"{path}.{name}" if name else path)

    def schema(self, symbol: Symbol) -> Schema | None:
        """The resource or data source that is called so."""
        return self._schemas.find(f"aws.{symbol.path}", "pulumi", natives=True) if symbol.package == "aws" and symbol.path else None

    def made(self, symbol: Symbol) -> Schema | None:
        """The resource whose class this is."""
        schema = self.schema(symbol)
        return schema if schema and schema.resource.kind == "resource" else None

    def invoked(self, symbol: Symbol) -> tuple[Schema, bool] | None:
        """The data source whose function this is, and whether it gives an output (`getAmiOutput`) instead of a promise."""
        for path, output in ((symbol.path, False), (symbol.path.removesuffix("Output"), True)):
            schema = self.schema(Symbol(symbol.package, path))
            if schema and schema.resource.kind != "resource":
                return schema, output
        return None

    def result(self, symbol: Symbol) -> Value:
        """What calling it gives: the result of a data source, or a resource that is looked up."""
        invoked = self.invoked(symbol)
        if invoked:
            found = At(Place(invoked[0]))
            return found if invoked[1] else Promise(found)
        owner, _, method = symbol.path.rpartition(".")
        schema = self.made(Symbol(symbol.package, owner)) if method == "get" else None
        return At(Place(schema)) if schema else None

    def type(self, symbol: Symbol) -> Value:
        """A value of the type that is called so."""
        schema = self.made(symbol)
        if schema:
            return At(Place(schema))
        module, _, name = symbol.path.rpartition(".")
        folders = module.split(".")
        if folders[0] == "types":
            return self._nested_type(folders[1], ".".join(folders[2:]), name) if len(folders) > 1 else None
        for ending, side in (("OutputArgs", Side.ARGUMENTS), ("Args", Side.ARGUMENTS), ("State", Side.STATE), ("Result", Side.READ)):
            if name.endswith(ending):
                stem = name.removesuffix(ending)
                function = f"{stem[0].lower()}{stem[1:]}" if stem.startswith("Get") else stem
                schema = self.schema(Symbol("aws", f"{module}.{function}" if module else function))
                if schema and (side is not Side.STATE or schema.resource.kind == "resource"):
                    return At(Place(schema), side)
        return None

    def _nested_type(self, direction: str, module: str, name: str) -> Value:
        if direction not in ("input", "output"):
            return None
        if (module, name) not in self._nested:
            self._nested[module, name] = self._nested_place(module, name)
        place = self._nested[module, name]
        return At(place, Side.ARGUMENTS if direction == "input" else Side.READ) if place else None

    def _nested_place(self, module: str, name: str) -> Place | None:
        """Where an object of that type stands: the first such place, for what stands below is the same everywhere."""
        stem = name.removesuffix("Args")
        rows = self._schemas.knowledge.rows(
            "select r.name, a.path from attribute a join resource r on r.id = a.resource_id"
            " where r.system = 'pulumi' and a.class_name in (?, ?, ?) and a.recursive = 0 order by a.id limit 1",
            [f"{module}.{stem}{ending}" for ending in ("Args", "", "Result")],
        )
        for resource, path in rows:
            schema = self._schemas.find(resource, "pulumi", natives=True)
            if schema:
                return Place(schema, schema.members[path].container)
        return None

    def lacks(self, symbol: Symbol) -> bool:
        """Whether the package surely has no class of that name."""
        module, _, name = symbol.path.rpartition(".")
        if symbol.package != "aws" or not name[:1].isalpha() or "." in module or module in ("types", "config"):
            return False
        return symbol.path not in node_sdk.CLASSES and self.schema(symbol) is None


def class_name(schema: Schema) -> str:
    """What programs call a resource or data source below the package: `elasticache.ReplicationGroup`."""
    where, _, name = schema.resource.name.removeprefix("aws:").partition(":")
    module = where.partition("/")[0]
    return name if module in ("", "index") else f"{module}.{name}"
