"""Documents through the loaders, each in a worker process that may die without taking the refresh with it."""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
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
_MOST_YUAN = 10**15
"""All figures of one document together, many times what a country spends, and a tenth of what DECIMAL(18,2) holds."""

_RARE_COLLECTIONS = (50_000, 20, 100)

Outcome = Failure | StagingError | None
Done = Callable[[Job, Failure | None], None]

_UNREAD = Failure("unread", "The process that should have read it died before it began.")


def load_documents(
    jobs: Sequence[Job], limits: Limits, done: Done, stage: Callable[[Job], Outcome] | None = None
) -> None:
    """Stage every document; ``done`` hears of each one as it ends. ``stage`` runs in the workers.

    A document whose worker died is tried once more with no other beside it: where memory is short, the kernel may
    have killed the wrong one. Raises ``StagingError`` where an entry cannot be written (the others would fail
    likewise), and ``GongkaiError`` where workers die before they read anything.
    """
    left = [*jobs]
    for workers in (limits.workers, 1):
        left = _load(left, replace(limits, workers=workers), done, stage or stage_file, is_last=workers == 1)
    if left:
        raise GongkaiError(
            f"The processes that read documents die as they begin; {len(left)} documents are unread. Is there less "
            f"free memory than the {limits.memory_bytes // 2**20} MiB that one may take?"
        )


def _load(
    jobs: Sequence[Job], limits: Limits, done: Done, stage: Callable[[Job], Outcome], *, is_last: bool
) -> list[Job]:
    """One round; returns the jobs to be tried again: of workers that died, unless it is the last time."""
    if not jobs:
        return []
    from pebble import ProcessPool

    left: list[Job] = []
    pool = ProcessPool(
        max_workers=min(limits.workers, len(jobs)),
        max_tasks=limits.tasks,
        initializer=prepare_worker,
        initargs=(limits.memory_bytes,),
        context=get_context("spawn"),
    )
    try:
        for job, outcome in _outcomes(pool, jobs, limits, stage):
            if isinstance(outcome, StagingError):
                raise outcome
            if outcome is _UNREAD or (outcome is not None and outcome.code == "crashed" and not is_last):
                left.append(job)
            else:
                done(job, outcome)
        pool.close()
    finally:
        pool.stop()
        pool.join()
    return left


def _outcomes(
    pool: Any, jobs: Sequence[Job], limits: Limits, stage: Callable[[Job], Outcome]
) -> Iterator[tuple[Job, Outcome]]:
    futures = {pool.schedule(_within, args=(limits.seconds, stage, job), timeout=limits.seconds): job for job in jobs}
    for future in as_completed(futures):
        yield futures[future], _outcome(future, limits)


def _outcome(future: Future[Outcome], limits: Limits) -> Outcome:
    """What came of one job. Whatever a worker brings back is a reason and never the end of the refresh."""
    from pebble import ProcessExpired

    try:
        return future.result()
    except TimeoutError:
        return Failure("timeout", f"Reading it took longer than {limits.seconds:g} seconds.")
    except ProcessExpired as error:
        return Failure("crashed", f"Reading it killed the process that read it (exit status {error.exitcode}).")
    except MemoryError:
        return _out_of_memory()
    except BrokenProcessPool:
        return _UNREAD
    except Exception as error:
        return _bug(error)


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
        _require_plausible(rows)
    except UnreadableDocument as error:
        return Failure(error.code, error.reason)
    except (KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        return _out_of_memory()
    except OSError as error:
        return Failure("unreadable", f"The file cannot be read: {error.strerror}.")
    except BaseException as error:
        return _bug(error)
    return _write(rows, job.entry)


def _require_plausible(rows: Mapping[str, Sequence[Any]]) -> None:
    """Raises ``UnreadableDocument``: a document whose amounts overflow their sums would stop all others' models."""
    from loaders.amounts import YUAN_PER_UNIT
    from loaders.documents import UnreadableDocument

    amounts = (abs(row.amount) * YUAN_PER_UNIT.get(row.unit_published or "", 1) for row in rows["figures"])
    if sum(amounts) > _MOST_YUAN:
        reason = "Its amounts add up to more than a quadrillion yuan: they are no amounts of a budget."
        raise UnreadableDocument("implausible", reason)


def _write(rows: object, entry: Path) -> Outcome:
    from loaders.staged import write_staged

    try:
        write_staged(rows, entry)  # type: ignore[arg-type]
    except OSError as error:
        return StagingError(f"The staged entry {entry} cannot be written: {error.strerror}.")
    except MemoryError:
        return _out_of_memory()
    except Exception as error:
        # A value that no column can hold: a fault of this document, not of the disk.
        return _bug(error)
    return None


def _bug(error: BaseException) -> Failure:
    reason = f"The loaders fail on it ({type(error).__name__}: {str(error)[:300]}); this is a bug of theirs."
    return Failure("loader_error", reason)


def _out_of_memory() -> Failure:
    return Failure("memory", "Reading it needs more memory than one document may take.")
