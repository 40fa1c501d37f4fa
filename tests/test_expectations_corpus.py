"""What does not add up in the real disclosures: each error once, with its amounts; figures that are right raise nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders.stage import stage_document
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged
from refresh.meta import create_meta_schema

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("GONGKAI_CORPUS", PROJECT.parent / "shared" / "corpus"))
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.exists(), reason=f"no corpus at {CORPUS}"),
]

TEXT = [
    # 130529, budget 2022
    ("6182f45132b4b509", "hard", "unknown", "V01,V02,V03,X15", "60000.00"),
    ("6182f45132b4b509", "soft", "amount_of_another_line", "X18", "5376400.00"),
    ("6182f45132b4b509", "soft", "note_contradicts_figures", "P12", None),
    # 500152, budget 2023
    ("8a9e4c9d8c88308f", "soft", "missing_figure", "H07,V08F,X06", "707900.00"),
    ("8a9e4c9d8c88308f", "info", "discontinued_rows", "V05", "13665900.00"),
    ("8a9e4c9d8c88308f", "info", "rounding", "P04", "100.00"),
    ("8a9e4c9d8c88308f", "info", "missing_table", "Q02", None),
    # 511900, performance targets 2019
    ("568a4a84f766843d", "soft", "unknown", "M04", "120000.00"),
    # 511900, final accounts 2022
    ("ca9115d61d37b713", "hard", "carryover_left_out", "B01P,B02EP,B04P", "146100.00"),
    ("ca9115d61d37b713", "hard", "execution_on_top", "M06,M06W", None),
    ("ca9115d61d37b713", "soft", "unknown", "M08", None),  # ten points of ten for 94.06 % spent
    ("ca9115d61d37b713", "soft", "unknown", "F02S", "146276.22"),  # each item completed by 100 %, their sum by 99.45 %
    ("6182f45132b4b509", "soft", "unknown", "M17", None),  # how often, counted in per cent
    ("6182f45132b4b509", "soft", "unknown", "M17", None),  # the same in another form
    ("6182f45132b4b509", "soft", "missing_figure", "H09B", None),  # vehicles blank above their operation of 50
    ("6182f45132b4b509", "info", "unknown", "M18", None),  # one indicator of a form twice
    ("8a9e4c9d8c88308f", "soft", "stale_name", "P11S", None),  # no fund expenditure, said of the year before
    ("ca9115d61d37b713", "soft", "missing_table", "Q01", None),
    ("ca9115d61d37b713", "info", "missing_table", "Q02", None),
]
PDF_ERRORS = {
    ("P01", "29613800.00"),  # 0.3 printed for 2,961.68
    ("P04F", "59823900.00"),  # the class total 10,528.33 printed for an item of 4,545.94
    ("C01G", None),  # 71.73 % for 71.65 %
    ("C04", None),  # shares of three public expenses by another base
    ("Y02", None),  # 1,312.56 % for 1,212.56 %
}


def build(root: Path, documents: list[Path]) -> Path:
    """A database with all models, built from documents as a refresh builds it, without tests."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    database = root / "gongkai.duckdb"
    with duckdb.connect(str(database)) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        entries = []
        for document in documents:
            staged = stage_document(document.read_bytes())
            entries.append(staged_dir(root / "staged", staged.document_key))
            write_staged(staged.rows, entries[-1])
        replace_documents(connection, entries)
    os.environ["GONGKAI_DATABASE"] = str(database)
    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    places += ["--target-path", str(root / "target"), "--log-path", str(root / "logs")]
    try:
        resources = ["--resource-type", "seed", "--resource-type", "model"]
        run = dbtRunner().invoke(["--quiet", "--log-level", "none", "build", *resources, *places])
    finally:
        del os.environ["GONGKAI_DATABASE"]
        DuckDBConnectionManager.close_all_connections()
    assert run.success, run.exception
    return database


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All disclosures in one database; ``text`` and ``pdf`` hold the keys of either."""
    documents = [*sorted((CORPUS / "text").glob("*.txt")), *sorted((CORPUS / "pdf").glob("*.pdf"))]
    database = build(tmp_path_factory.mktemp("corpus"), documents)
    with duckdb.connect(str(database)) as connection:
        for file_format in ("text", "pdf"):
            connection.execute(
                f"create temp view {file_format} as"
                f" select document_key from mart.dim_document where file_format = '{file_format}'"
            )
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_each_error_is_one_finding_and_nothing_else_is(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select document_key, severity, probable_cause, rule_ids, cast(abs(difference_yuan) as varchar)"
        " from mart.findings join text using (document_key)",
    )
    assert Counter(found) == Counter(TEXT)


def test_findings_are_told_with_the_printed_amounts(warehouse: duckdb.DuckDBPyConnection) -> None:
    sentences = " ".join(
        sentence
        for (sentence,) in rows(warehouse, "select sentence_en from mart.findings join text using (document_key)")
    )
    for amount in ("1,210.00", "1,204.00", "6.00", "2,775.59", "1,366.59", "1,387.31", "1,387.32", "25.00", "13.00",
                   "606.34", "68.70", "2,659.55", "2,644.94", "14.61", "110"):  # fmt: skip
        assert amount in sentences


def test_table_figures_are_proved(warehouse: duckdb.DuckDBPyConnection) -> None:
    [(share,)] = rows(
        warehouse,
        "select avg(is_certified::int) from mart.published_figures join text using (document_key) where evidence = 'table'",
    )
    assert share > 0.98


def test_errors_of_other_provinces_are_found_without_false_alarms(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = set(
        rows(
            warehouse,
            "select rule_id, cast(abs(difference_yuan) as varchar) from mart.findings join pdf using (document_key)"
            " where severity = 'hard'",
        )
    )
    assert found == PDF_ERRORS
    soft = rows(
        warehouse,
        "select rule_id from mart.findings join pdf using (document_key) where severity = 'soft' order by rule_id",
    )
    # Subjects that prose lists and no table prints; places of the template that were left open.
    # A class that is a section; 30 % for 29.15 %; a total unchanged from a year that spent more.
    assert soft == [("P03",), ("P03",), ("P04L",), ("Q11",), ("Q11",), ("Y02",), ("Y09",)]


def test_tables_of_other_provinces_are_proved(warehouse: duckdb.DuckDBPyConnection) -> None:
    unproved = rows(
        warehouse,
        "select table_kind, amount_published from mart.published_figures join pdf using (document_key)"
        " where evidence = 'table' and not is_certified",
    )
    assert unproved == []
