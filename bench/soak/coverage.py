"""The targets of bench.soak.fuzzing driven by coverage: inputs that reach new lines are kept and
changed further. `python -m bench.soak.coverage --minutes 5 check`.

Needs atheris, which is in no extra because it has no wheel for some platforms: `make soak` installs
it into a venv of its own (bench/soak/__main__.py). A failure ends the run and leaves its input in
the folder that is printed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=[
        "iac_crosswalk.programs",
        "iac_crosswalk.check",
        "iac_crosswalk.report",
        "iac_crosswalk.ask",
        "iac_crosswalk.answers",
        "builder.curated",
    ]
):
    import builder.curated.parse  # noqa: F401 - read later, and by then uninstrumented
    from bench.soak.fuzzing import SLOWEST, SUFFIXES, TARGETS, Input, Targets, mappings, seeds

from iac_crosswalk import KnowledgeBase


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--minutes", type=float, default=5.0)
    reader.add_argument("target", choices=TARGETS)
    given = reader.parse_args()
    target = getattr(Targets(KnowledgeBase()), given.target)

    def one(data: bytes) -> None:
        # The first byte chooses the name, and with it the reader
        name = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".yaml"
        target(Input(f"x{name}", data[1:]))

    folder = Path(tempfile.mkdtemp(prefix="fuzzing-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    files = mappings() if given.target == "mapping" else seeds()
    for number, (name, content) in enumerate(files.items()):
        first = SUFFIXES.index(Path(name).suffix)
        (corpus / str(number)).write_bytes(bytes([first]) + content)
    print(f"failures: {folder}", flush=True)
    options = [
        f"-max_total_time={int(given.minutes * 60)}",
        f"-timeout={int(SLOWEST)}",
        "-rss_limit_mb=4096",
        "-max_len=60000",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
