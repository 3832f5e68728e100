"""The rules, by the kind of use that they judge. docs/architecture.md says what a new one needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.rules import calls, gettable, given, old, read, types
from iac_crosswalk.programs.use import Declared, Given, Read

Rule = Callable[[Any, Case], Iterable[Finding]]
"""(use, case) → its findings. A generator, but for the rules that judge every given name: they are
called for each, and return nothing at once for most."""

BY_USE: dict[type, tuple[Rule, ...]] = {
    Declared: (
        types.unknown,
        types.shut_down,
        given.beside,
        given.ignored,
        old.deprecated_type,
    ),
    Given: (calls.not_taken, given.unknown, given.read_only, given.form, old.deprecated_argument),
    Read: (
        read.unknown,
        calls.not_answered,
        read.undeclared,
        read.write_only,
        gettable.not_returned,
        old.deprecated_read,
    ),
}
