"""`python -m bench.mistakes`: seeds mistakes into real programs and counts how many `check` finds,
and how many it mends rightly.

A mistake is a name from another system, the name a sibling resource has for the same thing, another
case, or plural for singular; one at a time, at a place found by bench/sites.py. It is found when a
finding covers it, right when what was there is proposed."""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from bench import sites
from bench.sites import Site
from builder.packages import CACHE, ROOT
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.run import check_source
from iac_crosswalk.paths import snake
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.schema import Schema, Schemas

CORPUS = CACHE / "corpus"
FINDERS: dict[str, Callable[[bytes], Iterator[Site]]] = {
    "pulumi-python": sites.python,
    "cloudformation": sites.cloudformation,
    "terraform": sites.terraform,
}
_EQUIVALENTS = """
select m.to_system, b.path from attribute_mapping m join attribute b on b.id = m.to_attribute_id
where m.from_attribute_id = ?1 and m.relation = 'exact'
union select r.system, b.path from attribute_mapping m join attribute b
on b.id = m.from_attribute_id join resource r on r.id = b.resource_id
 where m.to_attribute_id = ?1 and m.relation = 'exact'"""
_SIBLINGS = """
with own as (
  select m.from_attribute_id as id from attribute_mapping m where m.to_attribute_id = ?1
  and m.relation = 'exact'
  union select m.to_attribute_id from attribute_mapping m where m.from_attribute_id = ?1
  and m.relation = 'exact'),
twin as (
  select x.id from own join attribute y on y.id = own.id join resource q on q.id = y.resource_id
    join resource r on r.system = q.system and r.service = q.service and r.id <> q.id
    join attribute x on x.resource_id = r.id and x.path = y.path)
select s.path from twin join attribute_mapping m on m.from_attribute_id = twin.id
and m.relation = 'exact' join attribute s on s.id = m.to_attribute_id
  join resource r on r.id = s.resource_id where r.service = ?2 and r.system = ?3 and r.id <> ?4
union select s.path from twin join attribute_mapping m on m.to_attribute_id = twin.id
and m.relation = 'exact' join attribute s on s.id = m.from_attribute_id
  join resource r on r.id = s.resource_id where r.service = ?2 and r.system = ?3 and r.id <> ?4"""
"""Names that other resources of the service have for what is called the same in another system."""


_IDENTITIES = ("id", "arn", "Ref", "Arn", "Id")
"""A resource has one identity under several names: what a sibling calls its own says nothing about
which is meant.
"""


class Mistake(NamedTuple):
    """One name put in the place of another."""

    file: Path
    site: Site
    kind: str
    wrong: str


def _folded(name: str) -> str:
    return name.lower().replace("_", "")


def wrong_names(knowledge: KnowledgeBase, schema: Schema, site: Site) -> Iterator[tuple[str, str]]:
    """(kind, name) of the mistakes people make at this place. None of them exists there."""
    member = schema.members.get(site.path)
    if member is None or "." in site.path:
        return
    beside = schema.below("")
    found: list[tuple[str, str]] = []
    for system, path in knowledge.rows(_EQUIVALENTS, [member.id]):
        name = path.rpartition(".")[2].replace("[]", "")
        if (
            "." not in path
            and _folded(name) != _folded(site.path)
            and name not in (*_IDENTITIES, "ref")
            and not name.startswith("attr")
        ):
            found += [("other system", name)] + (
                [("other system", snake(name))]
                if site.system == "pulumi" and system != "terraform"
                else []
            )
    service = knowledge.rows("select service from resource where id = ?", [schema.resource.id])[0][
        0
    ]
    for (path,) in knowledge.rows(_SIBLINGS, [member.id, service, site.system, schema.resource.id]):
        identity = site.path in _IDENTITIES or path in _IDENTITIES
        if (
            "." not in path
            and _folded(path) != _folded(site.path)
            and not identity
            and _is_arn(path) == _is_arn(site.path)
        ):
            found.append(("sibling", path))
    if site.system == "cloudformation":
        found += [("case", site.path[0].lower() + site.path[1:]), ("case", snake(site.path))]
    else:
        found += [
            ("case", re.sub(r"_(\w)", lambda match: match[1].upper(), site.path)),
            ("case", site.path.title().replace("_", "")),
        ]
    found.append(("number", _other_number(site.path)))
    # What nearly is the name of another attribute, here or in another system, could mean that one:
    # no mistake about this one.
    others = [
        each for path, each in schema.members.items() if path != site.path and "." not in path
    ]
    near = {_folded(name) for each in others for name in (each.name, _other_number(each.name))}
    elsewhere = {
        _folded(path) for each in others for _, path in knowledge.rows(_EQUIVALENTS, [each.id])
    }
    for kind, name in dict.fromkeys(found):
        if name not in beside and _folded(name) not in (
            near | elsewhere if kind == "sibling" else near
        ):
            yield kind, name


