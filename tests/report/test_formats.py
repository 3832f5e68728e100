"""The formats: the same facts in each, and nothing in a file's names acts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from iac_crosswalk.report.formats import as_json, markdown, page, text
from iac_crosswalk.report.summary import report
from iac_crosswalk.report.worksheet import VERDICTS, FileSheet, Report
from tests.report.conftest import Worksheet
from tests.report.plans import PLAN

HOSTILE = "<script>alert(1)</script>\"'|`` @someone [x](http://e) \\ *b* \x1b[31m\u202e"
FORMATS = {"text": text, "markdown": markdown, "html": page, "json": as_json}


@pytest.fixture(scope="module")
def hostile(worksheet: Worksheet) -> Report:
    template = {
        "Transform": [HOSTILE],
        "Resources": {
            HOSTILE: {
                "Type": "AWS::SQS::Queue",
                "Condition": HOSTILE,
                "Properties": {HOSTILE: 1, "QueueName": "q", "Tags": [{"Key": "a"}]},
            },
            "B": {"Type": HOSTILE, "Properties": {"X": {"Fn::GetAtt": [HOSTILE, "Arn"]}}},
        },
    }
    sheet = worksheet(template, "terraform")
    sheet.path = HOSTILE
    return report("terraform", {"x": "1"}, [sheet])


@pytest.fixture(scope="module")
def sheets(worksheet: Worksheet) -> list[FileSheet]:
    service = Path(__file__).with_name("service.tf").read_text()
    files = [worksheet(PLAN, "cloudformation"), worksheet(service, "cloudformation")]
    return [*files, worksheet({"Resources": {}}, "pulumi")]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_entry(sheets: list[FileSheet], form: str) -> None:
    shown = FORMATS[form].render(report("cloudformation", {}, sheets))
    plain = re.sub(r"<wbr>|\\(?=\W)", "", shown)
    for resource in (*sheets[0].resources, *sheets[1].resources):
        assert resource.name in plain.replace("&quot;", '"')
        for entry in (*resource.properties, *resource.outputs):
            assert entry.path in plain
            for answer in entry.answers:
                assert answer["attribute"] in plain


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_file_acts(hostile: Report, form: str) -> None:
    shown = FORMATS[form].render(hostile)
    assert "\x1b" not in shown and ("\u202e" not in shown or form == "json")
    assert form in ("json", "text") or "<script>alert" not in re.sub(r"(`+).*?\1", "", shown)


def test_json_is_the_documented_shape(hostile: Report) -> None:
    found = json.loads(as_json.render(hostile))
    assert found["files"][0]["resources"][0]["name"] == HOSTILE
    assert list(found) == ["to", "versions", "summary", "files"]
    entries = [
        entry
        for each in found["files"][0]["resources"]
        for entry in (*each["properties"], *each["outputs"])
    ]
    counts = found["summary"]["entries"]
    assert counts["total"] == len(entries) == sum(counts[verdict] for verdict in VERDICTS)
    assert {entry["verdict"] for entry in entries} <= VERDICTS.keys()


class _Page(HTMLParser):
    """Names every address that a page could load and every tag that it opens and leaves open."""

    VOID = ("meta", "wbr", "br", "col", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [] if tag in self.VOID else [tag]
        self.addresses += [
            value or ""
            for name, value in attrs
            if name in ("src", "href", "action", "data", "poster", "srcset")
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing(hostile: Report, sheets: list[FileSheet]) -> None:
    for each in (hostile, report("cloudformation", {}, sheets)):
        html = page.render(each)
        parser = _Page()
        parser.feed(html)
        assert parser.open == [] and parser.handlers == []
        assert all(address.startswith("#") for address in parser.addresses)
        assert "url(" not in html and "@import" not in html and "default-src 'none'" in html
        for address in parser.addresses:
            assert f'id="{address[1:]}"' in html


def test_markdown_tables_keep_their_columns(hostile: Report) -> None:
    for table in re.findall(r"(?:^\|.*\|\n)+", markdown.render(hostile), re.M):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("plain", "`plain`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("a|b", "`a\\|b`"),
        ("a\nb", "`a b`"),
    ],
)
def test_code_in_markdown(content: str, expected: str) -> None:
    assert markdown.code(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a_b <i> & *c*", "a\\_b &lt;i&gt; &amp; \\*c\\*"),
        ("AWS::X, see http://e", "AWS\\:\\:X, see http\\://e"),
        ("- x", "\\- x"),
        ("a-b 1.5", "a-b 1.5"),
        ("@you", "@\u200byou"),
    ],
)
def test_text_in_markdown(content: str, expected: str) -> None:
    assert markdown.plain(content) == expected
