"""The expectations in a process of their own, which warms up while the models are built.

Importing Great Expectations takes longer than checking; on a second processor that costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from refresh.errors import GongkaiError

Validate = Callable[[Path, Path], tuple[str, ...]]
"""Checks a database and writes the report into a site; returns the failures that block publishing, as text."""


@contextmanager
def warmed_expectations() -> Iterator[Validate]:
    """A process that is getting ready, behind a function that waits for it and asks it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()

    def validate(database: Path, site: Path) -> tuple[str, ...]:
        try:
            ours.send((database, site))
            is_checked, messages = ours.recv()
        except (EOFError, BrokenPipeError) as error:
            raise GongkaiError("The process that checks the expectations died.") from error
        if not is_checked:
            raise GongkaiError(f"The expectations could not be checked: {messages[0]}")
        return tuple(messages)

    try:
        yield validate
    finally:
        # Nobody asks any more: the process finds the pipe closed and leaves, as it does when this one is killed.
        ours.close()
        process.join(timeout=10)
        process.kill()


def _serve(pipe: Connection) -> None:
    try:
        import great_expectations  # noqa: F401 - the point is to have it imported

        from expectations import run

        database, site = pipe.recv()
        failures = run(database, site).blocking_failures
        pipe.send((True, tuple(str(failure) for failure in failures)))
    except EOFError:
        return
    except Exception as error:
        pipe.send((False, (f"{type(error).__name__}: {error}",)))
