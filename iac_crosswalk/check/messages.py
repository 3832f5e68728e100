"""The message of each rule, the same in every language: a sentence that states the problem, without
a full stop at its end.
"""

from __future__ import annotations


def unknown_resource(name: str, edition: str, kind: str = "resource type", twin: str = "") -> str:
    """A type that does not exist. `edition`: the source that was searched, `cfn-lint 1.58.0`;
    `twin`: the kind of another thing with that name.
    """
    also = f"; there is a {twin} of that name" if twin else ""
    return f"unknown {kind} `{name}` (not in {edition}){also}"


def retired_resource(name: str, service: str, since: str) -> str:
    """A type of a service that is shut down. It cannot be created any more."""
    return f"`{name}` belongs to {service}, which AWS shut down on {since}; remove it"


def undeclared(name: str) -> str:
    """A name that the file does not declare."""
    return f"`{name}` is not declared in this file"


def unknown_attribute(path: str, title: str) -> str:
    """An attribute is read that does not exist."""
    return f"`{title}` has no attribute `{path}`"


def no_member(name: str, call: str) -> str:
    """A member is read that the answer of a call does not have."""
    return f"the answer of `{call}` has no member `{name}`"


def unknown_argument(path: str, title: str, argument: str) -> str:
    """An argument is given that does not exist. `argument`: the language's word for it."""
    return f"`{title}` has no {argument} `{path}`"


def beside_properties(name: str, title: str, property: bool) -> str:
    """A key of a resource that CloudFormation does not know. `property`: whether the type has a
    property of that name.
    """
    belongs = "; it belongs in Properties" if property else ""
    return f"`{title}` has no key `{name}` beside Properties{belongs}"


def output_only(path: str, title: str) -> str:
    """A read-only attribute is given."""
    return f"`{path}` of `{title}` is read-only"


def ignored_output(path: str, title: str) -> str:
    """A read-only attribute in ignore_changes. No configuration has a value for it."""
    return f"`{path}` of `{title}` is read-only: ignoring its changes has no effect"


def write_only(path: str, title: str) -> str:
    """An argument is read whose value is not kept."""
    return f"`{path}` of `{title}` is write-only: its value is always null"


def deprecated(name: str, title: str, text: str) -> str:
    """A deprecated name, and the recommendation of its source. `title`: the type that it is an
    attribute of; "" for a type.
    """
    from iac_crosswalk.answers.words import deprecated_text  # few programs need it

    subject = f"`{name}` of `{title}`" if title else f"`{name}`"
    return f"{subject} is {deprecated_text(text).rstrip('.')}"


def is_block(path: str, title: str) -> str:
    """A block is given like an argument, with an equals sign."""
    return (
        f"`{path}` of `{title}` is a block; write it as `{path.rpartition('.')[2]} {{ … }}`,"
        " without `=`"
    )


def is_argument(path: str, title: str, holds_several: bool) -> str:
    """An argument is given like a block, without an equals sign. `holds_several`: the content of
    the block may be its value.
    """
    advice = f"; write it as `{path.rpartition('.')[2]} = …`" if holds_several else ""
    return f"`{path}` of `{title}` is an argument, not a block{advice}"


def not_gettable(path: str, title: str, why: str = "") -> str:
    """A property that Fn::GetAtt does not return."""
    return f"Fn::GetAtt does not return `{path}` of `{title}`{why}"


def with_history(message: str, history: str | None) -> str:
    """A message, with the history of the name: `aws_eip` has no argument `vpc`: `vpc` was removed
    in provider 6.0; use `domain`.
    """
    return f"{message}: {history}" if history else message


def with_place(message: str, place: str) -> str:
    """A message, with another place that has the name: `aws_secretsmanager_secret` has no attribute
    `secret_string`; the data source … has it.
    """
    return f"{message}; {place}"


IN_A_LIST = ", which is in a list"
NO_OUTPUT_NAMED = ": name one of its outputs (`Outputs.NAME`)"
