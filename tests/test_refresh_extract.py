"""What the expectations are shown after an increment."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from refresh.extract import Extracts, write_extracts

TABLES = """
create schema raw; create schema mart; create schema meta;
create table meta.batch as select 'new' as document_key, null::varchar as disclosure_key, null::varchar as budget_unit_key
    union all select 'gone', 'former', 'unit';
create table raw.figures as select unnest(['new', 'old']) as document_key;
create table mart.dim_document as select * from (values ('new', 'x', 'unit'), ('old', 'y', 'other'))
    as t(document_key, disclosure_key, budget_unit_key);
create table mart.disclosure_quality as select unnest(['x', 'y', 'former']) as disclosure_key;
create table mart.dim_region as select unnest(['110000', '120000']) as region_code;
create table mart.published_figures as select unnest(['new', 'old']) as document_key;
create table mart.fct_reconciliation as select * from (values
    ('n1', 'new', 'V01', 'pass'), ('o1', 'old', 'V01', 'pass'), ('o2', 'old', 'V02', 'discrepancy'),
    ('o3', 'old', 'V03', 'no_data')
) as t(comparison_id, document_key, rule_id, status);
"""


@pytest.fixture
def extracts(tmp_path: Path) -> Extracts:
    with duckdb.connect(str(tmp_path / "gongkai.duckdb")) as connection:
        connection.execute(TABLES)
    return write_extracts(tmp_path / "gongkai.duckdb", tmp_path, is_full=False)


def column(database: Path, sql: str) -> list[object]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [value for (value,) in connection.execute(sql).fetchall()]


def test_integrity_sees_the_rows_of_the_batch(extracts: Extracts) -> None:
    assert column(extracts.batch, "select document_key from raw.figures") == ["new"]
    assert column(extracts.batch, "select document_key from mart.published_figures") == ["new"]
    assert column(extracts.batch, "select comparison_id from mart.fct_reconciliation") == ["n1"]


def test_rows_of_disclosures_that_the_batch_had_before_are_seen(extracts: Extracts) -> None:
    keys = column(extracts.batch, "select disclosure_key from mart.disclosure_quality order by 1")
    assert keys == ["former", "x"]


def test_tables_without_documents_are_seen_whole(extracts: Extracts) -> None:
    assert len(column(extracts.batch, "select region_code from mart.dim_region")) == 2


def test_all_that_is_open_anywhere_is_seen_and_a_proof_of_each_rule(extracts: Extracts) -> None:
    found = column(extracts.whole, "select rule_id || ' ' || status from mart.fct_reconciliation order by 1")
    assert found == ["V01 pass", "V02 discrepancy"]
    assert column(extracts.whole, "select document_key from mart.dim_document order by 1") == ["new", "old"]


def test_a_full_build_is_its_own_batch(tmp_path: Path) -> None:
    database = tmp_path / "gongkai.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(TABLES)
    extracts = write_extracts(database, tmp_path, is_full=True)
    assert extracts.batch == database
    assert column(extracts.whole, "select rule_id from mart.fct_reconciliation order by 1") == ["V01", "V02"]


def test_what_no_open_expectation_asks_about_is_not_copied(extracts: Extracts) -> None:
    assert column(extracts.whole, "select table_name from duckdb_tables() order by 1") == [
        "dim_document",
        "fct_reconciliation",
    ]
