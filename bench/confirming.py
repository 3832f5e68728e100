"""`python -m bench.confirming [KIND …]`: every finding of `check` in the corpus, held against a
judge that is not ours.

pyright, ty and mypy judge Python, the TypeScript compiler TypeScript, cfn-lint templates;
Terraform's names are looked for in the text of the generated bindings. A finding is confirmed when
the judge complains about the same name in the same file. The others are printed with what
bench/explained.txt says of them; what it does not explain is a false alarm until somebody has
looked. Exit status 1 when there is one."""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench import checkers
from bench.corpus import corpus
from builder.packages import ROOT, open_package
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.findings import RULES, WARNINGS, Finding
from iac_crosswalk.check.run import check

EXPLAINED = Path(__file__).with_name("explained.txt")


class Alarm(NamedTuple):
    """One finding of ours, and the name it is about as the file writes it."""

    file: Path
    line: int
    finding: Finding
    name: str


def alarms(folder: Path, knowledge: KnowledgeBase) -> tuple[int, list[Alarm]]:
    """How many files concern us, and what `check` says of them."""
    files, found = 0, []
    for source, findings, _ in check(
        [folder], knowledge, any_version=True, rules=RULES.keys() - WARNINGS
    ):
        files += 1
        for each in findings:
            name = source.data[each.span.start : each.span.end].decode("utf-8", "replace")
            found.append(Alarm(source.path, source.position(each.span.start).line, each, name))
    return files, found


Judge = Callable[[list[Alarm]], set[Alarm]]
"""Those of the alarms that it confirms."""


def _by_name(*programs: Callable[[Iterable[Path]], list[checkers.Finding]]) -> Judge:
    """Judges that name what they complain about, on its line or at the beginning of the call or
    block around it.
    """

    def confirmed(found: list[Alarm]) -> set[Alarm]:
        files = sorted({alarm.file for alarm in found})
        said: dict[str, list[checkers.Finding]] = {}
        for program in programs:
            for each in program(files):
                said.setdefault(each.file, []).append(each)
        return {
            alarm
            for alarm in found
            if any(_about(alarm, each) for each in said.get(str(alarm.file.resolve()), []))
        }

    return confirmed


def _about(alarm: Alarm, said: checkers.Finding) -> bool:
    named = re.search(rf"(?<![\w:]){re.escape(alarm.name)}(?![\w:])", said.message) is not None
    return named and said.line <= alarm.line


def templates(found: list[Alarm]) -> set[Alarm]:
    """What cfn-lint says of them. It stops at logical ids that are no plain words, so it gets
    copies in which they are.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies: dict[Path, Path] = {}
        for number, file in enumerate(sorted({alarm.file for alarm in found})):
            copies[file] = Path(folder).resolve() / f"template{number}{file.suffix}"
            copies[file].write_text(
                _WORDS.sub(
                    lambda match: match[1].replace("_", ""), file.read_text(encoding="utf-8")
                )
            )
        inside = {alarm._replace(file=copies[alarm.file]): alarm for alarm in found}
        return {inside[alarm] for alarm in _by_name(checkers.cfn_lint)(list(inside))}


_WORDS = re.compile(r"<?\b(example_\w+)>?")
"""What the examples of documentation call their resources."""


@cache
def _bindings() -> dict[str, str]:
    """Terraform type → the JavaScript of its bindings, as text."""
    texts: dict[str, str] = {}
    with open_package("cdktn-provider-aws").tarball(".jsii.tgz") as archive:
        for member in archive:
            stream = (
                archive.extractfile(member)
                if re.fullmatch(r"package/lib/[\w-]+/index\.js", member.name)
                else None
            )
            text = stream.read().decode() if stream else ""
            kind = re.search(r"terraformResourceType: '(\w+)'", text)
            if kind:
                texts[kind[1] if "data-aws" not in member.name else f"data.{kind[1]}"] = text
    return texts


def bindings(found: list[Alarm]) -> set[Alarm]:
    """Names that the bindings of the resource announce nowhere, at no depth."""
    return {
        alarm
        for alarm in found
        if f"// {alarm.name} - computed:" not in _bindings().get(alarm.finding.resource or "", "")
    }


JUDGES: dict[str, Judge] = {
    "pulumi-python": _by_name(checkers.ty, checkers.pyright, checkers.mypy),
    "cdk-python": _by_name(checkers.ty, checkers.pyright, checkers.mypy),
    "pulumi-typescript": _by_name(checkers.tsc),
    "cloudformation": templates,
    "terraform": bindings,
}


def explanations() -> dict[tuple[str, str], str]:
    """(end of the file's path, name) → why it is true though no judge says so. A line a finding:
    FILE NAME: WHY.
    """
    found = {}
    for line in EXPLAINED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            place, _, why = line.partition(": ")
            file, _, name = place.rpartition(" ")
            found[file, name] = why
    return found


def main() -> None:
    """Prints a row for each kind of program, and below it every finding that its judge does not
    confirm.
    """
    kinds = sys.argv[1:] or list(JUDGES)
    if unknown := [kind for kind in kinds if kind not in JUDGES]:
        sys.exit(f"bench.confirming: {unknown[0]} has no judge; use {', '.join(JUDGES)}")
    folder, knowledge, explained = (
        corpus(),
        KnowledgeBase(ROOT / "data" / "crosswalk.db"),
        explanations(),
    )
    open_questions = 0
    print(
        f"{'programs':<20}{'files':>7}{'findings':>10}{'confirmed':>11}{'explained':>11}{'open':>6}"
    )
    for kind in kinds:
        files, found = alarms(folder / kind, knowledge)
        confirmed = JUDGES[kind](found) if found else set()
        counts: Counter[str] = Counter()
        lines = []
        for alarm in (each for each in found if each not in confirmed):
            place = str(alarm.file.relative_to(folder / kind))
            why = next(
                (
                    text
                    for (file, name), text in explained.items()
                    if place.endswith(file) and name == alarm.name
                ),
                None,
            )
            counts["explained" if why else "open"] += 1
            lines.append(
                f"  {'explained' if why else 'OPEN'}: {place}:{alarm.line}:"
                f" {alarm.finding.message}: {why or 'look at it'}"
            )
        print(
            f"{kind:<20}{files:>7}{len(found):>10}{len(confirmed):>11}{counts['explained']:>11}{counts['open']:>6}",
            flush=True,
        )
        print("\n".join(lines), end="\n" if lines else "")
        open_questions += counts["open"]
    sys.exit(1 if open_questions else 0)


if __name__ == "__main__":
    main()
