"""The worksheet of the second review: the schemas of both sides and each row of the file, as text.

It shows no derived mappings and no origins, so that the reader judges the rows and not their
source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from builder.curated.claims import Claim
from builder.curating.schema_text import AttributeText, Describer
from builder.curating.subject import Subject, World
from builder.errors import BuildError


def worksheet(subject: Subject, world: World, connection: sqlite3.Connection) -> Iterator[str]:
    """The lines of the worksheet. Raises BuildError if the mapping file does not exist."""
    own_file = subject.own_file
    if own_file is None:
        raise BuildError(
            f"{subject.file}: does not exist; write it with `iac-crosswalk curate {subject.name}`"
        )
    describer = Describer(connection)
    yield f"# {subject.name}"
    yield f"file: {subject.file}, reviewed: {own_file.mapping_file.reviewed}"
    for cell in own_file.mapping_file.resources:
        facts = [cell.role, cell.relation if cell.relation != "exact" else "", cell.when or ""]
        facts += [f"holds {', '.join(cell.of)}" if cell.of else ""]
        facts += [
            f"{argument} takes {owner_attribute}" for argument, owner_attribute in cell.back.items()
        ]
        facts += [cell.note or ""]
        yield f"{cell.line}: {cell.system} {cell.name or 'none'}: {'; '.join(filter(None, facts))}"
    yield ""
    yield "## Rows"
    names = {
        number: name
        for numbers in world.schemas.resources.values()
        for name, number in numbers.items()
    }
    shown_ids: set[int] = set()
    lines: dict[int, list[Claim]] = {}
    for claim in own_file.claims:
        lines.setdefault(claim.line, []).append(claim)
    for line, claims in sorted(lines.items()):
        if claims[0].subject.id not in shown_ids:
            yield ""
        for number in dict.fromkeys(claim.subject.id for claim in claims):
            attribute = describer.attribute(number)
            is_repeated = number in shown_ids
            shown_ids.add(number)
            yield (
                f"{line}: {attribute.resource}.{attribute.path}"
                if is_repeated
                else f"{line}: {_full_text(attribute)}"
            )
        for claim in _distinct_claims(claims):
            shown_ids |= {claim.target.id} if claim.target else set()
            yield f"  {_terms(claim)} {_target_text(claim, describer, names)}"
        if claims[0].note:
            yield f"  note: {claims[0].note}"
    for pair in own_file.rejected:
        yield f"{pair.line}: not {_full_text(describer.attribute(pair.target.id))}"
    for pitfall in own_file.pitfalls:
        instead = ", ".join(found.path for found in pitfall.instead)
        yield (
            f"{pitfall.line}: pitfall {pitfall.system} {pitfall.wrong}: {pitfall.why} Instead:"
            f" {instead}"
        )
    main = [(subject.system, subject.name)]
    for system, name in [*main, *((c.system, c.name) for c in subject.counterparts if c.name)]:
        unlisted = [
            attribute
            for attribute in describer.resource(world.schemas.resources[system][name])
            if attribute.id not in shown_ids
        ]
        yield ""
        yield f"## {name}: attributes in no row of the file ({len(unlisted)})"
        yield from (f"- {_full_text(attribute)}" for attribute in unlisted)


def _distinct_claims(claims: list[Claim]) -> Iterator[Claim]:
    """The claims of a row, with one claim for each target."""
    targets = set()
    for claim in claims:
        if (claim.to_system, claim.end) not in targets:
            targets.add((claim.to_system, claim.end))
            yield claim


def _terms(claim: Claim) -> str:
    terms = [
        claim.relation if not claim.is_none else "",
        claim.transform,
        claim.when and f"when {claim.when}",
    ]
    return f"→ {claim.to_system} [{'; '.join(filter(None, terms))}]".replace(" []", "")


def _target_text(claim: Claim, describer: Describer, names: dict[int, str]) -> str:
    if claim.target is not None:
        return _full_text(describer.attribute(claim.target.id))
    return f"{names[claim.whole]} as a whole" if claim.whole else "none"


def _full_text(attribute: AttributeText) -> str:
    text = f" {attribute.description}" if attribute.description else ""
    deprecation = f" Deprecated: {attribute.deprecated}" if attribute.deprecated else ""
    facts = f"({attribute.type}; {attribute.facts})"
    return f"{attribute.resource}.{attribute.path} {facts}{text}{deprecation}"
