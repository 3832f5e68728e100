"""Looks every name of a mapping file up in the schemas: rows as written → claims about row ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from builder.curated.parse import MappingFile, Problem, Row
from builder.curated.schemas import Found, Schemas

Report = Callable[[int, str], None]
"""Takes a line and what is wrong there."""


class Claim(msgspec.Struct):
    """One attribute stands for another (`target` None: somebody looked, and `to_system` has none)."""

    file: str
    line: int
    subject_system: str
    subject_resource: int
    subject: Found
    to_system: str
    target: Found | None
    relation: str
    when: str | None
    transform: str | None
    note: str | None
    source: str | None

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


class Rejected(msgspec.Struct):
    """A pair that no derivation may offer."""

    file: str
    line: int
    subject: Found
    target: Found
    note: str | None


class ResolvedPitfall(msgspec.Struct):
    """A pitfall: on the resource with that id, `wrong` does not exist; `instead` are attributes of the CloudFormation type."""

    file: str
    line: int
    system: str
    resource: int
    wrong: str
    instead: list[Found]
    why: str
    seen: str | None


class ResolvedSign(msgspec.Struct):
    """A setting that shows that a condition holds."""

    file: str
    line: int
    condition: str
    attribute: Found
    operator: str
    value: str


class ResourceClaim(msgspec.Struct):
    """One resource stands for another (`target` None: the system has none)."""

    file: str
    line: int
    subject: int
    to_system: str
    target: int | None
    relation: str
    role: str
    when: str | None
    note: str | None


class Resolved(msgspec.Struct):
    """What one mapping file says, in row ids; names that do not exist stand in `problems`."""

    written: MappingFile
    subject: int | None = None
    resources: list[ResourceClaim] = []
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    signs: list[ResolvedSign] = []
    pitfalls: list[ResolvedPitfall] = []
    problems: list[Problem] = []


class _Names:
    """The names one file may use: bare paths belong to the file's own resources, qualified ones to any."""

    def __init__(self, file: MappingFile, schemas: Schemas, twins: dict[int, dict[str, int]]) -> None:
        self.file, self.schemas = file, schemas
        self.main: dict[str, int] = {}
        own = schemas.resources["cloudformation"].get(file.cloudformation)
        if own is not None:
            self.main["cloudformation"] = own
            self.main.update(twins.get(own, {}))
        for cell in file.resources:
            number = schemas.resources.get(cell.system, {}).get(cell.name or "")
            if number is not None and (cell.system not in self.main or cell.role == "main"):
                self.main[cell.system] = number
                for system, twin in twins.get(number, {}).items():
                    self.main.setdefault(system, twin)

    def find(self, system: str, path: str) -> tuple[int, Found] | str:
        """(resource id, attribute) of a path as written, or what is wrong with it."""
        main = self.main.get(system)
        if main is not None and (found := self.schemas.attributes(main).get(path)):
            return main, found
        for cut in (i for i, letter in enumerate(path) if letter == "."):
            number = self.schemas.resources.get(system, {}).get(path[:cut])
            if number is not None:
                inner = path[cut + 1 :]
                if found := self.schemas.attributes(number).get(inner):
                    return number, found
                return f"{path[:cut]} has no attribute `{inner}`{self.schemas.meant_path(number, inner)}"
        if main is None:
            return f"`{path}`: this file names no {system} resource; add `{system}:` under `resource:` or write RESOURCE.{path}"
        name = next(n for n, i in self.schemas.resources[system].items() if i == main)
        return f"{name} has no attribute `{path}`{self.schemas.meant_path(main, path)}"


def resolve(file: MappingFile, schemas: Schemas, twins: dict[int, dict[str, int]]) -> Resolved:
    """Every name of `file`, looked up. `twins`: resource id → system → the resource that follows from it by rule."""
    out = Resolved(file, problems=list(file.problems))
    if not file.cloudformation:
        return out

    def problem(line: int, message: str) -> None:
        out.problems.append(Problem(file.file, line, message))

    out.subject = schemas.resources["cloudformation"].get(file.cloudformation)
    if out.subject is None:
        problem(1, f"CloudFormation has no type {file.cloudformation}{schemas.meant_resource('cloudformation', file.cloudformation)}")
        return out
    for cell in file.resources:
        number = None
        if cell.name is not None:
            number = schemas.resources.get(cell.system, {}).get(cell.name)
            if number is None:
                problem(cell.line, f"{cell.system} has no resource {cell.name}{schemas.meant_resource(cell.system, cell.name)}")
                continue
        out.resources.append(
            ResourceClaim(file.file, cell.line, out.subject, cell.system, number, cell.relation, cell.role, cell.when, cell.note)
        )
    names = _Names(file, schemas, twins)
    for row in file.rows:
        claims = list(_claims(row, names, problem, out))
        if not row.broken:
            out.claims += claims
    _conditions(file, names, problem, out)
    _pitfalls(file, names, problem, out)
    return out


def _found(names: _Names, system: str, path: str, line: int, problem: Report) -> tuple[int, Found] | None:
    answer = names.find(system, path)
    if isinstance(answer, str):
        problem(line, answer)
        return None
    return answer


def _claims(row: Row, names: _Names, problem: Report, out: Resolved) -> Iterator[Claim]:
    subject = row.subject
    if subject is None:
        problem(row.line, "says only none; name the attribute that has no equivalent")
        return
    for path in row.cells[subject]:
        if path is None:
            problem(row.line, f"`{subject}` mixes none with attributes; write two rows, each with a `when`")
            return
        mine = _found(names, subject, path, row.line, problem)
        if mine is None:
            return
        for system, targets in row.cells.items():
            if system == subject:
                continue
            for target in targets:
                theirs = None if target is None else _found(names, system, target, row.line, problem)
                if target is not None and theirs is None:
                    continue
                yield Claim(
                    out.written.file, row.line, subject, mine[0], mine[1], system, theirs[1] if theirs else None,
                    "none" if target is None else row.relation, row.when, row.transform, row.note, row.source,
                )  # fmt: skip
        for system, refused in row.rejected.items():
            for path_refused in refused:
                if (theirs := _found(names, system, path_refused, row.line, problem)) and not row.broken:
                    out.rejected.append(Rejected(out.written.file, row.line, mine[1], theirs[1], row.note))


def _conditions(file: MappingFile, names: _Names, problem: Report, out: Resolved) -> None:
    said = {row.when for row in file.rows} | {cell.when for cell in file.resources}
    for condition in file.conditions:
        if condition.when not in said and not file.problems:  # the row may be one that cannot be read
            problem(condition.line, f"no row has `when: {condition.when}`; use the words of a row, or remove the condition")
        for path, operator, value in condition.shown_by:
            if found := _found(names, "cloudformation", path, condition.line, problem):
                out.signs.append(ResolvedSign(file.file, condition.line, condition.when, found[1], operator, value))


def _pitfalls(file: MappingFile, names: _Names, problem: Report, out: Resolved) -> None:
    for pitfall in file.pitfalls:
        instead = [_found(names, "cloudformation", path, pitfall.line, problem) for path in pitfall.instead]
        if None in instead:
            continue
        for system, wrong in pitfall.wrong.items():
            number = names.main.get(system)
            if number is None:
                problem(pitfall.line, f"this file names no {system} resource that `{wrong}` could be wrong for")
                continue
            out.pitfalls.append(
                ResolvedPitfall(file.file, pitfall.line, system, number, wrong, [i[1] for i in instead if i], pitfall.why, pitfall.seen)
            )
