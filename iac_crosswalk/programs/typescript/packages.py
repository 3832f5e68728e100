"""The meaning of names in the packages of a tool. Pulumi's are in pulumi.py, the CDK's in
cdk.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from tree_sitter import Node

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.typescript.values import At, Symbol, Value
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas


class Packages(ABC):
    """Symbols of the packages. `aws` is the package with AWS's resources."""

    language: Language
    arguments_at = 1
    """The position of the constructor's argument with the settings."""
    nested = True
    """Whether an attribute that is read has members itself."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._nested: dict[tuple[str, ...], Place | None] = {}

    @abstractmethod
    def imported(self, module: str, name: str) -> Symbol | None:
        """The symbol of `import { name } from "module"`; `name` is empty for the whole module."""

    @abstractmethod
    def resource_of(self, symbol: Symbol) -> Schema | None:
        """The resource of a class, or None."""

    @abstractmethod
    def type(self, symbol: Symbol) -> Value:
        """A value of the type of that name."""

    @abstractmethod
    def lacks(self, symbol: Symbol) -> bool:
        """Whether the package certainly has no class of that name."""

    @abstractmethod
    def adds(self, owner: At, name: str) -> bool:
        """Whether the tool itself adds a member of that name there."""

    def has_module(self, symbol: Symbol) -> bool:
        """Whether the module of the class exists."""
        return True

    def title(self, symbol: Symbol) -> str:
        """The name of a class in programs."""
        return symbol.path

    def invoked(self, symbol: Symbol) -> tuple[Schema, bool] | None:
        """The data source of a function, and whether the function returns an output instead of a
        promise.
        """
        return None

    def looked_up(self, symbol: Symbol) -> Schema | None:
        """The resource that a function looks up: `Vpc.get`."""
        return None

    def result(self, symbol: Symbol, call: Node) -> Value:
        """The result of calling a symbol."""
        return None

    def object_of(self, *classes: str) -> Place | None:
        """The first place of an object of one of the nested classes."""
        if classes not in self._nested:
            self._nested[classes] = self._object_of(classes)
        return self._nested[classes]

    def _object_of(self, classes: tuple[str, ...]) -> Place | None:
        system = self.language.system
        for each in classes:
            described = queries.object_of_class(self.schemas.knowledge, system, each)
            schema = self.schemas.find(described[0], system, natives=True) if described else None
            if described and schema:
                return Place(schema, schema.members[described[1]].container)
        return None
