"""The interface between the parts of the evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tree_sitter import Node

from iac_crosswalk.programs.typescript.declarations import Binding, Function, Scope
from iac_crosswalk.programs.typescript.packages import Packages
from iac_crosswalk.programs.typescript.values import Value


class Evaluation(Protocol):
    """Values of one program's expressions (evaluation.py)."""

    packages: Packages

    def once(self, question: object, find: Callable[[], Value]) -> Value:
        """The result of `find`, computed once for each `question`."""

    def value(self, node: Node | None, scope: Scope) -> Value:
        """The value of an expression."""

    def binding(self, binding: Binding) -> Value:
        """The value of a name."""

    def path(self, node: Node | None, scope: Scope) -> Value:
        """The value of a dotted name in a type."""

    def result(self, function: Function) -> Value:
        """The result of calling a function of the program."""
