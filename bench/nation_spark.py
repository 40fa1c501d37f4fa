"""``python -m bench.nation_spark PACKS --work DIR``: what the models and tests cost on Spark in this process.

The same nodes as ``bench.nation_build`` builds with DuckDB, from the same packs: seeds, models and data tests of a
refresh, without raw rows (Spark reads packs as they lie), taking tables back, expectations and publishing. Tells
processor seconds of Java and of Python, clock seconds, the largest Java process and the slowest nodes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from refresh.transform import Dbt, environment, invoke


def build(packs: Path, work: Path) -> list[Any]:
    """One build; the Spark session stays, so that its costs can be asked."""
    dbt = Dbt(work / "none.duckdb", work)
    with environment(GONGKAI_SPARK=str(work.absolute() / "spark"), GONGKAI_STAGED=str(packs.absolute())):
        result = invoke(dbt, ["build", "--selector", "refresh", "--target", "spark"], None)
    return list(result.results)


def java_cost(session: Any) -> tuple[float, float]:
    """Processor seconds and the largest size (MiB) of the Java process that Spark runs in."""
    process = session._jvm.java.lang.ProcessHandle.current()
    seconds = process.info().totalCpuDuration().get().toMillis() / 1000
    status = Path(f"/proc/{process.pid()}/status").read_text(encoding="ascii")
    (largest,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return seconds, int(largest) / 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(prog="python -m bench.nation_spark", description=__doc__.split("\n")[0])
    parser.add_argument("packs", type=Path, help="written by bench.nation, or of a warehouse (packs/<loader version>)")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="tables and scratch go there")
    options = parser.parse_args(argv)
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    began, spent = time.monotonic(), os.times()
    nodes = build(options.packs, options.work)
    clock, now = time.monotonic() - began, os.times()
    session = SparkSession.builder.getOrCreate()
    java, largest = java_cost(session)
    (figures,) = session.sql("select count(*) from mart.published_figures").collect()[0]
    session.stop()
    python = now.user + now.system - spent.user - spent.system
    size = sum(path.stat().st_size for path in options.work.rglob("*.parquet")) / 2**20
    print(f"{len(nodes)} nodes, {figures} published figures, tables {size:.0f} MiB")
    print(f"{java + python:.1f} s processor (Java {java:.1f}, Python {python:.1f}), {clock:.1f} s clock")
    print(f"largest Java process {largest:.0f} MiB")
    for node in sorted(nodes, key=lambda node: -node.execution_time)[:10]:
        print(f"  {node.execution_time:8.1f} s clock {node.node.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
