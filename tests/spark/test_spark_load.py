"""Documents read on Spark's executors: the same bytes staged, and a poisoned document costs itself alone."""

from __future__ import annotations

import os
import shutil
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
    """One job for each small text of the sample."""
    found = []
    for path in sorted((PROJECT / "disclosures").glob("*.txt"))[:3]:
        digest = content_hash(path.read_bytes())
        found.append(Job(digest[:16], digest, path, into / digest[:16]))
    return found


def poisoned(job: Job) -> Outcome:
    """The loaders, on a document that kills the process which reads it."""
    if "2019" in job.location.name:
        os.abort()
    return stage_file(job)


def staged(folder: Path) -> dict[str, bytes]:
    """Everything that was written, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_staged_bytes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    ends: list[Failure | None] = []
    load_documents(jobs(tmp_path / "here"), Limits(), lambda job, failure: ends.append(failure))
    load_on_spark(jobs(tmp_path / "spark"), Limits(), lambda job, failure: ends.append(failure))
    assert ends == [None] * 6
    assert staged(tmp_path / "spark") == staged(tmp_path / "here")
    assert len(staged(tmp_path / "spark")) > 10


def test_a_poisoned_document_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    ends: dict[str, Failure | None] = {}
    listed = jobs(tmp_path)
    load_on_spark(listed, Limits(), lambda job, failure: ends.update({job.location.name: failure}), poisoned)
    failed = {name: failure.code for name, failure in ends.items() if failure is not None}
    assert failed == {job.location.name: "crashed" for job in listed if "2019" in job.location.name}
    assert len(failed) == 1
    assert len(ends) == 3
