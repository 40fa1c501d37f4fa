"""``python -m expectations``: run all suites on a built database and write ``results.json``.

Standard input says, a line each, where integrity is looked at, where everything else, and where the results go; so the
process can be started, and import what it needs, before the database is there. Without it (the asking process ended)
it leaves.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from expectations.checkpoint import run_checkpoint
from expectations.evidence import read_rules
from expectations.results import write_results
from expectations.suites import read_suites, rule_expectations


def main(integrity: Path, rest: Path, results: Path) -> None:
    """Run the suites of the files and one expectation per reconciliation rule."""
    expected = (*read_suites(), *rule_expectations(read_rules(rest)))
    if integrity == rest:
        checked = run_checkpoint(rest, expected)
    else:
        checked = (
            *run_checkpoint(integrity, [item for item in expected if item.is_blocking]),
            *run_checkpoint(rest, [item for item in expected if not item.is_blocking]),
        )
    write_results(results, checked)


if __name__ == "__main__":
    lines = sys.stdin.read().splitlines()
    if lines:
        main(*map(Path, lines))
    # Everything is on disk: an orderly end of the interpreter would only let DuckDB complain about its own types.
    os._exit(0)
