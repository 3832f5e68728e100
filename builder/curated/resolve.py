"""Looks up every name of a mapping file in the schemas: rows with names → claims with row ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.curated.claims import (
    Claim,
    Rejection,
    ResolvedFile,
    ResolvedPitfall,
    ResolvedSign,
    ResourceClaim,
)
from builder.curated.mapping_file import MappingFile, Problem, ResourceCell, Row
from builder.curated.schemas import SchemaAttribute, Schemas
from iac_crosswalk.vocabulary import SYSTEMS

Report = Callable[[int, str], None]
"""Takes a line and an error message."""


class _Names:
    """The names that one file may use. A bare path is an attribute of the file's own resource in
    that system; a path after RESOURCE. can be of any resource.
    """

    def __init__(
        self, file: MappingFile, schemas: Schemas, twins: dict[int, dict[str, int]]
    ) -> None:
        self.file, self.schemas = file, schemas
        self.main: dict[str, int] = {}
        own_resource = schemas.resources[file.system].get(file.name)
        if own_resource is not None:
            self.main[file.system] = own_resource
            self.main.update(twins.get(own_resource, {}))
        for cell in file.resources:
            number = schemas.resources.get(cell.system, {}).get(cell.name or "")
            if number is not None and (cell.system not in self.main or cell.role == "main"):
                self.main[cell.system] = number
                for system, twin in twins.get(number, {}).items():
                    self.main.setdefault(system, twin)

    def find(self, system: str, path: str) -> tuple[int, SchemaAttribute | None] | str:
        """(resource id, attribute) of a path; attribute None where the path names a whole resource.
        An error message where the name does not exist.
        """
        main = self.main.get(system)
        if main is not None and (attribute := self.schemas.attributes(main).get(path)):
            return main, attribute
        whole = self.schemas.resources.get(system, {}).get(path)
        if whole is not None:
            return whole, None
        for cut in (i for i, letter in enumerate(path) if letter == "."):
            number = self.schemas.resources.get(system, {}).get(path[:cut])
            if number is not None:
                inner = path[cut + 1 :]
                if attribute := self.schemas.attributes(number).get(inner):
                    return number, attribute
                return (
                    f"{path[:cut]} has no attribute"
                    f" `{inner}`{self.schemas.suggest_path(number, inner)}"
                )
        if main is None:
            return (
                f"`{path}`: this file names no {system} resource; add `{system}:` under `resource:`"
                f" or write RESOURCE.{path}"
            )
        name = next(n for n, i in self.schemas.resources[system].items() if i == main)
        return f"{name} has no attribute `{path}`{self.schemas.suggest_path(main, path)}"


def resolve(file: MappingFile, schemas: Schemas, twins: dict[int, dict[str, int]]) -> ResolvedFile:
    """The content of `file` with every name looked up. `twins`: resource id → system → the
    equivalent resource by rule.
    """
    out = ResolvedFile(file, problems=list(file.problems))
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
        problem(1, f"{kind} {file.name}{schemas.suggest_resource(file.system, file.name)}")
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
                    f" {cell.name}{schemas.suggest_resource(cell.system, cell.name)}",
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
        _check_part(cell, number, names, problem)
    for row in file.rows:
        if row.unjudged:
            continue  # it claims nothing yet, and its names may no longer exist
        claims = list(_claims(row, names, problem, out))
        if not row.broken:
            out.claims += claims
    out.claims += _part_claims(out, names)
    _conditions(file, names, problem, out)
    _pitfalls(file, names, problem, out)
    return out


def _find_attribute(
    names: _Names, system: str, path: str, line: int, problem: Report
) -> tuple[int, SchemaAttribute] | None:
    """(resource id, attribute) of a path that must name an attribute. Otherwise reports the problem
    and returns None.
    """
    answer = names.find(system, path)
    if isinstance(answer, str):
        problem(line, answer)
        return None
    number, attribute = answer
    if attribute is None:
        problem(line, f"`{path}` is a whole {system} resource; name an attribute of it")
        return None
    return number, attribute


def _check_part(cell: ResourceCell, number: int | None, names: _Names, problem: Report) -> None:
    """Checks the paths of the subject that the part holds, and its references to the owner."""
    if (cell.of or cell.back) and cell.role != "part":
        problem(
            cell.line,
            f"{cell.name} has `of:` or `back:`, which only a part has; give it `role: part`",
        )
    for path in cell.of:
        _find_attribute(names, names.file.system, path, cell.line, problem)
    for argument, owner_attribute in cell.back.items():
        if number is not None and argument not in names.schemas.attributes(number):
            problem(
                cell.line,
                f"{cell.name} has no attribute"
                f" `{argument}`{names.schemas.suggest_path(number, argument)}",
            )
        _find_attribute(names, cell.system, owner_attribute, cell.line, problem)


def _part_claims(out: ResolvedFile, names: _Names) -> Iterator[Claim]:
    """A claim for each path that a part holds: it is equivalent to the whole part, unless a row is
    more precise."""
    row_pairs = {(claim.subject.id, claim.to_system) for claim in out.claims}
    for part in out.resources:
        for path in part.of if part.target is not None else ():
            attribute = names.find(out.mapping_file.system, path)
            if (
                isinstance(attribute, str)
                or attribute[1] is None
                or (attribute[1].id, part.to_system) in row_pairs
            ):
                continue
            yield Claim(
                out.mapping_file.file,
                part.line,
                out.mapping_file.system,
                attribute[0],
                attribute[1],
                part.to_system,
                None,
                "exact",
                part.when,
                "separate-resource",
                part.note,
                None,
                part.target,
            )


def _claims(row: Row, names: _Names, problem: Report, out: ResolvedFile) -> Iterator[Claim]:
    cells: dict[str, list[tuple[int, SchemaAttribute | None] | None]] = {}
    for system, paths in row.cells.items():
        cells[system] = []
        for path in paths:
            answer = None if path is None else names.find(system, path)
            if isinstance(answer, str):
                problem(row.line, answer)
            else:
                cells[system].append(answer)
    order = (
        out.mapping_file.system,
        *(system for system in SYSTEMS if system != out.mapping_file.system),
    )
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
    for cell in cells[subject]:
        if cell is None or cell[1] is None:
            problem(row.line, f"`{subject}` mixes attributes with a whole resource; write two rows")
            return
        for system, targets in cells.items():
            if system == subject:
                continue
            for target in targets:
                transform = row.transform or (
                    "separate-resource" if target and target[1] is None else None
                )
                key_condition = row.key and f"{_key_member(names, target)} is {row.key}"
                when = "; ".join(filter(None, (row.when, key_condition))) or None
                yield Claim(
                    out.mapping_file.file,
                    row.line,
                    subject,
                    cell[0],
                    cell[1],
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
        for system, rejected_paths in row.rejected.items():
            for rejected_path in rejected_paths:
                if (
                    rejected_attribute := _find_attribute(
                        names, system, rejected_path, row.line, problem
                    )
                ) and not row.broken:
                    out.rejected.append(
                        Rejection(
                            out.mapping_file.file,
                            row.line,
                            cell[1],
                            rejected_attribute[1],
                            row.note,
                        )
                    )


def _key_member(names: _Names, target: tuple[int, SchemaAttribute | None] | None) -> str:
    """The member of an item that holds its key: `Name` for a filter, else `Key`."""
    if target is None or target[1] is None:
        return "Key"
    attributes = names.schemas.attributes(target[0])
    items = target[1].path.rpartition(".")[0]
    return "Name" if f"{items}.Name" in attributes and f"{items}.Key" not in attributes else "Key"


def _conditions(file: MappingFile, names: _Names, problem: Report, out: ResolvedFile) -> None:
    used_conditions = {row.when for row in file.rows} | {cell.when for cell in file.resources}
    for condition in file.conditions:
        if condition.when not in used_conditions and not file.problems:  # the row may be unreadable
            problem(
                condition.line,
                f"no row has `when: {condition.when}`; use the words of a row, or remove the"
                " condition",
            )
        for path, operator, value in condition.shown_by:
            if attribute := _find_attribute(names, file.system, path, condition.line, problem):
                out.signs.append(
                    ResolvedSign(
                        file.file, condition.line, condition.when, attribute[1], operator, value
                    )
                )


def _pitfalls(file: MappingFile, names: _Names, problem: Report, out: ResolvedFile) -> None:
    for pitfall in file.pitfalls:
        instead = [
            _find_attribute(names, file.system, path, pitfall.line, problem)
            for path in pitfall.instead
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
