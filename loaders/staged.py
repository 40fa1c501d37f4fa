"""Staged entries on disk and the ``raw`` schema in DuckDB, both derived from the row classes of ``loaders.rows``.

One document content is one directory ``<root>/<first two hex digits>/<document_key>.<loader_version>/`` with a
Parquet file a raw table (tables without rows have none). A directory is complete or it is not there: it is written
beside its place, flushed to disk and renamed.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import re
import shutil
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from loaders import LOADER_VERSION
from loaders.rows import RAW_TABLES, Row

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# Precision of what was printed, before dbt turns it into yuan: 24 digits hold a national total with six decimals.
_SQL_TYPES = {str: "varchar", int: "bigint", bool: "boolean", Decimal: "decimal(24, 6)"}

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def _column_types(row_class: type[Row]) -> dict[str, type]:
    """Column names and their Python types, ``None`` taken out of unions."""
    columns: dict[str, type] = {}
    for name, hint in typing.get_type_hints(row_class).items():
        members = [t for t in typing.get_args(hint) if t is not types.NoneType] or [hint]
        columns[name] = members[0]
    return columns


@cache
def _schema(table: str) -> dict[str, pl.DataType]:
    import polars as pl

    kinds: dict[type, pl.DataType] = {str: pl.String(), int: pl.Int64(), bool: pl.Boolean(), Decimal: pl.Decimal(24, 6)}
    return {name: kinds[kind] for name, kind in _column_types(RAW_TABLES[table]).items()}


def _frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    import polars as pl

    schema = _schema(table)
    # Row by row as plain tuples: dataclasses.asdict copies deeply, three times the whole cost of writing.
    columns = zip(*map(attrgetter(*schema), rows), strict=True)
    return pl.DataFrame(
        [pl.Series(name, values, dtype=kind) for (name, kind), values in zip(schema.items(), columns, strict=True)]
    )


def staged_dir(root: Path, document_key: str, loader_version: str = LOADER_VERSION) -> Path:
    """Where the staged entry of one document content lies."""
    return root / document_key[:2] / f"{document_key}.{loader_version}"


def write_staged(rows: Mapping[str, Sequence[Row]], directory: Path) -> None:
    """Write one staged entry, complete or not at all. An entry that is there already is left as it is.

    Raises ``OSError`` where it cannot be written (disk full, no permission).
    """
    partial = directory.with_name(f".{directory.name}.{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        _write_parquet({partial / f"{table}.parquet": _frame(table, part) for table, part in rows.items() if part})
        _sync(partial)
        _rename(partial, directory)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _sync(directory.parent)


def _write_parquet(frames: Mapping[Path, pl.DataFrame]) -> None:
    """All files in one go: most of what a small file costs is starting to write it."""
    import polars as pl

    plans = [
        frame.lazy().sink_parquet(path, compression="zstd", statistics=False, lazy=True)
        for path, frame in frames.items()
    ]
    try:
        pl.collect_all(plans)
    except pl.exceptions.PolarsError as error:
        # A full disk comes as an error of polars' own, with the system's number in its text.
        found = _OS_ERROR.search(str(error))
        number = int(found[1]) if found else errno.EIO
        raise OSError(number, os.strerror(number)) from error
    for path in frames:
        _sync(path)


def _rename(partial: Path, directory: Path) -> None:
    try:
        partial.rename(directory)
    except OSError:
        # Another worker staged the same content first; contents are equal by construction.
        if not directory.is_dir():
            raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create_raw_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the schema ``raw`` and its tables where they are missing."""
    connection.execute("create schema if not exists raw")
    for table, row_class in RAW_TABLES.items():
        columns = ", ".join(f'"{name}" {_SQL_TYPES[kind]}' for name, kind in _column_types(row_class).items())
        connection.execute(f'create table if not exists raw."{table}" ({columns})')


def replace_documents(
    connection: duckdb.DuckDBPyConnection, entries: Iterable[Path], removed_keys: Iterable[str] = ()
) -> None:
    """Put staged entries into ``raw``, in place of what it held of the same documents, and take others out.

    ``entries`` are directories of ``staged_dir``; runs inside the caller's transaction.
    """
    paths = list(entries)
    keys = [path.name.split(".")[0] for path in paths] + list(removed_keys)
    if not keys:
        return
    for table, row_class in RAW_TABLES.items():
        connection.execute(f'delete from raw."{table}" where document_key in (select unnest(?))', [keys])
        files = [str(path / f"{table}.parquet") for path in paths if (path / f"{table}.parquet").is_file()]
        names = ", ".join(f'"{field.name}"' for field in dataclasses.fields(row_class))
        if files:
            connection.execute(f'insert into raw."{table}" ({names}) select {names} from read_parquet(?)', [files])
