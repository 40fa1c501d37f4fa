"""``python -m expectations``: run all suites on a built database and write ``results.json``.

The paths of both come from standard input, a line each, so that the process can be started, and import what it needs,
before the database is there. Without them (the asking process ended) it leaves.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from expectations.checkpoint import run_checkpoint
from expectations.evidence import read_rules
from expectations.results import write_results
from expectations.suites import read_suites, rule_expectations


def main(database: Path, results: Path) -> None:
    """Run the suites of the files and one expectation per reconciliation rule."""
    expected = (*read_suites(), *rule_expectations(read_rules(database)))
    write_results(results, run_checkpoint(database, expected))


if __name__ == "__main__":
    lines = sys.stdin.read().splitlines()
    if lines:
        main(Path(lines[0]), Path(lines[1]))
    # Everything is on disk: an orderly end of the interpreter would only let DuckDB complain about its own types.
    os._exit(0)
