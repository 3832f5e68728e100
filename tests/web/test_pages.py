"""The site in a real browser: what a person comes for, in few clicks, by every way of looking at
it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from iac_crosswalk import KnowledgeBase
from tests.web.conftest import GROUP, ask

ATTRIBUTE = f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address"
PAGES = (
    "/",
    "/search?q=rds+cluster+reader+endpoint",
    f"/search?q={GROUP}.CacheNodes[0].Address",
    "/search?q=replicaton+gruop",
    "/search?q=KeyError:+'TrailArn'",
    "/search?q=cache_nodes[0].address",
    f"/resource/{GROUP}?tool=terraform&language=go",
    "/pitfalls?filter=elasticache",
    f"/resource/{GROUP}",
    f"/resource/{GROUP}?below=NodeGroupConfiguration",
    f"/resource/{GROUP}?filter=endpoint",
    "/resource/AWS::No::Such",
    ATTRIBUTE,
    f"/attribute/cloudformation/{GROUP}/Nothing",
    "/pitfalls",
    "/coverage",
    "/coverage/cloudformation/terraform/SQS",
    "/history",
    "/about",
    "/api",
    "/nothing",
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on an error of its console."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    opened = context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            errors.append(message.text)

    opened.on("console", note)
    yield opened
    context.close()
    assert errors == []


def test_from_the_first_page_to_the_answer_of_a_mistake(site: str, page: Page) -> None:
    page.goto(site)
    page.locator("#find").fill(f"{GROUP}.CacheNodes[0].Address")
    best = page.locator("#answers .best")
    expect(best).to_contain_text("does not exist")
    expect(best).to_contain_text("ConfigurationEndPoint.Address")
    best.get_by_role("link", name="configuration_endpoint_address").first.click()
    expect(page.locator("h1")).to_contain_text("configuration_endpoint_address")


def test_the_reader_endpoint_of_a_cluster_in_two_clicks(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("link", name="rds cluster reader endpoint").click()
    first = page.locator(".hits > li").first
    expect(first).to_contain_text("aws_rds_cluster")
    expect(first).to_contain_text("Pulumi reader_endpoint")
    first.get_by_role("link").first.click()
    expect(page.locator("#in-pulumi + .full")).to_contain_text("reader_endpoint")


def test_encryption_of_a_bucket(site: str, page: Page) -> None:
    page.goto(f"{site}/resource/AWS::S3::Bucket")
    page.locator("#filter").fill("encryption")
    expect(
        page.locator("tr:not([hidden]) .name", has_text=re.compile("^BucketEncryption$"))
    ).to_be_visible()
    expect(
        page.locator("tr:not([hidden]) .name", has_text=re.compile("^BucketName$"))
    ).to_have_count(0)
    page.locator(
        "tr", has=page.locator(".name", has_text=re.compile("^BucketEncryption$"))
    ).locator("a.fold").click()
    expect(
        page.locator("tr.level-1", has_text="ServerSideEncryptionConfiguration").first
    ).to_be_visible()
    page.locator("#filter").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("attributes")
    expect(page.locator("tbody")).to_contain_text("SSEAlgorithm")


@pytest.mark.parametrize(
    "name",
    [
        GROUP,
        "aws_elasticache_replication_group",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws.elasticache.ReplicationGroup",
        "elasticache.ReplicationGroup",
        "aws_elasticache.CfnReplicationGroup",
    ],
)
def test_a_resource_has_one_page_by_every_systems_name(site: str, name: str) -> None:
    found = ask(f"{site}/resource/{name}", follow=False)
    if name == GROUP:
        assert found.status == 200
    else:
        assert (found.status, found.headers["location"]) == (302, f"/resource/{GROUP}")


def test_every_main_counterpart_has_a_page(site: str, knowledge: KnowledgeBase) -> None:
    rows = knowledge.rows("select name from resource where id % 700 = 3 order by id")
    for (name,) in rows:
        found = ask(f"{site}/resource/{name}")
        assert found.status == 200, name
        assert ask(
            f"{site}/attribute/{knowledge.find_resource(name).system}/{name}/nothing"
        ).status in (
            200,
            404,
        )  # type: ignore[union-attr]


def test_every_way_out_of_a_mistake_has_a_page(site: str, knowledge: KnowledgeBase) -> None:
    """In the system of the mistake: who writes Terraform is not told CloudFormation's name."""
    found = html.unescape(ask(f"{site}/pitfalls").body.decode())
    links = {unquote(link) for link in re.findall(r'href="/attribute/([^"]+)"', found)}
    gone = []
    for link in links:
        system, _, rest = link.partition("/")
        name, _, path = rest.rpartition("/")
        if knowledge.translate(path, name, system)["status"] != "ok":
            gone.append(link)
    assert gone == [] and {link.partition("/")[0] for link in links} >= {
        "cloudformation",
        "terraform",
        "pulumi",
    }


def test_an_upgrade(site: str, page: Page) -> None:
    """From the first page to what version 6 of the provider removed, and what to write."""
    page.goto(site)
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="6.0", exact=True).click()
    version = page.locator("h2#v6\\.0")
    expect(version).to_be_in_viewport()
    row = page.locator("h2#v6\\.0 + .wide tr", has_text="aws_eip vpc")
    row.get_by_role("link", name="domain").click()
    expect(page.locator("h1")).to_contain_text("domain")
    page.goto(f"{site}/history?system=pulumi&resource=rds")
    expect(page.locator("main h2").first).to_contain_text("pulumi-aws")
    page.goto(f"{site}/history?system=terraform&show=added")
    page.get_by_role("link", name="Further changes").click()
    expect(page.locator("main h2").first).to_contain_text("Terraform provider")


