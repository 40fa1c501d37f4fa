"""What the rules make of staged documents: raw rows through dbt, up to the comparisons of the reconciliation engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from loaders.rows import FigureRow, Row
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged
from refresh.meta import create_meta_schema
from refresh.transform import Dbt, invoke_duckdb

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
    database = _built(root, documents, "+int_reconciliation_comparisons")
    with duckdb.connect(str(database), read_only=True) as connection:
        return [Comparison(*row) for row in connection.execute(_COMPARISONS).fetchall()]


def _built(root: Path, documents: Mapping[str, Staged], selection: str) -> Path:
    """The database with the selected models of ``documents``, whatever they need included."""
    database = root / "gongkai.duckdb"
    with duckdb.connect(str(database)) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        entries = []
        for key, rows in documents.items():
            entries.append(staged_dir(root / "staged", key))
            write_staged(rows, entries[-1])
        replace_documents(connection, entries)
    models = ["--select", selection, "--resource-type", "seed", "--resource-type", "model"]
    invoke_duckdb(Dbt(database, root), ["build", *models])
    return database


def in_prose(printed: FigureRow, number: int) -> FigureRow:
    """A figure of a table as one that a sentence states, in the paragraph of that number."""
    return replace(
        printed,
        figure_id=f"{printed.document_key}.b{number}o1",
        evidence="statement",
        table_kind="narrative",
        table_seq=None,
        grid_no=None,
        row_no=None,
        col_no=None,
        block_no=number,
        char_offset=1,
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as the marts tell it."""

    document_key: str
    severity: str
    probable_cause: str
    rule_ids: str
    sentence_en: str
    sentence_zh: str
    who_is_wrong_en: str


_FINDINGS = """
select document_key, severity, probable_cause, rule_ids, sentence_en, sentence_zh, who_is_wrong_en
from mart.findings
order by all
"""


def findings(root: Path, documents: Mapping[str, Staged]) -> list[Finding]:
    """Build seeds and models for ``documents`` in ``root``, up to the findings."""
    return reconciled(root, documents)[0]


def reconciled(root: Path, documents: Mapping[str, Staged]) -> tuple[list[Finding], list[Comparison]]:
    """The findings of ``documents``, and all that was compared for them."""
    with duckdb.connect(str(_built(root, documents, "+findings")), read_only=True) as connection:
        return (
            [Finding(*row) for row in connection.execute(_FINDINGS).fetchall()],
            [Comparison(*row) for row in connection.execute(_COMPARISONS).fetchall()],
        )
