"""Documents of which arithmetic proves too little are published, with a warning that says where to look."""

from __future__ import annotations

import duckdb

from refresh.doubts import Doubt, doubtful_documents


def warehouse(*figures: tuple[str, str, str, bool]) -> duckdb.DuckDBPyConnection:
    """Two marts with (file, evidence, table kind, certified) as they matter here."""
    connection = duckdb.connect()
    connection.execute("create schema mart")
    connection.execute("create table mart.dim_document (document_key varchar, file_name varchar)")
    connection.execute(
        "create table mart.published_figures "
        "(document_key varchar, evidence varchar, table_kind varchar, is_certified boolean)"
    )
    for name in dict.fromkeys(figure[0] for figure in figures):
        connection.execute("insert into mart.dim_document values (?, ?)", [name, name])
    connection.executemany("insert into mart.published_figures values (?, ?, ?, ?)", figures)
    return connection


def test_a_document_with_too_few_certified_table_figures_is_named_with_its_worst_table() -> None:
    figures = [("a.pdf", "table", "revenue", True)] * 8 + [("a.pdf", "table", "expenditure", False)] * 2
    assert doubtful_documents(warehouse(*figures)) == [Doubt("a.pdf", 10, 8, "expenditure")]


def test_a_share_of_nine_in_ten_is_enough() -> None:
    figures = [("a.pdf", "table", "revenue", True)] * 9 + [("a.pdf", "table", "revenue", False)]
    assert doubtful_documents(warehouse(*figures)) == []


def test_figures_in_sentences_and_forms_raise_no_doubt() -> None:
    figures = [("a.pdf", "statement", "narrative", False)] * 9 + [("a.pdf", "table", "revenue", True)]
    assert doubtful_documents(warehouse(*figures)) == []


def test_the_worst_comes_first_and_says_what_to_do() -> None:
    figures = [("b.pdf", "table", "revenue", True), ("b.pdf", "table", "revenue", False), ("c.pdf", "table", "other", False)]
    found = doubtful_documents(warehouse(*figures))
    assert [doubt.file_name for doubt in found] == ["c.pdf", "b.pdf"]
    assert found[1].sentence() == (
        'b.pdf: 1 of 2 table figures certified, most doubts in revenue; see gongkai audit "b.pdf"'
    )
