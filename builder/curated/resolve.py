"""Looks up every name of a mapping file in the schemas: rows as written → claims about row ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.curated.claims import (
    Claim,
    Rejected,
    Resolved,
    ResolvedPitfall,
    ResolvedSign,
    ResourceClaim,
)
from builder.curated.schemas import Found, Schemas
from builder.curated.written import MappingFile, Problem, ResourceCell, Row
from iac_crosswalk.vocabulary import SYSTEMS

Report = Callable[[int, str], None]
"""Takes a line and an error message."""


class _Names:
    """The names one file may use: bare paths belong to the file's own resources, qualified ones to
    any.
    """

    def __init__(
        self, file: MappingFile, schemas: Schemas, twins: dict[int, dict[str, int]]
    ) -> None:
        self.file, self.schemas = file, schemas
        self.main: dict[str, int] = {}
        own = schemas.resources[file.system].get(file.name)
        if own is not None:
            self.main[file.system] = own
            self.main.update(twins.get(own, {}))
        for cell in file.resources:
            number = schemas.resources.get(cell.system, {}).get(cell.name or "")
            if number is not None and (cell.system not in self.main or cell.role == "main"):
                self.main[cell.system] = number
                for system, twin in twins.get(number, {}).items():
                    self.main.setdefault(system, twin)

    def find(self, system: str, path: str) -> tuple[int, Found | None] | str:
        """(resource id, attribute) of a path as written, without the attribute where it names a
        whole resource; or an error message.
        """
        main = self.main.get(system)
        if main is not None and (found := self.schemas.attributes(main).get(path)):
            return main, found
        whole = self.schemas.resources.get(system, {}).get(path)
        if whole is not None:
            return whole, None
        for cut in (i for i, letter in enumerate(path) if letter == "."):
            number = self.schemas.resources.get(system, {}).get(path[:cut])
            if number is not None:
                inner = path[cut + 1 :]
                if found := self.schemas.attributes(number).get(inner):
                    return number, found
                return (
                    f"{path[:cut]} has no attribute"
                    f" `{inner}`{self.schemas.meant_path(number, inner)}"
                )
        if main is None:
            return (
                f"`{path}`: this file names no {system} resource; add `{system}:` under `resource:`"
                f" or write RESOURCE.{path}"
            )
        name = next(n for n, i in self.schemas.resources[system].items() if i == main)
        return f"{name} has no attribute `{path}`{self.schemas.meant_path(main, path)}"


def resolve(file: MappingFile, schemas: Schemas, twins: dict[int, dict[str, int]]) -> Resolved:
    """Every name of `file`, looked up. `twins`: resource id → system → the resource that follows
    from it by rule.
    """
    out = Resolved(file, problems=list(file.problems))
    if not file.name:
        return out

    def problem(line: int, message: str) -> None:
        out.problems.append(Problem(file.file, line, message))

    out.subject = schemas.resources[file.system].get(file.name)
    if out.subject is None:
        kind = (
            "CloudFormation has no type"
            if file.system == "cloudformation"
            else f"{file.system} has no resource"
        )
        problem(1, f"{kind} {file.name}{schemas.meant_resource(file.system, file.name)}")
        return out
    names = _Names(file, schemas, twins)
    for cell in file.resources:
        number = None
        if cell.name is not None:
            number = schemas.resources.get(cell.system, {}).get(cell.name)
            if number is None:
                problem(
                    cell.line,
                    f"{cell.system} has no resource"
                    f" {cell.name}{schemas.meant_resource(cell.system, cell.name)}",
                )
                continue
        out.resources.append(
            ResourceClaim(
                file.file,
                cell.line,
                out.subject,
                cell.system,
                number,
                cell.relation,
                cell.role,
                cell.when,
                cell.note,
                cell.of,
                cell.back,
            )
        )
        _part(cell, number, names, problem)
    for row in file.rows:
        if row.unjudged:
            continue  # it claims nothing, and its names may not exist any more
        claims = list(_claims(row, names, problem, out))
        if not row.broken:
            out.claims += claims
    out.claims += _held(out, names)
    _conditions(file, names, problem, out)
    _pitfalls(file, names, problem, out)
    return out


def _found(
    names: _Names, system: str, path: str, line: int, problem: Report
) -> tuple[int, Found] | None:
    """(resource id, attribute) of a path that has to be an attribute; None, and the problem
    reported, where it is not.
    """
    answer = names.find(system, path)
    if isinstance(answer, str):
        problem(line, answer)
        return None
    number, found = answer
    if found is None:
        problem(line, f"`{path}` is a whole {system} resource; name an attribute of it")
        return None
    return number, found


def _part(cell: ResourceCell, number: int | None, names: _Names, problem: Report) -> None:
    """Checks the paths that a part holds, and its references to the owner."""
    if (cell.of or cell.back) and cell.role != "part":
        problem(
            cell.line,
            f"{cell.name} has `of:` or `back:`, which only a part has; give it `role: part`",
        )
    for path in cell.of:
        _found(names, names.file.system, path, cell.line, problem)
    for argument, taken in cell.back.items():
        if number is not None and argument not in names.schemas.attributes(number):
            problem(
                cell.line,
                f"{cell.name} has no attribute"
                f" `{argument}`{names.schemas.meant_path(number, argument)}",
            )
        _found(names, cell.system, taken, cell.line, problem)


def _held(out: Resolved, names: _Names) -> Iterator[Claim]:
    """Claims for the paths that a part holds: each is the part as a whole, unless a row is more
    precise."""
    said = {(claim.subject.id, claim.to_system) for claim in out.claims}
    for part in out.resources:
        for path in part.of if part.target is not None else ():
            found = names.find(out.written.system, path)
            if isinstance(found, str) or found[1] is None or (found[1].id, part.to_system) in said:
                continue
            yield Claim(
                out.written.file,
                part.line,
                out.written.system,
                found[0],
                found[1],
                part.to_system,
                None,
                "exact",
                part.when,
                "separate-resource",
                part.note,
                None,
                part.target,
            )


def _claims(row: Row, names: _Names, problem: Report, out: Resolved) -> Iterator[Claim]:
    cells: dict[str, list[tuple[int, Found | None] | None]] = {}
    for system, paths in row.cells.items():
        cells[system] = []
        for path in paths:
            answer = None if path is None else names.find(system, path)
            if isinstance(answer, str):
                problem(row.line, answer)
            else:
                cells[system].append(answer)
    order = (out.written.system, *(system for system in SYSTEMS if system != out.written.system))
    subject = next(
        (system for system in order if any(cell and cell[1] for cell in cells.get(system, []))),
        None,
    )
    if subject is None:
        if all(paths == [None] for paths in row.cells.values()):
            problem(row.line, "has only none; name the attribute that has no equivalent")
        elif all(cells.values()):
            problem(
                row.line,
                "names no attribute; write a whole resource under `resource:`, or in the row of"
                " the attribute that is its equivalent",
            )
        return
    if None in row.cells[subject]:
        problem(
            row.line, f"`{subject}` mixes none with attributes; write two rows, each with a `when`"
        )
        return
    for mine in cells[subject]:
        if mine is None or mine[1] is None:
            problem(row.line, f"`{subject}` mixes attributes with a whole resource; write two rows")
            return
        for system, targets in cells.items():
            if system == subject:
                continue
            for target in targets:
                transform = row.transform or (
                    "separate-resource" if target and target[1] is None else None
                )
                called = row.key and f"{_key_member(names, target)} is {row.key}"
                when = "; ".join(filter(None, (row.when, called))) or None
                yield Claim(
                    out.written.file,
                    row.line,
                    subject,
                    mine[0],
                    mine[1],
                    system,
                    target[1] if target else None,
                    "none" if target is None else row.relation,
                    when,
                    transform,
                    row.note,
                    row.source,
                    target[0] if target and target[1] is None else None,
                    row.key,
                )
        for system, refused in row.rejected.items():
            for path_refused in refused:
                if (
                    theirs := _found(names, system, path_refused, row.line, problem)
                ) and not row.broken:
                    out.rejected.append(
                        Rejected(out.written.file, row.line, mine[1], theirs[1], row.note)
                    )


def _key_member(names: _Names, target: tuple[int, Found | None] | None) -> str:
    """The member that names an item with a key: a filter's is its Name."""
    if target is None or target[1] is None:
        return "Key"
    beside = names.schemas.attributes(target[0])
    items = target[1].path.rpartition(".")[0]
    return "Name" if f"{items}.Name" in beside and f"{items}.Key" not in beside else "Key"