def _is_arn(name: str) -> bool:
    """Whether the name says that its value is an ARN: nobody asks for one by the name of something
    else.
    """
    return _folded(name).endswith("arn")


def _other_number(name: str) -> str:
    """Plural for singular and the other way round, as English has it; the name itself where it has
    no other.
    """
    for plural, singular in (("ies", "y"), ("sses", "ss"), ("ss", "sses"), ("s", "")):
        if name.endswith(plural):
            return name.removesuffix(plural) + singular
    return name.removesuffix("y") + "ies" if re.search(r"[^aeiou]y$", name) else f"{name}s"


def draw(
    kind: str, count: int, seed: int, knowledge: KnowledgeBase, schemas: Schemas
) -> list[Mistake]:
    """`count` mistakes, the same number of each kind as far as there are, from as many files as can
    be.
    """
    chance = random.Random(seed)
    files = sorted(path for path in (CORPUS / kind).rglob("*") if path.is_file())
    chance.shuffle(files)
    wanted = ("other system", "sibling", "case", "number")
    drawn: dict[str, list[Mistake]] = {each: [] for each in wanted}
    for file in files:
        try:
            found = list(FINDERS[kind](file.read_bytes()))
        except (SyntaxError, ValueError, yaml.YAMLError):
            continue
        chance.shuffle(found)
        taken = 0
        for site in found:
            schema = schemas.find(site.resource, site.system)
            if schema is None or taken == 2:
                continue
            choices = list(wrong_names(knowledge, schema, site))
            chance.shuffle(choices)
            for what, name in sorted(choices, key=lambda choice: len(drawn[choice[0]])):
                if len(drawn[what]) < count // 4:
                    drawn[what].append(Mistake(file, site, what, name))
                    taken += 1
                    break
        if all(len(rows) >= count // 4 for rows in drawn.values()):
            break
    return [mistake for rows in drawn.values() for mistake in rows]


def judge(mistake: Mistake, advisor: Advisor) -> str:
    """`right`, `found` (without the right replacement), `misled` (a certain replacement that is
    wrong) or `missed`.
    """
    file, site, _, wrong = mistake
    data = file.read_bytes()
    seeded = data[: site.start] + wrong.encode() + data[site.end :]
    checked = check_source(Source(file, seeded), advisor)
    end = site.start + len(wrong.encode())
    hits = [
        each
        for each in (checked.findings if checked else [])
        if each.level == "error" and each.span.start < end and site.start < each.span.end
    ]
    if not hits:
        return "missed"
    fix = hits[0].fix
    if fix is not None:
        return "right" if fix.path == site.path else "misled"
    return "right" if site.path in {each.path for each in hits[0].replacements} else "found"


def main() -> None:
    """Prints a row for each language and kind of mistake, then every mistake that was not mended
    rightly.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "kinds",
        nargs="*",
        default=list(FINDERS),
        metavar="KIND",
        help=f"what to seed: {', '.join(FINDERS)}",
    )
    parser.add_argument("--count", type=int, default=200, help="mistakes for each kind of program")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    if not CORPUS.exists():
        sys.exit("bench.mistakes: there is no corpus; run `python -m bench.corpus`")
    knowledge = KnowledgeBase(ROOT / "data" / "crosswalk.db")
    advisor = Advisor(knowledge)
    print(f"{'programs':<16}{'mistake':<14}{'seeded':>7}{'found':>7}{'right':>7}{'misled':>8}")
    details: list[str] = []
    for kind in options.kinds:
        total: Counter[str] = Counter()
        mistakes = draw(kind, options.count, options.seed, knowledge, advisor.schemas)
        for what in dict.fromkeys(mistake.kind for mistake in mistakes):
            counts = Counter({"seeded": 0})
            for mistake in (each for each in mistakes if each.kind == what):
                verdict = judge(mistake, advisor)
                counts.update(("seeded", verdict))
                if verdict != "right":
                    site = mistake.site
                    details.append(
                        f"{verdict}: {what}: {site.resource} {site.path} → {mistake.wrong}"
                        f" ({mistake.file.relative_to(CORPUS)})"
                    )
            _row(kind, what, counts)
            total += counts
        _row(kind, "all", total)
    print("\n".join(["", *details]))


def _row(kind: str, what: str, counts: Counter[str]) -> None:
    seeded = counts["seeded"]
    found = seeded - counts["missed"]
    right, misled = counts["right"], counts["misled"]
    print(f"{kind:<16}{what:<14}{seeded:>7}{found:>7}{right:>7}{misled:>8}")


if __name__ == "__main__":
    main()
