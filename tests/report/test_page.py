"""The HTML worksheet in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from iac_crosswalk.report.formats import page as writer
from iac_crosswalk.report.summary import report
from tests.report.conftest import Worksheet

TEMPLATE = {
    "Resources": {
        "Cache": {
            "Type": "AWS::ElastiCache::ReplicationGroup",
            "Properties": {
                "ReplicationGroupDescription": "d",
                "NumNodeGroups": 2,
                "CacheNodeTipe": "x",
                "Tags": [{"Key": "a", "Value": "b"}],
            },
        },
        "<img src=x onerror=alert(1)>": {
            "Type": "AWS::SQS::Queue",
            "Properties": {"QueueName": "q"},
        },
        "Custom": {
            "Type": "Custom::Thing",
            "Properties": {"X": {"Fn::GetAtt": ["Cache", "ConfigurationEndPoint.Address"]}},
        },
    }
}


@pytest.fixture
def opened(page: Page, worksheet: Worksheet, tmp_path: Path) -> Page:
    path = tmp_path / "worksheet.html"
    path.write_text(
        writer.render(report("terraform", {"cfn-lint": "1"}, [worksheet(TEMPLATE, "terraform")])),
        encoding="utf-8",
    )
    page.goto(path.as_uri())
    return page


def test_a_person_reads_and_filters(opened: Page) -> None:
    wrong: list[str] = []
    opened.on(
        "console",
        lambda message: (
            wrong.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request",
        lambda request: None if request.url.startswith("file:") else wrong.append(request.url),
    )
    opened.reload()
    expect(opened).to_have_title("Migration worksheet: to Terraform")
    expect(opened.locator(".tile b").first).to_have_text("71.4 %")
    status = opened.locator("#shown")
    expect(status).to_have_text("7 entries in 3 resources")
    opened.get_by_label("Filter the worksheet").fill("cache endpoint")
    expect(status).to_have_text("1 entry in 1 resource")
    expect(opened.locator("details.sheet:visible tbody tr:visible")).to_contain_text(
        "configuration_endpoint_address"
    )
    opened.get_by_role("button", name="All").click()
    opened.get_by_role("button", name="Only what needs work").click()
    expect(status).to_have_text("2 entries in 2 resources")
    opened.get_by_role("button", name="All").click()
    opened.get_by_label("Filter the worksheet").fill("nothing like it")
    expect(opened.get_by_text("Nothing fits the filter.")).to_be_visible()
    opened.get_by_role("button", name="All").click()
    opened.get_by_role("button", name="Fold or unfold").click()
    expect(opened.locator("details.sheet[open]")).to_have_count(0)
    assert wrong == []


def test_names_are_text(opened: Page) -> None:
    expect(opened.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    expect(opened.locator("img")).to_have_count(0)


def test_what_wants_attention_leads_to_its_resource(opened: Page) -> None:
    opened.locator(".first a", has_text="Cache").first.click()
    assert opened.url.endswith("#r0-0")
    expect(opened.locator("#r0-0")).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 420, 1280])
def test_the_text_can_be_read_at_any_width(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    for element in (
        opened.locator(".first tbody tr").first.locator("td").last,
        opened.locator("tr[data-verdict=unknown] td").last,
    ):
        box = element.bounding_box()
        assert box and box["width"] >= 200 and box["x"] + box["width"] <= width, box


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened: Page, scheme: str) -> None:
    opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    worst = opened.evaluate("""() => {
          const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const ground = element => { for (let e = element; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!c.endsWith(', 0)')) return c; } return 'rgb(255, 255, 255)'; };
          return Math.min(...[...document.querySelectorAll('p, b, span, code, th, td, label, button')].filter(e => e.textContent.trim()).map(e => {
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x); return (a + .05) / (b + .05); }));
        }""")  # noqa: E501
    opened.emulate_media(color_scheme="light")
    assert worst >= 4.5
