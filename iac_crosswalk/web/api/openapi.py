"""The OpenAPI 3.1 document: generated from the endpoints, with the schemas of the answers here."""

from __future__ import annotations

from functools import cache
from typing import Any

from iac_crosswalk import __version__
from iac_crosswalk.vocabulary import ORIGINS, RELATIONS, SYSTEMS
from iac_crosswalk.web import limits
from iac_crosswalk.web.api.endpoints import ENDPOINTS, Endpoint
from iac_crosswalk.web.api.parameters import Parameter
from iac_crosswalk.web.snapshot import Snapshot

_ERRORS = {
    400: "A parameter or the body is invalid.",
    404: "The resource or attribute does not exist; the nearest names are offered.",
    413: "The body is too large.",
    415: "The Content-Type of the body is not supported.",
    429: "Too many requests at a time; see Retry-After.",
    503: "The server is busy, or the request took too long.",
}


def _object(
    properties: dict[str, Any], required: tuple[str, ...] | None = None, more: bool = True
) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": more,
    }


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT, _MAYBE, _COUNT, _FLAG = (
    {"type": "string"},
    {"type": ["string", "null"]},
    {"type": "integer", "minimum": 0},
    {"type": "boolean"},
)
_CONFIDENCE = {"type": "number", "minimum": 0, "maximum": 1}
_SYSTEM = {"type": "string", "enum": list(SYSTEMS)}
_MAYBE_FLAG = {"type": ["boolean", "null"]}
_MAYBE_COUNT = {"type": ["integer", "null"]}
_PAGE = {
    "total": _COUNT,
    "offset": _COUNT,
    "more": _COUNT,
    "next_offset": _MAYBE_COUNT,
    "narrow": _MAYBE,
}
_FACTS = {
    "path": _TEXT,
    "type": _TEXT,
    "description": _TEXT,
    "is_input": _FLAG,
    "is_output": _FLAG,
    "gettable": _MAYBE_FLAG,
    "required": _FLAG,
    "computed": _FLAG,
    "create_only": _FLAG,
    "write_only": _FLAG,
    "deprecated": _MAYBE,
    "allowed": {},
}
_WHERE = {"system": _SYSTEM, "resource": _TEXT, "attribute": _MAYBE, "address": _TEXT}
_MAYBE_PITFALL = {"anyOf": [_ref("Pitfall"), {"type": "null"}]}
_LINES = {
    "description": (
        "A JSON object a line; a line that is anything else is answered with `bad-question`. An"
        " answer has the keys of Translation without `build`."
    )
}

