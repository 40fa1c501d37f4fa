"""``gongkai query``: exact answers in every format, and nothing that SQL could do harm with."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from refresh.cli import main

AMOUNTS = """
select * from (values
    ('2013101', '行政运行', 6223400.00::decimal(18, 2), true),
    ('=1+1', '@cmd', -0.10::decimal(18, 2), false),
    (null, 'two
lines', null, null)
) as t(subject_code, subject_name, amount_yuan, is_certified)
"""


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse with one mart; found through GONGKAI_WAREHOUSE."""
    root = tmp_path / "warehouse"
    root.mkdir()
    with duckdb.connect(str(root / "gongkai.duckdb")) as connection:
        connection.execute(f"create schema mart; create table mart.amounts as {AMOUNTS}")
    monkeypatch.setenv("GONGKAI_WAREHOUSE", str(root))
    return root


def test_table_is_aligned_whatever_the_width_of_characters(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "select subject_name, amount_yuan from mart.amounts limit 2"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "subject_name  amount_yuan",
        "------------  -----------",
        "行政运行       6223400.00",
        "@cmd                -0.10",
    ]


def test_table_says_when_there_is_more(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "from range(10)", "--rows", "3"]) == 0
    assert capsys.readouterr().out.endswith("(3 rows shown, there are more: --rows 0 shows all)\n")
    assert main(["query", "from range(10)", "--rows", "0"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 12


def test_table_takes_out_what_would_steer_a_terminal(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "select chr(27) || '[31mred' as text"]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(1+1)", "'@SUM(1+1)"),
        ("\t=1+1", "'\t=1+1"),
        ("-", "-"),
        ("--", "--"),
        ("-1,234.50", "-1,234.50"),
        ("+5.2%", "+5.2%"),
        ("其中：=1", "其中：=1"),
    ],
)
def test_csv_runs_no_formula_in_a_spreadsheet(
    warehouse: Path, capsys: pytest.CaptureFixture[str], text: str, written: str
) -> None:
    sql = f"select $${text}$$ as text"
    assert main(["query", sql, "--format", "csv"]) == 0
    assert next(iter(list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:])) == [written]
    assert main(["query", sql, "--format", "csv", "--exact"]) == 0
    assert next(iter(list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:])) == [text]


def test_csv_keeps_amounts_text_and_nulls(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "from mart.amounts", "--format", "csv", "--exact"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[1] == ["2013101", "行政运行", "6223400.00", "true"]
    assert rows[2] == ["=1+1", "@cmd", "-0.10", "false"]
    assert rows[3] == ["", "two\nlines", "", ""]


def test_csv_for_excel_disarms_formulas_and_leaves_numbers(warehouse: Path, tmp_path: Path) -> None:
    output = tmp_path / "amounts.csv"
    assert main(["query", "from mart.amounts", "--output", str(output), "--for-excel"]) == 0
    assert output.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(output.read_text(encoding="utf-8-sig"))))
    assert rows[2] == ["'=1+1", "'@cmd", "-0.10", "false"]


def test_json_keeps_every_digit(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "select *, [1.20::decimal(9, 2)] as list, date '2024-02-29' as day, 'nan'::double as n from mart.amounts"
    assert main(["query", sql, "--format", "json"]) == 0
    records = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert str(records[0]["amount_yuan"]) == "6223400.00"
    assert (records[0]["list"], records[0]["day"], records[0]["n"]) == ([Decimal("1.20")], "2024-02-29", None)
    assert records[2]["subject_code"] is None


def test_json_of_no_rows_is_a_list(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "from mart.amounts limit 0", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_format_follows_the_name_of_the_file(warehouse: Path, tmp_path: Path) -> None:
    output = tmp_path / "amounts.parquet"
    assert main(["query", "from mart.amounts", "--output", str(output)]) == 0
    read = duckdb.sql(f"select amount_yuan, typeof(amount_yuan) from '{output}'").fetchall()
    assert read[0] == (Decimal("6223400.00"), "DECIMAL(18,2)")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["amounts.parquet"]


def test_query_from_a_file(warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "count.sql").write_text("-- how many\nselect count(*) as n from mart.amounts;\n")
    assert main(["query", "--file", str(tmp_path / "count.sql")]) == 0
    assert capsys.readouterr().out.split() == ["n", "-", "3"]


@pytest.mark.parametrize(
    "sql", ["describe mart.amounts", "show all tables", "summarize mart.amounts", "explain select 1"]
)
def test_questions_about_the_database_are_answered(
    warehouse: Path, sql: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", sql]) == 0
    assert capsys.readouterr().out != ""


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("drop table mart.amounts", 2),
        ("insert into mart.amounts select * from mart.amounts", 2),
        ("set enable_external_access = true", 2),
        ("copy mart.amounts to 'stolen.csv'", 2),
        ("attach 'other.duckdb'", 2),
        ("install httpfs", 2),
        ("pragma enable_profiling", 2),
        ("select 1; drop table mart.amounts", 2),
        ("", 2),
        ("from read_csv('/etc/passwd')", 1),
        ("from read_text('/etc/passwd')", 1),
        ("from '/etc/passwd'", 1),
        ("from glob('/etc/*')", 1),
        ("from warehouse", 1),
        ("from nowhere", 1),
        ("selec 1", 1),
        ("select cast('x' as int)", 1),
    ],
)
def test_nothing_but_a_question_about_the_warehouse_is_answered(
    warehouse: Path, sql: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (warehouse / "gongkai.duckdb").read_bytes()
    assert main(["query", sql]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("gongkai query: ")
    assert (warehouse / "gongkai.duckdb").read_bytes() == before


def test_writing_parquet_opens_no_other_file(warehouse: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    assert main(["query", "from read_text('/etc/passwd')", "--output", str(output)]) == 1
    assert not output.exists()


def test_failing_query_leaves_the_old_output(warehouse: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("from before")
    sql = "select case when i = 1500 then error('no') else i end from range(2000) as t(i)"
    assert main(["query", sql, "--output", str(output)]) == 1
    assert output.read_text() == "from before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "warehouse"]


def test_parquet_wants_a_file(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "select 1", "--format", "parquet"]) == 2
    assert "--output FILE" in capsys.readouterr().err


def test_nothing_published_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "select 1", "--warehouse", str(tmp_path)]) == 1
    assert "Publish with: gongkai refresh" in capsys.readouterr().err


def test_damaged_database_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gongkai.duckdb").write_text("not a database")
    assert main(["query", "select 1", "--warehouse", str(tmp_path)]) == 1
    assert "cannot be opened" in capsys.readouterr().err
