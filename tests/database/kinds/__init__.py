"""The kinds of faults that readers of answers found, each with a query that finds its members in
the whole built file.

A kind is a function of a module of this package, registered by `@kind`; its docstring names the
fault and the example by which it was found. exceptions.yaml lists the members that are no faults,
with the reason; test_kinds.py compares the two. `python -m tests.database.kinds` counts them, and
with the name of a kind lists its members."""

from __future__ import annotations

from tests.database.kinds import boto3, lost, objects, order, parts, relations, values
from tests.database.kinds.whole import KINDS, Whole

__all__ = ["KINDS", "Whole", "boto3", "lost", "objects", "order", "parts", "relations", "values"]
