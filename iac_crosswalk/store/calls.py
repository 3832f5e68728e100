"""Which boto3 call an argument is given to. Most resources are made by one call that takes all of them; the rest is told apart by name."""

from __future__ import annotations

import json
from typing import NamedTuple


class ArgumentCalls(NamedTuple):
    """The calls of one resource, each with the argument around what it takes: `create_table(TableInput`, `create_queue(`."""

    plain: str | None
    """The call for every argument without one of its own; None where several calls make the resource."""
    own: dict[str, str]
    """Argument → its call: beside the wrapper (`CatalogId` of create_table), or taken by one of several calls alone."""
    reads: dict[str, str]
    """Argument that says which thing is read → the read call."""

    def of(self, path: str | None) -> str | None:
        """The call that creates, or else updates, with this attribute; None where that is not certain."""
        if not self.own or path is None:
            return self.plain
        return self.own.get(_argument(path), self.plain)

    def read(self, path: str | None) -> str | None:
        """The read call that takes this attribute to find the thing; None where none does."""
        return self.reads.get(_argument(path)) if path is not None else None


def _argument(path: str) -> str:
    return path.partition(".")[0].removesuffix("[]")


def argument_calls(facts: str) -> ArgumentCalls:
    """The calls that a resource's `facts` (JSON) name."""
    known = json.loads(facts)
    create = known.get("create") or known.get("change", ())
    reads: dict[str, str] = {}
    for read in known.get("read", ()):
        for name in read.get("parameters", ()):
            reads.setdefault(name, f"{read['operation']}(")
    if len(create) == 1:
        (one,) = create
        own = dict.fromkeys(one.get("beside", ()), f"{one['operation']}(")
        return ArgumentCalls(f"{one['operation']}({one['path']}", own, reads)
    if create:
        return ArgumentCalls(None, _alone(create), reads)
    return ArgumentCalls(None, {}, reads)


def _alone(create: list[dict[str, object]]) -> dict[str, str]:
    """Argument → the only one of several calls that takes it."""
    takers: dict[str, list[str]] = {}
    for call in create:
        for names, around in ((call.get("takes", ()), call["path"]), (call.get("beside", ()), "")):
            for name in names:  # type: ignore[attr-defined]
                takers.setdefault(name, []).append(f"{call['operation']}({around}")
    return {name: calls[0] for name, calls in takers.items() if len(calls) == 1}
