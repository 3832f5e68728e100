"""Where else a name exists that a resource does not have: in a data source, or as a separate
resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iac_crosswalk.answers.naming import own_words, words
from iac_crosswalk.store import queries
from iac_crosswalk.store.rows import ResourceRow
from iac_crosswalk.store.store import Store

_MARKS = ("data", "get")
"""Words in the name of a data source that mark it as one."""
_HAS = "the data source `{title}` has it"
_LOOKS_UP = "the data source `{title}` looks it up, as `{attribute}`"
_SEPARATE = "it is a separate resource, `{title}`"


class Elsewhere(NamedTuple):
    """Another resource or data source that is, or has, the attribute in question; `attribute` is
    None where it is the resource itself.
    """

    row: ResourceRow
    attribute: str | None
    how: str

    def sentence(self, title: str) -> str:
        """A sentence with its place; `title` is the resource's name in a program."""
        return self.how.format(title=title, attribute=self.attribute)


def elsewhere(store: Store, resource: ResourceRow, name: str, output: bool) -> Elsewhere | None:
    """The only other place that has the name; None without one, or with several."""
    beside = queries.resources_beside(store, resource.id)
    found = (
        _read(store, resource, name, beside) if output else _own_resource(resource, name, beside)
    )
    return found[0] if len(found) == 1 else None


def _read(
    store: Store, resource: ResourceRow, name: str, beside: Iterable[ResourceRow]
) -> list[Elsewhere]:
    """The data source of the same thing, or of a part of it, that has the name; or one that looks
    it up: a hosted zone for `zone_id`.
    """
    sources = [each for each in beside if each.kind == "data-source" and each.id != resource.id]
    declared = [_words(each) for each in beside if each.kind == "resource"]
    own, name_words = _words(resource), words(name)
    having = queries.with_output(store, [each.id for each in sources], name)
    same = [each for each in sources if each.id in having and _words(each)[: len(own)] == own]
    if same or len(name_words) < 2:
        return [Elsewhere(each, name, _HAS) for each in same]
    last = name_words[-1]
    only = [
        each
        for each in sources
        if _words(each) not in declared and (*_words(each), last)[-len(name_words) :] == name_words
    ]
    having = queries.with_output(store, [each.id for each in only], last)
    return [Elsewhere(each, last, _LOOKS_UP) for each in only if each.id in having]


def _own_resource(
    resource: ResourceRow, name: str, beside: Iterable[ResourceRow]
) -> list[Elsewhere]:
    """The resource whose type has the words of the resource and of the name: `public_access_block`
    of a bucket.
    """
    type_words = _words(resource) + words(name)
    resources = (
        [each for each in beside if each.kind == "resource"] if resource.kind == "resource" else []
    )
    return [Elsewhere(each, None, _SEPARATE) for each in resources if _words(each) == type_words]


def _words(resource: ResourceRow) -> tuple[str, ...]:
    return tuple(word for word in own_words(resource.name) if word not in _MARKS)
