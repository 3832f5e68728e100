"""The parameters of an endpoint. They are declared once, for reading requests and for the OpenAPI
document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from iac_crosswalk.web import limits
from iac_crosswalk.web.errors import Problem


@dataclass(frozen=True)
class Parameter:
    """One parameter of the query string. `many`: it may be repeated."""

    name: str
    description: str
    example: str = ""
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    default: int | None = None
    longest: int = limits.LONGEST_QUESTION

    def schema(self) -> dict[str, Any]:
        """The parameter's JSON Schema."""
        if self.minimum is not None:
            bounds = {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}
            return bounds if self.default is None else {**bounds, "default": self.default}
        item: dict[str, Any] = (
            {"type": "string", "enum": [*self.choices, ""]}
            if self.choices
            else {"type": "string", "maxLength": self.longest}
        )
        if self.required:
            item["minLength"] = 1
        return {"type": "array", "items": item, "maxItems": 20} if self.many else item


def read(query: str, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values of a query string by name: text, a number, or a list. Raises Problem for an
    unknown, missing or out-of-bounds parameter.
    """
    names = {parameter.name: parameter for parameter in parameters}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        raise _bad(
            "the parameters are not UTF-8 text, or too many", "percent-encode them as UTF-8"
        ) from None
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in names:
            raise Problem(
                400,
                "unknown-parameter",
                f"unknown parameter `{name[:60]}`",
                f"use {', '.join(names)}" if names else "this endpoint has no parameters",
            )
        values.setdefault(name, []).append(value)
    return {
        parameter.name: _value(parameter, values.get(parameter.name, []))
        for parameter in parameters
    }


def _value(parameter: Parameter, values: list[str]) -> Any:
    name = parameter.name
    filled = [value for value in values if value.strip()]
    if parameter.required and not filled:
        raise Problem(
            400, "missing-parameter", f"give `{name}`", f"for example {name}={parameter.example}"
        )
    if len(filled) > (20 if parameter.many else 1):
        raise _bad(
            f"`{name}` is given {len(filled)} times",
            f"give it {'at most 20 times' if parameter.many else 'once'}",
        )
    for value in values:
        if len(value) > parameter.longest:
            raise _bad(f"`{name}` is longer than {parameter.longest:,} characters", "shorten it")
        if "\0" in value:
            raise _bad(f"`{name}` contains a zero byte", "remove it")
        if parameter.choices and value.strip() and value not in parameter.choices:
            several = parameter.many and "," in value
            raise _bad(
                f"`{value[:60]}` is not a {'system' if name in ('from', 'to', 'system') else name}",
                (
                    "repeat it for several:"
                    f" {name}={parameter.choices[0]}&{name}={parameter.choices[1]}"
                    if several
                    else f"use one of {', '.join(parameter.choices)}"
                ),
            )
    if parameter.minimum is not None:
        return _number(parameter, values)
    if parameter.many:
        return filled
    return filled[0] if filled else None


def _number(parameter: Parameter, values: list[str]) -> int | None:
    if not values:
        return parameter.default
    text = values[0]
    least, most = parameter.minimum or 0, parameter.maximum or 0
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or not least <= int(text) <= most:
        raise _bad(
            f"`{parameter.name}` is not a whole number from {least:,} to {most:,}",
            f"for example {parameter.name}={parameter.default}",
        )
    return int(text)


def _bad(message: str, hint: str) -> Problem:
    return Problem(400, "bad-parameter", message, hint)
