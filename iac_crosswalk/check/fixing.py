"""Writes certain replacements into a file and keeps every other byte unchanged."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import accumulate

from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.source import Source


def edits(findings: Iterable[Finding]) -> list[Replacement]:
    """The certain replacements in the order of the text, each once. Where two overlap, both are
    left out.
    """
    fixes = sorted(
        {fix for finding in findings if (fix := finding.fix)}, key=lambda fix: (fix.span, fix.text)
    )
    ends_before = [0, *accumulate((fix.span.end for fix in fixes), max)]
    starts_after = [*(fix.span.start for fix in fixes[1:]), sys.maxsize]
    return [
        fix
        for fix, before, after in zip(fixes, ends_before, starts_after, strict=False)
        if before <= fix.span.start and fix.span.end <= after
    ]


def fixed(source: Source, findings: Iterable[Finding]) -> bytes:
    """The file's bytes with the certain replacements applied."""
    pieces, position = [], 0
    for fix in edits(findings):
        pieces += [source.data[position : fix.span.start], fix.text.encode()]
        position = fix.span.end
    return b"".join([*pieces, source.data[position:]])


def confirmed(
    source: Source, findings: list[Finding], again: Callable[[Source], Iterable[Finding]]
) -> bytes:
    """As `fixed`, but the original bytes where a check of the result shows that a replacement was
    wrong.

    `again` returns the findings of a file. The replaced findings must be gone, and no new one may
    appear.
    """
    after = fixed(source, findings)
    if after == source.data:
        return after
    applied = set(edits(findings))
    unfixed = Counter(
        (finding.rule, finding.message) for finding in findings if finding.fix not in applied
    )
    now = (
        finding for finding in again(Source(source.path, after)) if finding.level == "error"
    )  # a correct name may be deprecated
    now_counts = Counter((finding.rule, finding.message) for finding in now)
    return after if now_counts <= unfixed else source.data


def diff(source: Source, after: bytes) -> str:
    """A unified diff that `patch -p1` takes; empty when nothing changes."""
    import difflib

    # Lines as patch counts them: a form feed or a lone carriage return does not end one.
    before_lines, after_lines = (
        [line.decode("utf-8", "replace") for line in BytesIO(data)] for data in (source.data, after)
    )
    lines = [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(
            before_lines, after_lines, f"a/{source.path}", f"b/{source.path}"
        )
    ]
    return "".join(lines)


def write(source: Source, after: bytes) -> None:
    """Replaces the file's content by `after` in one rename, and keeps its permissions: an
    interruption loses nothing.
    """
    import tempfile  # it takes as long to import as all of check's rules

    target = source.path.resolve()
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, target.stat().st_mode & 0o7777)  # noqa: PTH101 - a plain string from mkstemp
        os.replace(part, target)  # noqa: PTH105
    except BaseException:
        os.unlink(part)  # noqa: PTH108
        raise
