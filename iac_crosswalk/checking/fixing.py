"""Writes certain replacements into a file and keeps every other byte as it is."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable

from iac_crosswalk.checking.findings import Finding, Replacement
from iac_crosswalk.checking.source import Source


def edits(findings: Iterable[Finding]) -> list[Replacement]:
    """The certain replacements in the order of the text, each once; of two that overlap neither is written."""
    fixes = sorted({fix for finding in findings if (fix := finding.fix)}, key=lambda fix: (fix.span, fix.text))
    return [
        fix
        for fix in fixes
        if not any(other is not fix and other.span.start < fix.span.end and fix.span.start < other.span.end for other in fixes)
    ]


def fixed(source: Source, findings: Iterable[Finding]) -> bytes:
    """The file's bytes with the certain replacements in it."""
    data = source.data
    for fix in reversed(edits(findings)):
        data = data[: fix.span.start] + fix.text.encode() + data[fix.span.end :]
    return data


def diff(source: Source, after: bytes) -> str:
    """A unified diff that `patch -p1` takes; empty when nothing changes."""
    before_lines, after_lines = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (source.data, after))
    lines = [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(before_lines, after_lines, f"a/{source.path}", f"b/{source.path}")
    ]
    return "".join(lines)


def write(source: Source, after: bytes) -> None:
    """Puts `after` in the file's place in one rename, with its permissions, so that a stop halfway loses nothing."""
    target = source.path.resolve()
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
        os.chmod(part, target.stat().st_mode & 0o7777)  # noqa: PTH101 - a plain string from mkstemp
        os.replace(part, target)  # noqa: PTH105
    except BaseException:
        os.unlink(part)  # noqa: PTH108
        raise
