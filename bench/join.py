"""Ten million attribute references translated beyond one process: by DuckDB here, and by Spark on a
local cluster of worker processes, with the same result.

`python -m bench.join EXPORT [--rows N]` needs a Parquet export, `pip install pyspark duckdb` and
Java (Debian: default-jre-headless). The references are drawn from the export itself: every
attribute of it, over and over in a fixed shuffled order.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
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
            f"| {self.engine} | {self.workers} | {self.rows:,} | {self.seconds:.1f} | {self.seconds / millions:.2f}"
            f" | {self.cpu_seconds / millions:.2f} | {sum(row[3] for row in self.result):,} |"
        )


def references(export: Path, folder: Path, rows: int) -> Path:
    """The references as Parquet, in several files, so that workers can share them."""
    import duckdb

    path = folder / f"refs-{rows}"
    path.mkdir()
    with duckdb.connect() as db:
        db.execute(
            f"""
            copy (with known as (select distinct from_system, from_resource, from_path from '{export}/equivalent.parquet'),
                       numbered as (select *, row_number() over (order by hash(from_system, from_resource, from_path)) - 1 as n from known)
                  select from_system as system, from_resource as resource, from_path as path
                    from range({rows}) r(i) join numbered k on k.n = r.i % (select count(*) from known))
              to '{path}' (format parquet, per_thread_output true, row_group_size 122880, overwrite_or_ignore true)
            """
        )
    return path


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def by_duckdb(export: Path, refs: Path, rows: int, workers: int) -> Run:
    """In this process, with so many threads."""
    import duckdb

    before, started = _cpu(), time.monotonic()
    with duckdb.connect(config={"threads": workers}) as db:
        db.execute(f"create view refs as select * from '{refs}/*.parquet'")
        db.execute(f"create view equivalent as select * from '{export}/equivalent.parquet'")
        result = [list(row) for row in db.execute(SQL).fetchall()]
    return Run("DuckDB, threads", workers, rows, time.monotonic() - started, _cpu() - before, result)


_SPARK = """
import json, sys, time
from pyspark.sql import SparkSession
export, refs, workers, sql = sys.argv[1:]
spark = (SparkSession.builder.master(f"local-cluster[{workers},1,1536]").appName("iac-crosswalk")
         .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", str(2 * int(workers)))
         .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
         .config("spark.executor.memory", "1g").config("spark.sql.autoBroadcastJoinThreshold", str(256 << 20)).getOrCreate())
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
    before = _cpu()
    done = subprocess.run(
        [sys.executable, "-c", _SPARK, str(export), str(refs), str(workers), SQL],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    if done.returncode:
        sys.exit(f"Spark: {done.stderr.strip().splitlines()[-1]}")
    seconds, result = json.loads(done.stdout.strip().splitlines()[-1])
    return Run("Spark, worker processes", workers, rows, seconds, _cpu() - before, result)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    reader.add_argument("export", type=Path, help="a folder that `iac-crosswalk export --to parquet` wrote")
    reader.add_argument("--rows", type=int, default=10_000_000)
    reader.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    given = reader.parse_args()
    print("| engine | workers | references | seconds | seconds a million | CPU seconds a million | rows found |")
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
