"""What a person who sees the site for the first time does, and what once made one stumble."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.cli.main import cli
from tests.web.conftest import GROUP, ask, get

READER = ("aws_rds_cluster", "reader_endpoint")
ALL_FIVE = {
    "cloudformation": "ReadEndpoint.Address",
    "terraform": "reader_endpoint",
    "pulumi": "reader_endpoint",
    "boto3": "ReaderEndpoint",
    "cdk": "attr_read_endpoint_address",
}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    yield context.new_page()
    context.close()


def test_the_words_of_one_system_find_all_five(site: str) -> None:
    hit = get(site, "/api/v1/search", q="rds cluster reader endpoint").json["results"][0]
    found = {(each["system"], each["attribute"]) for each in [hit, *hit["counterparts"]]}
    assert set(ALL_FIVE.items()) <= found


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("rds cluster reader endpoint terraform", READER),
        ("terraform rds cluster reader endpoint", READER),
        (
            "how do I get the reader endpoint of an rds cluster in pulumi",
            ("aws:rds/cluster:Cluster", "reader_endpoint"),
        ),
        ("s3 encryption cloudformation", ("AWS::S3::Bucket", "BucketEncryption")),
        ("s3 encryption", ("aws_s3_bucket_server_side_encryption_configuration", None)),
        ("aws_s3_bucket terraform", ("aws_s3_bucket", None)),
        ("cache_nodes[0].address", ("aws_elasticache_cluster", "cache_nodes[].address")),
    ],
)
def test_words_as_people_type_them(site: str, words: str, first: tuple[str, str | None]) -> None:
    hit = get(site, "/api/v1/search", q=words).json["results"][0]
    assert (hit["resource"], hit["attribute"]) == first


def test_search_is_the_same_for_page_command_and_api(
    site: str, knowledge: KnowledgeBase, database: Path
) -> None:
    words = "dynamodb stream arn"
    found = [(each["resource"], each["attribute"]) for each in knowledge.search(words, limit=5)]
    api = get(site, "/api/v1/search", q=words, limit=5).json["results"]
    assert [(each["resource"], each["attribute"]) for each in api] == found
    page = get(site, "/search", q=words).body.decode()
    hits = re.findall(r'<a class="hit" href="[^"]+"><code>([^<]+)</code></a>\s*(.*?)</span>', page)
    shown = [(html.unescape(name), re.sub(r"<[^>]+>", "", rest)) for name, rest in hits[:5]]
    for (name, rest), (resource, attribute) in zip(shown, found, strict=True):
        assert name == (attribute or resource) and (attribute is None or resource in rest)
    options = ["--db", str(database), "--limit", "5", "--json"]
    printed = json.loads(CliRunner().invoke(cli, ["search", *words.split(), *options]).output)
    rows = printed if isinstance(printed, list) else printed["results"]
    assert [(each["resource"], each["attribute"]) for each in rows] == found


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("aws_elasticache_replication_group.cache_nodes[0].address", "primary_endpoint_address"),
        ("cache_nodes[0].address", "configuration_endpoint_address"),
    ],
)
def test_the_mistake_from_the_first_page(site: str, phone: Page, typed: str, written: str) -> None:
    """On a phone, in the dark, as Terraform has it."""
    phone.goto(site)
    phone.locator("#find").fill(typed)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search?*")
    best = phone.locator(".best").first
    expect(best).to_contain_text("does not exist")
    best.get_by_role("link", name=written, exact=True).first.click()
    expect(phone.locator("h1")).to_contain_text(written)


def test_a_message_is_pasted_with_its_lines(site: str, page: Page) -> None:
    message = (
        '╷\n│ Error: Unsupported attribute\n│\n│   on outputs.tf line 12, in output "host":\n'
        "│   12:   value = aws_elasticache_replication_group.cache.cache_nodes[0].address\n│\n"
        "│ This object has no argument, nested block, or exported attribute named\n"
        '│ "cache_nodes".\n╵\n'
    )
    page.goto(site)
    page.locator("#find").fill(message)
    expect(page.locator("#answers .best")).to_contain_text("configuration_endpoint_address")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.locator(".best")).to_contain_text("configuration_endpoint_address")
    assert "\n" in page.locator("#find").input_value()


def test_what_a_text_lacks_can_be_given(site: str, page: Page) -> None:
    page.goto(f"{site}/search?q=get_att(%22Port%22)")
    expect(page.locator(".unread")).to_contain_text("does not say what Port is of")
    page.get_by_label("Resource").fill("aws_elasticache.CfnReplicationGroup")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".best")).to_contain_text("Port")
    expect(page.locator(".best")).to_contain_text("aws_elasticache_replication_group")
    page.goto(f"{site}/search?q=AttributeError: 'Cluster' object has no attribute 'endpoints'")
    page.get_by_role("link", name="aws:ecs/cluster:Cluster").click()
    expect(page.locator(".best")).to_contain_text("has no attribute")


def test_one_tool_in_one_language(site: str, page: Page) -> None:
    """What is chosen holds for what is opened and filtered, and for what is copied."""
    page.goto(f"{site}/resource/{GROUP}")
    page.locator("#language").select_option("typescript")
    page.wait_for_url("**language=typescript**")
    page.locator("#tool").select_option("pulumi")
    page.wait_for_url("**tool=pulumi**")
    head = page.locator("table.concepts").first.locator("thead th")
    expect(head).to_have_text(["CloudFormation", "Pulumi"])
    row = page.locator("tr", has=page.locator(".name", has_text=re.compile("^MultiAZEnabled$")))
    copied = row.locator("td button.copy").first
    assert copied.get_attribute("data-copy") == "replication_group.multiAzEnabled"
    page.locator("a.fold", has_text="NodeGroupConfiguration").first.click()
    slots = page.locator("tr.level-1", has_text="Slots")
    expect(slots.locator("td")).to_have_count(1)
    page.locator("#filter").fill("endpoint")
    page.locator("#filter").press("Enter")
    page.wait_for_url("**filter=endpoint**")
    expect(page.locator("thead th")).to_have_text(["CloudFormation", "Pulumi"])


def test_an_attribute_has_its_evidence_and_its_history(site: str) -> None:
    path = f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address"
    page = ask(f"{site}{path}").body.decode()
    assert "Evidence: mappings/elasticache/replication_group.yaml:" in page
    for language in ("Python", "TypeScript", "Go", "C#", "Java", "YAML"):
        assert f"<dt>{language}</dt>" in page
    history = ask(f"{site}/attribute/terraform/aws_db_instance/db_name").body.decode()
    assert "<h2>History</h2>" in history and "since" in history


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/coverage", 12_000),
        ("/pitfalls", 6_000),
        (f"/resource/{GROUP}?tool=terraform", 11_000),
        (f"/resource/{GROUP}", 20_000),
    ],
)
def test_a_phone_scrolls_no_further_than_it_must(
    site: str, phone: Page, path: str, most: int
) -> None:
    """Pixels; once they were 58,575, 85,575 and 26,566."""
    phone.goto(site + path)
    assert phone.evaluate("document.documentElement.scrollHeight") < most
    for cell in phone.locator(".heat tbody th").all()[:20]:
        box = cell.bounding_box()
        assert box and box["height"] < 60, "a service's name is words, not letters one by one"


def test_pitfalls_open_by_service_and_by_filter(site: str, page: Page) -> None:
    page.goto(f"{site}/pitfalls")
    wrong = page.locator("code.wrong", has_text="CacheNodes[0].Address").first
    expect(wrong).to_be_hidden()
    page.locator("#filter").fill("CacheNodes[0]")
    expect(wrong).to_be_visible()
    page.locator("#filter").fill("")
    expect(wrong).to_be_hidden()
    page.locator("summary", has_text="ElastiCache").click()
    expect(wrong).to_be_visible()
