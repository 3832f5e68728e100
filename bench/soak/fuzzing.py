"""Fuzzing of everything that reads what others wrote: check, --fix, report, ask, mapping files, the
words of a search.

`python -m bench.soak.fuzzing --minutes 20` (part of `make soak`) prints tries and failures of each
target. A failure is a traceback, a try that takes longer than SLOWEST, or more memory than
MOST_MEMORY. Each target runs in a process of its own, which writes down what it is about to read,
so that a hang or a crash in C leaves its input.

Inputs are real files that hypothesis damages: bytes replaced, cut and repeated, pieces of other
files and signs known to break readers put in.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from iac_crosswalk import KnowledgeBase, KnowledgeBaseError
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.ask import ask
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import confirmed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.report.run import usage
from iac_crosswalk.store.schema import Schemas

ROOT = Path(__file__).resolve().parents[2]
SLOWEST = 20.0
"""Seconds for one input of some kilobytes."""
MOST_MEMORY = 4 << 30
_AT_ONCE = 50
"""Inputs between two looks at the clock."""
SUFFIXES = (".yaml", ".yml", ".json", ".tf", ".py", ".ts")
_OF_TEXT = (b"\\ud800", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"9" * 400)
_DEEP = (b"[" * 3000, b"(" * 3000, b"{" * 3000, b"- " * 500)
_OF_LANGUAGES = (b"&a [*a]", b"<<: *x", b"!GetAtt ", b"Fn::ForEach::", b"${", b"%{")
_QUOTES = (b'"""', b"`", b"\\", b"'", b"#", b"*")
SIGNS = _OF_TEXT + _DEEP + _OF_LANGUAGES + _QUOTES


def seeds() -> dict[str, bytes]:
    """Name → content of the real programs and templates of the tests, as JSON too."""
    tests = [ROOT / "tests" / name for name in ("programs", "field")]
    every = [path for folder in tests for path in sorted(folder.rglob("*"))]
    found = [path for path in every if path.suffix in SUFFIXES]
    read = {
        str(path.relative_to(ROOT)): path.read_bytes() for path in found if "test_" not in path.name
    }
    template = (
        b'{"Resources": {"C": {"Type": "AWS::ElastiCache::ReplicationGroup",\n'
        b' "Properties": {"NumNodeGroups": 2}}}, "Outputs": {"E": {"Value": {"Fn::GetAtt":\n'
        b' ["C", "CacheNodes"]}}, "S": {"Value": {"Fn::Sub": "${C.Port}"}}}}\n'
    )
    return {**read, "template.json": template}


def mappings() -> dict[str, bytes]:
    """Every fortieth file of mappings/."""
    found = sorted((ROOT / "mappings").rglob("*.yaml"))[::40]
    return {str(path): path.read_bytes() for path in found}


class Input(NamedTuple):
    """A file as a reader gets it."""

    name: str
    data: bytes


@st.composite
def damaged(draw: st.DrawFn, files: dict[str, bytes]) -> Input:
    """A real file with up to six pieces of damage."""
    name = draw(st.sampled_from(sorted(files)))
    data = files[name]
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(("put", "cut", "repeat", "replace", "splice")))
        if kind == "put":
            data = data[:start] + draw(st.sampled_from(SIGNS)) + data[start:]
        elif kind == "cut":
            data = data[:start] + data[end:]
        elif kind == "repeat":
            data = data[:end] + data[start:end] * draw(st.integers(1, 20)) + data[end:]
        elif kind == "replace":
            data = data[:start] + draw(st.binary(max_size=8)) + data[end:]
        else:
            other = files[draw(st.sampled_from(sorted(files)))]
            at = draw(st.integers(0, len(other)))
            data = data[:start] + other[at : at + 200] + data[start:]
    return Input(
        draw(st.sampled_from((name, "x.yaml", "x.json", "x.tf", "x.py", "x.ts"))), data[:60_000]
    )


def _errors(findings: list[Finding]) -> int:
    return sum(each.level == "error" for each in findings)


