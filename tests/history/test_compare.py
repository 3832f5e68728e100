"""Since and until when: a table of small histories."""

from __future__ import annotations

import pytest

from builder.history.compare import Record, Release, compare
from builder.history.table import removed_in


def releases(*paths: str) -> list[Release]:
    """Three releases of one resource, its attributes divided by blanks; "-" is a release without
    the resource.
    """
    versions = ("1.0", "1.5", "2.0")
    return [
        Release(v, {} if each == "-" else {"r": {*each.split()}})
        for v, each in zip(versions, paths, strict=True)
    ]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("a b", "a b", "a b"), []),
        (("a b", "a b", "a"), [("b", "", "1.5")]),
        (("a", "a b", "a b"), [("b", "1.5", "")]),
        (("a", "a b", "a"), [("b", "1.5", "1.5")]),
        (("a b", "a", "a b"), []),  # away for a while: it was there first and is there now
        (("a", "a", "-"), [("", "", "1.5")]),
        (("-", "a", "a"), [("", "1.5", "")]),
        (
            ("a a.b a.c", "a a.b a.c", "x"),
            [("a", "", "1.5"), ("x", "2.0", "")],
        ),  # what was in the block has no line of its own
        (("a a.b a.c", "a a.b a.c", "a a.b"), [("a.c", "", "1.5")]),
        (("a a.b", "a a.b", "a"), []),  # the newer generator folds the block
        (("a", "a a.b", "a a.b"), []),  # the older one did
        (
            ("a a.b a.c", "a a[].b a[].c", "a a[].b"),
            [("a[].c", "", "1.5")],
        ),  # one item or a list of one: the same attribute
    ],
)
def test_records(paths: tuple[str, str, str], expected: list[tuple[str, str, str]]) -> None:
    assert compare(releases(*paths)) == [Record("r", *each) for each in expected]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("3", "4.0"),
        ("4.67.0", "5.0"),
        ("5.31.0", "5.100.0"),
        ("5.100.0", "6.0"),
        ("0.87.11", "1.20.2"),
    ],
)
def test_removed_in(until: str, expected: str) -> None:
    versions = ["3", "4.15.1", "4.67.0", "5.5.0", "5.31.0", "5.100.0", "6.0.0", "0.87.11", "1.20.2"]
    assert removed_in(until, versions) == expected
