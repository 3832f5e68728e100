"""Renders pages from templates/site. It runs in the worker threads, like the lookups."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from iac_crosswalk.answers.answer import shown_confidence
from iac_crosswalk.vocabulary import SYSTEMS, TITLES
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.names import attribute_address, resource_address

_HERE = Path(__file__).resolve().parent
_PARTS = re.compile(r".+?(?:[_.:/]+|(?<=[a-z\]])(?=[A-Z])|$)", re.S)
_MARKS = re.compile(
    r"``(.+?)``|`([^`\n]+)`|\*\*([^*\n]+)\*\*|\[([^\[\]\n]+)\]\((https?://[^\s()]+)\)", re.S
)
_LONG_WORD = re.compile(r"\S{18,}")
_BESIDE = re.compile(r"^https?://[^/]+/(?=https?://)")
"""A wrong prefix that some descriptions put before the address that they mean."""
NAMES = {**TITLES, "cdk": "CDK"}
"""System → the heading of its column."""


@cache
def static(name: str) -> str:
    """The address of a file in static/, with its hash."""
    digest = hashlib.sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?{digest}"


def soft(name: str) -> Markup:
    """A name that may be broken between its words in a narrow column."""
    return Markup("<wbr>").join(escape(part) for part in _PARTS.findall(name))


def prose(text: str | None) -> Markup:
    """A note, a reason or a description as HTML, with the code, emphasis and links of its
    source.
    """
    html, end = Markup(), 0
    for match in _MARKS.finditer(text or ""):
        code, name, strong, label, address = match.groups()
        html += _soft_words((text or "")[end : match.start()])
        if code or name:
            html += Markup("<code>{}</code>").format(soft(code or name))
        elif strong:
            html += Markup("<strong>{}</strong>").format(_soft_words(strong))
        else:
            html += Markup('<a href="{}" rel="noopener">{}</a>').format(
                _BESIDE.sub("", address), plain(label)
            )
        end = match.end()
    return html + _soft_words((text or "")[end:])


def _soft_words(text: str) -> Markup:
    """Text whose long names may be broken between their words."""
    html, end = Markup(), 0
    for match in _LONG_WORD.finditer(text):
        html += escape(text[end : match.start()]) + soft(match[0])
        end = match.end()
    return html + escape(text[end:])


def sentence(text: str) -> Markup:
    """A message, one line without a full stop, as a sentence of a page."""
    return prose(f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}")


def plain(text: str | None) -> str:
    """The text without its markup, for places that take only text."""
    return _MARKS.sub(lambda match: next(group for group in match.groups() if group), text or "")


def paragraphs(text: str, most: int) -> list[str]:
    """The paragraphs of a description, up to `most` characters in total."""
    if len(text) > most:
        text = text[:most].rpartition(" ")[0] + " …"
    return [line for each in text.splitlines() if (line := each.strip(" +"))]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        static=static,
        systems=SYSTEMS,
        names=NAMES,
        resource_address=resource_address,
        attribute_address=attribute_address,
    )
    environment.filters.update(
        soft=soft, prose=prose, plain=plain, paragraphs=paragraphs, sentence=sentence
    )
    environment.filters["confidence"] = shown_confidence
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def render(template: str, **context: Any) -> str:
    """The page `templates/site/TEMPLATE`."""
    return _environment().get_template(f"site/{template}").render(**context)


def problem_page(problem: Problem) -> str:
    """The page of an error."""
    return render("error.html", problem=problem, query="", section="")


def static_files() -> dict[str, tuple[bytes, str]]:
    """The files in static/: name → bytes and content type."""
    kinds = {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
    return {
        path.name: (path.read_bytes(), kinds[path.suffix])
        for path in sorted((_HERE / "static").iterdir())
    }


def over_datasette(environment: Environment) -> None:
    """Gives our templates precedence over Datasette's with the same name."""
    assert environment.loader is not None
    environment.loader = ChoiceLoader([FileSystemLoader(_HERE / "templates"), environment.loader])
