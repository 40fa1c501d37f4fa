"""``python -m bench.nothing_new --files 100000 --work DIR``: what a refresh costs that finds nothing new.

Writes small files, notes them as a published warehouse of them would, and asks ``gongkai refresh`` (a process of its
own, by the clock) until the list of seen files has settled. What is in the database does not matter: a refresh with
nothing to do looks at files, at the list of those it has seen and at the manifest, and opens no database.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb

from refresh import publish
from refresh.collect import SeenFiles, collect
from refresh.files import write_json
from refresh.fingerprint import current_code
from refresh.layout import PROJECT, Warehouse
from refresh.plan import Manifest, file_keys

_PER_FOLDER = 1000
_LIMIT_SECONDS = 3


def write_files(folder: Path, count: int) -> None:
    """Files of a line each, a thousand in a folder."""
    for number in range(count):
        path = folder / f"{number // _PER_FOLDER:04d}" / f"{number:07d}.txt"
        if number % _PER_FOLDER == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{number}\n", encoding="utf-8")


def pretend_published(warehouse: Warehouse, folder: Path) -> None:
    """A published version, without tables, whose manifest names these files."""
    warehouse.next_version.mkdir(parents=True)
    duckdb.connect(str(warehouse.build_database)).close()
    seen = SeenFiles.read(warehouse.seen_file)
    collected = collect([str(folder)], seen)
    seen.write(warehouse.seen_file)
    code, keys = current_code(), file_keys(collected)
    manifest = Manifest(
        run_id="bench",
        published_at="2026-01-01T00:00:00",
        loader_version=code.loader_version,
        components=dict(code.components),
        files=keys,
        refused={},
        loaded=sorted(set(keys.values())),
        is_settled=True,
        findings_open=0,
    )
    write_json(warehouse.next_version / "manifest.json", asdict(manifest))
    publish.publish(warehouse, "bench")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns 1 where the last refresh takes three seconds and more."""
    parser = argparse.ArgumentParser(prog="python -m bench.nothing_new", description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=100_000, metavar="N")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="files and warehouse go there")
    options = parser.parse_args(argv)
    folder, warehouse = options.work / "documents", Warehouse(options.work / "warehouse")
    if not warehouse.root.exists():
        write_files(folder, options.files)
        pretend_published(warehouse, folder)
    command = [sys.executable, "-m", "refresh", "refresh", "--quiet", "--warehouse", str(warehouse.root)]
    taken = 0.0
    for _ in range(3):
        began = time.monotonic()
        subprocess.run([*command, "--disclosures", str(folder)], cwd=PROJECT, check=True)
        taken = time.monotonic() - began
        print(f"nothing new among {options.files} files: {taken:.2f} s", flush=True)
    return int(taken >= _LIMIT_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
