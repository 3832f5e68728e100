"""One walk over the syntax tree of a program. It finds the scopes, their bindings, and the
expressions that read something.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from iac_crosswalk.programs.python.bindings import COMPREHENSIONS, Bindings, FunctionNode
from iac_crosswalk.programs.python.decorators import names
from iac_crosswalk.programs.python.scopes import Binding, Called, Scope, Site, is_get


class _Around(NamedTuple):
    """The context of a node. `guarded`: the code expects that an attribute may be missing."""

    scope: Scope
    guarded: bool = False
    text: ast.JoinedStr | None = None


class Program(Bindings):
    """The result of the walk: besides the bindings, the reads and calls."""

    def __init__(self, tree: ast.Module) -> None:
        super().__init__(tree)
        self.sites: list[Site] = []
        self.calls: list[Called] = []
        self.outer: dict[ast.expr, ast.Attribute | ast.Subscript | ast.Call] = {}
        """Expression → the expression that takes a member or an item of it, or calls it."""
        self._todo: list[tuple[ast.AST, _Around]] = [(tree, _Around(self.module))]
        while self._todo:
            self._visit(*self._todo.pop())
        self._settle()

    def _visit(self, node: ast.AST, around: _Around) -> None:
        opens, reads, binds, fields = _KINDS[type(node)]
        if opens is not None:
            opens(self, node, around)
            return
        if reads is not None:
            reads(self, node, around)
        if binds is not None:
            binds(self, node, around.scope)
        todo = self._todo
        for field in fields:
            value = getattr(node, field)
            if type(value) is list:
                todo += [(each, around) for each in reversed(value) if type(each) not in _LEAVES]
            elif type(value) not in _LEAVES:
                todo.append((value, around))

    def _push(self, nodes: Iterable[ast.AST | None], around: _Around) -> None:
        self._todo += [(node, around) for node in reversed([*nodes]) if type(node) not in _LEAVES]  # type: ignore[misc]

    # -- what is read ------------------------------------------------------------------------------

    def _member(self, node: ast.Attribute | ast.Subscript, around: _Around) -> None:
        self.outer[node.value] = node
        if isinstance(node.ctx, ast.Load):
            self.sites.append(Site(node, around.scope, around.text, around.guarded))
        elif isinstance(node, ast.Subscript):
            if isinstance(node.slice, ast.Constant):
                self.unjudged.add(str(node.slice.value))
        elif around.scope.owner(node.value) is None:
            self.unjudged.add(node.attr)

    def _call(self, node: ast.Call, around: _Around) -> None:
        self.outer[node.func] = node
        self.calls.append(Called(node, around.scope, around.guarded))
        if is_get(node):
            self.sites.append(Site(node, around.scope, around.text, around.guarded))

    def _text(self, node: ast.JoinedStr, around: _Around) -> None:
        self._push(node.values, around._replace(text=around.text or node))

    # -- scopes ------------------------------------------------------------------------------------

    def _function(self, node: FunctionNode, around: _Around) -> None:
        scope, arguments = around.scope, node.args
        inside = Scope(node, scope)
        parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for parameter in parameters:
            inside.bind(
                parameter.arg,
                Binding(
                    "annotated" if parameter.annotation else "unknown", scope, parameter.annotation
                ),
            )
        for extra in filter(None, (arguments.vararg, arguments.kwarg)):
            inside.bind(extra.arg, Binding("unknown", scope))
        annotations = [each.annotation for each in parameters]
        self._push([*arguments.defaults, *arguments.kw_defaults, *annotations], around)
        if isinstance(node, ast.Lambda):
            self.inside[node] = inside
            inside.returned.append(node.body)
            self._push([node.body], around._replace(scope=inside))
            return
        scope.bind(node.name, Binding("function", inside, node))
        in_class = isinstance(scope.node, ast.ClassDef) and "staticmethod" not in names(node)
        if in_class and arguments.args and not arguments.args[0].annotation:
            inside.bindings[arguments.args[0].arg] = [Binding("self", scope)]
        self._push([*node.decorator_list, node.returns], around)
        self._push(node.body, around._replace(scope=inside))

    def _class(self, node: ast.ClassDef, around: _Around) -> None:
        inside = Scope(node, around.scope)
        around.scope.bind(node.name, Binding("class", inside))
        self._push([*node.decorator_list, *node.bases, *node.keywords], around)
        self._push(node.body, around._replace(scope=inside))

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, around: _Around
    ) -> None:
        inside = around._replace(scope=Scope(node, around.scope))
        self.inside[node] = inside.scope
        for number, generator in enumerate(node.generators):
            outside = inside if number else around
            self._bind(
                generator.target,
                Binding("value", outside.scope, generator.iter, (None,)),
                inside.scope,
            )
            self._push([generator.iter], outside)
            self._push(generator.ifs, inside)
        self._push([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt], inside)

    def _try(self, node: ast.Try | ast.TryStar, around: _Around) -> None:
        for handler in node.handlers:
            if handler.name:
                around.scope.bind(handler.name, Binding("unknown", around.scope))
        guarded = around.guarded or any(_catches(handler.type) for handler in node.handlers)
        self._push([*node.handlers, *node.orelse, *node.finalbody], around)
        self._push(node.body, around._replace(guarded=guarded))

    def _with(self, node: ast.With | ast.AsyncWith, around: _Around) -> None:
        suppressed = any(_suppresses(item.context_expr) for item in node.items)
        for item in node.items:
            self._bind(item.optional_vars, Binding("unknown", around.scope), around.scope)
        self._push(node.body, around._replace(guarded=around.guarded or suppressed))
        self._push(node.items, around)


_LEAVES = {
    type(None),
    ast.Name,
    ast.Constant,
    ast.alias,
    *(
        leaf
        for kind in (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
        for leaf in kind.__subclasses__()
    ),
}
"""Nodes that contain no binding and no read."""


def _catches(handled: ast.expr | None) -> bool:
    """Whether an `except` catches missing attributes or rejected arguments."""
    names = handled.elts if isinstance(handled, ast.Tuple) else [handled]
    return any(
        isinstance(name, ast.Name) and name.id in ("AttributeError", "TypeError", "KeyError")
        for name in names
    )


def _suppresses(context: ast.expr) -> bool:
    return isinstance(context, ast.Call) and any(_catches(argument) for argument in context.args)


def _table(
    *rows: tuple[tuple[type[ast.AST], ...], Callable[[Program, Any, Any], None]],
) -> dict[type, Callable[[Program, Any, Any], None]]:
    return {kind: visit for kinds, visit in rows for kind in kinds}


_OPENS = _table(
    ((ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda), Program._function),
    ((ast.ClassDef,), Program._class),
    (COMPREHENSIONS, Program._comprehension),
    ((ast.Try, ast.TryStar), Program._try),
    ((ast.With, ast.AsyncWith), Program._with),
    ((ast.JoinedStr,), Program._text),
)
"""Nodes whose handlers visit their children themselves."""
_READS = _table(((ast.Attribute, ast.Subscript), Program._member), ((ast.Call,), Program._call))
_BINDS = _table(
    ((ast.Call,), Program._bind_by_call),
    ((ast.Assign,), Program._assigned),
    ((ast.AnnAssign,), Program._annotated),
    ((ast.AugAssign,), Program._augmented),
    ((ast.For, ast.AsyncFor), Program._looped),
    ((ast.NamedExpr,), Program._walrus),
    ((ast.Import,), Program._imported),
    ((ast.ImportFrom,), Program._import_from),
    ((ast.Global, ast.Nonlocal), Program._global_or_nonlocal),
    ((ast.Delete,), Program._deleted),
    ((ast.Return,), Program._returned),
    ((ast.Yield, ast.YieldFrom), Program._yielded),
    ((ast.Compare,), Program._compared),
    ((ast.Match,), Program._matched),
    ((ast.MatchAs, ast.MatchStar, ast.MatchMapping), Program._captured),
)
_NO_NODES = frozenset(
    [
        *(
            "arg",
            "asname",
            "attr",
            "conversion",
            "ctx",
            "id",
            "is_async",
            "kind",
            "kwd_attrs",
            "level",
            "lineno",
            "module",
            "name",
        ),
        *("names", "op", "ops", "rest", "simple", "tag", "type_comment", "type_ignores"),
    ]
)
"""Fields without expressions and statements. The `names` of an import are handled as bindings."""
_KINDS = {
    kind: (
        _OPENS.get(kind),
        _READS.get(kind),
        _BINDS.get(kind),
        tuple(field for field in reversed(kind._fields) if field not in _NO_NODES),
    )
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""Kind of node → its handlers, and the fields that contain other nodes, the last first."""
