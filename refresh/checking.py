"""The expectations, whose process warms up while the models are built.

Importing Great Expectations takes longer than checking; on a second processor that costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from refresh.errors import GongkaiError
from refresh.extract import write_extracts

Validate = Callable[[Path, Path, bool], tuple[str, ...]]
"""Checks a database (all of it, or what the batch wrote) and writes the report into a site; returns the failures that
block publishing, as text."""


@contextmanager
def warmed_expectations() -> Iterator[Validate]:
    """A function that asks a process which is getting ready meanwhile."""
    from expectations import ExpectationsDidNotRun, get_ready, run

    process = get_ready()

    def validate(database: Path, site: Path, is_full: bool) -> tuple[str, ...]:
        try:
            extracts = write_extracts(database, database.parent, is_full=is_full)
            outcome = run(database, site, process, integrity=extracts.batch, rest=extracts.whole)
            return tuple(str(failure) for failure in outcome.blocking_failures)
        except (GongkaiError, ExpectationsDidNotRun, BrokenPipeError) as error:
            raise GongkaiError(f"The expectations could not be checked: {error}") from error

    try:
        yield validate
    finally:
        process.kill()
        process.communicate()
