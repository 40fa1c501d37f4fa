"""The steps of a refresh as values, so that the road around them (lock, publish, recover) can be walked with others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from refresh.batch import Batch
from refresh.checking import Validate
from refresh.database import Filling, Measures
from refresh.load import Done, Job, Limits
from refresh.progress import Advance
from refresh.runs import Run
from refresh.transform import Building, Dbt, Parsed


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done between the lock and publishing."""

    stage: Callable[[Sequence[Job], Done], None]
    fill: Callable[[Path, Path, Filling], list[Batch]]
    parse: Callable[[Dbt], Parsed]
    transform: Callable[[Dbt, Parsed, Building, Advance], None]
    expectations: Callable[[], AbstractContextManager[Validate]]
    document: Callable[[Dbt, Parsed, Path], None]
    measure: Callable[[Path, Path | None], Measures]
    introduce: Callable[[Path, Path, Run], None]


def default_steps(limits: Limits | None = None, engine: str = "duckdb") -> Steps:
    """The real steps, with the models built by one of two engines.

    What they need is imported when they run: a refresh with nothing to do needs none of it.
    """
    from refresh import checking, database, load, site, transform

    def stage(jobs: Sequence[Job], done: Done) -> None:
        load.load_documents(jobs, limits or Limits(), done)

    steps = Steps(
        stage=stage,
        fill=database.fill,
        parse=transform.parse,
        transform=transform.build,
        expectations=checking.warmed_expectations,
        document=transform.document,
        measure=database.measure,
        introduce=site.write_landing_page,
    )
    if engine == "duckdb":
        return steps
    from refresh.spark import spark_steps

    return spark_steps(steps, limits or Limits())
