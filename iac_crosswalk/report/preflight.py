"""The OPTIONS methods that SAM adds to an API with Cors, in Terraform."""

from __future__ import annotations

from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping, Node
from iac_crosswalk.report.events import Owner
from iac_crosswalk.report.expressions import text
from iac_crosswalk.report.labels import address
from iac_crosswalk.report.worksheet import Required, Target, new_part

_HEADERS = {
    "AllowHeaders": "Headers",
    "AllowMethods": "Methods",
    "AllowOrigin": "Origin",
    "AllowCredentials": "Credentials",
    "MaxAge": "Max-Age",
}
"""Key of Cors → the end of the header."""


def preflight(owner: Owner) -> list[Target]:
    """For each path of the API: a method OPTIONS, which a MOCK integration answers."""
    cors = owner.given("Cors")
    if cors is None or owner.has_body(None):
        return []
    targets = []
    for path, methods in owner.apis.methods.get(owner.resource.name, {}).items():
        if "OPTIONS" in methods or "ANY" in methods:
            continue
        name = path.removesuffix(".root_resource_id").removesuffix(".id").rpartition(".")[2]
        targets += _options(f"{name}_options", path, _values(owner, cors, methods), owner)
    deployed = owner.apis.integrations.setdefault(owner.resource.name, [])
    deployed += [each.address for each in targets if each.address]
    return targets


def _values(owner: Owner, cors: Node, methods: list[str]) -> dict[str, str]:
    """Header → value, as API Gateway takes it: in single quotes."""
    if not isinstance(cors, Mapping) or call(cors) is not None:
        found = {"Origin": owner.write.value(cors) or "…"}
    else:
        found = {
            header: owner.write.value(node) or "…"
            for key, header in _HEADERS.items()
            if (node := cors.get(key)) is not None
        }
    if "Methods" not in found:
        found["Methods"] = text(f"'{','.join(sorted({*methods, 'OPTIONS'}))}'", "terraform")
    return found


def _options(name: str, path: str, values: dict[str, str], owner: Owner) -> list[Target]:
    method = address("aws_api_gateway_method", name)
    response = address("aws_api_gateway_method_response", name)
    place = [
        Required("rest_api_id", f"{owner.address}.id"),
        Required("resource_id", path),
        Required("http_method", f"{method}.http_method"),
    ]
    headers = {
        f'"method.response.header.Access-Control-{"" if name == "Max-Age" else "Allow-"}{name}"': v
        for name, v in values.items()
    }
    declared = ", ".join(f"{key} = true" for key in headers)
    sent = ", ".join(f"{key} = {value}" for key, value in headers.items())
    status = Required("status_code", '"200"')
    template = '{ "application/json" = "{\\"statusCode\\": 200}" }'
    return [
        _target(
            "aws_api_gateway_method",
            name,
            [
                *place[:2],
                Required("http_method", '"OPTIONS"'),
                Required("authorization", '"NONE"'),
            ],
        ),
        _target(
            "aws_api_gateway_integration",
            name,
            [*place, Required("type", '"MOCK"'), Required("request_templates", template)],
        ),
        _target(
            "aws_api_gateway_method_response",
            name,
            [*place, status, Required("response_parameters", f"{{ {declared} }}")],
        ),
        _target(
            "aws_api_gateway_integration_response",
            name,
            [
                *place,
                Required("status_code", f"{response}.status_code"),
                Required("response_parameters", f"{{ {sent} }}"),
                Required("depends_on", f"[{address('aws_api_gateway_integration', name)}]"),
            ],
        ),
    ]


def _target(kind: str, name: str, required: list[Required]) -> Target:
    note = "SAM adds OPTIONS to each path for Cors." if kind == "aws_api_gateway_method" else None
    return new_part(kind, address(kind, name), required, note, lands=["Cors"])
