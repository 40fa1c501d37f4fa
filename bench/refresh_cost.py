"""``python -m bench.refresh_cost``: what one more document costs against building all, and what nothing new costs.

Synthetic documents are published, one more comes, then nothing new; then one goes again. Costs are processor seconds
of the refresh and all its workers, which another program on the machine changes little; the no-op is timed by the
clock, as its target is. Directories that are there already (``--work``) are gone on with.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.synthetic import documents
from tests.writer.formats import FORMATS

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """One refresh: seconds of processors and of the clock, the largest process in MiB."""

    processor: float
    clock: float
    peak: float


def refresh(work: Path) -> Cost:
    """One refresh in a process of its own. Raises ``SystemExit`` with what it said where it failed."""
    began = time.monotonic()
    command = [sys.executable, "-m", "refresh", "refresh", "--quiet", "--warehouse", str(work / "warehouse")]
    command += ["--disclosures", str(work / "documents")]
    with tempfile.TemporaryFile() as said:
        environment = os.environ | {"PYTHONPATH": str(PROJECT)}
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise SystemExit(said.read()[-2000:].decode(errors="replace"))
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024)


def write(folder: Path, count: int, first: int, formats: Sequence[str]) -> list[Path]:
    """Write documents that are not there yet; returns their paths."""
    paths = []
    for name, data in documents(count, 0, formats, first):
        path = folder / name[:4] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        paths.append(path)
    return paths


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns 1 where one more document costs over 5 % of all, or nothing new 3 seconds and more."""
    parser = argparse.ArgumentParser(prog="python -m bench.refresh_cost", description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1000, metavar="N")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="documents and warehouse go there")
    parser.add_argument("--format", choices=list(FORMATS), action="append", help="only these (default: a mixture)")
    options = parser.parse_args(argv)
    formats = options.format or list(FORMATS)
    folder = options.work / "documents"
    if not folder.is_dir():
        write(folder, options.documents, 0, formats)
    costs = {"everything": refresh(options.work)}
    (more,) = write(folder, 1, options.documents, formats)
    costs["one more"] = refresh(options.work)
    costs["nothing new"] = refresh(options.work)
    more.unlink()
    costs["one less"] = refresh(options.work)
    for name, cost in costs.items():
        print(f"{name:<12} {cost.processor:9.2f} s processor {cost.clock:9.2f} s clock {cost.peak:7.0f} MiB at most")
    share = costs["one more"].processor / costs["everything"].processor
    size = (options.work / "warehouse" / "gongkai.duckdb").stat().st_size / 2**20
    print(f"one more of {options.documents}: {share:.2%} of building everything; database {size:.0f} MiB")
    return int(share > 0.05 or costs["nothing new"].clock >= 3)


if __name__ == "__main__":
    raise SystemExit(main())
