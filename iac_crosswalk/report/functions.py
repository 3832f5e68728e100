"""Intrinsic functions, and pseudo parameters without a data source, with what one writes in
Terraform and in Pulumi's Python. The others are pseudo resources of the knowledge base.
"""

from __future__ import annotations

from typing import NamedTuple


class Function(NamedTuple):
    """The counterparts of an intrinsic function, with notes for the reader."""

    terraform: str | None
    pulumi: str | None
    note: str | None = None
    pulumi_note: str | None = None
    """Where Pulumi's differs."""


FUNCTIONS: dict[str, Function] = {
    "AWS::NoValue": Function("null", "None", "A property with this value counts as not given."),
    "AWS::StackName": Function(
        "var.stack_name",
        "pulumi.get_stack()",
        "Terraform has no stack: declare a variable for its name, or take terraform.workspace.",
        "In Pulumi it is the name of Pulumi's own stack.",
    ),
    "Fn::Base64": Function(
        "base64encode(TEXT)",
        "base64.b64encode(TEXT.encode()).decode()",
        "Many arguments, such as user_data of an instance, take the text itself.",
    ),
    "Fn::Cidr": Function(
        "cidrsubnets(BLOCK, BITS, …)",
        "ipaddress.ip_network(BLOCK).subnets(new_prefix=LENGTH)",
        "Fn::Cidr takes the number of subnets and their host bits; cidrsubnets takes for each"
        " subnet the bits by which its prefix is longer: 32 - host bits - the length of the block's"
        " prefix.",
    ),
    "Fn::FindInMap": Function("local.MAP[KEY][NAME]", "MAP[KEY][NAME]"),
    "Fn::If": Function("CONDITION ? THEN : ELSE", "THEN if CONDITION else ELSE"),
    "Fn::Join": Function(
        "join(SEPARATOR, LIST)", "pulumi.Output.all(…).apply(lambda each: SEPARATOR.join(each))"
    ),
    "Fn::Length": Function("length(LIST)", "len(LIST)"),
    "Fn::Select": Function("LIST[INDEX]", "LIST[INDEX]"),
    "Fn::Split": Function(
        "split(SEPARATOR, TEXT)",
        "TEXT.split(SEPARATOR)",
        pulumi_note="Of an output: inside apply.",
    ),
    "Fn::Sub": Function('"…${NAME}…"', 'pulumi.Output.format("…{name}…", name=NAME)'),
    "Fn::ToJsonString": Function("jsonencode(VALUE)", "pulumi.Output.json_dumps(VALUE)"),
    "Fn::And": Function("A && B", "A and B"),
    "Fn::Equals": Function("A == B", "A == B"),
    "Fn::Not": Function("!A", "not A"),
    "Fn::Or": Function("A || B", "A or B"),
}


def counterpart(name: str, to: str) -> tuple[str | None, str | None]:
    """(what to write, note) of a function; (None, None) where none is known."""
    found = FUNCTIONS.get(name)
    if found is None:
        return None, None
    if to == "terraform":
        return found.terraform, found.note
    return found.pulumi, found.pulumi_note or found.note
