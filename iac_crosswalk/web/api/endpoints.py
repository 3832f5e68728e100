"""The endpoints of `/api/v1/`, as data: address, parameters, responses, and the function that
answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from iac_crosswalk.answers.expressions import LANGUAGES
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import limits
from iac_crosswalk.web.api import answering
from iac_crosswalk.web.api.parameters import Parameter
from iac_crosswalk.web.snapshot import Snapshot

GROUP = "AWS::ElastiCache::ReplicationGroup"
_LIMIT = Parameter("limit", "The most items to return.", "20", minimum=1, maximum=500, default=50)
_OFFSET = Parameter(
    "offset", "The number of items to skip.", "0", minimum=0, maximum=1_000_000, default=0
)
_TO = Parameter(
    "to",
    "The target systems; all others when empty.",
    "terraform",
    many=True,
    choices=SYSTEMS,
)
_FROM = Parameter(
    "from",
    "The system of the names, if they exist in several.",
    "cloudformation",
    choices=SYSTEMS,
)
_LANGUAGE = Parameter(
    "language",
    "The languages for Pulumi's and the CDK's expressions.",
    "typescript",
    many=True,
    choices=LANGUAGES,
)


@dataclass(frozen=True)
class Endpoint:
    """One method of one address. `answer` names a schema of openapi.py; `statuses` are the possible
    errors.
    """

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    answer: str
    call: Callable[[Snapshot, dict[str, Any]], dict[str, Any]] | None
    statuses: tuple[int, ...] = (400,)
    body: dict[str, str] = field(default_factory=dict)
    """Content type → schema of the body."""
    seconds: float = limits.LOOKUP_SECONDS


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "get",
        "/api/v1/translate",
        "Translate one attribute",
        "What an attribute is called in other systems. Give `resource` and `attribute`, or an"
        " `expression` in any syntax that docs/expressions.md lists.",
        (
            Parameter("resource", "The resource, by any of its names.", GROUP, longest=400),
            Parameter(
                "attribute",
                "The path of the attribute.",
                "ConfigurationEndPoint.Address",
                longest=1000,
            ),
            Parameter(
                "expression",
                "A line of code, a reference or an error message, in place of `attribute`.",
                "!GetAtt Cache.Port",
            ),
            Parameter(
                "in", "The source that the expression is part of.", "", longest=limits.LONGEST_URL
            ),
            _FROM,
            _TO,
            _LANGUAGE,
        ),
        "Translation",
        answering.translate,
        (400, 404),
    ),
    Endpoint(
        "post",
        "/api/v1/translate",
        "Translate many attributes",
        'JSON lines in, one answer per line out, in order, streamed: `{"resource": …,'
        ' "attribute": …, "from": …, "to": …}` or `{"expression": …}`.',
        (),
        "TranslationLines",
        None,
        (400, 413, 415),
        {"application/x-ndjson": "QuestionLines"},
    ),
    Endpoint(
        "get",
        "/api/v1/resource",
        "One resource",
        "Its facts, its counterparts in the other systems, its pitfalls, and its attributes with"
        " their counterparts, page by page.",
        (
            Parameter(
                "name", "The resource, by any of its names.", GROUP, required=True, longest=400
            ),
            _FROM,
            _TO,
            Parameter(
                "below",
                "Only attributes below this path.",
                "NodeGroupConfiguration[]",
                longest=1000,
            ),
            Parameter(
                "filter", "Only attributes whose path contains this text.", "endpoint", longest=200
            ),
            _LIMIT,
            _OFFSET,
        ),
        "Resource",
        answering.resource,
        (400, 404),
    ),
    Endpoint(
        "get",
        "/api/v1/attribute",
        "One attribute",
        "Everything known about one attribute: its facts, its equivalents with their evidence, its"
        " history.",
        (
            Parameter(
                "resource", "The resource, by any of its names.", GROUP, required=True, longest=400
            ),
            Parameter(
                "attribute",
                "The path of the attribute.",
                "ConfigurationEndPoint.Address",
                required=True,
                longest=1000,
            ),
            _FROM,
        ),
        "Attribute",
        answering.attribute,
        (400, 404),
    ),
    Endpoint(
        "get",
        "/api/v1/search",
        "Search",
        "Resources and attributes by words. Hits in a resource's name come first, then paths, then"
        " descriptions; curated mappings come before derived ones.",
        (
            Parameter("q", "The words.", "configuration endpoint", required=True, longest=400),
            Parameter("system", "Look in one system only.", "pulumi", choices=SYSTEMS),
            _LIMIT,
            _OFFSET,
        ),
        "Search",
        answering.search,
        (400, 429),
    ),
    Endpoint(
        "post",
        "/api/v1/check",
        "Check a program or template",
        "Attributes that do not exist in a program or template of at most"
        f" {limits.LONGEST_SOURCE:,} bytes, and what to write instead.",
        (
            Parameter(
                "filename",
                "The file's name; its extension determines the language.",
                "template.yaml",
                required=True,
                longest=200,
            ),
        ),
        "Check",
        answering.check,
        (400, 413, 415, 429),
        {"text/plain": "Source"},
        limits.CHECK_SECONDS,
    ),
    Endpoint(
        "get",
        "/api/v1/history",
        "History of other versions",
        "Attributes that a version of the tool added or removed, and what to write instead.",
        (
            Parameter("resource", "Only this resource, by any of its names.", GROUP, longest=400),
            Parameter("system", "Only this system.", "terraform", choices=SYSTEMS),
            _LIMIT,
            _OFFSET,
        ),
        "History",
        answering.history,
        (400, 404),
    ),
    Endpoint(
        "get",
        "/api/v1/health",
        "Whether the process is alive",
        "Answers as long as the process does.",
        (),
        "Health",
        answering.health,
        (),
    ),
    Endpoint(
        "get",
        "/api/v1/ready",
        "Whether it can answer",
        "Reads one row of the build that is served.",
        (),
        "Health",
        answering.ready,
        (503,),
    ),
)
