"""Staged entries: complete or not there, whatever the disk does."""

from __future__ import annotations

import errno
import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from loaders.stage import stage_document
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged

TEXT = "某县水利局2023年部门预算\n\n本年收入合计12.50万元，本年支出合计12.50万元。\n".encode()


@contextmanager
def no_room() -> Iterator[None]:
    """A disk on which no file may grow beyond 64 bytes: no longer than needed, for the test's own report may be a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_entry_read_back_holds_the_rows_that_were_written(tmp_path: Path) -> None:
    staged = stage_document(TEXT)
    entry = staged_dir(tmp_path, staged.document_key)
    write_staged(staged.rows, entry)
    assert {path.stem for path in entry.iterdir()} == {table for table, rows in staged.rows.items() if rows}
    with duckdb.connect() as connection:
        create_raw_schema(connection)
        replace_documents(connection, [entry])
        for table, rows in staged.rows.items():
            names = ", ".join(f'"{name}"' for name in type(rows[0]).__slots__) if rows else "*"
            read = connection.sql(f'select {names} from raw."{table}"').fetchall()
            assert Counter(read) == Counter(map(_values, rows))


def _values(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in type(row).__slots__)  # type: ignore[attr-defined]


def test_a_full_disk_is_an_error_of_the_system_and_leaves_nothing_behind(tmp_path: Path) -> None:
    staged = stage_document(TEXT)
    entry = staged_dir(tmp_path, staged.document_key)
    with pytest.raises(OSError) as caught, no_room():
        write_staged(staged.rows, entry)
    assert caught.value.errno == errno.EFBIG
    assert not list(tmp_path.rglob("*.parquet")) and not entry.exists()