class Targets:
    """What is fuzzed. Each takes an input and returns, or raises what a person would see as a
    traceback."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._advisor = Advisor(knowledge)
        self._schemas = Schemas(knowledge)

    def check(self, given: Input) -> None:
        """check, and what --fix would write: it must be found right when it is read again."""
        checked = check_source(Source(Path(given.name), given.data), self._advisor)
        if checked is None:
            return
        for finding in checked.findings:
            checked.source.position(finding.span.start)
            finding.message.encode()
        after = confirmed(checked.source, checked.findings, self._again)
        if after != given.data:
            again = self._again(Source(Path(given.name), after))
            assert _errors(again) <= _errors(checked.findings)

    def _again(self, source: Source) -> list[Finding]:
        checked = check_source(source, self._advisor)
        return [*checked.findings] if checked else []

    def report(self, given: Input) -> None:
        """report, whose errors are lines."""
        with suppress(Unreadable, RecursionError):  # report/run.py says both on one line
            usage(given.name, given.data, self._schemas, "pulumi")

    def ask(self, given: Input) -> None:
        """A question, within a source and as one."""
        text = given.data.decode("utf-8", "replace")
        line = max(text.splitlines() or [""], key=len)[:300]
        for question, within in ((line, ""), ("C.Port", text), (line, text)):
            with suppress(KnowledgeBaseError):
                ask(self._knowledge, question, to="terraform", within=within)

    def mapping(self, given: Input) -> None:
        """A file of mappings/."""
        from builder.curated.mapping_file import MappingFile
        from builder.curated.parse import parse_text

        parse_text(given.data, MappingFile("mappings/x.yaml"))

    def search(self, given: Input) -> None:
        """Words of a visitor in full-text search."""
        self._knowledge.search(given.data[:200].decode("utf-8", "replace"))


TARGETS = ("check", "report", "ask", "mapping", "search")


def run(
    target: Callable[[Input], None],
    files: dict[str, bytes],
    tries: int,
    number: int,
    note: Callable[[Input], None] = lambda found: None,
) -> int:
    """Tries `tries` inputs. Raises what the target raises, with the smallest input that does."""
    done = 0

    @seed(number)
    @settings(
        max_examples=tries,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(damaged(files))
    def each(found: Input) -> None:
        nonlocal done
        done += 1
        note(found)
        target(found)

    each()
    return done


def _work(
    name: str, until: float, number: int, folder: Path, pipe: multiprocessing.connection.Connection
) -> None:
    """One target in a process of its own, until the time is up."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    files = mappings() if name == "mapping" else seeds()
    target = getattr(Targets(KnowledgeBase()), name)
    tries = 0

    def note(found: Input) -> None:
        (folder / name).write_bytes(found.name.encode() + b"\n" + found.data)

    while time.time() < until:
        try:
            tries += run(target, files, _AT_ONCE, number + tries, note)
        except Exception:
            line = traceback.format_exc().strip().splitlines()[-1]
            pipe.send(("failed", line, (folder / name).read_bytes()[:300]))
            tries += _AT_ONCE
        pipe.send(("tries", tries))


def fuzz(name: str, seconds: float, number: int, folder: Path) -> tuple[int, list[str]]:
    """Tries and failures of one target."""
    here, there = multiprocessing.Pipe()
    failures: list[str] = []
    tries, until = 0, time.time() + seconds
    arguments = (name, until, number, folder, there)
    worker = multiprocessing.Process(target=_work, args=arguments, daemon=True)
    worker.start()
    there.close()
    while True:
        try:
            if here.poll(1):
                kind, *found = here.recv()
                tries = found[0] if kind == "tries" else tries
                failures += [f"{found[0]}: {found[1]!r}"] if kind == "failed" else []
                continue
        except EOFError:
            break
        last = folder / name
        old = last.exists() and time.time() - last.stat().st_mtime > SLOWEST
        if old and worker.is_alive():
            failures.append(f"takes longer than {SLOWEST:g} s: {last.read_bytes()[:300]!r}")
            worker.kill()
            break
    worker.join(30)
    if worker.exitcode not in (0, -9):
        last_words = (folder / name).read_bytes()[:300]
        failures.append(f"the process ended with {worker.exitcode}: {last_words!r}")
    return tries, failures


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--minutes", type=float, default=20.0)
    reader.add_argument("--seed", type=int, default=int(time.time()))
    reader.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=[])
    wanted = reader.parse_args()
    names, failed = wanted.targets or list(TARGETS), 0
    print(f"seed {wanted.seed}\n{'target':<10}{'tries':>10}{'failures':>10}")
    with tempfile.TemporaryDirectory() as temporary:
        for name in names:
            seconds = wanted.minutes * 60 / len(names)
            tries, failures = fuzz(name, seconds, wanted.seed, Path(temporary))
            print(f"{name:<10}{tries:>10,}{len(failures):>10}", flush=True)
            for line in dict.fromkeys(failures):
                print(f"    {line}")
            failed += len(failures)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
