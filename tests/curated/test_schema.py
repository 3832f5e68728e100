"""The published JSON Schema is what the loader checks with, and editors find it."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from builder.curated.files import MAPPINGS, mapping_files
from builder.curated.format import HEAD, PART_KEYS, PITFALL_KEYS, RESOURCE_KEYS, ROW_KEYS, TOP_KEYS

SCHEMA = json.loads((MAPPINGS / "schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_canonical_form_knows_every_key_of_the_schema() -> None:
    assert set(TOP_KEYS) == set(SCHEMA["properties"])
    assert set(RESOURCE_KEYS) == set(SCHEMA["properties"]["resource"]["properties"])
    assert set(ROW_KEYS) == set(SCHEMA["$defs"]["row"]["properties"])
    assert set(PART_KEYS) == set(
        SCHEMA["$defs"]["resources"]["oneOf"][1]["items"]["oneOf"][1]["properties"]
    )
    assert set(PITFALL_KEYS) == set(SCHEMA["$defs"]["pitfall"]["properties"])


def test_every_file_names_the_schema_where_it_lies() -> None:
    for path in mapping_files():
        head = HEAD.format(up="../" * path.relative_to(MAPPINGS).as_posix().count("/"))
        assert path.read_text(encoding="utf-8").startswith(head), path
        relative = head.split("$schema=")[1].strip()
        assert (path.parent / relative).resolve() == (MAPPINGS / "schema.json").resolve(), path
