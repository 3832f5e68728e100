"""The tools for agents, with the official client: over standard input and output, and at /-/mcp of
the server.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.web.conftest import GROUP

TOOLS = {"search", "get_resource", "translate_attribute", "check_code"}
CALLS: list[tuple[str, dict[str, Any]]] = [
    (
        "translate_attribute",
        {
            "attribute": "ConfigurationEndPoint.Address",
            "resource": GROUP,
            "to": ["pulumi"],
            "language": "go",
        },
    ),
    ("translate_attribute", {"attribute": "Nothing", "resource": GROUP}),
    ("translate_attribute", {"attribute": "CacheNodes[0].Address", "resource": GROUP}),
    ("translate_attribute", {"attribute": "hello there"}),
    ("get_resource", {"name": "aws_elasticache_replication_group", "filter": "endpoint"}),
    ("get_resource", {"name": "aws_elasticache_replication_gruop"}),
    ("search", {"words": "rds cluster reader endpoint", "limit": 3}),
    (
        "check_code",
        {
            "filename": "main.tf",
            "source": (
                'resource "aws_sqs_queue" "q" {}\noutput "a" { value = aws_sqs_queue.q.arnn }\n'
            ),
        },
    ),
    ("check_code", {"filename": "notes.txt", "source": "x"}),
]


async def ask_all(target: Any) -> tuple[list[Any], list[tuple[bool, Any]]]:
    async with Client(target) as client:
        tools = (await client.list_tools()).tools
        found = []
        for name, arguments in CALLS:
            result = await client.call_tool(name, arguments)
            text = result.content[0].text if result.content else ""
            found.append(
                (bool(result.is_error), text if result.is_error else result.structured_content)
            )
        return tools, found


@pytest.fixture(scope="session", params=["stdio", "http"])
def asked(
    request: pytest.FixtureRequest, site: str, database: Path
) -> tuple[list[Any], list[tuple[bool, Any]]]:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "iac_crosswalk.cli.main", "mcp", "--db", str(database)]
    )
    target = stdio_client(command) if request.param == "stdio" else f"{site}/-/mcp"
    with ThreadPoolExecutor(
        1
    ) as pool:  # this thread may have a loop already: that of the browser tests
        return pool.submit(asyncio.run, ask_all(target)).result()


def test_the_tools_are_typed_and_only_read(asked: tuple[list[Any], Any]) -> None:
    ours = [tool for tool in asked[0] if tool.name in TOOLS]
    assert {tool.name for tool in ours} == TOOLS
    for tool in ours:
        assert (
            tool.annotations.read_only_hint
            and tool.description
            and tool.output_schema["properties"]
        )


def test_answers(asked: tuple[Any, list[tuple[bool, Any]]]) -> None:
    go, nothing, mistake, unread, resource, misspelt, search, findings, text = asked[1]
    assert go[1]["targets"][0]["answers"][0]["expression"].endswith(".ConfigurationEndpointAddress")
    assert go[1]["address"] == f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address"
    assert go[1]["targets"][0]["answers"][0]["address"].startswith("/attribute/pulumi/")
    assert nothing[0] and "has no attribute `Nothing`" in nothing[1]
    assert mistake[0] and "ConfigurationEndPoint.Address" in mistake[1], "the way out is named"
    assert unread[0] and "names no resource" in unread[1]
    assert any(
        each["elsewhere"]["cloudformation"][0].startswith(f"{GROUP} ConfigurationEndPoint.Address")
        for each in resource[1]["attributes"]
    )
    assert all(
        each["address"].startswith(f"/attribute/terraform/{resource[1]['resource']}/")
        for each in resource[1]["attributes"]
    )
    assert misspelt[0] and "aws_elasticache_replication_group" in misspelt[1]
    assert search[1]["results"][0]["attribute"] == "reader_endpoint"
    assert (
        search[1]["results"][0]["address"] == "/attribute/terraform/aws_rds_cluster/reader_endpoint"
    )
    assert (
        findings[1]["findings"][0]["rule"] == "unknown-attribute"
        and "arn" in findings[1]["findings"][0]["suggestions"]
    )
    assert text[0] and "unsupported file type" in text[1]
