"""The reads of a program: members of resources, of data sources' results, and of their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.typescript import calls
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.scopes import Step
from iac_crosswalk.programs.typescript.syntax import (
    FUNCTIONS,
    arguments,
    field,
    items,
    key,
    literal,
    pattern_positions,
    quoted,
    span,
    split_type,
    text,
)
from iac_crosswalk.programs.typescript.values import At, Instance, Side, Value, item, item_at
from iac_crosswalk.programs.use import Declared, Name, Read
from iac_crosswalk.store.place import Place

_WRAPPED = ("non_null_expression", "parenthesized_expression")
_FOLLOWED = frozenset({"apply", "then", "map", "forEach"})
"""Calls whose callback has the reads: they are more specific than the value of the call."""


Known = Callable[[Node | None], Declared | None]
"""The resource that an expression creates."""


class Reads:
    """The reads of one program. `declared` returns the resource that an expression creates."""

    def __init__(self, evaluator: Evaluator, declared: Known) -> None:
        self.evaluator = evaluator
        self.declared = declared

    def member(self, step: Step) -> Iterator[Read]:
        """Yields the read of `owner.name` or `owner["name"]`. Of a chain, only the longest read."""
        name = _name(step.node)
        if name is None:
            return
        owner = self._owner(step)
        if owner is None:
            return
        if self._exists(owner, text(name)):
            place = owner.place.member(text(name))
            if place is not None and not self._goes_on(step):
                yield self._read(step, owner, place, (), span(step.node))
        elif self._lacks(owner, text(name)):
            is_key = step.node.type == "subscript_expression"
            rest = () if is_key else _rest(step)
            end = rest[-1].span.end if rest and rest[-1].span else step.node.end_byte
            names = (Name(text(name), span(name)), *rest)
            expression = Span(step.node.start_byte, end)
            yield self._read(step, owner, owner.place, names, expression, is_key=is_key)

    def pattern(self, step: Step) -> Iterator[Read]:
        """Yields the reads of `const { name } = owner` and `({ name }) => …`, with nested
        patterns.
        """
        waiting = [(step.node, self._destructured(step))]
        while waiting:
            pattern, value = waiting.pop()
            if value is None:
                continue
            if pattern.type == "array_pattern":
                waiting += [(child, item_at(value, at)) for at, child in pattern_positions(pattern)]
            for child in items(pattern) if pattern.type == "object_pattern" else ():
                name = key(field(child, "key")) if child.type == "pair_pattern" else None
                if child.type == "object_assignment_pattern":
                    child = field(child, "left") or child
                is_short = child.type == "shorthand_property_identifier_pattern"
                name = (text(child), child) if is_short else name
                if name is None or child.has_error:
                    continue
                yield from self._pattern_read(step, value, name, is_short)
                below = field(child, "value")
                if below is not None:
                    waiting.append((below, self.evaluator.member(value, name[0])))

    def _pattern_read(
        self,
        step: Step,
        value: Value,
        name: tuple[str, Node],
        is_short: bool,
    ) -> Iterator[Read]:
        owner = self._resource(value, name[0])
        if owner is None:
            return
        where = span(name[1])
        if self._exists(owner, name[0]):
            place = owner.place.member(name[0])
            if place is not None:
                yield self._read(step, owner, place, (), where)
        elif self._lacks(owner, name[0]):
            names = (Name(name[0], where),)
            keeps = f": {name[0]}" if is_short else ""
            yield self._read(step, owner, owner.place, names, where, keeps=keeps)

    def _destructured(self, step: Step) -> Value:
        """The value that the outermost pattern of a declaration, a parameter or a loop
        destructures.
        """
        above = step.up.node if step.up is not None else None
        if above is None or step.up is None:
            return None
        if above.type == "variable_declarator":
            typed = field(above, "type") is not None
            return None if typed else self.evaluator.value(field(above, "value"), step.scope)
        if above.type == "for_in_statement" and field(above, "kind") is not None:
            operator = field(above, "operator")
            right = self.evaluator.value(field(above, "right"), step.scope)
            return item(right) if operator is not None and operator.type == "of" else None
        function = step.scope.function
        if above.type == "required_parameter" and function is not None:
            positions = [each.id for each in function.parameters]
            if above.id in positions:
                return calls.parameter(self.evaluator, function, positions.index(above.id))
        return None

    # -- members -----------------------------------------------------------------------------------

    def _owner(self, step: Step) -> At | None:
        name = _name(step.node)
        value = self.evaluator.value(field(step.node, "object"), step.scope)
        return self._resource(value, text(name)) if name is not None else None

    def _resource(self, value: Value, name: str) -> At | None:
        """The resource, or the part of a resource, whose member is read. None if the program adds
        the member, or if the members are unknown.
        """
        if not isinstance(value, At | Instance):
            return None
        owner, added = self.evaluator.resource(value)
        if owner is None or name in added or name.startswith("_"):
            return None
        place = owner.place
        if not place.known or (owner.side is not Side.READ and place.kind != "object"):
            return None
        return owner

    def _exists(self, owner: At, name: str) -> bool:
        member = owner.place.schema.child(owner.place.path, name)
        return member is not None and owner.side.has(member)

    def _lacks(self, owner: At, name: str) -> bool:
        if self.evaluator.program.augmented:
            return False
        return not self.evaluator.packages.adds(owner, name)

    def _goes_on(self, step: Step) -> bool:
        """Whether a longer expression, or the callback of this one, reads more."""
        up = step.up
        while up is not None and up.node.type in _WRAPPED:
            up = up.up
        if up is None or up.node.type not in ("member_expression", "subscript_expression"):
            return False
        name = _name(up.node)
        if name is None:  # an index
            return self._goes_on(up)
        if text(name) in _FOLLOWED and up.up is not None:
            args = arguments(up.up.node)
            value = self.evaluator.value(step.node, step.scope)
            inside = isinstance(value, At) and "object" in value.place.kind
            return inside and bool(args) and args[0].type in FUNCTIONS
        owner = self._owner(up)
        if owner is None:
            return False
        return self._exists(owner, text(name)) or self._lacks(owner, text(name))

    def _read(
        self,
        step: Step,
        owner: At,
        place: Place,
        names: tuple[Name, ...],
        where: Span,
        keeps: str = "",
        is_key: bool = False,
    ) -> Read:
        declared = self.declared(owner.creation)
        place_path = place.schema.spell(place.path)
        suffix = "".join(each.text if each.text == "[]" else f".{each.text}" for each in names)
        return Read(
            declared=declared,
            place=place,
            names=names,
            path=f"{place_path}{suffix}".removeprefix("."),
            span=where,
            owner=Name(declared.name, None) if declared and declared.name else None,
            within=within(step, self.declared),
            key=is_key,
            keeps=keeps,
        )


def within(step: Step, declared: Known) -> str:
    """The context of an expression: the resource that it is an argument of, or else the variable,
    or the line.
    """
    up = step.up
    variable = ""
    while up is not None:
        node = up.node
        if node.type in ("new_expression", "call_expression") and (resource := declared(node)):
            return resource.name
        if node.type == "variable_declarator" and not variable:
            name = field(node, "name")
            variable = text(name) if name is not None and name.type == "identifier" else ""
        up = up.up
    return variable or f"line {step.node.start_point[0] + 1}"


def _name(node: Node) -> Node | None:
    """The name that a member or subscript expression reads; None for an index."""
    if node.type == "member_expression":
        name = field(node, "property")
        private = name is not None and name.type == "private_property_identifier"
        return None if private or split_type(node) is not None else name
    index = field(node, "index")
    return quoted(index) if index is not None else None


def _rest(step: Step) -> tuple[Name, ...]:
    """The names behind a member, up to a call: `.x`, `[0].y`, `?.z!`."""
    rest: list[Name] = []
    up, node = step.up, step.node
    while up is not None:
        above = up.node
        if above.type == "non_null_expression":
            node, up = above, up.up
            continue
        owner = field(above, "object")
        if above.type not in ("member_expression", "subscript_expression"):
            break
        if owner is None or owner.id != node.id:
            break
        if above.type == "member_expression":
            call = up.up.node if up.up is not None else None
            is_call = call is not None and call.type == "call_expression"
            callee = field(call, "function") if is_call and call else None
            name = field(above, "property")
            if name is None or (callee is not None and callee.id == above.id):
                break
            rest.append(Name(text(name), span(name)))
        else:
            index = literal(field(above, "index"))
            name_text = index if isinstance(index, str) else "[]"
            rest.append(Name(name_text, Span(node.end_byte, above.end_byte)))
        node, up = above, up.up
    return tuple(rest)
