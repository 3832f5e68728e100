"""NOTICE: the licence of each package whose facts are in the built file, from its wheel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from itertools import takewhile

from builder.packages import CODE, Package, open_package, pins

NOTICE = CODE / "NOTICE"

_HEAD = """\
iac-crosswalk: code and mappings under the Apache License 2.0 (LICENSE).

The built file that the wheel carries holds names, types, descriptions and documentation that were
read from these packages. They stay under the licence of their package.

iac_crosswalk/report/policy_templates.yaml holds the statements of SAM's policy templates, of
aws-sam-translator (Apache License 2.0; Copyright Amazon.com, Inc. or its affiliates).
"""
_OWN_TEXT = re.compile(r"\.dist-info/(licenses/)?NOTICE(\.txt)?$")
_COPYRIGHT = re.compile(r"^\s*copyright (?:\(c\) |\d).*$", re.I | re.M)
_LICENCE_TEXT = re.compile(r"\.dist-info/(licenses/)?LICENSE(\.txt)?$")


def _is_own(line: str) -> bool:
    return not re.match(r"[-*]{4,}", line)


def metadata(package: Package) -> Message:
    """The METADATA of a wheel."""
    (name,) = (name for name in package.names() if name.endswith(".dist-info/METADATA"))
    return message_from_string(package.text(name))


def licence(package: Package) -> str:
    """The licence in the wheel's metadata."""
    found = metadata(package)
    return str(found["License-Expression"] or found["License"])


def _source(found: Message) -> str:
    labels = dict(line.split(", ", 1) for line in found.get_all("Project-URL", []))
    return labels.get("Source") or labels.get("Repository") or str(found["Home-page"])


def _words_of(package: Package) -> Iterator[str]:
    """The texts that a licence requires to be passed on: the package's own notice, else its
    copyright."""
    names = package.names()
    for name in filter(_OWN_TEXT.search, names):
        # The text after a rule is about bundled libraries; no fact is read from them.
        yield from takewhile(_is_own, package.text(name).strip().splitlines())
        return
    for name in filter(_LICENCE_TEXT.search, names):
        for line in _COPYRIGHT.findall(package.text(name)):
            if "[" not in line:  # the appendix of the Apache licence has a form to fill in
                yield line.strip()


def text() -> str:
    """The whole file."""
    parts = [_HEAD]
    for name in sorted(pins()):
        package = open_package(name)
        found = metadata(package)
        lines = [f"{name} {package.version}", f"Licence: {licence(package)}"]
        lines += [f"Source: {_source(found)}"]
        lines += ["", *(f"    {line}".rstrip() for line in _words_of(package))]
        parts.append("\n".join(lines).rstrip() + "\n")
    return ("\n" + "-" * 80 + "\n\n").join(parts)


def main() -> None:
    """`python -m builder.shipping.notice` writes NOTICE."""
    NOTICE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
