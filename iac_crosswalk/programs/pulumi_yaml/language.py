"""How Pulumi YAML spells types and names."""

from __future__ import annotations

import re

from iac_crosswalk.programs.language import Alike
from iac_crosswalk.programs.pulumi import CamelCase, alike, class_name
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.store.store import ResourceRow

_TOKEN = re.compile(r"aws:(?:(\w+)(?:/\w+)?:)?(\w+)")
"""`aws:ec2:Vpc`, `aws:ec2/vpc:Vpc`, or `aws:getRegion` for a function of the package itself."""


class PulumiYaml(CamelCase):
    """Types are tokens: `aws:ec2:Vpc`."""

    system = "pulumi"
    package = "pulumi-aws"
    argument = "property"
    members_of_plain = False

    def title(self, schema: Schema) -> str:
        """`aws:ec2:Vpc`."""
        return f"aws:{class_name(schema).replace('.', ':')}"

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The resource types of the module, or its functions if the name begins with `get`."""
        module, name = split(written)
        kind = "data-source" if name.startswith("get") else "resource"
        like = alike(schemas.knowledge, module, name, kind)
        tokens = {
            each: f"aws:{dotted.replace('.', ':')}" for each, dotted in like.candidates.items()
        }
        return Alike(like.name, tokens)


LANGUAGE = PulumiYaml()


def split(token: str) -> tuple[str, str]:
    """Module and name of a token. The module is "" for the package itself."""
    match = _TOKEN.fullmatch(token)
    module, name = (match[1] or "", match[2]) if match else ("", token)
    return ("" if module == "index" else module), name


def is_ours(token: str) -> bool:
    """Whether the token is of the AWS package and is not its provider."""
    return _TOKEN.fullmatch(token) is not None and split(token) != ("", "Provider")


def row(schemas: Schemas, token: str) -> ResourceRow | None:
    """The type that a token names."""
    if not is_ours(token):
        return None
    module, name = split(token)
    dotted = f"aws.{module}.{name}" if module else f"aws.{name}"
    return schemas.knowledge.find_resource(dotted, "pulumi")
