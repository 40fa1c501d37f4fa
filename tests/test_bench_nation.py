"""The synthetic nation: what the benchmarks build must be as right, and as wrong, as it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from bench.nation import PER_ISSUER, Nation, write_nation
from loaders.packs import load_packs

SMALL = Nation(6 * PER_ISSUER, templates=3, errors=100, missing=100)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Six issuers over five years, one in ten with a wrong amount, one in ten without some table."""
    out = tmp_path_factory.mktemp("nation")
    figures = write_nation(SMALL, out)
    with duckdb.connect() as connection:
        load_packs(connection, out)
        connection.execute(f"create table wrong as from '{out}/seeded_errors.parquet'")
        assert connection.execute("select count(*) from raw.figures").fetchall() == [(figures,)]
        yield connection


def test_every_disclosure_is_there_once(nation: duckdb.DuckDBPyConnection) -> None:
    sql = """select count(*), count(distinct document_key), count(distinct issuer_name),
        count(distinct (issuer_name, fiscal_year, budget_stage)), min(fiscal_year), max(fiscal_year) from raw.documents"""
    assert nation.execute(sql).fetchall() == [(60, 60, 6, 60, 2019, 2023)]


def test_totals_are_the_sums_of_their_classes_but_for_seeded_errors(nation: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select document_key
        from raw.figures
        where table_kind = 'general_public_expenditure' and measure = 'total' and not is_comparative
            and document_key not in (select document_key from wrong)
        group by document_key, table_seq
        having sum(case when subject_level = 'total' then amount end)
            <> sum(case when subject_level = 'class' then amount end)"""
    assert nation.execute(sql).fetchall() == []
    assert nation.execute("select count(*) > 0 from wrong").fetchall() == [(True,)]


def test_printed_texts_are_the_amounts(nation: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select count(*) filter (cast(replace(amount_published, ',', '') as decimal(24, 6)) <> amount), count(*) > 1000
        from raw.figures"""
    assert nation.execute(sql).fetchall() == [(0, True)]
    cells = """
        select count(*) filter (cells.text <> figures.amount_published), count(*) > 1000
        from raw.figures as figures
        inner join raw.cells as cells using (document_key, grid_no, row_no, col_no) where cells.cell_role = 'figure'"""
    assert nation.execute(cells).fetchall() == [(0, True)]


def test_the_year_before_is_what_that_year_printed(nation: duckdb.DuckDBPyConnection) -> None:
    sql = """
        with figures as (
            select figures.*, documents.issuer_name, documents.budget_stage, documents.fiscal_year as reported_year
            from raw.figures as figures inner join raw.documents as documents using (document_key)
            where document_key not in (select document_key from wrong)
        )
        select count(*) filter (before.amount <> now.amount), count(*) > 20
        from figures as now
        inner join figures as before on before.issuer_name = now.issuer_name and before.budget_stage = now.budget_stage
            and before.reported_year = now.reported_year - 1 and before.table_kind = now.table_kind
            and before.subject_code = now.subject_code and not before.is_comparative and before.measure = 'total'
        where now.is_comparative and now.measure = 'total' and now.classification = 'functional'
        """
    assert nation.execute(sql).fetchall() == [(0, True)]


def test_a_smaller_nation_is_the_beginning_of_a_larger_one(nation: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_nation(Nation(2 * PER_ISSUER, templates=3, errors=100, missing=100), tmp_path)
    names = ", ".join(column[0] for column in nation.execute("select * from raw.figures limit 0").description or [])
    sql = f"select count(*) from (select {names} from '{tmp_path}/figures/*/*.parquet' except from raw.figures)"
    assert nation.execute(sql).fetchall() == [(0,)]
