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

_SLICES_PER_CORE = 4
"""Slices end at different times; a few each keep all cores at work."""


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

    master = os.environ.get("GONGKAI_SPARK_MASTER", "local[2]")
    memory = os.environ.get("GONGKAI_SPARK_MEMORY", "4g")
    builder = SparkSession.builder.master(master).config("spark.driver.memory", memory)
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    # On executors the same Python as here, which has the loaders; a cluster may name another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = builder.config(map=quiet).getOrCreate()
    try:
        context = session.sparkContext
        slices = min(len(jobs), _SLICES_PER_CORE * context.defaultParallelism)
        numbered = context.parallelize(list(enumerate(jobs)), slices)
        told: list[Told] = numbered.mapPartitions(partial(stage_slice, limits, stage)).collect()
    finally:
        # The models run in a session of their own, with a catalog.
        session.stop()
    for number, outcome in told:
        if isinstance(outcome, str):
            raise StagingError(outcome)
        done(jobs[number], outcome)


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
