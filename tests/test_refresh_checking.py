"""The process that checks the expectations: failing, dying, or not asked at all."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import duckdb
import pytest

import expectations
from refresh.checking import warmed_expectations
from refresh.errors import GongkaiError
from refresh.meta import create_meta_schema
from tests.tiny_marts import write_tiny_marts


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[str]]:
    """The processes that get ready."""
    processes: list[subprocess.Popen[str]] = []
    get_ready = expectations.get_ready

    def noted() -> subprocess.Popen[str]:
        processes.append(get_ready())
        return processes[-1]

    monkeypatch.setattr(expectations, "get_ready", noted)
    return processes


def test_what_cannot_be_checked_is_a_failure_with_its_reason(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "gongkai.duckdb")).close()
    with warmed_expectations() as validate, pytest.raises(GongkaiError, match=r"could not be checked: .+"):
        validate(tmp_path / "gongkai.duckdb", tmp_path, True)


def test_process_that_dies_is_a_failure(tmp_path: Path, started: list[subprocess.Popen[str]]) -> None:
    database = write_tiny_marts(tmp_path / "gongkai.duckdb")
    with duckdb.connect(str(database)) as connection:
        connection.execute("alter table mart.dim_document add column budget_unit_key varchar")
        create_meta_schema(connection)
    with warmed_expectations() as validate:
        started[0].kill()
        with pytest.raises(GongkaiError, match="could not be checked: exit status -9"):
            validate(database, tmp_path, True)


def test_process_leaves_when_nobody_asks(started: list[subprocess.Popen[str]]) -> None:
    began = time.monotonic()
    with warmed_expectations():
        pass
    assert started[0].returncode is not None
    assert time.monotonic() - began < 5
