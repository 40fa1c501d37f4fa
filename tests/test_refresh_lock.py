"""The lock: one holder, told by name, forgotten when gone, and no trace of a refresh that had nothing to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from refresh.errors import LockedError
from refresh.lock import hold_lock, holder_at_work


def test_second_holder_is_refused_with_the_name_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "refresh.lock"
    with hold_lock(path) as lock:
        lock.announce("2026-01-02T02:30:00")
        named = f"process {os.getpid()} on .* since 2026-01-02T02:30:00 UTC"
        with pytest.raises(LockedError, match=named), hold_lock(path):
            pass
        assert holder_at_work(path) is not None
    with hold_lock(path):
        assert holder_at_work(path) is None


def test_holder_that_has_not_given_its_name_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path), pytest.raises(LockedError, match="has just begun"), hold_lock(path):
        pass


def test_lock_that_is_not_announced_leaves_the_file_untouched(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path):
        pass
    os.utime(path, ns=(1, 1))
    with hold_lock(path):
        pass
    assert path.stat().st_mtime_ns == 1


def test_name_of_a_killed_holder_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text('{"pid": 999999999, "host": "gone", "started_at": "2026-01-02T02:30:00"}')
    assert holder_at_work(path) is None
    with hold_lock(path), pytest.raises(LockedError, match="has just begun"), hold_lock(path):
        pass
