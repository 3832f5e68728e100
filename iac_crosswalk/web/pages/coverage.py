"""Coverage: a heat map of services and systems, and the unmapped attributes of a cell."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.names import attribute_address
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.render import render

_STEPS = (50, 80, 95, 100)
_SHOWN = 500


def page(request: PageRequest) -> Page:
    """A row for each service of one system, a column for each other system."""
    system = request.get("from") or "cloudformation"
    if system not in SYSTEMS:
        raise Problem(
            400,
            "bad-parameter",
            f"`{system[:60]}` is not a system",
            f"use one of {', '.join(SYSTEMS)}",
        )
    others = [each for each in SYSTEMS if each != system]
    services: dict[str, dict[str, Any]] = {}
    for cell in queries.coverage(request.snapshot.knowledge, system):
        row = services.setdefault(
            cell.service, {"service": cell.service, "attributes": cell.attributes, "cells": {}}
        )
        row["cells"][cell.to_system] = _cell(cell)
    sort = request.get("sort") or "attributes"
    rows = sorted(services.values(), key=lambda row: _order(row, sort))
    totals = {
        other: _total([row["cells"][other] for row in rows if other in row["cells"]])
        for other in others
    }
    return Page(
        render(
            "coverage.html",
            query="",
            section="coverage",
            system=system,
            others=others,
            rows=rows,
            sort=sort,
            totals=totals,
        )
    )


def _cell(cell: queries.Cell) -> dict[str, Any]:
    return _share(cell.attributes, cell.unmapped) | {"cell": cell}


def _share(attributes: int, unmapped: int) -> dict[str, Any]:
    """The share of mapped attributes, in percent and as a colour."""
    percent = 100 * (attributes - unmapped) / attributes if attributes else 100.0
    return {"percent": percent, "step": sum(percent >= step for step in _STEPS)}


def _order(row: dict[str, Any], sort: str) -> tuple[Any, ...]:
    if sort == "service":
        return (row["service"].lower(),)
    if sort in row["cells"]:
        return (row["cells"][sort]["percent"], row["service"])
    return (-row["attributes"], row["service"])


def _total(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return _share(
        sum(each["cell"].attributes for each in cells), sum(each["cell"].unmapped for each in cells)
    )


def gaps(request: PageRequest) -> Page:
    """The attributes of a service that are unmapped in another system."""
    system, to, service = request.parts["system"], request.parts["to"], request.parts["service"]
    if system not in SYSTEMS or to not in SYSTEMS or system == to:
        raise Problem(404, "not-found", "this page does not exist", "see /coverage")
    attributes = queries.unmapped(request.snapshot.knowledge, system, service, to, _SHOWN + 1)
    shown = attributes[:_SHOWN]
    rows = [(name, path, attribute_address(system, name, path)) for name, path in shown]
    return Page(
        render(
            "gaps.html",
            query="",
            section="coverage",
            system=system,
            to=to,
            service=service,
            rows=rows,
            more=len(attributes) > _SHOWN,
            shown=_SHOWN,
        )
    )