@pytest.mark.whole
def test_what_is_gone_is_said_where_it_is_looked_for(site: str, page: Page) -> None:
    for path in (
        "/search?q=aws_db_security_group",
        "/search?q=aws_db_security_group.x.name",
        "/resource/aws_db_security_group",
    ):
        page.goto(site + path)
        expect(page.locator("main")).to_contain_text(
            "was removed in provider 5.0; nothing takes its place"
        )
    page.goto(f"{site}/attribute/terraform/aws_eip/vpc")
    expect(page.locator("main")).to_contain_text("was removed in provider 6.0; use domain")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (
            f"/resource/{GROUP}",
            "Terraform has one <code>port</code> for every endpoint of the group",
        ),
        (
            f"/attribute/cloudformation/{GROUP}/PrimaryEndPoint.Port",
            "Terraform has one <code>port</code> for every endpoint of the group",
        ),
        (
            "/history?resource=aws_eip",
            "<code>vpc = true</code> is <code>domain = &#34;vpc&#34;</code>",
        ),
        (
            "/api",
            "Give <code>resource</code> and <code>attribute</code>, or an <code>expression</code>",
        ),
        ("/coverage?from=x", "<code>x</code> is not a system"),
    ],
)
def test_names_in_notes_are_code(site: str, path: str, shown: str) -> None:
    found = ask(f"{site}{path}").body.decode()
    assert shown in found.replace("<wbr>", "")
    assert "`" not in found


@pytest.mark.whole
def test_the_largest_type_opens_folded(site: str, page: Page) -> None:
    page.goto(f"{site}/resource/AWS::QuickSight::Dashboard?")
    assert len(page.content()) < 400_000
    definition = page.locator("tr", has=page.locator(".name", has_text=re.compile("^Definition$")))
    definition.locator("a.fold").click()
    sheets = page.locator("tr.level-1", has=page.locator(".name", has_text=re.compile("^Sheets$")))
    sheets.locator("a.fold").click()
    expect(page.locator("tr.level-2").first).to_be_visible()
    definition.locator("a.fold").click()
    expect(sheets).to_have_count(0)
    expect(page.locator("tr.level-2")).to_have_count(0)


def test_copying(site: str, page: Page) -> None:
    page.goto(f"{site}{ATTRIBUTE}")
    page.get_by_role(
        "button", name="Copy replication_group.configurationEndpointAddress", exact=True
    ).click()
    expect(page.locator("button.copy.done")).to_have_text("copied")
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == "replication_group.configurationEndpointAddress"
    )


def test_an_address_leads_from_json_to_the_page(site: str, page: Page) -> None:
    found = ask(
        f"{site}/api/v1/translate?resource={GROUP}&attribute=ConfigurationEndPoint.Address"
    ).json
    for target in found["targets"]:
        page.goto(site + target["answers"][0]["address"])
        expect(page.locator("h1")).to_contain_text(target["answers"][0]["attribute"])


def test_without_javascript(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.locator("#find").fill("aws_elasticache_replication_group.port")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".best")).to_contain_text("port")
    page.goto(f"{site}/resource/{GROUP}")
    assert page.locator("button.copy:visible").count() == 0
    page.locator("a.fold", has_text="NodeGroupConfiguration").first.click()
    expect(page.locator("tbody")).to_contain_text("Slots")
    page.goto(f"{site}/coverage")
    page.locator("#from").select_option("terraform")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("caption")).to_contain_text("Terraform")
    context.close()


def test_with_the_keyboard_alone(site: str, page: Page) -> None:
    page.goto(site)
    page.keyboard.type("rds cluster reader endpoint")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.goto(f"{site}/resource/{GROUP}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    fold = page.locator("a.fold", has_text="NodeGroupConfiguration").first
    fold.focus()
    page.keyboard.press("Enter")
    slots = page.locator("tr.level-1", has_text="Slots")
    expect(slots).to_be_visible()
    page.keyboard.press("Space")
    expect(slots).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(site: str, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(site + path)
        violations = Axe().run(page).response["violations"]
        found |= {
            f"{path} {each['id']}": [node["html"][:200] for node in each["nodes"]][:3]
            for each in violations
        }
    context.close()
    assert found == {}


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_does_not_scroll_sideways(site: str, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_datasettes_pages_work_under_the_policy(site: str, page: Page) -> None:
    page.goto(f"{site}/crosswalk")
    page.goto(f"{site}/crosswalk/attribute?resource_id=1")
    expect(page.get_by_text("Meaning of the columns")).to_be_visible()
    expect(page.locator("dl.column-descriptions")).to_be_hidden()
    expect(page.locator("td.col-resource_id a").first).to_be_visible()
    page.goto(
        f"{site}/crosswalk/translate?resource={GROUP}&attribute=ConfigurationEndPoint.Address&to=pulumi"
    )
    expect(page.locator("td.col-to_path").first).to_have_text("configuration_endpoint_address")
    page.goto(f"{site}/crosswalk?sql=select+1")
    expect(page.locator(".CodeMirror")).to_be_visible()


def test_what_is_not_certain_is_never_shown_as_certain(site: str) -> None:
    page = ask(
        f"{site}/attribute/cloudformation/AWS::RDS::DBInstance/ListenerEndpoint.Port"
    ).body.decode()
    assert "derived 0.99" in page and "derived 1.00" not in page
