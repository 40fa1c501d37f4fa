"""What the rules make of staged documents: raw rows through dbt, up to the comparisons of the reconciliation engine."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders.rows import Row
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged
from refresh.meta import create_meta_schema

PROJECT = Path(__file__).resolve().parent.parent
Staged = Mapping[str, Sequence[Row]]

_COMPARISONS = """
select
    rule_id, document_key, instance_key, status, severity,
    cast(case when value_unit = 'yuan' then actual_value / 10000 else actual_value end as double),
    cast(case when value_unit = 'yuan' then expected_value / 10000 else expected_value end as double)
from intermediate.int_reconciliation_comparisons
order by all
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; amounts are in 万元, counts as they are."""

    rule_id: str
    document_key: str
    instance_key: str
    status: str
    severity: str | None
    actual: float | None
    expected: float | None


def comparisons(root: Path, documents: Mapping[str, Staged]) -> list[Comparison]:
    """Build seeds and models for ``documents`` (key → rows by raw table) in ``root``."""
    database = root / "gongkai.duckdb"
    with duckdb.connect(str(database)) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        entries = []
        for key, rows in documents.items():
            entries.append(staged_dir(root / "staged", key))
            write_staged(rows, entries[-1])
        replace_documents(connection, entries)
    _build(root, database)
    with duckdb.connect(str(database), read_only=True) as connection:
        return [Comparison(*row) for row in connection.execute(_COMPARISONS).fetchall()]


def _build(root: Path, database: Path) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    places += ["--target-path", str(root / "target"), "--log-path", str(root / "logs")]
    wanted = ["--select", "+int_reconciliation_comparisons", "--resource-type", "seed", "--resource-type", "model"]
    os.environ["GONGKAI_DATABASE"] = str(database)
    try:
        run = dbtRunner().invoke(["--quiet", "--log-level", "none", "build", *wanted, *places])
    finally:
        del os.environ["GONGKAI_DATABASE"]
        DuckDBConnectionManager.close_all_connections()
    assert run.success, run.exception