def _conditions(file: MappingFile, names: _Names, problem: Report, out: Resolved) -> None:
    said = {row.when for row in file.rows} | {cell.when for cell in file.resources}
    for condition in file.conditions:
        if condition.when not in said and not file.problems:  # the row may be unreadable
            problem(
                condition.line,
                f"no row has `when: {condition.when}`; use the words of a row, or remove the"
                " condition",
            )
        for path, operator, value in condition.shown_by:
            if found := _found(names, file.system, path, condition.line, problem):
                out.signs.append(
                    ResolvedSign(
                        file.file, condition.line, condition.when, found[1], operator, value
                    )
                )


def _pitfalls(file: MappingFile, names: _Names, problem: Report, out: Resolved) -> None:
    for pitfall in file.pitfalls:
        instead = [
            _found(names, file.system, path, pitfall.line, problem) for path in pitfall.instead
        ]
        if None in instead:
            continue
        for system, wrong in pitfall.wrong.items():
            number = names.main.get(system)
            if number is None:
                problem(
                    pitfall.line,
                    f"this file names no {system} resource for the wrong path `{wrong}`",
                )
                continue
            out.pitfalls.append(
                ResolvedPitfall(
                    file.file,
                    pitfall.line,
                    system,
                    number,
                    wrong,
                    [i[1] for i in instead if i],
                    pitfall.why,
                    pitfall.seen,
                )
            )
