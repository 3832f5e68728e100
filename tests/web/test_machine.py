"""What programs read: robots.txt, the sitemap, the feed of changes."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote
from xml.etree import ElementTree

from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase
from tests.web.conftest import GROUP, ask, get, serving

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def locations(site: str) -> list[str]:
    """The addresses of the sitemap."""
    found = get(site, "/sitemap.xml")
    assert found.status == 200 and found.headers["content-type"].startswith("application/xml")
    return [each.text or "" for each in ElementTree.fromstring(found.body).iter(f"{SITEMAP}loc")]


def test_the_sitemap_has_the_page_of_every_resource(site: str, knowledge: KnowledgeBase) -> None:
    found = locations(site)
    assert len(found) == len(set(found)) < 50_000, "what a sitemap may hold"
    assert all(each.startswith(f"{site}/") for each in found)
    pages = {unquote(each.removeprefix(f"{site}/resource/")) for each in found}
    names = knowledge.rows("select name from resource where system = 'cloudformation'")
    assert {name for (name,) in names} <= pages
    # A Terraform resource is there too, under its own name or that of its CloudFormation type
    for name in ("aws_sqs_queue_policy", "aws_elasticache_replication_group", "aws_ami_copy"):
        if knowledge.find_resource(name) is not None:
            page = ask(f"{site}/resource/{name}", follow=False)
            address = page.headers["location"] if page.status == 302 else f"/resource/{name}"
            assert f"{site}{address}" in found
    for address in (found[0], found[7], found[-1]):
        assert ask(address, follow=False).status == 200, address


def test_robots_names_the_sitemap(site: str) -> None:
    lines = get(site, "/robots.txt").body.decode().splitlines()
    assert lines[0] == "User-agent: *" and "Disallow: /crosswalk" in lines
    assert lines[-1] == f"Sitemap: {site}/sitemap.xml"


def test_another_host_is_told_its_own_address(site: str) -> None:
    """No answer to one host is kept for another, and no host writes what it likes."""
    for host in ("a.example", "b.example"):
        body = ask(f"{site}/robots.txt", Host=host).body.decode()
        assert body.endswith(f"Sitemap: http://{host}/sitemap.xml\n")
    odd = ask(f"{site}/sitemap.xml", Host="x<y")
    assert odd.status >= 400 or (b"x<y" not in odd.body and b"<loc>/resource/" in odd.body)


def test_settings_of_the_site(database: Path, tmp_path: Path) -> None:
    """The site's own address, and where a row that is wrong can be reported."""
    settings = (
        "--setting",
        "address",
        "https://crosswalk.example/",
        "--setting",
        "repository",
        "https://code.example/o/r/",
    )
    with serving(database, tmp_path / "log", *settings) as (address, _):
        assert locations(address)[0] == "https://crosswalk.example/"
        robots = get(address, "/robots.txt").body
        assert robots.endswith(b"Sitemap: https://crosswalk.example/sitemap.xml\n")
        for path in (
            f"/resource/{GROUP}",
            f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address",
        ):
            found = get(address, path).body.decode()
            (link, *_) = [
                html.unescape(each)
                for each in re.findall(r'href="([^"]+)"[^>]*>Is this wrong\?<', found)
            ]
            assert link.startswith("https://code.example/o/r/issues/new?")
            asked = parse_qs(link.partition("?")[2])
            assert asked["title"][0].startswith(f"{GROUP}.")
            assert (
                GROUP in asked["body"][0]
                and "cfn-lint " in asked["body"][0]
                and "build " in asked["body"][0]
            )


def test_the_feed_has_an_entry_for_each_version(site: str) -> None:
    found = get(site, "/changes.atom")
    assert found.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(found.body)
    recorded = (ROOT / "iac_crosswalk" / "web" / "changes.jsonl").read_text().splitlines()
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(recorded)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), f"{name} is required of every Atom element"
    last = json.loads(recorded[-1])
    assert entries[0].findtext(f"{ATOM}title") == f"Data {last['version']}"
    assert len(entries[0].findall(f".//{XHTML}tr")) == 1 + len(last["answers"])
    links = {each.attrib["href"] for each in feed.findall(f"{ATOM}link")}
    assert links == {f"{site}/changes.atom", f"{site}/about"}


def test_pages_lead_to_the_feed(site: str) -> None:
    for path in ("/", f"/resource/{GROUP}", "/coverage"):
        assert b'<link rel="alternate" type="application/atom+xml"' in get(site, path).body
