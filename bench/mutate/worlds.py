"""Many mutants in one database: each stands in a world of its own, with copies of all documents of its issuer.

A mutant's issuer has the world's number in its name, so that no world is compared with another. The models run once for
all worlds; the world ``0`` holds the documents as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from bench.mutate.changes import Mutant, Source
from loaders.rows import RAW_TABLES, DocumentRow, Row
from loaders.stage import stage
from loaders.staged import create_raw_schema, replace_documents, write_staged
from refresh.meta import create_meta_schema
from refresh.transform import Dbt, invoke_duckdb

# No identity asks why a document is whose.
_LEFT_OUT = ("identity_evidence",)
_KEYED = ("document_key", "figure_id", "quantity_id")


@dataclass(frozen=True, slots=True)
class World:
    """One mutant and which document key stands there for which of the originals."""

    number: int
    source: Source
    mutant: Mutant
    originals: Mapping[str, str]


def issuer(source: Source) -> str | None:
    """Whose document it is, as the loaders say."""
    (row,) = source.rows["documents"]
    assert isinstance(row, DocumentRow)
    return row.issuer_name


def _world(number: int, source: Source, mutant: Mutant, sources: Sequence[Source]) -> World:
    name = issuer(source)
    sisters = [other for other in sources if other is not source and name is not None and issuer(other) == name]
    originals = {
        hashlib.sha256(f"{number}|{other.document.key}".encode()).hexdigest()[:16]: other.document.key
        for other in sisters
    }
    return World(number, source, mutant, originals | {mutant.document.key: source.document.key})


def build(
    directory: Path, sources: Sequence[Source], mutants: Iterable[tuple[Source, Mutant]]
) -> tuple[Path, list[World]]:
    """A database with the originals and a world a mutant, all models run. Raises where dbt fails."""
    database = directory / "gongkai.duckdb"
    database.unlink(missing_ok=True)
    worlds: list[World] = []
    with duckdb.connect(str(database)) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        _load(connection, directory / "originals", [source.rows for source in sources])
        staged = []
        for number, (source, mutant) in enumerate(mutants, start=1):
            staged.append(_named(stage(mutant.document).rows, number))
            worlds.append(_world(number, source, mutant, sources))
        _load(connection, directory / "mutants", staged)
        _copy_sisters(connection, worlds)
    models = ["--resource-type", "seed", "--resource-type", "model", "--select", "+findings"]
    invoke_duckdb(Dbt(database, directory), ["build", *models])
    return database, worlds


def _named(rows: Mapping[str, Sequence[Row]], number: int) -> Mapping[str, Sequence[Row]]:
    """The rows of a mutant, its issuer being that of its world."""
    (row,) = rows["documents"]
    assert isinstance(row, DocumentRow)
    name = None if row.issuer_name is None else f"{number}·{row.issuer_name}"
    return {**rows, "documents": [replace(row, issuer_name=name)]}


def _load(connection: duckdb.DuckDBPyConnection, entry: Path, documents: Sequence[Mapping[str, Sequence[Row]]]) -> None:
    """Rows of many documents as one staged entry: a file a raw table."""
    tables = [table for table in RAW_TABLES if table not in _LEFT_OUT]
    rows = {table: [row for document in documents for row in document[table]] for table in tables}
    for path in entry.glob("*") if entry.exists() else ():
        path.unlink()
    if entry.exists():
        entry.rmdir()
    write_staged(rows, entry)
    replace_documents(connection, [entry])


def _copy_sisters(connection: duckdb.DuckDBPyConnection, worlds: Sequence[World]) -> None:
    copies = [
        (key, original, world.number)
        for world in worlds
        for key, original in world.originals.items()
        if key != world.mutant.document.key
    ]
    connection.execute("create temp table copies (new_key varchar, original varchar, world integer)")
    if not copies:
        return
    connection.executemany("insert into copies values (?, ?, ?)", copies)
    for table in RAW_TABLES:
        if table in _LEFT_OUT:
            continue
        columns = [name for (name, *_) in connection.execute(f'describe raw."{table}"').fetchall()]
        copied = ", ".join(_copied(name) for name in columns)
        connection.execute(
            f'insert into raw."{table}" select {copied} from raw."{table}" as rows'
            " inner join copies on rows.document_key = copies.original"
        )


def _copied(column: str) -> str:
    if column in _KEYED:
        return f"copies.new_key || substring(rows.{column}, 17)"
    if column == "issuer_name":
        return "copies.world || '·' || rows.issuer_name"
    return f'rows."{column}"'
