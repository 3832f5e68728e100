"""SSSOM: mappings in the Simple Standard for Sharing Ontological Mappings, in two sets.

Curated mappings and mappings by rule are one set, derived ones are another. A program that takes
only the first needs no filter.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from iac_crosswalk import __version__
from iac_crosswalk.export.files import whole
from iac_crosswalk.export.tables import resources
from iac_crosswalk.store.file import data_of
from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import SYSTEMS

PREDICATES = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    # An attribute without an equivalent is written as a match with NOTHING.
    "none": "skos:exactMatch",
}
NOTHING = "sssom:NoTermFound"
JUSTIFICATIONS = {
    "curated": "semapv:ManualMappingCuration",
    "rule": "semapv:LexicalMatching",
    "derived": "semapv:CompositeMatching",
}
CHAINED = "semapv:MappingChaining"
"""The justification of mappings that are composed of two others, via a third system."""
SETS = {"crosswalk": ("curated", "rule"), "crosswalk-derived": ("derived",)}
"""Set → the origins of its mappings."""

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "confidence",
    "comment",
    "other",
)

_SQL = """
select s.system, s.name, a.path, m.to_system, t.name, b.path, m.relation, m.origin, m.via,
       m.confidence, m.note, m.condition, m.transform, m.source
  from attribute_mapping m
  join attribute a on a.id = m.from_attribute_id join resource s on s.id = a.resource_id
  left join attribute b on b.id = m.to_attribute_id
  left join resource t on t.id = coalesce(m.to_resource_id, b.resource_id)
 where m.origin in (select value from json_each(:origins))
   and s.id = :id order by 3, 4, 5, 6, 7, 8, 12
"""


def export(knowledge: Store, folder: Path, services: Sequence[str]) -> Iterator[Path]:
    """Writes the sets."""
    for name, origins in SETS.items():
        path = folder / f"{name}.sssom.tsv"
        with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(f"#{line}\n" for line in _header(knowledge, name, origins))
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow(COLUMNS)
            parameters = (
                {**resource, "origins": json.dumps(origins)}
                for resource in resources(knowledge, services)
            )
            writer.writerows(_row(*row) for row in knowledge.stream(_SQL, parameters))
        yield path


def _header(knowledge: Store, name: str, origins: tuple[str, ...]) -> Iterator[str]:
    yield "curie_map:"
    for system in SYSTEMS:
        yield f"  {system}: 'urn:iac-crosswalk:{system}:'"
    yield "  system: 'urn:iac-crosswalk:system:'"
    yield "  sssom: https://w3id.org/sssom/"
    yield "  skos: http://www.w3.org/2004/02/skos/core#"
    yield "  semapv: https://w3id.org/semapv/vocab/"
    yield f"mapping_set_id: urn:iac-crosswalk:set:{name}"
    yield f"mapping_set_version: '{data_of(knowledge.path) or ''}'"
    yield f"mapping_set_title: AWS attributes across infrastructure tools ({', '.join(origins)})"
    yield "license: https://www.apache.org/licenses/LICENSE-2.0"
    yield f"mapping_tool: iac-crosswalk {__version__}"


def identifier(system: str, resource: str, path: str | None) -> str:
    """The CURIE of an attribute, or of a resource. Characters that an IRI cannot contain (`[]`) are
    escaped.
    """
    name = resource if path is None else f"{resource}/{path}"
    return f"{system}:{quote(name, safe='/:.~_-@')}"


def _row(
    system: str,
    resource: str,
    path: str,
    to_system: str,
    to_resource: str | None,
    to_path: str | None,
    relation: str,
    origin: str,
    via: str | None,
    confidence: float,
    note: str | None,
    condition: str | None,
    transform: str | None,
    source: str | None,
) -> tuple[Any, ...]:
    has_object = relation != "none" and to_resource is not None
    extra = {"when": condition, "transform": transform, "via": via, "evidence": source}
    return (
        identifier(system, resource, path),
        f"{resource} {path}",
        PREDICATES[relation],
        identifier(to_system, to_resource or "", to_path) if has_object else NOTHING,
        " ".join(filter(None, (to_resource, to_path))) if has_object else "",
        CHAINED if via else JUSTIFICATIONS[origin],
        f"system:{system}",
        f"system:{to_system}",
        f"{confidence:.4g}",
        " ".join((note or "").split()),
        "; ".join(f"{key}={' '.join(value.split())}" for key, value in extra.items() if value),
    )
