"""``python -m expectations DATABASE RESULTS``: run all suites on a built database, write ``results.json``."""

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
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.flush()
    # Everything is on disk: an orderly end of the interpreter would only let DuckDB complain about its own types.
    os._exit(0)
