"""The tools for agents (Model Context Protocol): at /-/mcp of the server through datasette-mcp, and
over standard input and output.

An unknown name is an error with the nearest existing names. Nothing is guessed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from typing_extensions import TypedDict

from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.vocabulary import SystemName
from iac_crosswalk.web import limits
from iac_crosswalk.web.api import answering
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.snapshot import Snapshot

INSTRUCTIONS = (
    "What an AWS attribute of CloudFormation, Terraform, Pulumi, boto3 or the CDK is called in the"
    " others, and whether it exists at all. Ask translate_attribute for one attribute or line of"
    " code, get_resource for the attributes of a type, search when a name is not known, check_code"
    " for a whole file. An answer is right or absent: where the status is `unmapped` nothing is"
    " known, so do not guess."
)
_EQUIVALENT = ("system", "resource", "relation", "role", "when", "address")
Language = Literal["python", "typescript", "go", "csharp", "java", "yaml"]
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class Answer(TypedDict):
    """One equivalent. `attribute` is None for the resource as a whole. `when`: the condition under
    which it holds. `address`: its page on a site, which is its lasting id.
    """

    resource: str
    attribute: str | None
    expression: str | None
    relation: str
    when: str | None
    transform: str | None
    origin: str
    confidence: float
    note: str | None
    address: str


class Candidate(TypedDict):
    """A guess for an unmapped attribute. It is not an answer."""

    resource: str
    attribute: str
    confidence: float
    address: str


class Target(TypedDict):
    """The equivalents in one system. `status`: equivalent, no-equivalent (see `reason`) or
    unmapped.
    """

    system: str
    status: str
    answers: list[Answer]
    reason: str | None
    candidates: list[Candidate]


class Translation(TypedDict):
    """The question as it was understood, and its equivalents."""

    system: str
    resource: str
    attribute: str
    address: str
    targets: list[Target]
    build: str


class Hit(TypedDict):
    """A resource, or an attribute of it."""

    system: str
    resource: str
    attribute: str | None
    description: str
    counterparts: list[dict[str, Any]]
    address: str


class Hits(TypedDict):
    """Hits, best first. `more` hits are left; `narrow` describes how to see them."""

    total: int
    more: int
    narrow: str | None
    results: list[Hit]
    suggestions: list[str]


class Attribute(TypedDict):
    """One attribute, with its counterparts: system → names, or the status if there are none."""

    path: str
    address: str
    type: str
    is_input: bool
    is_output: bool
    required: bool
    description: str
    elsewhere: dict[str, list[str] | str]


class ResourceFacts(TypedDict):
    """One resource. `more` attributes are left; `narrow` describes how to see them."""

    system: str
    resource: str
    address: str
    description: str
    deprecated: str | None
    equivalents: list[dict[str, Any]]
    pitfalls: list[dict[str, Any]]
    total: int
    more: int
    narrow: str | None
    attributes: list[Attribute]


class Findings(TypedDict):
    """The attributes and arguments of a file that do not exist, and their replacements. `read` is
    false if nothing in the file concerns AWS.
    """

    read: bool
    total: int
    more: int
    narrow: str | None
    findings: list[dict[str, Any]]


def register(server: MCPServer, current: Callable[[], Snapshot]) -> None:
    """Adds the tools to `server`. `current` returns the build that answers."""

    async def ask(
        function: Callable[[Snapshot, dict[str, Any]], dict[str, Any]],
        values: dict[str, Any],
        seconds: float = limits.LOOKUP_SECONDS,
    ) -> Any:
        snapshot = current()
        try:
            answer = await snapshot.run(function, snapshot, values, seconds=seconds)
        except Problem as problem:
            raise ToolError(f"{problem.message}; {problem.hint}") from None
        except KnowledgeBaseError as error:
            raise ToolError(str(error)) from None
        if "error" in answer:
            raise ToolError(f"{answer['error']['message']}; {answer['error']['hint']}")
        return answer

    @server.tool(annotations=_READ_ONLY)  # type: ignore[untyped-decorator]
    async def search(
        words: Annotated[
            str, Field(max_length=400, description="For example: rds cluster reader endpoint")
        ],
        system: SystemName | None = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        offset: Annotated[int, Field(ge=0, le=5_000)] = 0,
    ) -> Hits:
        """Find resources and attributes by words, with their names in the other systems."""
        answer = await ask(
            answering.search, {"q": words, "system": system, "limit": limit, "offset": offset}
        )
        return Hits(
            total=answer["total"],
            more=answer["more"],
            narrow=answer["narrow"],
            results=answer["results"],
            suggestions=answer["suggestions"],
        )

    @server.tool(annotations=_READ_ONLY)  # type: ignore[untyped-decorator]
    async def get_resource(
        name: Annotated[
            str,
            Field(
                max_length=400,
                description="By any system's name: AWS::SQS::Queue, aws_sqs_queue, aws.sqs.Queue",
            ),
        ],
        filter: Annotated[
            str | None,
            Field(max_length=200, description="Only attributes whose path contains this"),
        ] = None,
        below: Annotated[
            str | None, Field(max_length=1000, description="Only attributes below this path")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
        offset: Annotated[int, Field(ge=0, le=50_000)] = 0,
    ) -> ResourceFacts:
        """The attributes of a resource type, with their names in the other systems, and its common
        mistakes.
        """
        answer = await ask(
            answering.resource,
            {
                "name": name,
                "from": None,
                "to": [],
                "below": below,
                "filter": filter,
                "limit": limit,
                "offset": offset,
            },
        )
        return ResourceFacts(
            system=answer["system"],
            resource=answer["resource"],
            address=answer["address"],
            description=answer["description"],
            deprecated=answer["deprecated"],
            equivalents=[{key: each[key] for key in _EQUIVALENT} for each in answer["equivalents"]],
            pitfalls=answer["pitfalls"],
            total=answer["total"],
            more=answer["more"],
            narrow=answer["narrow"],
            attributes=[_attribute(each) for each in answer["attributes"]],
        )

    @server.tool(annotations=_READ_ONLY)  # type: ignore[untyped-decorator]
    async def translate_attribute(
        attribute: Annotated[
            str,
            Field(
                max_length=limits.LONGEST_QUESTION,
                description="A path, a line of code, a reference or an error message",
            ),
        ],
        resource: Annotated[
            str | None,
            Field(max_length=400, description="The type, where the text does not name it"),
        ] = None,
        to: Annotated[
            list[SystemName] | None,
            Field(description="The target systems; all when left out"),
        ] = None,
        language: Annotated[
            Language, Field(description="For Pulumi's and the CDK's expressions")
        ] = "python",
    ) -> Translation:
        """The names of an attribute in other systems. A name that does not exist is an error with
        the names that do.
        """
        values = {
            "resource": resource,
            "attribute": None,
            "expression": attribute,
            "in": None,
            "from": None,
            "to": to or [],
            "language": [language],
        }
        translation = await ask(answering.translate, values)
        query = translation["query"]
        targets = [
            Target(
                system=each["system"],
                status=each["status"],
                answers=[_answer(equivalent) for equivalent in each["answers"]],
                reason=each.get("reason"),
                candidates=each.get("candidates", []),
            )
            for each in translation["targets"]
        ]
        return Translation(
            system=query["system"],
            resource=query["resource"],
            attribute=query["attribute"],
            address=query["address"],
            targets=targets,
            build=translation["build"],
        )

    @server.tool(annotations=_READ_ONLY)  # type: ignore[untyped-decorator]
    async def check_code(
        filename: Annotated[
            str,
            Field(
                max_length=200,
                description=(
                    "Its extension determines the language: main.tf, template.yaml, __main__.py,"
                    " index.ts"
                ),
            ),
        ],
        source: Annotated[
            str, Field(max_length=limits.LONGEST_SOURCE, description="The whole file")
        ],
    ) -> Findings:
        """Attributes and arguments that do not exist in a program or template, and what to write
        instead. Nothing is run or kept.
        """
        data = source.encode("utf-8", "replace")
        if len(data) > limits.LONGEST_SOURCE:
            raise ToolError(
                f"the file is longer than {limits.LONGEST_SOURCE:,} bytes; send the part in"
                " question"
            )
        answer = await ask(
            answering.check, {"filename": filename, "body": data}, limits.CHECK_SECONDS
        )
        return Findings(
            read=answer["read"],
            total=answer["total"],
            more=answer["more"],
            narrow=answer["narrow"],
            findings=answer["findings"],
        )


def _answer(each: dict[str, Any]) -> Answer:
    return cast(Answer, {key: each.get(key) for key in Answer.__annotations__})


def _attribute(each: dict[str, Any]) -> Attribute:
    elsewhere: dict[str, list[str] | str] = {}
    for target in each["targets"]:
        names = [
            f"{answer['resource']} {answer['attribute']}"
            + (f" when {answer['when']}" if answer["when"] else "")
            for answer in target["answers"][:3]
        ]
        elsewhere[target["system"]] = names or target["status"]
    return Attribute(
        path=each["path"],
        address=each["address"],
        type=each["type"],
        is_input=each["is_input"],
        is_output=each["is_output"],
        required=each["required"],
        description=each["description"][:300],
        elsewhere=elsewhere,
    )


def stdio(path: Path) -> None:
    """Serves the tools over standard input and output until the client leaves."""
    snapshot = Snapshot(
        path,
        lambda: sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        ),
    )
    server = MCPServer("iac-crosswalk", instructions=INSTRUCTIONS)
    register(server, lambda: snapshot)
    server.run("stdio")
