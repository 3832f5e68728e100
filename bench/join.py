"""Ten million attribute references translated beyond one process: by DuckDB here, and by Spark on a
local cluster of worker processes, with the same result.

`python -m bench.join EXPORT [--rows N]` needs a Parquet export, `pip install pyspark duckdb` and
Java (Debian: default-jre-headless). The references are drawn from the export itself: every
attribute of it, over and over in a fixed shuffled order.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

SQL = """
select r.system, e.to_system, e.relation, count(*) as translated, count(e.to_path) as named,
       sum(length(e.to_path)) as letters, count(distinct e.to_path) as names
  from refs r join equivalent e
    on e.from_system = r.system and e.from_resource = r.resource and e.from_path = r.path
 where e.origin <> 'derived' or e.confidence >= 0.5
 group by r.system, e.to_system, e.relation order by 1, 2, 3
"""
"""The joined rows are counted and measured, not collected: a result of tens of millions of rows
stays where it is made."""


_LONGEST = 1800
"""Seconds. A cluster that loses its workers waits for others without end."""


class Run(NamedTuple):
    """One translation of all references."""

    engine: str
    workers: int
    rows: int
    seconds: float
    cpu_seconds: float
    result: list[list[Any]]

    def line(self) -> str:
        millions = self.rows / 1e6
        return (
            f"| {self.engine} | {self.workers} | {self.rows:,} | {self.seconds:.1f} |"
            f" {self.seconds / millions:.2f} | {self.cpu_seconds / millions:.2f} |"
            f" {sum(row[3] for row in self.result):,} |"
        )


def references(export: Path, folder: Path, rows: int) -> Path:
    """The references as Parquet, in several files, so that workers can share them."""
    import duckdb

    path = folder / f"refs-{rows}"
    with duckdb.connect() as db:
        db.execute(f"""
            create table known as
            select from_system as system, from_resource as resource, from_path as path,
                   row_number() over (order by hash(from_system, from_resource, from_path)) - 1 as n
              from (select distinct from_system, from_resource, from_path
                      from '{export}/equivalent.parquet')
            """)
        ((count,),) = db.execute("select count(*) from known").fetchall()
        db.execute(f"""
            copy (select k.system, k.resource, k.path
                    from (select i % {count} as n from range({rows}) r(i)) r join known k using (n))
              to '{path}' (format parquet, per_thread_output true, row_group_size 122880)
            """)
    return path


class _Processors:
    """The processor time of every process of a session, looked at twice a second (Linux): Java's
    processes are nobody's children, so that no system call adds them up."""

    def __init__(self, session: int) -> None:
        self._session, self._ticks, self._done = session, dict[str, int](), False
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done:
            for path in Path("/proc").glob("[0-9]*/stat"):
                with contextlib.suppress(OSError):
                    fields = path.read_text().rpartition(")")[2].split()
                    if int(fields[3]) == self._session:
                        self._ticks[path.parent.name] = int(fields[11]) + int(fields[12])
            time.sleep(0.5)

    def seconds(self) -> float:
        """What they took together, starting included."""
        self._done = True
        self._thread.join()
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")


def by_duckdb(export: Path, refs: Path, rows: int, workers: int) -> Run:
    """In this process, with so many threads."""
    import duckdb

    before, started = time.process_time(), time.monotonic()
    with duckdb.connect(config={"threads": workers}) as db:
        db.execute(f"create view refs as select * from '{refs}/*.parquet'")
        db.execute(f"create view equivalent as select * from '{export}/equivalent.parquet'")
        result = [list(row) for row in db.execute(SQL).fetchall()]
    return Run(
        "DuckDB, threads",
        workers,
        rows,
        time.monotonic() - started,
        time.process_time() - before,
        result,
    )


_SPARK = """
import json, sys, time
from pyspark.sql import SparkSession
export, refs, workers, sql = sys.argv[1:]
spark = (SparkSession.builder.master(f"local-cluster[{workers},1,1536]").appName("iac-crosswalk")
         .config("spark.ui.enabled", "false")
         .config("spark.sql.shuffle.partitions", str(2 * int(workers)))
         .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
         .config("spark.executor.memory", "1g")
         .config("spark.sql.autoBroadcastJoinThreshold", str(256 << 20)).getOrCreate())
spark.sparkContext.setLogLevel("ERROR")
spark.range(1).count()  # the workers have started
started = time.monotonic()
spark.read.parquet(refs).createOrReplaceTempView("refs")
spark.read.parquet(export + "/equivalent.parquet").createOrReplaceTempView("equivalent")
rows = [list(row) for row in spark.sql(sql).collect()]
print(json.dumps([time.monotonic() - started, rows]))
spark.stop()
"""


def by_spark(export: Path, refs: Path, rows: int, workers: int) -> Run:
    """On a cluster of worker processes, each with one core; it starts before the clock does."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SPARK, str(export), str(refs), str(workers), SQL],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        start_new_session=True,
    )
    watch = _Processors(process.pid)
    try:
        out, errors = process.communicate(timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        sys.exit(f"Spark: no result within {_LONGEST // 60} minutes")
    cpu = watch.seconds()
    if process.returncode:
        sys.exit(f"Spark: {errors.strip().splitlines()[-1]}")
    seconds, result = json.loads(out.strip().splitlines()[-1])
    return Run("Spark, worker processes", workers, rows, seconds, cpu, result)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    reader.add_argument(
        "export", type=Path, help="a folder that `iac-crosswalk export --to parquet` wrote"
    )
    reader.add_argument("--rows", type=int, default=10_000_000)
    reader.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    given = reader.parse_args()
    print(
        "| engine | workers | references | seconds | seconds a million | CPU seconds a million |"
        " rows found |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as temporary:
        for rows in (given.rows // 100, given.rows // 10, given.rows):
            refs = references(given.export, Path(temporary), rows)
            results = []
            for workers in given.workers if rows == given.rows else [2]:
                for run in (by_duckdb, by_spark):
                    found = run(given.export, refs, rows, workers)
                    print(found.line(), flush=True)
                    results.append(found.result)
            if any(result != results[0] for result in results):
                sys.exit("join: the engines do not give the same rows")
    print("\nThe same result from every run.")


if __name__ == "__main__":
    main()
