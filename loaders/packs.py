"""Staged entries of many documents in few files, as engines read them that list files: Spark, and DuckDB in bulk.

One pack is one Parquet file a raw table, ``<root>/<table>/prefix=<digit>/<name>.parquet``: the rows of some documents
whose keys begin with that hex digit, in the order of their keys, in the columns and types of ``loaders.rows``. Every
table has every pack, if without a row. What changes is added: documents are named by their content, so a pack never
goes stale, and those that a warehouse no longer holds are left out by whoever reads. Small packs of one prefix are
merged as they gather, so each row is written again a few times at most, however many refreshes there are.

A pack is there when its file of the table ``documents``, the last one written, is there; anything else is litter.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.rows import RAW_TABLES
from loaders.staged import create_raw_schema, replace_documents

if TYPE_CHECKING:
    import duckdb

DOCUMENTS_PER_PACK = 2_000
"""About 400,000 figures: a few seconds to write and some 50 MB, whatever the size of the warehouse."""
_SMALL = DOCUMENTS_PER_PACK // 2
_MOST_SMALL = 8
_LAST = "documents"
_TABLES = [*(table for table in RAW_TABLES if table != _LAST), _LAST]


def pack_entries(root: Path, entries: Iterable[Path]) -> int:
    """Pack the staged entries that no pack holds yet, and merge small packs; returns how many entries were new."""
    root.mkdir(parents=True, exist_ok=True)
    _remove_litter(root)
    packed = packed_keys(root)
    missing = sorted((entry for entry in entries if _key(entry) not in packed), key=_key)
    for prefix in sorted({_key(entry)[0] for entry in missing}):
        _pack_prefix(root, prefix, [entry for entry in missing if _key(entry)[0] == prefix])
        _merge_small(root, prefix)
    return len(missing)


def packed_keys(root: Path) -> set[str]:
    """Keys of all documents that some pack holds."""
    return {key for keys in _packs(root).values() for key in keys}


def pack_files(root: Path, table: str) -> list[str]:
    """The files of one raw table, in the order of their names."""
    return sorted(str(path) for path in (root / table).glob("prefix=*/*.parquet"))


def load_packs(connection: duckdb.DuckDBPyConnection, root: Path, keys: Sequence[str] | None = None) -> None:
    """Rows of all packs, or of the documents named, into an empty ``raw`` schema, in the caller's transaction."""
    create_raw_schema(connection)
    wanted = "" if keys is None else " where document_key in (select unnest(?))"
    for table in RAW_TABLES:
        parameters = [pack_files(root, table), *([] if keys is None else [list(keys)])]
        connection.execute(f'insert into raw."{table}" {_reading(table)}{wanted}', parameters)


def packs_of(warehouse: Path, loader_version: str) -> Path:
    """Where a warehouse's packs of one loader version lie; packs of another go, since their rows may differ."""
    root = warehouse / "packs" / loader_version
    for other in warehouse.glob("packs/*"):
        if other != root:
            shutil.rmtree(other)
    return root


def write_pack(connection: duckdb.DuckDBPyConnection, root: Path, prefix: str, sources: dict[str, str]) -> Path:
    """One pack from one query a raw table; queries give the columns of ``loaders.rows`` in their order.

    Returns the file of the table ``documents``, with which the pack is complete.
    """
    keys = [key for (key,) in connection.execute(f"select document_key from ({sources[_LAST]}) order by 1").fetchall()]
    name = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
    path = root
    for table in _TABLES:
        path = root / table / f"prefix={prefix}" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{name}.{os.getpid()}")
        query = f"select * from ({sources[table]}) order by document_key"
        connection.execute(f"copy ({query}) to '{_quoted(partial)}' (format parquet, compression zstd)")
        partial.rename(path)
    return path


def _pack_prefix(root: Path, prefix: str, entries: Sequence[Path]) -> None:
    import duckdb

    for start in range(0, len(entries), DOCUMENTS_PER_PACK):
        with duckdb.connect() as connection:
            create_raw_schema(connection)
            replace_documents(connection, entries[start : start + DOCUMENTS_PER_PACK])
            write_pack(connection, root, prefix, {table: f'select * from raw."{table}"' for table in RAW_TABLES})


def _merge_small(root: Path, prefix: str) -> None:
    """Make one pack of the small ones when there are many. The old ones go when the new one is complete."""
    import duckdb

    packs = {path: keys for path, keys in _packs(root).items() if path.parent.name == f"prefix={prefix}"}
    small = [path for path, keys in packs.items() if len(keys) < _SMALL]
    if len(small) <= _MOST_SMALL:
        return
    with duckdb.connect() as connection:
        sources = {table: _reading(table, [str(_of(path, table)) for path in small]) for table in RAW_TABLES}
        merged = write_pack(connection, root, prefix, sources)
    for path in small:
        if path != merged:
            _remove_pack(path)


def _remove_litter(root: Path) -> None:
    """What a killed process left: packs without their last file, and packs that were merged into a larger one."""
    packs = _packs(root)
    for path, keys in packs.items():
        if any(keys < others for others in packs.values()):
            _remove_pack(path)
    for path in root.glob("*/prefix=*/*"):
        if path.suffix != ".parquet" or not _of(path, _LAST).exists():
            path.unlink()


def _remove_pack(path: Path) -> None:
    for table in reversed(_TABLES):
        _of(path, table).unlink(missing_ok=True)


def _packs(root: Path) -> dict[Path, frozenset[str]]:
    """The keys in each pack, by its file of the table ``documents``."""
    import polars as pl

    paths = sorted((root / _LAST).glob("prefix=*/*.parquet"))
    return {path: frozenset(pl.read_parquet(path, columns=["document_key"])["document_key"]) for path in paths}


def _reading(table: str, files: Sequence[str] | None = None) -> str:
    names = ", ".join(f'"{name}"' for name in RAW_TABLES[table].__dataclass_fields__)
    listed = "?" if files is None else "[" + ", ".join(f"'{_quoted(file)}'" for file in files) + "]"
    return f"select {names} from read_parquet({listed}, hive_partitioning = false)"


def _of(path: Path, table: str) -> Path:
    """The file of the same pack for another table."""
    return path.parent.parent.parent / table / path.parent.name / path.name


def _key(entry: Path) -> str:
    return entry.name.split(".")[0]


def _quoted(path: Path | str) -> str:
    return str(path).replace("'", "''")
