"""Documents read on Spark's executors: the same bytes staged, and a poisoned document costs itself alone."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from loaders.documents import content_hash
from refresh.load import Failure, Job, Limits, Outcome, load_documents, stage_file
from refresh.spark_load import load_on_spark
from tests.conftest import PROJECT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which is not there"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed (make spark)"),
]


def jobs(into: Path) -> list[Job]:
    """One job for each text of the sample."""
    found = []
    for path in sorted((PROJECT / "disclosures").glob("*.txt")):
        digest = content_hash(path.read_bytes())
        found.append(Job(digest[:16], digest, path, into / digest[:16]))
    return found


def crash(_: bytes) -> None:
    """A fault in native code."""
    os.kill(os.getpid(), signal.SIGSEGV)


def die(_: bytes) -> None:
    """What the kernel does where memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def never_end(_: bytes) -> None:
    """A document that is read for ever."""
    while True:
        pass


def fill_memory(_: bytes) -> None:
    """A document that takes all memory there is."""
    hoard = []
    while True:
        hoard.append(bytearray(2**26))


POISONS: list[tuple[Callable[[bytes], None], str]] = [
    (crash, "crashed"),
    (die, "crashed"),
    (never_end, "timeout"),
    (fill_memory, "memory"),
]


def poisoned(job: Job) -> Outcome:
    """The loaders, on documents that are each poison in a way of their own; the last one is sound."""
    position = [other.location for other in jobs(Path())].index(job.location)
    with pytest.MonkeyPatch.context() as loaders:
        if position < len(POISONS):
            loaders.setattr("loaders.stage.stage_document", POISONS[position][0])
        return stage_file(job)


def staged(folder: Path) -> dict[str, bytes]:
    """Everything that was written, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_staged_bytes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    ends: list[Failure | None] = []
    load_documents(jobs(tmp_path / "here"), Limits(), lambda job, failure: ends.append(failure))
    load_on_spark(jobs(tmp_path / "spark"), Limits(), lambda job, failure: ends.append(failure))
    assert ends == [None] * 10
    assert staged(tmp_path / "spark") == staged(tmp_path / "here")
    assert len(staged(tmp_path / "spark")) > 10


def test_a_poisoned_document_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    ends: dict[Path, str | None] = {}

    def done(job: Job, failure: Failure | None) -> None:
        ends[job.location] = failure and failure.code

    listed = jobs(tmp_path)
    load_on_spark(listed, Limits(seconds=15, memory_bytes=2**30), done, poisoned)
    expected = [code for _, code in POISONS] + [None] * (len(listed) - len(POISONS))
    assert [ends[job.location] for job in listed] == expected
    assert None in expected
    assert {Path(name).parts[0] for name in staged(tmp_path)} == {job.document_key for job in listed[len(POISONS) :]}
