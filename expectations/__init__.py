"""Trust in numbers: expectation suites over the marts, run inside DuckDB, and the validation report.

``run`` is the only entry point. Great Expectations runs in a process of its own: importing it takes seconds and a
hundred megabytes that a refresh need not keep, and its end would fill the log with DuckDB's warnings.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expectations.results import Checked

_PROJECT = Path(__file__).resolve().parent.parent
_LIMIT_SECONDS = 3600


class ExpectationsDidNotRun(RuntimeError):
    """The suites could not be run at all: nothing is known about the warehouse, so it must not be published."""


@dataclass(frozen=True, slots=True)
class ExpectationOutcome:
    """What all expectations found. A warehouse with ``blocking_failures`` must not be published."""

    checked: tuple[Checked, ...]

    @property
    def blocking_failures(self) -> tuple[Checked, ...]:
        """Integrity expectations that do not hold; ``str`` of each says what is against it."""
        return tuple(check for check in self.checked if check.blocks)

    @property
    def unmet(self) -> tuple[Checked, ...]:
        """Every expectation that does not hold, blocking or not."""
        return tuple(check for check in self.checked if not check.is_met)


def get_ready() -> subprocess.Popen[str]:
    """Start the process that checks: it imports what it needs and waits for ``run``; whoever ends early kills it."""
    paths = [str(_PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "expectations"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdin=pipe, stdout=nowhere, stderr=pipe, text=True)


def run(
    database: Path,
    site: Path,
    process: subprocess.Popen[str] | None = None,
    *,
    integrity: Path | None = None,
    rest: Path | None = None,
) -> ExpectationOutcome:
    """Check the built database and write the report to ``site/validation``, with a process of ``get_ready``.

    ``integrity`` and ``rest`` may be extracts of the database: the rows that blocking suites and all others need look
    at. ``database`` is not changed. Expectations that do not hold raise nothing, the outcome says
    so; raises ``ExpectationsDidNotRun`` where they could not be run.
    """
    from expectations.evidence import read_evidence
    from expectations.report import write_report
    from expectations.results import read_results

    directory = site / "validation"
    directory.mkdir(parents=True, exist_ok=True)
    results = directory / "results.json"
    _check(process or get_ready(), integrity or database, rest or database, results)
    checked = read_results(results)
    write_report(directory, checked, read_evidence(database))
    return ExpectationOutcome(checked)


def _check(process: subprocess.Popen[str], integrity: Path, rest: Path, results: Path) -> None:
    _, errors = process.communicate(f"{integrity}\n{rest}\n{results}\n", timeout=_LIMIT_SECONDS)
    if process.returncode != 0:
        raise ExpectationsDidNotRun(errors.strip()[-2000:] or f"exit status {process.returncode}")
