"""Walks the shapes of a service model into attributes, with the types of boto3's values.

Types: blob → string (bytes), long → integer, float and double → number, a document → json,
structure → object; a timestamp stays one (boto3 returns a datetime). A jsonvalue is json in a
header only, elsewhere it is a string (is_json_value_header in botocore/utils.py). IAM's
policyDocumentType is json in an answer: botocore decodes it there (handlers.py,
json_decode_policies), and also the template of cloudformation get_template, but of no other call.

Maps: `map<T>`; the members of a structure under any key are `.*.member`. Where the model lists the
keys, each key is a path (sqs `Attributes.QueueArn`): an enum of keys, or the bullet list in the
documentation of a map named …Attributes or …Settings (sns). A key with a dot in it would break the
path grammar, so `.*` covers it; the key `All` is only for requests, never in an answer.

A walk ends where a structure contains itself (`recursive`), and where a structure of more than
REPEATED paths was walked before in the same resource (quicksight: the visuals of tooltip sheets are
those of sheets). Both ends are *folds*: the path that stops → the path where the same structure is
walked. A structure of that size that only a create call takes is not walked; a read call of the
service describes it (describe_dashboard_definition).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from builder.model import Attribute
from builder.sources.boto3.models import Model

REPEATED = 2000
KEYED_STRUCTURES = 8
"""Up to so many keys each get a copy of the structure under them."""

_SCALARS = {
    "string": "string",
    "blob": "string",
    "timestamp": "timestamp",
    "character": "string",
    "boolean": "boolean",
    "integer": "integer",
    "long": "integer",
    "short": "integer",
    "byte": "integer",
    "bigInteger": "integer",
    "float": "number",
    "double": "number",
    "bigDecimal": "number",
}
_DECODED_SHAPES = {("iam", "policyDocumentType")}
_DECODED_MEMBERS = {("cloudformation", "TemplateBody"): "GetTemplate"}
"""(client, member) → the operation in whose answer botocore decodes it."""
_BREAK = re.compile(
    r"</(?:p|li|ul|ol|dd|dt|dl|note|important|tr|table|h\d|pre)>|<br ?/?>|<p>", re.I
)
_ITEM = re.compile(r"<li>(?:\s*<p>)?", re.I)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ESCAPED = re.compile(r"</?(?:p|note|important|ul|li|code)>", re.I)
"""Tags that some texts contain escaped, by mistake."""
_SPACE = re.compile(r"[ \t\r\n]+")
_KEYED_BY_TEXT = re.compile(r"(attributes|settings)$", re.I)
_LIST_TAG = re.compile(r"<(/?)li>", re.I)
_KEY = re.compile(r"\s*(?:<p>)?\s*<code>([A-Za-z][A-Za-z0-9_-]*)</code>(?:\s*[–—:-])?", re.I)


def plain(text: str | None) -> str:
    """Documentation without its HTML: one line for each paragraph, `- ` before list items."""
    if not text:
        return ""
    if "<" in text:
        text = _SPACE.sub(" ", text)
        text = _TAG.sub("", _BREAK.sub("\n", _ITEM.sub("\n- ", text)))
    lines = (
        _SPACE.sub(" ", line).strip() for line in _ESCAPED.sub("", html.unescape(text)).split("\n")
    )
    return "\n".join(line for line in lines if line and line != "-")


def documented_keys(text: str) -> dict[str, str]:
    """Key → its text, for every list item that starts with `<code>Key</code>` and is not inside
    another such item."""
    found: dict[str, str] = {}
    open_items: list[tuple[str, int]] = []
    for match in _LIST_TAG.finditer(text):
        if not match[1]:
            key = _KEY.match(text, match.end())
            is_key = key is not None and not any(name for name, _ in open_items)
            open_items.append((key[1], key.end()) if is_key and key else ("", 0))
        elif open_items:
            name, start = open_items.pop()
            if name:
                found.setdefault(name, plain(text[start : match.start()]))
    return found


class Key(NamedTuple):
    """One key of a map."""

    name: str
    text: str
    is_input: bool
    is_output: bool


@dataclass
class Walk:
    """The walk of one resource; `attributes` by path."""

    model: Model
    stops: dict[str, dict[str, str]] = field(default_factory=dict)
    """Shape → members at which other resources start; the member itself is an attribute, its own
    members are those of the other resource."""
    hidden: frozenset[tuple[str, str]] = frozenset()
    """(request shape, member) of wrappers: their members are walked as the resource's own."""
    creates: bool = True
    """Whether the requests create the resource; arguments that a changing call requires are not
    required of the resource."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Shared by all walks of a model: structure → the number of its paths."""
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    omitted: Counter[str] = field(default_factory=Counter)
    """Shared by all walks: kinds of members that are not attributes → how often they occur."""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    folds: dict[str, str] = field(default_factory=dict)
    unwalked: dict[str, str] = field(default_factory=dict)
    """Path → shape, of structures that only the create call takes and that are too large."""
    large: dict[str, str] = field(default_factory=dict)

    def structure(
        self,
        answer: str | None,
        requests: list[str],
        path: str = "",
        above: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """The members of a structure: of the answer (None where only requests have it) and of the
        requests at the same path."""
        shapes = self.model.shapes
        main = answer if answer is not None else requests[0]
        above = (*above, (main, path))
        merged: dict[str, tuple[dict[str, Any] | None, list[dict[str, Any]], bool]] = {}
        if answer is not None:
            for name, member in shapes[answer]["members"].items():
                if shapes[member["shape"]].get("eventstream"):
                    self.omitted["event streams"] += 1
                else:
                    merged[name] = (member, [], False)
        for request in requests:
            # an argument that only one of several create calls requires is not required
            required = (
                shapes[request].get("required", ())
                if self.creates and request == requests[0]
                else ()
            )
            for name, member in shapes[request]["members"].items():
                if (request, name) not in self.hidden:
                    before = merged.get(name, (None, [], False))
                    merged[name] = (before[0], [*before[1], member], before[2] or name in required)
        stops = self.stops.get(answer, {}) if answer is not None else {}
        for name, (out, into, required_here) in merged.items():
            owner = (
                answer if out is not None and answer is not None else _owner(shapes, requests, name)
            )
            self.member(
                owner,
                name,
                out,
                into,
                required_here,
                f"{path}.{name}" if path else name,
                above,
                stop=name in stops,
            )

    def member(
        self,
        owner: str,
        name: str,
        out: dict[str, Any] | None,
        into: list[dict[str, Any]],
        required: bool,
        path: str,
        above: tuple[tuple[str, str], ...],
        stop: bool,
    ) -> None:
        """Adds one member as an attribute, and its own members."""
        shapes = self.model.shapes
        member = out if out is not None else into[0]
        shape = shapes[member["shape"]]
        leaf, tail = self.leaf(member["shape"])
        attribute = Attribute(
            path=path,
            type=(
                "json"
                if out is not None and self.is_decoded(owner, name, out["shape"])
                else self.type_of(member)
            ),
            description=self.text(owner, name, member),
            is_input=bool(into),
            is_output=out is not None,
            required=required,
            deprecated=_deprecated(member) or _deprecated(shape),
            enum=list(shapes[leaf].get("enum", ())),
        )
        self.attributes[path] = attribute
        if stop:
            return
        # An argument that is an object where the answer is a list or map has no path of its own.
        inner = [self.leaf(each["shape"]) for each in into]
        below = list(dict.fromkeys(each for each, way in inner if way == tail))
        below = [each for each in below if shapes[each]["type"] == "structure"]
        keys = self.keys(name, out, into)
        if keys:
            self.add_keys(keys, attribute, leaf, path, below, above)
        elif _is_walked(shapes, leaf):
            self.below(leaf if out is not None else None, below, attribute, path + tail, above)

    def below(
        self,
        answer: str | None,
        requests: list[str],
        attribute: Attribute,
        path: str,
        above: tuple[tuple[str, str], ...],
    ) -> None:
        """Walks on, unless the structure was walked before."""
        main = answer if answer is not None else requests[0]
        for shape, where in above:
            if shape == main:
                attribute.recursive = True
                self.folds[path] = where
                return
        if self.size(main) > REPEATED:
            if answer is None:
                self.unwalked[path] = main
                self.omitted[
                    "large structures that only a create call takes, named without their members"
                ] += 1
                return
            if main in self.large:
                self.folds[path] = self.large[main]
                return
            self.large[main] = path
        self.structure(answer, requests, path, above)

    def add_keys(
        self,
        keys: list[Key],
        attribute: Attribute,
        leaf: str,
        path: str,
        requests: list[str],
        above: tuple[tuple[str, str], ...],
    ) -> None:
        """Adds one path for each key that the model or its documentation lists. `requests`: the
        structures that calls take under a key; none where the map is only answered."""
        value = attribute.type[4:-1]
        tail = "[]" * value.count("list<")
        walked = _is_walked(self.model.shapes, leaf)
        if walked and len(keys) > KEYED_STRUCTURES:
            self.below(
                leaf if attribute.is_output else None,
                requests,
                attribute,
                f"{path}.*{tail}",
                above,
            )
            return
        for key in keys:
            each = Attribute(
                f"{path}.{key.name}",
                value,
                key.text,
                key.is_input,
                key.is_output,
                enum=attribute.enum,
            )
            self.attributes[each.path] = each
            if walked:
                self.below(
                    leaf if key.is_output else None,
                    requests,
                    each,
                    each.path + tail,
                    above,
                )
        attribute.enum = []

    def keys(self, name: str, out: dict[str, Any] | None, into: list[dict[str, Any]]) -> list[Key]:
        """The keys of a map, where the model or its documentation lists them.

        Keys in a request's documentation can be set. They can also be read where the answer has a
        map of the same shape.
        """
        member = out if out is not None else into[0]
        shape = self.model.shapes[member["shape"]]
        if shape["type"] != "map":
            return []
        enum_keys = dict.fromkeys(self.model.shapes[shape["key"]["shape"]].get("enum", ()), "")
        is_text = self.model.shapes[shape["value"]["shape"]]["type"] == "string"
        if not enum_keys and not (is_text and _KEYED_BY_TEXT.search(name)):
            return []
        answer_texts = (
            documented_keys(out.get("documentation") or shape.get("documentation") or "")
            if out is not None and is_text
            else {}
        )
        request_texts = [
            documented_keys(each.get("documentation") or "") if is_text else {} for each in into
        ]
        settable = {
            key: text
            for each in request_texts
            for key, text in each.items()
            if not enum_keys or key in enum_keys
        }
        readable = {**enum_keys, **answer_texts}
        if out is not None and any(each["shape"] == out["shape"] for each in into):
            readable = {**settable, **readable}
        found = []
        for key in {**readable, **settable}:
            if "." in key or key == "All":
                self.omitted["keys of maps that hold a dot or mean all keys"] += 1
                continue
            text = answer_texts.get(key) or settable.get(key, "")
            found.append(
                Key(
                    key,
                    text,
                    bool(into) and (key in settable or not settable),
                    out is not None and key in readable,
                )
            )
        return found

    def leaf(self, shape: str) -> tuple[str, str]:
        """The shape inside lists and maps, with the path to it (`[]` and `.*`)."""
        tail = ""
        while (found := self.model.shapes[shape])["type"] in ("list", "map"):
            tail += "[]" if found["type"] == "list" else ".*"
            shape = found["member" if found["type"] == "list" else "value"]["shape"]
        return shape, tail

    def type_of(self, member: dict[str, Any]) -> str:
        """The member's type in the vocabulary of builder.model."""
        shape = self.model.shapes[member["shape"]]
        if shape.get("document") or (
            member.get("jsonvalue") and member.get("location") == "header"
        ):
            return "json"
        if shape["type"] == "structure":
            return "object"
        if shape["type"] == "list":
            return f"list<{self.type_of(shape['member'])}>"
        if shape["type"] == "map":
            return f"map<{self.type_of(shape['value'])}>"
        return _SCALARS[shape["type"]]

    def is_decoded(self, owner: str, name: str, shape: str) -> bool:
        """Whether botocore decodes the JSON text of an answer."""
        operation = _DECODED_MEMBERS.get((self.model.client, name))
        return (self.model.client, shape) in _DECODED_SHAPES or (
            operation is not None and self.model.output(operation) == owner
        )

    def text(self, owner: str, name: str, member: dict[str, Any]) -> str:
        key = (owner, name)
        if key not in self.texts:
            self.texts[key] = plain(
                member.get("documentation")
                or self.model.shapes[member["shape"]].get("documentation")
            )
        return self.texts[key]

    def size(self, shape: str) -> int:
        """The number of paths below a structure."""
        if shape not in self.sizes:
            self.sizes[shape] = 0  # a structure inside itself counts once
            total = 0
            for member in self.model.shapes[shape]["members"].values():
                leaf = self.leaf(member["shape"])[0]
                total += 1 + (self.size(leaf) if _is_walked(self.model.shapes, leaf) else 0)
            self.sizes[shape] = total
        return self.sizes[shape]


def _is_walked(shapes: dict[str, Any], shape: str) -> bool:
    return shapes[shape]["type"] == "structure" and not shapes[shape].get("document")


def _owner(shapes: dict[str, Any], requests: list[str], name: str) -> str:
    return next(request for request in requests if name in shapes[request]["members"])


def _deprecated(shape: dict[str, Any]) -> str | None:
    if not shape.get("deprecated"):
        return None
    return plain(shape.get("deprecatedMessage")) or "deprecated"
