"""Serverless Framework files: the CloudFormation template under their key `resources`."""

from __future__ import annotations

from iac_crosswalk.programs.cloudformation.template import Template
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence


def template(data: bytes, documents: list[Node]) -> Template | None:
    """The template under `resources`; a list of templates is merged into one. None for any other
    kind of file.
    """
    root = documents[0] if len(documents) == 1 else None
    if not isinstance(root, Mapping) or root.get("service") is None or root.get("provider") is None:
        return None
    section = root.get("resources")
    parts = [
        each
        for each in (section.items if isinstance(section, Sequence) else [section])
        if isinstance(each, Mapping)
    ]
    if not parts:
        return None
    sections: list[tuple[Scalar, Node]] = [
        (Scalar(name, parts[0].span), Mapping(parts[0].span, None, _pairs(parts, name)))
        for name in ("Resources", "Outputs")
    ]
    return Template(data, Mapping(parts[0].span, None, sections), embedded=True)


def _pairs(parts: list[Mapping], name: str) -> list[tuple[Scalar, Node]]:
    mappings = [part.get(name) for part in parts]
    return [pair for each in mappings if isinstance(each, Mapping) for pair in each.pairs]
