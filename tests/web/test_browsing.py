"""The views `attribute` and `attribute_mapping` are browsed as the tables they stand for."""

from __future__ import annotations

import re

import pytest

from iac_crosswalk import KnowledgeBase
from tests.web.conftest import GROUP, get


@pytest.fixture(scope="module")
def group(knowledge: KnowledgeBase) -> int:
    found = knowledge.find_resource(GROUP)
    assert found is not None
    return found.id


def test_they_are_tables_and_what_is_below_them_is_hidden(site: str) -> None:
    found = get(site, "/crosswalk.json").json
    shown = {each["name"] for each in found["tables"] if not each["hidden"]}
    assert {"attribute", "attribute_mapping", "resource"} <= shown
    assert not shown & {"attribute_row", "attribute_path", "mapping_row", "mapping_claim"}
    views = {each["name"] for each in found["views"]}
    assert "equivalent" in views and not views & {"attribute", "attribute_fts", "attribute_text"}


def test_pages_follow_each_other_by_row_id(site: str) -> None:
    first = get(site, "/crosswalk/attribute.json", _size=5, _shape="objects").json
    after = get(site, "/crosswalk/attribute.json", _size=5, _next=first["next"]).json
    assert [row["id"] for row in first["rows"]] == [1, 2, 3, 4, 5]
    assert after["rows"][0][0] == 6
    assert first["filtered_table_rows_count"] > 1000


def test_a_row_has_a_page_and_leads_to_what_refers_to_it(site: str) -> None:
    page = get(site, "/crosswalk/attribute/1").body.decode()
    assert "/crosswalk/attribute_mapping?from_attribute_id=1" in page
    mapping = get(site, "/crosswalk/attribute_mapping.json", _size=1, _shape="objects").json
    number = mapping["rows"][0]["id"]
    assert get(site, f"/crosswalk/attribute_mapping/{number}.json").json["rows"]
    assert get(site, "/crosswalk/attribute/999999999").status == 404


def test_foreign_keys_have_labels(site: str, group: int, knowledge: KnowledgeBase) -> None:
    asked = f"/crosswalk/attribute.json?resource_id={group}&_labels=on&_shape=objects&_size=1"
    (row,) = get(site, asked).json["rows"]
    assert row["resource_id"] == {"value": group, "label": GROUP}
    asked = (
        f"/crosswalk/attribute_mapping.json?from_attribute_id={row['id']}&_labels=on&_shape=objects"
    )
    mapping = get(site, asked).json["rows"][0]
    assert mapping["from_attribute_id"] == {"value": row["id"], "label": row["path"]}
    assert mapping["to_system"]["label"]


def test_a_resource_leads_to_its_attributes_and_to_no_inner_table(site: str, group: int) -> None:
    page = get(site, f"/crosswalk/resource/{group}").body.decode()
    linked = set(re.findall(r'href="/crosswalk/(\w+)\?', page))
    assert {"attribute", "resource_mapping"} <= linked
    assert "attribute_row" not in linked


def test_facets_and_full_text_search(site: str, group: int) -> None:
    asked = {"resource_id": group, "_facet": "is_input", "_size": 0}
    facet = get(site, "/crosswalk/attribute.json", **asked).json["facet_results"]["is_input"]
    assert {each["value"] for each in facet["results"]} == {0, 1}
    asked = {"_search": "configuration endpoint", "resource_id": group, "_shape": "objects"}
    found = get(site, "/crosswalk/attribute.json", **asked).json["rows"]
    assert "ConfigurationEndPoint.Address" in {row["path"] for row in found}
    phrase = get(site, "/crosswalk/attribute.json", _search="ConfigurationEndPoint.Address")
    assert phrase.status == 200 and phrase.json["rows"]
