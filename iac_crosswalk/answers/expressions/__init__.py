"""Writes answers ready to paste: with the logical name of the question, in the languages it asks
for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from iac_crosswalk.answers.answer import Answer, Equivalent
from iac_crosswalk.answers.expressions.languages import LANGUAGES, RULES, Part, Spelled
from iac_crosswalk.answers.expressions.names import label, logical_id, variable
from iac_crosswalk.answers.expressions.systems import WRITERS, Attribute, at_position, logical_name
from iac_crosswalk.store import queries
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.store import Store
from iac_crosswalk.types import parse

__all__ = ["LANGUAGES", "express", "expression"]


def express(store: Store, answer: Answer, name: str | None, languages: Iterable[str] = ()) -> None:
    """Rewrites the expressions of an answer. Raises KnowledgeBaseError for an unknown language.

    `expression` is in the first language; with several languages, `expressions` has each. None: the
    language's spelling is not known."""
    chosen = list(dict.fromkeys(languages))
    for language in chosen:
        if language not in LANGUAGES:
            raise KnowledgeBaseError(
                f"`{language}` is not a language; use one of {', '.join(LANGUAGES)}"
            )
    key = answer.query.key
    if not name and not chosen and key is None:
        return
    for target in answer.targets:
        for item in target.answers:
            texts = {
                language: expression(store, item, name, language, key)
                for language in chosen or ["python"]
            }
            item.expression = next(iter(texts.values()))
            if len(chosen) > 1 and target.system in RULES:
                item.expressions = texts


def expression(
    store: Store,
    item: Equivalent,
    name: str | None,
    language: str = "python",
    key: str | None = None,
) -> str | None:
    """One answer in the syntax of its system, with `name` in place of the name made from the type,
    and with `key` where it is in a map.
    """
    if key is not None and item.attribute is not None and keeps_key(store, item):
        at = item
        if not item.attribute.endswith(".*"):
            below = f"{item.native}.*" if item.native else None
            at = replace(item, attribute=f"{item.attribute}.*", native=below)
        text = expression(store, at, name, language)
        if text and at is not item and store.target(item.resource_id).system == "boto3":
            is_argument = text.endswith(")")
            return text.replace("...", f'{{"{key}": ...}}') if is_argument else f'{text}["{key}"]'
        return text and _keyed(text, key)
    if store.target(item.resource_id).system == "boto3":
        return item.expression
    return at_position(_written(store, item, name, language), item.attribute, item.when)


def _written(store: Store, item: Equivalent, name: str | None, language: str) -> str | None:
    """An answer in the syntax of its system and language, at the first item of a list."""
    target = store.target(item.resource_id)
    system = target.system
    attribute = Attribute(
        target.name, target.kind, item.attribute, item.native, item.gettable, target.call
    )
    if system == "cloudformation":
        attribute.name = logical_id(name) or None if name else None
        return WRITERS[system](attribute)
    if system == "terraform":
        attribute.name = label(name) if name else None
        return WRITERS[system](attribute)
    rule = RULES[system].get(language)
    if rule is None:
        return None
    if attribute.kind == "pseudo":
        return WRITERS[system](attribute)
    called = name or logical_name(system, target.name, target.kind)
    written = label(called) if language == "yaml" else variable(called, language)
    if attribute.path is None:
        return written
    return rule(
        Spelled(written, _parts(store, target.id, target.name, attribute.path), target.kind)
    )


def keeps_key(store: Store, item: Equivalent) -> bool:
    """Whether the expression of an answer names the key of a question: it is a map, an object with
    any keys, or a value under any key.
    """
    if item.attribute is None or item.attribute_id is None:
        return False
    if item.attribute.endswith(".*"):
        return True
    kind = parse(queries.type_of(store, item.attribute_id))
    return kind.is_map or kind.text in ("json", "any")


def _keyed(text: str, key: str) -> str:
    """The expression with this key in place of the placeholder."""
    text = re.sub(r"([\"'])key\1", rf"\g<1>{key}\1", text).replace(".*", f".{key}")
    return f"{text.removesuffix('key')}{key}" if text.endswith(".key") else text


@lru_cache(maxsize=8192)
def _parts(knowledge: Store, resource_id: int, resource: str, path: str) -> tuple[Part, ...]:
    """The names of a path, with their native ones."""
    cuts = [match.start() for match in re.finditer(r"\.|$", path)]
    above = list(dict.fromkeys(path[:cut].rstrip("[]") for cut in cuts))
    names = queries.names_on_the_way(knowledge, resource_id, above)
    parts: list[Part] = []
    begun, owner = 0, re.split(r"[.:]", resource)[-1]
    for cut in cuts:
        word = path[begun:cut]
        name = word.rstrip("[]")
        behind = ("item",) * ((len(word) - len(name)) // 2)
        native, class_name = names.get(path[:cut].rstrip("[]"), (None, None))
        if name == "*":
            parts[-1] = parts[-1]._replace(behind=(*parts[-1].behind, "key", *behind))
        else:
            parts.append(Part(name, native or name, behind, owner))
        begun = cut + 1
        owner = (class_name or "").rpartition(".")[2].removesuffix("Args") or owner
    return tuple(parts)
