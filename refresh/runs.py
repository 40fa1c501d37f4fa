"""The record of each refresh under ``runs/``: begun before any work, so that even a killed one leaves a trace."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from refresh.files import write_json
from refresh.meta import Record

RUNNING, PUBLISHED, FAILED, INTERRUPTED = "running", "published", "failed", "interrupted"
ROLLED_BACK = "rolled back"


@dataclass(slots=True)
class Run:
    """One refresh while it goes on and afterwards; the fields up to ``seconds`` are the columns of ``meta.runs``.

    ``versions`` are those of everything that it was built with, ``new_findings`` the worst of them as sentences,
    ``quarantined`` the files that were not loaded and are so for the first time: path, code, reason.
    """

    run_id: str
    started_at: str
    finished_at: str | None = None
    status: str = RUNNING
    mode: str | None = None
    reason: str | None = None
    failure: str | None = None
    documents: int | None = None
    documents_parsed: int | None = None
    documents_added: int | None = None
    documents_changed: int | None = None
    documents_removed: int | None = None
    documents_quarantined: int | None = None
    figures: int | None = None
    certified_share: float | None = None
    findings: int | None = None
    findings_open: int | None = None
    findings_new: int | None = None
    findings_gone: int | None = None
    quarantined_new: int | None = None
    collected_new: int | None = None
    collected_changed: int | None = None
    sources_failed: int | None = None
    loader_version: str | None = None
    seconds: float | None = None
    steps: list[tuple[str, float]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    new_findings: tuple[str, ...] = ()
    quarantined: tuple[tuple[str, str, str], ...] = ()

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Note how long a step takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.steps.append((step, round(time.perf_counter() - began, 3)))

    def end(self, status: str, failure: str | None = None) -> None:
        """The run is over."""
        self.finished_at = utc_now()
        self.status = status
        self.failure = failure
        began = datetime.fromisoformat(self.started_at)
        self.seconds = round((datetime.fromisoformat(self.finished_at) - began).total_seconds(), 3)


def utc_now() -> str:
    """The moment, in UTC, to the millisecond, as the database reads it."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")


def begin_run() -> Run:
    """A new run, named by its start."""
    now = utc_now()
    return Run(run_id=now.replace("-", "").replace(":", "").replace(".", "") + "Z", started_at=now)


def write_run(root: Path, run: Run) -> None:
    """Keep the record of a run."""
    write_json(root / f"{run.run_id}.json", asdict(run))


def read_runs(root: Path, most: int | None = None) -> list[Run]:
    """The recorded runs, oldest first, at most the last ``most``. A damaged record is left out."""
    paths = sorted(root.glob("*.json"))
    if most is not None:
        paths = paths[-most:]
    return [run for path in paths if (run := _read(path)) is not None]


def _read(path: Path) -> Run | None:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = {item.name for item in dataclasses.fields(Run)}
        run = Run(**{name: value for name, value in content.items() if name in names})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    run.steps = [(str(step), float(seconds)) for step, seconds in run.steps]
    run.quarantined = tuple((path, code, reason) for path, code, reason in run.quarantined)
    return run


def run_of(runs: list[Run], version: str | None) -> Run | None:
    """The run that made a version."""
    return next((past for past in runs if past.run_id == version), None)


def settle_interrupted(root: Path, published_version: str | None) -> bool:
    """Give runs that were killed their status; say whether there were any. For whoever holds the lock.

    A run killed right after its version was published has published it.
    """
    killed = [run for run in read_runs(root) if run.status == RUNNING]
    for run in killed:
        run.status = PUBLISHED if run.run_id == published_version else INTERRUPTED
        write_run(root, run)
    return bool(killed)


def run_rows(runs: list[Run]) -> list[Record]:
    """Rows of ``meta.runs``."""
    return [asdict(run) for run in runs if run.status != RUNNING]


def step_rows(runs: list[Run]) -> list[Record]:
    """Rows of ``meta.run_steps``."""
    return [
        {"run_id": run.run_id, "step_no": number, "step": step, "seconds": seconds}
        for run in runs
        for number, (step, seconds) in enumerate(run.steps, start=1)
    ]


def news_rows(runs: list[Run]) -> list[Record]:
    """Rows of ``meta.run_news``: what each run found for the first time."""
    return [
        {"run_id": run.run_id, "news_no": number, "kind": kind, "sentence": sentence}
        for run in runs
        for number, (kind, sentence) in enumerate(_news(run), start=1)
    ]


def _news(run: Run) -> Iterator[tuple[str, str]]:
    yield from (("finding", sentence) for sentence in run.new_findings)
    yield from (("quarantine", f"{path}: {reason}") for path, _, reason in run.quarantined)
