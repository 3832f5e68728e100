"""The key of a map that a question names: `Url` of `Outputs.Url`, of `outputs["Url"]`."""

from __future__ import annotations

import re

from iac_crosswalk.paths import ITEM, Step, steps_of
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store.place import Place

_LAST = re.compile(r"""\[\s*(["'])([\w ./:-]+)\1\s*\]\W*$""")


def keyed(read: Read, place: Place, text: str) -> list[Step]:
    """The steps of a read. A reader of programs leaves out the key of a map: it is read from the
    text of the question.
    """
    steps = steps_of(place.path)
    steps += [ITEM if each.text == "[]" else Step(each.text) for each in read.names]
    if read.names:
        return steps
    if place.path.endswith(".*"):
        return [*steps[:-1], Step(key) if (key := _key(place, text)) else ITEM]
    if place.type.is_map or place.type.is_free:
        quoted = _LAST.search(text)
        # boto3 reads every member by a subscript: there the last one may be the map itself.
        if quoted and Step(quoted[2]) != steps[-1]:
            return [*steps, Step(quoted[2])]
    return steps


def _key(place: Place, text: str) -> str | None:
    if quoted := _LAST.search(text):
        return quoted[2]
    if place.schema.resource.system != "cloudformation":
        return None
    above = place.path.removesuffix(".*").rpartition(".")[2]
    dotted = re.search(rf"\b{re.escape(above)}\.([A-Za-z]\w*)", text)
    return dotted[1] if dotted else None
