"""Copies of large files: whole, byte for byte, on any file system."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random

import pytest

from refresh import files
from refresh.files import copy_file

SIZES = (0, 1, 4095, 4096, 4097, 8 * 2**20, 8 * 2**20 + 123)


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LARGE_BYTES", 0)


def written(path: Path, size: int) -> bytes:
    content = Random(size).randbytes(size)
    path.write_bytes(content)
    return content


@pytest.mark.parametrize("size", SIZES)
def test_a_copy_past_the_cache_has_every_byte_and_no_more(tmp_path: Path, size: int) -> None:
    content = written(tmp_path / "from", size)
    copy_file(tmp_path / "from", tmp_path / "to")
    assert (tmp_path / "to").read_bytes() == content


def test_where_the_file_system_cannot_the_kernel_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = written(tmp_path / "from", 10_000)

    def refuse(*_: object) -> int:
        raise OSError(errno.EINVAL, "no direct access")

    monkeypatch.setattr(files.os, "open", refuse)
    copy_file(tmp_path / "from", tmp_path / "to")
    assert (tmp_path / "to").read_bytes() == content


def test_a_full_disk_is_no_reason_to_try_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "from", 10_000)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "_write_all", full)
    try:
        copy_file(tmp_path / "from", tmp_path / "to")
    except OSError as error:
        assert error.errno == errno.ENOSPC
    else:
        # This file system shares blocks or cannot be written directly: nothing was written piece by piece.
        assert (tmp_path / "to").stat().st_size == 10_000
