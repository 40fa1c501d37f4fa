"""Worker processes: what a document does to its reader, and what the refresh makes of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from loaders.documents import UnreadableDocument
from refresh import load
from refresh.load import Failure, Job, Limits, StagingError, load_documents

LIMITS = Limits(seconds=3, memory_bytes=2 * 2**30, workers=2)


def job(tmp_path: Path, name: str, data: bytes = b"x") -> Job:
    """A file with its job."""
    location = tmp_path / name
    location.write_bytes(data)
    digest = sha256(data).hexdigest()
    return Job(digest[:16], digest, location, tmp_path / "staged" / digest[:2] / digest[:16])


def _hang(_: Job) -> None:
    time.sleep(60)


def _abort(_: Job) -> None:
    os.abort()


def _hog(_: Job) -> int:
    return len(bytearray(4 * 2**30))


def _live(_: Job) -> None:
    return None


BEHAVIOUR: dict[str, Callable[[Job], Any]] = {"hang": _hang, "abort": _abort, "hog": _hog, "live": _live}


def behave(job: Job) -> Any:
    """What the worker does instead of reading: its file's name says so."""
    return BEHAVIOUR[job.location.stem](job)


def test_a_worker_that_hangs_dies_or_hogs_costs_its_document_only(tmp_path: Path) -> None:
    outcomes: dict[str, Failure | None] = {}
    names = ["abort", "hang", "hog", "live"]
    jobs = [job(tmp_path, f"{name}.txt", name.encode()) for name in names]
    load_documents(jobs, LIMITS, lambda job, failure: outcomes.update({job.location.stem: failure}), behave)
    codes = {name: failure and failure.code for name, failure in outcomes.items()}
    assert codes == {"abort": "crashed", "hang": "timeout", "hog": "memory", "live": None}
    assert outcomes["hang"] == Failure("timeout", "Reading it took longer than 3 seconds.")


def test_real_loaders_leave_a_staged_entry_or_a_reason(tmp_path: Path) -> None:
    outcomes: dict[str, Failure | None] = {}
    jobs = [
        job(tmp_path, "good.txt", "2023年部门预算\n".encode()),
        job(tmp_path, "empty.txt", b""),
        job(tmp_path, "garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
    ]
    load_documents(jobs, Limits(), lambda job, failure: outcomes.update({job.location.name: failure}))
    assert outcomes["good.txt"] is None
    assert (jobs[0].entry / "documents.parquet").is_file()
    for name, entry in (("empty.txt", jobs[1].entry), ("garbage.pdf", jobs[2].entry)):
        failure = outcomes[name]
        assert failure is not None
        assert failure.code != "loader_error"
        assert len(failure.reason) > 10
        assert not entry.exists()


def raising(error: BaseException) -> Callable[[bytes], Any]:
    """A loader that fails."""

    def stage_document(data: bytes) -> Any:
        raise error

    return stage_document


class Panic(BaseException):
    """What libraries in Rust raise: no ``Exception``."""


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UnreadableDocument("encrypted", "A password is needed."), "encrypted", "A password is needed."),
        (KeyError("heading"), "loader_error", "KeyError"),
        (Panic("index out of bounds"), "loader_error", "index out of bounds"),
        (MemoryError(), "memory", "more memory"),
        (RecursionError("too deep"), "loader_error", "too deep"),
    ],
)
def test_whatever_the_loaders_raise_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: str, words: str
) -> None:
    monkeypatch.setattr("loaders.stage.stage_document", raising(error))
    outcome = load.stage_file(job(tmp_path, "a.txt"))
    assert isinstance(outcome, Failure)
    assert outcome.code == code
    assert words in outcome.reason


def test_file_that_changed_since_it_was_hashed_waits_for_the_next_refresh(tmp_path: Path) -> None:
    changed = job(tmp_path, "a.txt", b"before")
    changed.location.write_bytes(b"after")
    outcome = load.stage_file(changed)
    assert isinstance(outcome, Failure)
    assert outcome.code == "changed"


def test_full_disk_is_no_fault_of_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_staged(rows: object, entry: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("loaders.staged.write_staged", write_staged)
    outcome = load.stage_file(job(tmp_path, "a.txt", "2023年部门预算\n".encode()))
    assert isinstance(outcome, StagingError)
    assert "No space left on device" in str(outcome)
