"""``python -m bench.nation_build PACKS --work DIR``: what a warehouse of a synthetic nation costs, step by step.

Builds a warehouse from the packs of ``bench.nation`` with the refresh's own steps (raw rows, batches, dbt,
expectations, publishing), adds one more disclosure to a copy, and tells processor seconds, clock seconds, the largest
process and the size on disk. Processor seconds are those of this process and of what it waits for: another program on
the machine changes them little. Nothing is parsed: loading has its own benchmark.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.nation import Nation, invent_templates
from loaders.packs import load_packs
from refresh import batch, checking, database, publish, transform
from refresh.layout import Warehouse
from refresh.meta import create_meta_schema

Costs = dict[str, tuple[float, float]]


@contextmanager
def measured(costs: Costs, name: str) -> Iterator[None]:
    """Note the processor and clock seconds of a step."""
    spent, began = _processor(), time.monotonic()
    yield
    costs[name] = (_processor() - spent, time.monotonic() - began)
    print(f"{name:<28} {costs[name][0]:10.1f} s processor {costs[name][1]:10.1f} s clock", flush=True)


def _processor() -> float:
    own, waited = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + waited.ru_utime + waited.ru_stime


def build(packs: Path, warehouse: Warehouse, costs: Costs) -> None:
    """A full build, published."""
    warehouse.build.mkdir(parents=True)
    dbt = transform.Dbt(warehouse.build_database, warehouse.build)
    parsed = transform.parse(dbt)
    with measured(costs, "raw rows from packs"), database.opened(dbt.database) as connection:
        load_packs(connection, packs)
        create_meta_schema(connection)
        connection.execute(f"insert into meta.document_files by name from '{packs}/document_files/*.parquet'")
        keys = [key for (key,) in connection.execute("select document_key from raw.documents").fetchall()]
        batch.replace_links(connection, keys, [])
        batches = batch.plan_batches(connection, keys, [])
    print(f"{len(keys)} documents in {len(batches)} batches", flush=True)
    with checking.warmed_expectations() as validate:
        with measured(costs, "models and data tests"):
            transform.build(dbt, parsed, transform.Building(batches, True), lambda done, total: None)
        site = warehouse.next_version / "site"
        site.mkdir(parents=True)
        with measured(costs, "expectations"):
            failures = validate(dbt.database, site, True)
    print(f"expectations that fail: {failures or 'none'}", flush=True)
    with measured(costs, "publish"):
        publish.publish(warehouse, "nation")


def one_more(packs: Path, warehouse: Warehouse, scratch: Path, costs: Costs) -> None:
    """One more disclosure on a copy of the published database, not published."""
    entry = next(invent_templates(Nation(0, seed=1, templates=1), scratch))
    key = _document_key(entry)
    place = entry.with_name(f"{key}.bench")
    entry.rename(place)
    with measured(costs, "one more: copy"):
        database.make_working_copy(warehouse, is_full=False)
    dbt = transform.Dbt(warehouse.build_database, warehouse.build)
    parsed = transform.parse(dbt)
    files = _files(warehouse.build_database, key)
    with measured(costs, "one more: raw rows"):
        filling = database.Filling([place], [], {"document_files": files})
        batches = database.fill(dbt.database, warehouse.build, filling)
    site = scratch / "site"
    site.mkdir()
    with checking.warmed_expectations() as validate:
        with measured(costs, "one more: models and tests"):
            transform.build(dbt, parsed, transform.Building(batches, False), lambda done, total: None)
        with measured(costs, "one more: expectations"):
            failures = validate(dbt.database, site, False)
    print(f"expectations that fail: {failures or 'none'}", flush=True)


def _document_key(entry: Path) -> str:
    import polars as pl

    return str(pl.read_parquet(entry / "documents.parquet")["document_key"][0])


def _files(path: Path, key: str) -> list[dict[str, str | int | float | bool | None]]:
    """The list of files with one more: a refresh writes all of it."""
    with database.opened(path) as connection:
        cursor = connection.execute("select * from meta.document_files")
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    plain = [{n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in row.items()} for row in rows]
    return [*plain, plain[0] | {"document_key": key, "file_path": "one_more.txt", "file_name": "one_more.txt"}]


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.nation_build", description=__doc__.split("\n")[0])
    parser.add_argument("packs", type=Path, help="written by bench.nation")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="warehouse and scratch go there")
    options = parser.parse_args(argv)
    shutil.rmtree(options.work, ignore_errors=True)
    warehouse, scratch = Warehouse(options.work / "warehouse"), options.work / "scratch"
    scratch.mkdir(parents=True)
    costs: Costs = {}
    build(options.packs, warehouse, costs)
    full = sum(spent for spent, _ in costs.values())
    size = warehouse.database.stat().st_size / 2**20
    print(f"full build: {full:.1f} s processor; database {size:.0f} MiB; largest process {_peak():.0f} MiB", flush=True)
    one_more(options.packs, warehouse, scratch, costs)
    more = sum(spent for spent, _ in costs.values()) - full
    print(f"one more disclosure: {more:.1f} s processor, {more / full:.2%} of the full build")
    return 0


def _peak() -> float:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


if __name__ == "__main__":
    raise SystemExit(main())
