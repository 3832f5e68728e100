"""Binds the names of a program: by assignments, loops and imports, and by calls that add to a
container or pass a value to a function.
"""

from __future__ import annotations

import ast

from iac_crosswalk.programs.python.scopes import Binding, Scope

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_ADDING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1}
"""Method that puts an item into a container → the position of the item in its arguments."""
_SPREADING = {"extend", "update", "extendleft"}
_NAME_TESTS = {"hasattr", "getattr", "setattr", "delattr"}
_CLASS_TESTS = {"isinstance", "issubclass", "type"}


class Bindings:
    """The names of one program, in its scopes."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope(tree, None)
        self.inside: dict[ast.AST, Scope] = {}
        """Lambda or comprehension → the scope inside it."""
        self.imported: list[tuple[ast.alias, str]] = []
        """Names imported from modules, each with its full name."""
        self.assigned: dict[ast.expr, str] = {}
        """Value → the variable or the member that it is assigned to."""
        self.handed_on: set[ast.AST] = set()
        """Values that `.apply` passes to a function of the file: the function has the reads."""
        self.unjudged: set[str] = set()
        """Attributes that the program itself sets, deletes or tests for by name. There are no
        findings about them.
        """
        self.class_tested: set[str] = set()
        """Members whose class the program tests. The names of this kind are in the scopes."""
        self._applied: list[tuple[ast.expr, Binding]] = []
        self._additions: list[tuple[str, Scope, Binding]] = []
        self._class_tests: list[tuple[str, Scope]] = []

    def _settle(self) -> None:
        """Adds the bindings that depend on names from further out or further down: items that are
        added to a container, values that are passed to a function.
        """
        for name, scope, binding in self._additions:
            owner = scope.find(name)
            if owner:
                owner.bindings[name].append(binding)
        for name, scope in self._class_tests:
            (scope.find(name) or scope).class_tested.add(name)
        for function, binding in self._applied:
            self._bind_applied(function, binding)

    def _assigned(self, node: ast.Assign, scope: Scope) -> None:
        for target in node.targets:
            self._call_it(node.value, target)
            self._assign(target, node.value, scope)

    def _annotated(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self._call_it(node.value, node.target)
        self._bind(node.target, Binding("declared", scope, node), scope)

    def _call_it(self, value: ast.expr, target: ast.expr) -> None:
        if isinstance(target, ast.Name | ast.Attribute):
            self.assigned[value] = target.id if isinstance(target, ast.Name) else target.attr

    def _augmented(self, node: ast.AugAssign, scope: Scope) -> None:
        self._bind(node.target, Binding("augmented", scope, node.value), scope)

    def _looped(self, node: ast.For | ast.AsyncFor, scope: Scope) -> None:
        self._bind(node.target, Binding("value", scope, node.iter, (None,)), scope)

    def _walrus(self, node: ast.NamedExpr, scope: Scope) -> None:
        function = next(each for each in scope.chain() if not isinstance(each.node, COMPREHENSIONS))
        function.bind(node.target.id, Binding("value", scope, node.value))

    def _imported(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            scope.bind(name, Binding("import", scope, path=alias.name if alias.asname else name))

    def _import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            path = f"{node.module}.{alias.name}" if node.module and not node.level else ""
            scope.bind(
                alias.asname or alias.name,
                Binding("import" if path else "unknown", scope, path=path),
            )
            if path and alias.name != "*":
                self.imported.append((alias, path))

    def _global_or_nonlocal(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        for name in node.names:
            outer = (
                self.module
                if isinstance(node, ast.Global)
                else (scope.parent and scope.parent.find(name))
            )
            scope.elsewhere[name] = outer or self.module

    def _deleted(self, node: ast.Delete, scope: Scope) -> None:
        for target in node.targets:
            self._bind(target, Binding("unknown", scope), scope)

    def _returned(self, node: ast.Return, scope: Scope) -> None:
        scope.returned.append(node.value or ast.Constant(None))

    def _compared(self, node: ast.Compare, scope: Scope) -> None:
        """`"name" in x` tests for a name, as hasattr does."""
        if isinstance(node.left, ast.Constant) and isinstance(node.ops[0], ast.In | ast.NotIn):
            self.unjudged.add(str(node.left.value))

    def _yielded(self, node: ast.Yield | ast.YieldFrom, scope: Scope) -> None:
        scope.generates = True

    def _matched(self, node: ast.Match, scope: Scope) -> None:
        self._test_class(node.subject, scope)

    def _captured(self, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, scope: Scope) -> None:
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            scope.bind(name, Binding("unknown", scope))

    def _assign(self, target: ast.expr, value: ast.expr, scope: Scope) -> None:
        """Binds the value of an assignment. `x = x or y` and `x = y if x is None else x` bind only
        `y`.
        """
        choices: list[ast.expr] = []
        if isinstance(value, ast.BoolOp):
            choices = value.values
        elif isinstance(value, ast.IfExp):
            choices = [value.body, value.orelse]
        present = ast.dump(target).replace("Store()", "Load()") if choices else ""
        others = [choice for choice in choices if ast.dump(choice) != present]
        for each in others if len(others) < len(choices) else [value]:
            self._bind(target, Binding("value", scope, each), scope)

    def _bind(self, target: ast.expr | None, binding: Binding, scope: Scope) -> None:
        """Binds a target of any shape: names, members of `self`, items of containers, tuples of
        these.
        """
        if isinstance(target, ast.Name):
            scope.bind(target.id, binding)
        elif isinstance(target, ast.Attribute):
            owner = scope.owner(target.value)
            if owner is not None:
                owner.members.setdefault(target.attr, []).append(binding)
        elif isinstance(target, ast.Subscript):
            self._add(
                target.value,
                binding._replace(
                    how="added" if binding.how == "value" else "unknown", key=target.slice
                ),
                scope,
            )
        elif isinstance(target, ast.Starred):
            self._bind(target.value, Binding("unknown", scope), scope)
        elif isinstance(target, ast.Tuple | ast.List):
            starred = any(isinstance(each, ast.Starred) for each in target.elts)
            for number, each in enumerate(target.elts):
                part = (
                    binding._replace(steps=(*binding.steps, number))
                    if not starred
                    else Binding("unknown", scope)
                )
                self._bind(each, part, scope)

    def _bind_by_call(self, node: ast.Call, scope: Scope) -> None:
        """Calls that bind something: `list.append`, `output.apply`, `hasattr`."""
        if isinstance(node.func, ast.Name):
            if node.func.id in _CLASS_TESTS and node.args:
                self._test_class(node.args[0], scope)
            elif node.func.id in _NAME_TESTS and len(node.args) > 1:
                self._test_name(node, scope)
        elif isinstance(node.func, ast.Attribute) and node.args:
            place, name = node.func.value, node.func.attr
            if name == "apply":
                self._applied.append((node.args[0], Binding("unwrapped", scope, place)))
            elif name in _ADDING and len(node.args) > _ADDING[name]:
                self._add(place, Binding("added", scope, node.args[_ADDING[name]]), scope)
            elif name in _SPREADING:
                self._add(place, Binding("spread", scope, node.args[0]), scope)

    def _add(self, container: ast.expr, binding: Binding, scope: Scope) -> None:
        """Adds something to the container that an expression names. Deeper in the container, it is
        unknown.
        """
        while isinstance(container, ast.Subscript):
            container, binding = container.value, Binding("unknown", scope)
        if isinstance(container, ast.Name):
            self._additions.append((container.id, scope, binding))
        else:
            self._bind(container, binding, scope)

    def _test_class(self, node: ast.expr, scope: Scope) -> None:
        if isinstance(node, ast.Name) and scope.owner(node) is None:
            self._class_tests.append((node.id, scope))
        elif isinstance(node, ast.Attribute):
            self.class_tested.add(node.attr)

    def _test_name(self, node: ast.Call, scope: Scope) -> None:
        """Notes the name of `hasattr(x, "name")`. A name that is computed may be any name."""
        if isinstance(node.args[1], ast.Constant):
            self.unjudged.add(str(node.args[1].value))
        elif isinstance(node.func, ast.Name) and node.func.id == "setattr":
            owner = scope.owner(node.args[0])
            if owner is not None:
                owner.members.setdefault("__getattr__", []).append(Binding("unknown", scope))
            self._test_class(node.args[0], scope)

    def _bind_applied(self, function: ast.expr, binding: Binding) -> None:
        """Binds the first parameter of a function: a lambda, a function of the file or a method of
        the same class.
        """
        if isinstance(function, ast.Lambda):
            scope = self.inside.get(function)
        elif isinstance(function, ast.Name):
            scope_of_name = binding.scope.find(function.id)
            scope = _only_function(scope_of_name.bindings[function.id]) if scope_of_name else None
        elif isinstance(function, ast.Attribute):
            owner = binding.scope.owner(function.value)
            scope = _only_function(owner.bindings.get(function.attr, [])) if owner else None
        else:
            scope = None
        if scope is None or not isinstance(scope.node, FunctionNode):
            return
        if binding.node is not None and scope.node.args.args:
            self.handed_on.add(binding.node)
        for parameter in scope.node.args.args:
            bindings = scope.bindings[parameter.arg]
            if bindings[0].how != "self":
                if bindings[0].how == "unknown" and bindings[0].scope is scope.parent:
                    bindings[0] = binding
                elif bindings[0].how == "unwrapped":
                    bindings.append(binding)
                return


def _only_function(bindings: list[Binding]) -> Scope | None:
    return bindings[0].scope if len(bindings) == 1 and bindings[0].how == "function" else None
