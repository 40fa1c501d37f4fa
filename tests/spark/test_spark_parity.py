"""Both engines make the same warehouse of the bundled sample: every table, every row, to the fen.

Exempt is ``dim_document.loaded_at``, the time at which each warehouse read the document.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, gongkai

EXEMPT = {"loaded_at"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which is not there"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed (make spark)"),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The two published databases, attached as ``duckdb`` and ``spark``."""
    connection = duckdb.connect()
    for engine in ("duckdb", "spark"):
        warehouse = tmp_path_factory.mktemp(engine) / "warehouse"
        places = ["--disclosures", PROJECT / "disclosures", "--warehouse", warehouse]
        done = gongkai("refresh", "--engine", engine, *places)
        assert done.status == 0, done.errors[-3000:]
        connection.execute(f"attach '{warehouse / 'gongkai.duckdb'}' as by_{engine} (read_only)")
    return connection


def tables(connection: duckdb.DuckDBPyConnection, engine: str) -> list[tuple[str, ...]]:
    """Schema, table, column, type and text of everything that an engine built."""
    return connection.execute(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        f"where database_name = 'by_{engine}' and schema_name in ('mart', 'reference') order by all"
    ).fetchall()


def test_same_tables_columns_types_and_texts(both: duckdb.DuckDBPyConnection) -> None:
    assert tables(both, "spark") == tables(both, "duckdb")
    assert len({table for _, table, *_ in tables(both, "spark")}) > 40


def test_same_rows_to_the_fen(both: duckdb.DuckDBPyConnection) -> None:
    different = {}
    columns: dict[str, list[str]] = {}
    for schema, table, column, *_ in tables(both, "duckdb"):
        if column not in EXEMPT:
            columns.setdefault(f"{schema}.{table}", []).append(f'"{column}"')
    for table, names in columns.items():
        one, other = (f"(select {', '.join(names)} from by_{engine}.{table})" for engine in ("duckdb", "spark"))
        count = f"select count(*) from ({one} except all {other})"
        back = f"select count(*) from ({other} except all {one})"
        missing = both.execute(f"select ({count}), ({back})").fetchall()[0]
        if missing != (0, 0):
            different[table] = missing
    assert different == {}


def test_there_is_something_to_compare(both: duckdb.DuckDBPyConnection) -> None:
    (figures,) = both.execute("select count(*) from by_spark.mart.published_figures").fetchall()[0]
    assert figures > 1_000


def test_packs_are_left_for_other_readers(both: duckdb.DuckDBPyConnection) -> None:
    (path,) = both.execute("select path from duckdb_databases() where database_name = 'by_spark'").fetchall()[0]
    packs = Path(path).resolve().parents[2] / "packs"  # the version's own directory lies under the warehouse
    (documents,) = both.execute(f"select count(*) from '{packs}/*/documents/*/*.parquet'").fetchall()[0]
    assert documents == both.execute("select count(*) from by_spark.mart.dim_document").fetchall()[0][0]
