"""What the names of a tool's packages stand for: Pulumi's in pulumi.py, the CDK's in cdk.py."""

from __future__ import annotations

from abc import ABC, abstractmethod

from tree_sitter import Node

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.typescript.values import At, Symbol, Value
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas


class Packages(ABC):
    """Symbols of the packages. `aws` is the one that has AWS's resources."""

    language: Language
    arguments_at = 1
    """Which argument of a constructor holds what is given."""
    nested = True
    """Whether an attribute that is read has members in turn."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._nested: dict[tuple[str, ...], Place | None] = {}

    @abstractmethod
    def imported(self, module: str, name: str) -> Symbol | None:
        """What `import { name } from "module"` gives; `name` is empty for all of it."""

    @abstractmethod
    def made(self, symbol: Symbol) -> Schema | None:
        """The resource whose class this is."""

    @abstractmethod
    def type(self, symbol: Symbol) -> Value:
        """A value of the type that is called so."""

    @abstractmethod
    def lacks(self, symbol: Symbol) -> bool:
        """Whether the package surely has no class of that name."""

    @abstractmethod
    def adds(self, owner: At, name: str) -> bool:
        """Whether the tool itself gives what is there a member of that name."""

    def has_module(self, symbol: Symbol) -> bool:
        """Whether the module exists that the class is said to be in."""
        return True

    def title(self, symbol: Symbol) -> str:
        """What a program calls a class."""
        return symbol.path

    def invoked(self, symbol: Symbol) -> tuple[Schema, bool] | None:
        """The data source whose function this is, and whether it gives an output, not a promise."""
        return None

    def looked_up(self, symbol: Symbol) -> Schema | None:
        """The resource that this function looks up: `Vpc.get`."""
        return None

    def result(self, symbol: Symbol, call: Node) -> Value:
        """What calling it gives."""
        return None

    def object_of(self, *classes: str) -> Place | None:
        """Where an object of one of the nested classes stands: the first such place."""
        if classes not in self._nested:
            self._nested[classes] = self._object_of(classes)
        return self._nested[classes]

    def _object_of(self, classes: tuple[str, ...]) -> Place | None:
        system = self.language.system
        for each in classes:
            found = queries.object_of_class(self.schemas.knowledge, system, each)
            schema = self.schemas.find(found[0], system, natives=True) if found else None
            if found and schema:
                return Place(schema, schema.members[found[1]].container)
        return None
