"""Programs that fall into a pitfall: the wrong name is given, and read, in each system."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class Name(NamedTuple):
    """One name of a path; `listed` where it is followed by `[]` or an index."""

    text: str
    listed: bool


class Program(NamedTuple):
    """A file that holds the mistake: its name, which decides the language, and its text."""

    file: str
    text: str


def names(path: str) -> list[Name]:
    """The names of a path of the schema: `A.B[].C` → A, B (a list), C."""
    return [Name(each.split("[")[0], "[" in each) for each in path.split(".")]


def programs(resource: dict[str, Any], wrong: str) -> Iterator[Program]:
    """What people would write in the resource's own system to set `wrong`, and to read it."""
    path = names(wrong)
    match resource["system"]:
        case "cloudformation":
            yield from _cloudformation(resource["name"], path, wrong)
        case "terraform":
            yield from _terraform(resource["name"], path)
        case "pulumi":
            yield from _pulumi(resource["python"], path)
        case "cdk":
            yield from _cdk(resource["name"], path)
        case "boto3":
            yield from _boto3(resource["name"], resource["call"], path)


def _nested(path: list[Name], value: Any) -> Any:
    for name in reversed(path):
        value = {name.text: [value] if name.listed else value}
    return value


def _cloudformation(type_: str, path: list[Name], wrong: str) -> Iterator[Program]:
    def template(resource: dict[str, Any], **more: Any) -> Program:
        return Program("template.json", json.dumps({"Resources": {"Thing": resource}} | more))

    yield template({"Type": type_, "Properties": _nested(path, "x")})
    value = {"Fn::GetAtt": ["Thing", wrong]}
    yield template({"Type": type_}, Outputs={"Out": {"Value": value}})


def _terraform(name: str, path: list[Name]) -> Iterator[Program]:
    kind, type_ = ("data", name[5:]) if name.startswith("data.") else ("resource", name)
    *around, last = path
    block = f'{last.text} = "x"' if not last.listed else f"{last.text} {{\n}}"
    for each in reversed(around):
        block = f"{each.text} {{\n{block}\n}}"
    yield Program("main.tf", f'{kind} "{type_}" "thing" {{\n{block}\n}}\n')
    address = f"data.{type_}.thing" if kind == "data" else f"{type_}.thing"
    read = "".join(f".{each.text}[0]" if each.listed else f".{each.text}" for each in path)
    yield Program(
        "main.tf",
        f'{kind} "{type_}" "thing" {{\n}}\noutput "out" {{\n  value = {address}{read}\n}}\n',
    )


def _subscripts(path: list[Name]) -> str:
    return "".join(f".{each.text}[0]" if each.listed else f".{each.text}" for each in path)


def _argument(path: list[Name]) -> str:
    return f"{path[0].text}={_literal(path[0], path[1:])}"


def _literal(name: Name, below: list[Name]) -> str:
    inside = f'{{"{below[0].text}": {_literal(below[0], below[1:])}}}' if below else '"x"'
    return f"[{inside}]" if name.listed else inside


def _pulumi(python: str, path: list[Name]) -> Iterator[Program]:
    thing = f"aws.{python.removeprefix('pulumi_aws.')}"
    given = [] if python.rpartition(".")[2].startswith("get_") else ['"thing"']
    head = "import pulumi_aws as aws\n"
    arguments = ", ".join([*given, _argument(path)])
    yield Program("__main__.py", f"{head}thing = {thing}({arguments})\n")
    yield Program(
        "__main__.py",
        f"{head}thing = {thing}({', '.join(given)})\nprint(thing{_subscripts(path)})\n",
    )


def _cdk(name: str, path: list[Name]) -> Iterator[Program]:
    module, class_ = name.split(".")
    head = f"from aws_cdk import {module}\n"
    yield Program("app.py", f'{head}thing = {module}.{class_}(None, "thing", {_argument(path)})\n')
    yield Program(
        "app.py",
        f'{head}thing = {module}.{class_}(None, "thing")\nprint(thing{_subscripts(path)})\n',
    )


def _boto3(name: str, call: str, path: list[Name]) -> Iterator[Program]:
    client = name.split(".")[0]
    head = f'import boto3\nclient = boto3.client("{client}")\n'
    operation, _, found = call.partition(":")
    inside = "".join(
        f'["{each.text}"]' + ("[0]" if each.listed else "")
        for each in [*names(found.split(";")[0]), *path]
        if each.text
    )
    yield Program("script.py", f"{head}print(client.{operation}(){inside})\n")
