"""The pages in a real browser."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, expect


def test_a_person_finds_the_answer(site: str, page: Page) -> None:
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.goto(site)
    assert page.title().startswith("iac-crosswalk")
    page.get_by_role("link", name="a question", exact=True).click()
    page.locator("td.col-to_path", has_text="configuration_endpoint_address").first.wait_for()
    page.locator("input[name=attribute]").fill("PrimaryEndPoint.Address")
    page.locator("input[name=to]").fill("pulumi")
    page.locator("input[type=submit][value='Run SQL']").click()
    expect(page.locator("td.col-to_path")).to_have_text(["primary_endpoint_address"])
    page.goto(f"{site}/crosswalk/crosswalk?cloudformation_resource__exact=AWS%3A%3AElastiCache%3A%3AReplicationGroup")
    expect(
        page.locator("td.col-terraform", has_text="aws_elasticache_replication_group configuration_endpoint_address").first
    ).to_be_visible()
    page.goto(f"{site}/crosswalk/attribute?_search=configuration+endpoint+address")
    expect(page.locator("td.col-path", has_text="ConfigurationEndPoint.Address").first).to_be_visible()
    assert errors == []
