"""Parameters of a template as Terraform's variables and Pulumi's configuration."""

from __future__ import annotations

from iac_crosswalk.programs.cloudformation.stack import Named
from iac_crosswalk.programs.nodes import Scalar, Sequence
from iac_crosswalk.report.expressions import Writer, text
from iac_crosswalk.report.labels import name_of, variable_of
from iac_crosswalk.report.worksheet import Thing

STORED = "AWS::SSM::Parameter::Value<"
"""Types begin so whose parameters hold the name of a parameter of Systems Manager."""
LISTS = ("List<", "CommaDelimitedList")


def parameter(each: Named, write: Writer) -> Thing:
    """A parameter, and what declares it in the target system."""
    kind, default = each.text("Type") or "String", each.text("Default")
    about = [kind]
    about += [f"default {default or chr(34) * 2}"] if default is not None else ["no default"]
    about += ["NoEcho"] if _is_true(each.text("NoEcho")) else []
    allowed = _items(each, "AllowedValues")
    about += [f"one of {', '.join(allowed)}"] if allowed else []
    pattern = each.text("AllowedPattern")
    about += [f"matches {pattern}"] if pattern else []
    about += [f"{key} {found}" for key in _BOUNDS if (found := each.text(key))]
    thing = (
        _terraform(each, kind, default, write)
        if write.to == "terraform"
        else _pulumi(each, kind, default, write)
    )
    thing.about, thing.line = ", ".join(about), each.line
    return thing


_BOUNDS = {
    "MinLength": "have at least {} characters",
    "MaxLength": "have at most {} characters",
    "MinValue": "be at least {}",
    "MaxValue": "be at most {}",
}
_SHOWN = 8
"""Allowed values that a message names."""


def _terraform(each: Named, kind: str, default: str | None, write: Writer) -> Thing:
    own = variable_of(each.name, "terraform")
    stored, is_list = kind.startswith(STORED), any(sign in kind for sign in LISTS)
    if stored:
        name = text(default, "terraform") if default is not None else f"var.{own}"
        lines = [f"name = {name}"]
        value = f"data.aws_ssm_parameter.{own}.value"
        note = f"The value is {value}" + (f': split(",", {value}).' if is_list else ".")
        return Thing(each.name, "", f'data "aws_ssm_parameter" "{own}"', lines, note)
    number = kind in ("Number", "List<Number>")
    plain = "number" if number else "string"
    lines = [f"type = list({plain})" if is_list else f"type = {plain}"]
    description = each.text("Description")
    if description:
        lines.append(f"description = {text(' '.join(description.split()), 'terraform')}")
    if default is not None:
        values = [_literal(item.strip(), number) for item in default.split(",")]
        default_value = (
            f"[{', '.join(values)}]" if is_list and default else _literal(default, number)
        )
        lines.append(f"default = {'[]' if is_list and not default else default_value}")
    lines += ["sensitive = true"] if _is_true(each.text("NoEcho")) else []
    tests = _tests(each, own, number, is_list)
    lines += [f"validation: {test}" for test in tests]
    if tests:
        message = each.text("ConstraintDescription") or _message(each, is_list)
        lines.append(f"error_message = {text(' '.join(message.split()), 'terraform')}")
    several = "Each validation is a block with this error_message."
    return Thing(each.name, "", f'variable "{own}"', lines, several if len(tests) > 1 else None)


def _message(each: Named, is_list: bool) -> str:
    """The error message of a validation that has none in the template: Terraform requires one."""
    allowed, pattern = _items(each, "AllowedValues"), each.text("AllowedPattern")
    values = ", ".join(allowed) if len(allowed) <= _SHOWN else "the allowed values"
    verb = "hold only" if is_list else "be one of"
    parts = [f"{verb} {values}"] if allowed else []
    if not is_list:
        parts += [f"match {pattern}"] if pattern else []
        parts += [
            words.format(found) for key, words in _BOUNDS.items() if (found := each.text(key))
        ]
    return f"{each.name} must {' and '.join(parts)}."


def _literal(value: str, number: bool) -> str:
    plain = number and value.lstrip("-").replace(".", "", 1).isdigit()
    return value if plain else text(value, "terraform")


def _tests(each: Named, own: str, number: bool, is_list: bool) -> list[str]:
    """The conditions of validation blocks."""
    var, tests = f"var.{own}", []
    allowed = _items(each, "AllowedValues")
    if allowed:
        values = f"[{', '.join(_literal(value, number) for value in allowed)}]"
        tests.append(
            f"alltrue([for each in {var} : contains({values}, each)])"
            if is_list
            else f"contains({values}, {var})"
        )
    pattern = each.text("AllowedPattern")
    if pattern and not is_list:  # CloudFormation's pattern has to match the whole value
        tests.append(f"can(regex({text(f'^(?:{pattern})$', 'terraform')}, {var}))")
    for key, sign in zip(_BOUNDS, (">=", "<=", ">=", "<="), strict=True):
        bound = each.text(key)
        if bound and not is_list:
            subject = f"length({var})" if key.endswith("Length") else var
            tests.append(f"{subject} {sign} {bound}")
    return tests


def _pulumi(each: Named, kind: str, default: str | None, write: Writer) -> Thing:
    own = name_of(each.name, "pulumi") or each.name
    is_list = any(sign in kind for sign in LISTS)
    if kind.startswith(STORED):
        name = text(default, "pulumi") if default is not None else f'config.require("{each.name}")'
        note = f"The value is {own}.value" + ('.split(",").' if is_list else ".")
        return Thing(each.name, "", f"{own} = aws.ssm.get_parameter(name={name})", [], note)
    form = "_float" if kind == "Number" else ""
    form = "_object" if is_list else form
    secret = "_secret" if _is_true(each.text("NoEcho")) else ""
    call = "get" if default is not None else "require"
    there = f'{own} = config.{call}{secret}{form}("{each.name}")'
    lines = []
    if default is not None:
        lines.append(f"{_default(default, kind, is_list)} where it is None")
    allowed = _items(each, "AllowedValues")
    if allowed:
        lines.append(f"check: in [{', '.join(text(value, 'pulumi') for value in allowed)}]")
    if pattern := each.text("AllowedPattern"):
        lines.append(f"check: re.fullmatch({text(pattern, 'pulumi')}, {own})")
    lines += [f"check: {key} {found}" for key in _BOUNDS if (found := each.text(key))]
    return Thing(each.name, "", there, lines)


def _default(default: str, kind: str, is_list: bool) -> str:
    """The default of a parameter in Pulumi's Python."""
    if is_list:
        items = [text(item.strip(), "pulumi") for item in default.split(",")] if default else []
        return f"[{', '.join(items)}]"
    return default if kind == "Number" and default else text(default, "pulumi")


def _items(each: Named, key: str) -> list[str]:
    found = each.member(key)
    items = found.items if isinstance(found, Sequence) else []
    return [item.text for item in items if isinstance(item, Scalar)]


def _is_true(value: str | None) -> bool:
    return (value or "").lower() == "true"