SCHEMAS: dict[str, Any] = {
    "Error": _object({"error": _object({"code": _TEXT, "message": _TEXT, "hint": _TEXT})}),
    "Miss": {
        "description": (
            "An error about a name that does not exist, or a text that cannot be read, with the"
            " names that do exist."
        ),
        "allOf": [
            _ref("Error"),
            _object(
                {
                    "suggestions": _list(_ref("Name")),
                    "pitfall": _MAYBE_PITFALL,
                    "history": _ref("Past"),
                    "targets": _list(_ref("Target")),
                },
                (),
            ),
        ],
    },
    "Query": _object(
        {"system": _MAYBE, "resource": _MAYBE, "attribute": _MAYBE, "address": _TEXT},
        ("system", "resource", "attribute"),
    ),
    "Answer": _object(
        {
            "resource": _TEXT,
            "attribute": _MAYBE,
            "expression": _MAYBE,
            "relation": {"type": "string", "enum": list(RELATIONS)},
            "when": _MAYBE,
            "transform": _MAYBE,
            "origin": {"type": "string", "enum": list(ORIGINS)},
            "confidence": _CONFIDENCE,
            "note": _MAYBE,
            "address": _TEXT,
        }
    ),
    "Candidate": _object(
        {"resource": _TEXT, "attribute": _TEXT, "confidence": _CONFIDENCE, "address": _TEXT}
    ),
    "Target": _object(
        {
            "system": _SYSTEM,
            "status": {"type": "string", "enum": ["equivalent", "no-equivalent", "unmapped"]},
            "answers": _list(_ref("Answer")),
            "reason": _TEXT,
            "candidates": _list(_ref("Candidate")),
            "more": _COUNT,
            "narrow": _TEXT,
        },
        ("system", "status", "answers"),
    ),
    "Name": _object(
        {"resource": _TEXT, "attribute": _MAYBE, "address": _TEXT}, ("resource", "address")
    ),
    "Pitfall": _object(
        {
            "wrong": _TEXT,
            "why": _TEXT,
            "seen": _MAYBE,
            "instead": _list(_TEXT),
            "ways": _list(_ref("Name")),
        }
    ),
    "Past": _object({"text": _TEXT, "instead": _list(_ref("Name"))}),
    "Translation": _object(
        {
            "query": _ref("Query"),
            "status": {
                "type": "string",
                "enum": ["ok", "unknown-attribute", "unknown-resource", "bad-question"],
            },
            "targets": _list(_ref("Target")),
            "suggestions": _list(_ref("Name")),
            "pitfall": _MAYBE_PITFALL,
            "versions": {"type": "object"},
            "build": _TEXT,
        }
    ),
    "TranslationLines": _LINES,
    "QuestionLines": _LINES,
    "Source": _TEXT,
    "Resource": _object(
        {
            "system": _SYSTEM,
            "resource": _TEXT,
            "address": _TEXT,
            "kind": _TEXT,
            "service": _TEXT,
            "description": _TEXT,
            "deprecated": _MAYBE,
            "documentation_url": _MAYBE,
            "equivalents": _list(
                _object(
                    {
                        "system": _SYSTEM,
                        "resource": _MAYBE,
                        "relation": _TEXT,
                        "role": _MAYBE,
                        "when": _MAYBE,
                        "origin": _TEXT,
                        "confidence": _CONFIDENCE,
                        "note": _MAYBE,
                        "address": _MAYBE,
                    }
                )
            ),
            "pitfalls": _list(_ref("Pitfall")),
            **_PAGE,
            "attributes": _list(
                _object({**_FACTS, "address": _TEXT, "targets": _list(_ref("Target"))})
            ),
            "versions": {"type": "object"},
            "build": _TEXT,
        }
    ),
    "Attribute": {
        "allOf": [
            _ref("Translation"),
            _object({"attribute": _object(_FACTS), "history": _list({"type": "object"})}),
        ]
    },
    "Search": _object(
        {
            "query": _TEXT,
            "suggestions": _list(_TEXT),
            **_PAGE,
            "results": _list(
                _object({**_WHERE, "description": _TEXT, "counterparts": _list(_object(_WHERE))})
            ),
            "build": _TEXT,
        }
    ),
    "Check": _object(
        {
            "filename": _TEXT,
            "read": _FLAG,
            "total": _COUNT,
            "more": _COUNT,
            "narrow": _MAYBE,
            "findings": _list({"type": "object"}),
            "build": _TEXT,
        }
    ),
    "History": _object({**_PAGE, "changes": _list({"type": "object"}), "build": _TEXT}),
    "Health": _object({"status": {"const": "ok"}, "build": _TEXT}),
    "OpenAPI": {"type": "object"},
}


def _answer(snapshot: Snapshot, values: dict[str, Any]) -> dict[str, Any]:
    return dict(document())


EVERY = (
    *ENDPOINTS,
    Endpoint(
        "get", "/api/v1/openapi.json", "This document", "OpenAPI 3.1.", (), "OpenAPI", _answer, ()
    ),
)
"""The endpoints, and the document itself."""


@cache
def document() -> dict[str, Any]:
    """The document."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in EVERY:
        paths.setdefault(endpoint.path, {})[endpoint.method] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "iac-crosswalk",
            "version": __version__,
            "description": (
                "What an AWS attribute of one infrastructure tool is called in another. v1 is"
                " stable: keys may be added, but none is renamed or removed. A v2 would be served"
                " beside v1 for at least a year."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    description: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": parameter.schema(),
    }
    if parameter.example:
        is_number = parameter.minimum is not None and not parameter.many
        example = int(parameter.example) if is_number else parameter.example
        description["example"] = [example] if parameter.many else example
    return description


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    kind = "application/x-ndjson" if endpoint.answer == "TranslationLines" else "application/json"
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {kind: {"schema": _ref(endpoint.answer)}}}
    }
    for status in sorted({*endpoint.statuses, 400, 503}):
        schema = _ref("Miss" if status in (400, 404) else "Error")
        responses[str(status)] = {
            "description": _ERRORS[status],
            "content": {"application/json": {"schema": schema}},
        }
    operation: dict[str, Any] = {
        "operationId": f"{endpoint.method}_{endpoint.path.rpartition('/')[2].replace('.', '_')}",
        "summary": endpoint.summary,
        "description": endpoint.description,
        "parameters": [_parameter(each) for each in endpoint.parameters],
        "responses": responses,
    }
    if endpoint.body:
        operation["requestBody"] = {
            "required": True,
            "description": (
                "At most"
                f" {limits.LARGEST_BATCH if endpoint.call is None else limits.LONGEST_SOURCE:,}"
                " bytes."
            ),
            "content": {kind: {"schema": _ref(name)} for kind, name in endpoint.body.items()},
        }
    return operation
