"""Documents through the loaders, each in a worker process that may die without taking the refresh with it."""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from refresh.errors import GongkaiError


@dataclass(frozen=True, slots=True)
class Job:
    """One document content to read: any file that holds it, and where its staged entry goes."""

    document_key: str
    sha256: str
    location: Path
    entry: Path


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be loaded: a stable short name and a sentence for a person."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. A worker is replaced after ``tasks`` documents, so that leaks stay small."""

    seconds: float = 60.0
    memory_bytes: int = 3 * 2**30
    workers: int = len(os.sched_getaffinity(0))
    tasks: int = 200


class StagingError(GongkaiError):
    """A staged entry cannot be written (disk full, no permission): no fault of the document's."""


_GRACE_SECONDS = 10
_RARE_COLLECTIONS = (50_000, 20, 100)

Outcome = Failure | StagingError | None
Done = Callable[[Job, Failure | None], None]


def load_documents(
    jobs: Sequence[Job], limits: Limits, done: Done, stage: Callable[[Job], Outcome] | None = None
) -> None:
    """Stage every document; ``done`` hears of each one as it ends. ``stage`` runs in the workers.

    Raises ``StagingError`` where an entry cannot be written: the others would fail likewise.
    """
    if not jobs:
        return
    from pebble import ProcessPool

    pool = ProcessPool(
        max_workers=min(limits.workers, len(jobs)),
        max_tasks=limits.tasks,
        initializer=prepare_worker,
        initargs=(limits.memory_bytes,),
        context=get_context("spawn"),
    )
    try:
        for job, outcome in _outcomes(pool, jobs, limits, stage or stage_file):
            if isinstance(outcome, StagingError):
                raise outcome
            done(job, outcome)
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _outcomes(
    pool: Any, jobs: Sequence[Job], limits: Limits, stage: Callable[[Job], Outcome]
) -> Iterator[tuple[Job, Outcome]]:
    from pebble import ProcessExpired

    futures = {pool.schedule(_within, args=(limits.seconds, stage, job), timeout=limits.seconds): job for job in jobs}
    for future in as_completed(futures):
        job = futures[future]
        outcome: Outcome
        try:
            outcome = future.result()
        except TimeoutError:
            outcome = Failure("timeout", f"Reading it took longer than {limits.seconds:g} seconds.")
        except ProcessExpired as error:
            reason = f"Reading it killed the process that read it (exit status {error.exitcode})."
            outcome = Failure("crashed", reason)
        except MemoryError:
            outcome = _out_of_memory()
        yield job, outcome


def prepare_worker(memory_bytes: int) -> None:
    """Bound the memory of this process, and let it look for cycles of objects rarely."""
    # A document is a tree of a hundred thousand objects without cycles: walking it again and again finds nothing
    # and took a tenth of the time of reading.
    gc.set_threshold(*_RARE_COLLECTIONS)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _within(seconds: float, stage: Callable[[Job], Outcome], job: Job) -> Outcome:
    """The pool kills a worker that takes too long; the alarm does so where the pool itself was killed."""
    signal.alarm(ceil(seconds) + _GRACE_SECONDS)
    try:
        return stage(job)
    finally:
        signal.alarm(0)


def stage_file(job: Job) -> Outcome:
    """Read one document and write its staged entry; runs in the worker.

    Whatever a document makes the loaders raise comes back as a ``Failure``: exceptions of foreign libraries
    may not survive the way back between processes, and some (a panic in Rust code) are no ``Exception``.
    """
    from loaders.documents import UnreadableDocument, content_hash
    from loaders.stage import stage_document

    try:
        data = job.location.read_bytes()
        if content_hash(data) != job.sha256:
            return Failure("changed", "The file changed while it was being read; the next refresh takes it.")
        rows = stage_document(data).rows
    except UnreadableDocument as error:
        return Failure(error.code, error.reason)
    except (KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        return _out_of_memory()
    except OSError as error:
        return Failure("unreadable", f"The file cannot be read: {error.strerror}.")
    except BaseException as error:
        reason = f"The loaders fail on it ({type(error).__name__}: {str(error)[:300]}); this is a bug of theirs."
        return Failure("loader_error", reason)
    return _write(rows, job.entry)


def _write(rows: object, entry: Path) -> StagingError | None:
    from loaders.staged import write_staged

    try:
        write_staged(rows, entry)  # type: ignore[arg-type]
    except OSError as error:
        return StagingError(f"The staged entry {entry} cannot be written: {error.strerror}.")
    return None


def _out_of_memory() -> Failure:
    return Failure("memory", "Reading it needs more memory than one document may take.")
