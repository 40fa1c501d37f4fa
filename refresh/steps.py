"""The steps of a refresh as values, so that the road around them (lock, publish, recover) can be walked with others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from refresh.database import Filling, Measures
from refresh.load import Done, Job, Limits
from refresh.progress import Advance
from refresh.runs import Run
from refresh.transform import Dbt, Parsed


class Verdict(Protocol):
    """What the expectations found. A warehouse with ``blocking_failures`` is not published."""

    @property
    def blocking_failures(self) -> Sequence[object]:
        """One entry per integrity expectation that does not hold, readable as text."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done between the lock and publishing."""

    stage: Callable[[Sequence[Job], Done], None]
    fill: Callable[[Path, Path, Filling], None]
    transform: Callable[[Dbt, bool, Advance], Parsed]
    validate: Callable[[Path, Path], Verdict]
    document: Callable[[Dbt, Parsed, Path], None]
    measure: Callable[[Path, Path | None], Measures]
    introduce: Callable[[Path, Path, Run], None]


def default_steps(limits: Limits | None = None) -> Steps:
    """The real steps. What they need is imported when they run: a refresh with nothing to do needs none of it."""
    from refresh import database, load, site, transform

    def stage(jobs: Sequence[Job], done: Done) -> None:
        load.load_documents(jobs, limits or Limits(), done)

    def validate(path: Path, site_directory: Path) -> Verdict:
        from expectations import run

        outcome: Verdict = run(path, site_directory)
        return outcome

    return Steps(
        stage=stage,
        fill=database.fill,
        transform=transform.build,
        validate=validate,
        document=transform.document,
        measure=database.measure,
        introduce=site.write_landing_page,
    )
