"""What the parts of the evaluation ask each other."""

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
        """The answer to a question that is asked once."""

    def value(self, node: Node | None, scope: Scope) -> Value:
        """What an expression is."""

    def binding(self, binding: Binding) -> Value:
        """What a name stands for."""

    def path(self, node: Node | None, scope: Scope) -> Value:
        """What a dotted name in a type stands for."""

    def result(self, function: Function) -> Value:
        """What calling a function of the program gives."""
