"""``python -m bench.floor PACKS --work DIR``: the same final tables by one plain DuckDB script, as a floor.

The script is the models' own SQL as dbt compiles it, run once from the same packs in one connection, in the order of
its dependencies: no batches, contracts, tests, comments, docs or expectations, staging as views. What a build costs
beyond it is what these cost.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from loaders.packs import load_packs
from refresh.meta import create_meta_schema

PROJECT = Path(__file__).resolve().parent.parent
_ENGINE = ("int_reconciliation", "int_finding", "int_acknowledged", "int_certified", "fct_reconciliation", "findings")


def compiled(work: Path, database: Path) -> dict[str, Any]:
    """The project's manifest with compiled SQL; the code lists are in the database afterwards."""
    variables = {"GONGKAI_DATABASE": str(database), "DBT_PROFILES_DIR": str(PROJECT), "DO_NOT_TRACK": "1"}
    for command in ("seed", "compile"):
        subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", "--quiet", command, "--target-path", str(work / "target"),
             "--log-path", str(work / "logs")],
            cwd=PROJECT, env=os.environ | variables, check=True,
        )  # fmt: skip
    manifest: dict[str, Any] = json.loads((work / "target" / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def statements(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and statement of every model, what it reads from first."""
    models = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    parents = {key: [p for p in node["depends_on"]["nodes"] if p in models] for key, node in models.items()}
    for key in TopologicalSorter(parents).static_order():
        node = models[key]
        kind = "view" if node["config"]["materialized"] == "view" else "table"
        yield node["name"], f"create {kind} {node['schema']}.{node['alias']} as {node['compiled_code']}"


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.floor", description=__doc__.split("\n")[0])
    parser.add_argument("packs", type=Path, help="written by bench.nation")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    database = options.work / "gongkai.duckdb"
    manifest = compiled(options.work, database)
    began, spent = time.monotonic(), time.process_time()
    slowest = []
    with duckdb.connect(str(database)) as connection:
        connection.execute("set threads = 2; set preserve_insertion_order = false; attach ':memory:' as scratch")
        for schema in ("staging", "intermediate", "mart"):
            connection.execute(f"create schema if not exists {schema}")
        load_packs(connection, options.packs)
        create_meta_schema(connection)
        connection.execute(f"insert into meta.document_files by name from '{options.packs}/document_files/*.parquet'")
        print(f"raw rows: {time.process_time() - spent:.1f} s processor", flush=True)
        for name, statement in statements(manifest):
            start = time.process_time()
            connection.execute(statement)
            slowest.append((time.process_time() - start, name))
        connection.execute("checkpoint")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent, clock = time.process_time() - spent, time.monotonic() - began
    print(f"floor: {spent:.1f} s processor, {clock:.1f} s clock, {peak:.0f} MiB")
    engine = sum(seconds for seconds, name in slowest if name.startswith(_ENGINE))
    print(f"of it the reconciliation engine: {engine:.1f} s processor")
    for seconds, name in sorted(slowest, reverse=True)[:10]:
        print(f"  {seconds:8.1f} s {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
