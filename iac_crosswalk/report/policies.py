"""`Policies` of SAM's functions and state machines, as policies of the role that SAM makes. A
policy template is written out as its statements (`policy_templates.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from iac_crosswalk.programs import nodes
from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence
from iac_crosswalk.report.apis import plain
from iac_crosswalk.report.events import Owner
from iac_crosswalk.report.expressions import Writer, choice_of, text
from iac_crosswalk.report.labels import address
from iac_crosswalk.report.shown import shown
from iac_crosswalk.report.worksheet import Required, Sheet, Target, new_part

_FILE = Path(__file__).with_name("policy_templates.yaml")
_PARAMETER = re.compile(r"\$\{([^}]+)\}")


@cache
def templates() -> dict[str, Node]:
    """Name of a policy template → its statements."""
    (found,) = nodes.read(_FILE.read_bytes())
    return {key.text: value for key, value in found.pairs} if isinstance(found, Mapping) else {}


def policies(sheet: Sheet, owner: Owner) -> list[Target]:
    """The policies and attachments of what `Policies` gives."""
    policies_node = owner.given("Policies")
    if policies_node is None or shown("Role is given", owner.resource, {"Role"}) is True:
        return []
    items = [policies_node]
    if isinstance(policies_node, Sequence) and policies_node.tag is None:
        items = policies_node.items
    targets = [
        target
        for index, item in enumerate(items)
        for target in _item(item, f"{owner.resource.called}_RolePolicy_{index}", owner)
    ]
    for each in targets:
        each.lands = ["Policies"]
    return targets


def _item(item: Node, name: str, owner: Owner) -> Iterator[Target]:
    if isinstance(item, Mapping) and call(item) is None:
        if item.get("Statement") is not None:
            yield _policy(name, owner, owner.write.value(item))
            return
        for key, value in item.pairs:
            statements = templates().get(key.text)
            document = _statements(statements, value, owner.write) if statements else None
            yield _policy(name, owner, document, f"The policy template {key.text} of SAM.")
        return
    if chosen := choice_of(item):
        local = owner.write.local(chosen.test.text)
        for index, branch in enumerate(chosen[1:]):
            if owner.write.value(branch) != "null":
                for target in _item(branch, f"{name}_{index}", owner):
                    target.note = " ".join(
                        each for each in (f"Where {'!' * index}{local}.", target.note) if each
                    )
                    yield target
        return
    found = owner.write.value(item)
    own = plain(item)
    if own is not None and not own.startswith("arn:"):
        partition = "${data.aws_partition.partition.partition}"
        found = f'"arn:{partition}:iam::aws:policy/{text(own, "terraform")[1:-1]}"'
    yield _part(
        "aws_iam_role_policy_attachment",
        name,
        owner,
        Required("policy_arn", found),
        "The ARN of a managed policy may have a path: service-role/." if own else None,
    )


def _policy(name: str, owner: Owner, document: str | None, note: str | None = None) -> Target:
    value = f"jsonencode({document})" if document else None
    return _part("aws_iam_role_policy", name, owner, Required("policy", value), note)


def _part(kind: str, name: str, owner: Owner, argument: Required, note: str | None) -> Target:
    role = address("aws_iam_role", f"{owner.resource.called}_Role")
    return new_part(kind, address(kind, name), [Required("role", f"{role}.name"), argument], note)


def _statements(statements: Node, parameters: Node, write: Writer) -> str | None:
    """A policy document in Terraform; None where a parameter cannot be written."""

    def value(node: Node) -> str:
        if isinstance(node, Sequence):
            return f"[{', '.join(map(value, node.items))}]"
        if isinstance(node, Mapping):
            pairs = ", ".join(f"{_key(key.text)} = {value(each)}" for key, each in node.pairs)
            return f"{{ {pairs} }}"
        return filled(node.text)

    def filled(template: str) -> str:
        found = text(_PARAMETER.sub(lambda match: f"\0{match[1]}\0", template), "terraform")
        parts = found.replace("\\u0000", "\0").split("\0")
        for index in range(1, len(parts), 2):
            own = parameters.get(parts[index]) if isinstance(parameters, Mapping) else None
            expression = write.value(own) if own is not None else write.known.get(parts[index])
            literal = own.text if isinstance(own, Scalar) and own.tag is None else None
            parts[index] = literal if literal is not None else f"${{{expression or '…'}}}"
        return "".join(parts)

    items = statements.items if isinstance(statements, Sequence) else []
    written = []
    for each in items:
        pairs = each.pairs if isinstance(each, Mapping) else []
        own = [f"{_key(key.text)} = {value(node)}" for key, node in pairs]
        if not any(key.text == "Effect" for key, _ in pairs):
            own.insert(0, 'Effect = "Allow"')
        written.append(f"{{ {', '.join(own)} }}")
    return f'{{ Version = "2012-10-17", Statement = [{", ".join(written)}] }}'


def _key(name: str) -> str:
    return name if name.isidentifier() else text(name, "terraform")
