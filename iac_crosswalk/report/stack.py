"""The rest of a template, besides its resources, and its counterparts in Terraform and Pulumi:
parameters, mappings, conditions, functions, imports and outputs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.programs.cloudformation.stack import (
    Beside,
    Call,
    Named,
    Stack,
    written,
)
from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar, Sequence
from iac_crosswalk.report.expressions import Writer, exported, in_brackets, text
from iac_crosswalk.report.functions import counterpart
from iac_crosswalk.report.labels import name_of, stack_variable
from iac_crosswalk.report.parameters import LISTS, STORED, parameter
from iac_crosswalk.report.returned import Returned
from iac_crosswalk.report.worksheet import StackSheet, Thing

TARGETS = ("terraform", "pulumi")
_LONGEST = 3_000
"""The length up to which a mapping is written out."""
_OWN = ("Ref", "Fn::GetAtt", "Condition", "Fn::Transform", "Fn::ImportValue")
"""Calls that are listed elsewhere: with the resources, the conditions, the imports."""


def writer(stack: Stack, knowledge: KnowledgeBase, to: str, returned: Returned) -> Writer:
    """Writes the expressions of a template."""
    types = {each.name: each.text("Type") or "String" for each in stack.parameters}
    pseudo = {name: _counterpart(name, knowledge, to)[0] for name in _PSEUDO}
    if to == "terraform":
        pseudo["AWS::StackName"] = stack_variable(types)
    return Writer(
        to,
        frozenset(types),
        frozenset(name for name, kind in types.items() if kind.startswith(STORED)),
        {**returned.expressions, **{name: way for name, way in pseudo.items() if way}},
        frozenset(name for name, kind in types.items() if kind == "Number"),
        returned.lists
        | {name for name, kind in types.items() if any(sign in kind for sign in LISTS)},
        returned.ids,
        {each.name: each.node for each in stack.mappings},
    )


_PSEUDO = (
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackName",
    "AWS::URLSuffix",
    "Fn::GetAZs",
    "Fn::ImportValue",
)
"""Names in values besides parameters and resources."""


def _counterpart(name: str, knowledge: KnowledgeBase, to: str) -> tuple[str | None, str | None]:
    """(what to write, note) of a function or a pseudo parameter."""
    there, note = counterpart(name, to)
    return (there, note) if there is not None else _pseudo_resource(name, knowledge, to)


def _pseudo_resource(name: str, knowledge: KnowledgeBase, to: str) -> tuple[str | None, str | None]:
    """(expression, note) of a pseudo resource of the knowledge base."""
    if knowledge.find_resource(name, "cloudformation") is None:
        return None, None
    path = "Ref" if name.startswith("AWS::") and "<" not in name else "Value"
    answer = knowledge.translate(path, name, "cloudformation", to)
    (target,) = answer["targets"] or [{}]
    answers = target.get("answers") or []
    if answers:
        return answers[0]["expression"], answers[0]["note"]
    return None, target.get("reason")


def stack_sheet(
    stack: Stack, knowledge: KnowledgeBase, write: Writer, required_blocks: Collection[str] = ()
) -> StackSheet:
    """The section of the stack. `kept`: properties (`Site.Certificate`) that are blocks which the
    target requires."""
    return _Section(stack, knowledge, write, required_blocks).sheet()


class _Section:
    def __init__(
        self,
        stack: Stack,
        knowledge: KnowledgeBase,
        write: Writer,
        required_blocks: Collection[str],
    ) -> None:
        self.stack, self.knowledge, self.write, self.to = stack, knowledge, write, write.to
        self.required_blocks = required_blocks
        self.calls: dict[str, list[Call]] = defaultdict(list)
        for each in stack.calls:
            self.calls[each.name].append(each)

    def sheet(self) -> StackSheet:
        return StackSheet(
            [self._parameter(each) for each in self.stack.parameters],
            [self._mapping(each) for each in self.stack.mappings],
            [self._condition(each) for each in self.stack.conditions],
            self._functions(),
            self._imports(),
            [self._output(each) for each in self.stack.outputs],
        )

    def _parameter(self, each: Named) -> Thing:
        thing = parameter(each, self.write)
        uses = [use.within for use in self.calls["Ref"] if use.argument == each.name]
        thing.times, thing.places = len(uses), [*dict.fromkeys(uses)]
        return thing

    def _mapping(self, each: Named) -> Thing:
        keys = [key.text for key, _ in each.node.pairs] if isinstance(each.node, Object) else []
        uses = [use.within for use in self.calls["Fn::FindInMap"] if _first(use) == each.name]
        own = self.write.local(each.name)
        value = replace(self.write, typed=True).value(each.node)
        inside = value if value is not None and len(value) <= _LONGEST else "{ … }"
        lines = [f"!FindInMap [{each.name}, KEY, NAME] → {own}[KEY][NAME]"] if uses else []
        key_list = ", ".join(keys[:6]) + (" …" if len(keys) > 6 else "")
        return Thing(
            each.name,
            f"{len(keys)} keys: {key_list}",
            f"{own} = {inside}" if self.to == "pulumi" else f"locals {{ {_bare(own)} = {inside} }}",
            lines,
            times=len(uses),
            places=[*dict.fromkeys(uses)],
            line=each.line,
        )

    def _condition(self, each: Named) -> Thing:
        own = self.write.local(each.name)
        test = self.write.test(each.node)
        here = f"{_bare(own)} = {test}" if test else None
        there = f"locals {{ {here} }}" if here and self.to == "terraform" else here
        places: list[str] = []
        lines: list[str] = []
        resources = [
            name for name, beside in self.stack.beside.items() if each.name in _own(beside)
        ]
        if resources:
            places += resources
            lines.append(
                f"{', '.join(resources)}: "
                + (f"count = {own} ? 1 : 0" if self.to == "terraform" else f"if {own}:")
            )
        outputs = [out.name for out in self.stack.outputs if out.text("Condition") == each.name]
        if outputs:
            places += [f"Outputs.{name}" for name in outputs]
            lines.append(
                f"{', '.join(f'Outputs.{name}' for name in outputs)}: "
                + (f"{own} ? VALUE : null" if self.to == "terraform" else f"if {own}:")
            )
        for use in self.calls["Fn::If"]:
            if _first(use) == each.name:
                places.append(use.within)
                required = use.within in self.required_blocks
                lines.append(f"{use.within}: {_choice(use, own, self.to, required)}")
        names = [
            use.within
            for use in self.calls["Condition"]
            if isinstance(use.argument, Scalar) and use.argument.text == each.name
        ]
        places += names
        note = None
        if resources and self.to == "terraform":
            note = "Where count is set, reads of the resource need [0]."
        return Thing(
            each.name,
            written(each.node),
            there,
            [*dict.fromkeys(lines)],
            note,
            len(places),
            [*dict.fromkeys(places)],
            each.line,
        )

    def _functions(self) -> list[Thing]:
        found = []
        for name, uses in self.calls.items():
            if name in _OWN:
                continue
            there, note = _counterpart(name, self.knowledge, self.to)
            there = self.write.known[name] if name == "AWS::StackName" else there
            places = [*dict.fromkeys(use.within for use in uses)]
            found.append(Thing(name, "", there, [], note, len(uses), places))
        order = ("AWS::", "{{", "Fn::")
        return sorted(found, key=lambda each: [not each.name.startswith(begin) for begin in order])

    def _imports(self) -> list[Thing]:
        found: dict[str, Thing] = {}
        there, note = _pseudo_resource("Fn::ImportValue", self.knowledge, self.to)
        for use in self.calls["Fn::ImportValue"]:
            if isinstance(use.argument, str):
                continue  # only of Ref
            argument = exported(use.argument)
            name = written(argument)
            if name not in found:
                found[name] = self._import(name, argument, there, note)
            each = found[name]
            each.times += 1
            if use.within not in each.places:
                each.places.append(use.within)
        return [*found.values()]

    def _import(self, name: str, argument: Node, there: str | None, note: str | None) -> Thing:
        """An import, with a label of its own in the target."""
        there = self.write.imported(argument) or there
        value = self.write.value(argument)
        return Thing(name, "", there, [f"name = {value}"] if value else [], note)

    def _output(self, each: Named) -> Thing:
        value, export = each.member("Value"), each.member("Export")
        name = export.get("Name") if isinstance(export, Object) else None
        own = name_of(each.name, self.to) or each.name
        condition, lines = each.text("Condition"), []
        expression = self.write.value(value) if value is not None else None
        if name is not None:
            lines.append(f"exported as {self.write.value(name) or written(name)}")
        description = each.text("Description")
        if description and self.to == "terraform":
            lines.append(f"description = {text(' '.join(description.split()), self.to)}")
        if condition:
            local = self.write.local(condition)
            chosen = in_brackets(value, expression) if value and expression else "…"
            lines.append(
                f"value = {local} ? {chosen} : null" if self.to == "terraform" else f"if {local}:"
            )
        elif expression and self.to == "terraform":
            lines.append(f"value = {expression}")
        there = (
            f'output "{own}"'
            if self.to == "terraform"
            else f"pulumi.export({text(own, self.to)}, {expression or '…'})"
        )
        note = None
        if name is not None:
            note = (
                "Others read it with data.terraform_remote_state, or from a parameter of Systems"
                " Manager."
                if self.to == "terraform"
                else "Others read it with pulumi.StackReference."
            )
        return Thing(
            each.name, written(value) if value else "", there, lines, note, 0, [], each.line
        )


def _bare(name: str) -> str:
    return name.removeprefix("local.")


def _first(use: Call) -> str | None:
    """The first argument of a call, where it is plain text."""
    items = use.argument.items if isinstance(use.argument, Sequence) else []
    first = items[0] if items else None
    return first.text if isinstance(first, Scalar) and first.tag is None else None


def _own(beside: Iterable[Beside]) -> list[str]:
    """The condition that decides whether a resource is created."""
    return [
        each.node.text
        for each in beside
        if each.name == "Condition" and isinstance(each.node, Scalar)
    ]


def _choice(use: Call, own: str, to: str, required: bool) -> str:
    """How Fn::If is written: null, None, where a branch is AWS::NoValue. `required`: whether it is
    of a block that the target requires."""
    items = use.argument.items[1:] if isinstance(use.argument, Sequence) else []
    nothing = "null" if to == "terraform" else "None"
    then, other = (nothing if _is_nothing(each) else "…" for each in (*items, *([None] * 2))[:2])
    if any(isinstance(each, Object) and call(each) is None for each in items) and to == "terraform":
        no = "!" if then == nothing else None
        no = "" if other == nothing else no
        if no is not None and required:
            return f"the block is required: its arguments null unless {no}{own} holds"
        if no is not None:
            return f"a block only where {no}{own} holds: dynamic, or its arguments null"
    return f"{own} ? {then} : {other}" if to == "terraform" else f"{then} if {own} else {other}"


def _is_nothing(node: Node | None) -> bool:
    return node is not None and written(node) == "!Ref AWS::NoValue"
