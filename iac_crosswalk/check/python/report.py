"""Turns what is wrong in a Python program into findings: the bytes of the name, and of the whole access it begins."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from iac_crosswalk.answers.history import became
from iac_crosswalk.check import messages
from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.certainty import takes
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.python.arguments import Misgiven, settings, shape
from iac_crosswalk.paths import normalise
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.program import Program, Site
from iac_crosswalk.programs.python.values import Made, Thing
from iac_crosswalk.programs.source import Source, Span


class Reporter(NamedTuple):
    """What findings of one file are made with. `title` says what people call a resource."""

    source: Source
    advisor: Advisor
    program: Program
    values: Evaluator

    def attribute(self, site: Site, name: str, thing: Thing, title: str) -> Finding | None:
        """`name` is read of `thing`, which has no such attribute."""
        span = self._name_span(site, name)
        if span is None:
            return None
        rest, whole = self._rest(site.node, span)
        schema, path, kind = thing.place
        wrong = Wrong(schema, path, name, span, rest, whole, settings=settings(thing.made, schema, self.values))
        inside = isinstance(site.node, ast.Subscript)
        what = " is a string and" if kind == "string" else ""
        found = self.advisor.finding("unknown-attribute", f"{_subject(title, path)}{what} has no attribute `{name}`", wrong, python)
        return found if not inside else _without_chains(found)

    def argument(self, given: Misgiven, title: str, made: Made) -> Finding | None:
        """An argument is given in the call `made` that is not taken, or can only be read."""
        node = given.node
        start = self.source.offset(node.lineno, node.col_offset)
        quote = re.match(rb"[bBuUrR]?(\"\"\"|'''|\"|')", self.source.data[start : start + 4]) if isinstance(node, ast.Constant) else None
        span = self._checked(start + (len(quote[0]) if quote else 0), given.name)
        if span is None:
            return None
        schema, container = given.target.schema, given.target.container
        known = {} if container else settings(made, schema, self.values)
        wrong = Wrong(schema, container, given.name, span, output=False, settings=known, beside=given.beside)
        rule = "output-only" if given.read else "unknown-argument"
        said = "can only be read; it is no argument of" if given.read else "is no argument of"
        found = _without_chains(self.advisor.finding(rule, f"`{given.name}` {said} {_subject(title, container)}", wrong, python))
        written = shape(given.value)  # with the other name alone, what is given must be right too
        kept = tuple(each._replace(certain=each.certain and takes(schema.members[each.path].type, written)) for each in found.replacements)
        return found._replace(replacements=kept)

    def resource(self, node: ast.expr | ast.alias, name: str, path: str) -> Finding | None:
        """A class or function is named that does not exist."""
        line, column = node.lineno, node.col_offset
        start = self.source.offset(line, column)
        if isinstance(node, ast.Attribute):
            start = self.source.offset(node.end_lineno or line, node.end_col_offset or 0) - len(name.encode())
        span = self._checked(start, name)
        message = messages.with_history(f"there is no `{path}`", became(self.advisor.knowledge, path, "pulumi"))
        return Finding("unknown-resource", span, message, path) if span else None

    # -- places in the text --------------------------------------------------------------------------------------------

    def _checked(self, start: int, name: str) -> Span | None:
        """The span of a name; None where the text says something else, as it does where Python counts lines otherwise."""
        span = Span(start, start + len(name.encode()))
        return span if self.source.data[span.start : span.end] == name.encode() else None

    def _name_span(self, site: Site, name: str) -> Span | None:
        node = site.node
        if isinstance(node, ast.Subscript):
            start = self.source.offset(node.slice.lineno, node.slice.col_offset)
            quote = re.match(rb"[uUrR]?(\"|')", self.source.data[start : start + 2])
            found = self._checked(start + len(quote[0]), name) if quote else None
        else:
            end = self.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
            found = self._checked(end - len(name.encode()), name)
        if site.text is None or (found is not None and self.source.data[found.start - 1 : found.start] == b"."):
            return found
        # Before 3.12 Python does not know for certain where the parts of an f-string stand: the name must be in it once.
        start = self.source.offset(site.text.lineno, site.text.col_offset)
        end = self.source.offset(site.text.end_lineno or site.text.lineno, site.text.end_col_offset or 0)
        places = [match.start() + start for match in re.finditer(rb"(?<=\.)" + name.encode() + rb"\b", self.source.data[start:end])]
        return self._checked(places[0], name) if len(places) == 1 else None

    def _rest(self, node: ast.expr, span: Span) -> tuple[str, Span | None]:
        """What is written behind the wrong name, in normal form, and the bytes from the name to its end."""
        rest, last = "", node
        while True:
            outer = self.program.outer.get(last)
            if isinstance(outer, ast.Subscript):
                key = outer.slice.value if isinstance(outer.slice, ast.Constant) else None
                if isinstance(outer.slice, ast.Slice):
                    break
                rest += f".{key}" if isinstance(key, str) else "[]"
            elif isinstance(outer, ast.Attribute) and not isinstance(self.program.outer.get(outer), ast.Call):
                rest += f".{outer.attr}"
            else:
                break
            last = outer
        if not rest or isinstance(node, ast.Subscript):
            return "", None
        moved = span.end - self.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        whole = Span(span.start, self.source.offset(last.end_lineno or last.lineno, last.end_col_offset or 0) + moved)
        written = self.source.data[span.end : whole.end].decode("utf-8", "replace")
        return (rest, whole) if normalise("x" + re.sub(r"\s+", "", written)) == "x" + rest else (rest, None)


def _without_chains(finding: Finding) -> Finding:
    """An argument or a key is one name: a path of several cannot stand in its place."""
    kept = tuple(each if each.text.isidentifier() else each._replace(certain=False) for each in finding.replacements)
    return finding._replace(replacements=kept)


def _subject(title: str, path: str) -> str:
    return f"`{path.removesuffix('[]')}` of `{title}`" if path else f"`{title}`"


def python(path: str) -> str:
    """A path as Python writes it, lists at their first item."""
    return path.replace("[]", "[0]")
