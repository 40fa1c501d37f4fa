"""Documents through the loaders on Spark's executors: the same function a document, in the same guarded process.

A task reads a slice of the listing. Inside it every document has a worker process with limits of time and memory, as
on one machine, so a poisoned one costs itself and neither its task nor the job. Executors must see the documents and
the warehouse directory under the same paths, and have this package installed. Spark Connect runs no such tasks; there
the machine that refreshes reads the documents itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from refresh.load import Done, Failure, Job, Limits, Outcome, StagingError, load_documents

Stage = Callable[[Job], Outcome]
Told = tuple[int, Failure | str | None]
"""Number of a job and how it ended; a text says why no entry can be written at all."""

_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC -Dderby.stream.error.file=/dev/null"
_ALONE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": _JAVA,
}
"""Spark in this process answers nobody else, and compiles quickly rather than well (``bench/RESULTS.md``)."""

_MOST_SLICES_PER_CORE = 4
"""Slices end at different times; a few each keep all cores at work."""
_DOCUMENTS_PER_SLICE = 10
"""A worker process takes a second to start: fewer documents are not worth a slice of their own."""


def load_on_spark(jobs: Sequence[Job], limits: Limits, done: Done, stage: Stage | None = None) -> None:
    """Stage every document on the executors; ``done`` hears of each one when all are read.

    Raises ``StagingError`` where an entry cannot be written.
    """
    if not jobs:
        return
    if os.environ.get("SPARK_REMOTE"):
        load_documents(jobs, limits, done, stage)
        return
    from pyspark.sql import SparkSession

    # On executors the same Python as here, which has the loaders; a cluster may name another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.config(map=_settings()).getOrCreate()
    try:
        context = session.sparkContext
        numbered = context.parallelize(list(enumerate(jobs)), slices(len(jobs), context.defaultParallelism))
        told: list[Told] = numbered.mapPartitions(partial(stage_slice, limits, stage)).collect()
    finally:
        # The models run in a session of their own, with a catalog.
        session.stop()
    for number, outcome in told:
        if isinstance(outcome, str):
            raise StagingError(outcome)
        done(jobs[number], outcome)


def _settings() -> dict[str, str]:
    """The session's settings. The Java process stays for the models, so its own are those of ``profiles.yml``."""
    master = os.environ.get("GONGKAI_SPARK_MASTER", "local[2]")
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    own = _ALONE if master.startswith("local") else {}
    memory = os.environ.get("GONGKAI_SPARK_MEMORY", "4g")
    return {"spark.master": master, "spark.driver.memory": memory} | quiet | own


def slices(documents: int, cores: int) -> int:
    """Into how many tasks a listing is cut."""
    each = documents // (cores * _DOCUMENTS_PER_SLICE)
    return min(documents, cores * max(1, min(each, _MOST_SLICES_PER_CORE)))


def stage_slice(limits: Limits, stage: Stage | None, jobs: Iterator[tuple[int, Job]]) -> list[Told]:
    """One task: its documents one after the other, each in the guarded worker."""
    listed = list(jobs)
    numbers = {job.document_key: number for number, job in listed}
    told: list[Told] = []

    def done(job: Job, failure: Failure | None) -> None:
        told.append((numbers[job.document_key], failure))

    try:
        load_documents([job for _, job in listed], replace(limits, workers=1), done, stage)
    except StagingError as error:
        told.append((listed[0][0], str(error)))
    return told
