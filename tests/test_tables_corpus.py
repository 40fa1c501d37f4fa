"""Every figure of the statutory tables of the two complete department budgets, held against the answer key."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from loaders.figures import TableReading, read_tables
from loaders.form_find import find_forms
from loaders.identity import identify
from loaders.readers import read_document
from loaders.recognise import recognise

CORPUS = Path(os.environ.get("GONGKAI_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))
DOCS = ("003_15acfc837217044d.txt", "004_0e92df39b5d37474.txt")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "text").is_dir(), reason=f"no disclosures under {CORPUS}"),
]

SUBJECT_KINDS = {
    "revenue",
    "expenditure",
    "general_public_expenditure",
    "general_public_basic",
    "government_fund",
    "state_capital",
}
CATEGORIES = {
    "three_public_total": "total",
    "three_public_outbound_travel": "outbound_travel",
    "three_public_vehicle": "vehicle_total",
    "three_public_vehicle_purchase": "vehicle_purchase",
    "three_public_vehicle_operation": "vehicle_operation",
    "three_public_reception": "reception",
}


@cache
def reading(doc: str) -> TableReading:
    document = read_document((CORPUS / "text" / doc).read_bytes())
    identity = identify(document)[0]
    taken = {
        (segment.grid_no, row)
        for form in find_forms(document)
        for segment in form.segments
        for row in range(segment.first_row, segment.last_row + 1)
    }
    return read_tables(recognise(document, identity, taken), document, identity)


def key(name: str, doc: str) -> Iterator[dict[str, str]]:
    with (CORPUS / "expected" / "text" / name).open(encoding="utf-8", newline="") as handle:
        yield from (row for row in csv.DictReader(handle) if row["doc"] == doc)


@pytest.mark.parametrize("doc", DOCS)
def test_coded_tables_hold_every_printed_figure_and_no_other(doc: str) -> None:
    expected = Counter(
        (
            r["table_kind"],
            int(r["line"]),
            r["code"],
            r["level"],
            r["measure"],
            int(r["fiscal_year"]),
            Decimal(r["amount"]),
        )
        for name in ("functional.csv", "economic.csv")
        for r in key(name, doc)
        if r["table_kind"] in SUBJECT_KINDS
    )
    measures = {"general_public_budget": "general_public"}
    read = Counter(
        (
            f.table_kind,
            f.line_no,
            f.subject_code or "",
            f.subject_level,
            measures.get(f.measure, f.measure),
            f.fiscal_year,
            f.amount,
        )
        for f in reading(doc).figures
        if f.table_kind in SUBJECT_KINDS
    )
    assert read == expected


@pytest.mark.parametrize("doc", DOCS)
def test_summary_lines_hold_every_printed_figure_and_no_other(doc: str) -> None:
    expected = Counter(
        (r["table_kind"], int(r["line"]), r["side"], r["label"], r["measure"], Decimal(r["amount"]))
        for r in key("summary.csv", doc)
        if r["table_kind"] in {"budget_summary", "fiscal_summary"}
    )
    read = Counter(
        (f.table_kind, f.line_no, f.side, f.subject_name, f.measure.replace("_budget", ""), f.amount)
        for f in reading(doc).figures
        if f.table_kind in {"budget_summary", "fiscal_summary"}
    )
    assert read == expected


@pytest.mark.parametrize("doc", DOCS)
def test_summary_lines_are_all_understood(doc: str) -> None:
    lines = [f for f in reading(doc).figures if f.table_kind in {"budget_summary", "fiscal_summary"}]
    assert lines
    assert [f.subject_name for f in lines if f.line_item is None] == []
    functions = [f for f in lines if (f.line_item or "").endswith("expenditure_function")]
    assert functions
    assert [f.subject_name for f in functions if len(f.subject_code or "") != 3] == []


@pytest.mark.parametrize("doc", DOCS)
def test_three_public_tables_hold_every_component(doc: str) -> None:
    expected = Counter(
        (int(r["line"]), r["category"], int(r["fiscal_year"]), r["measure"], Decimal(r["amount"]))
        for r in key("three_public.csv", doc)
        if r["source"] == "table"
    )
    read = Counter(
        (f.line_no, CATEGORIES[f.line_item or ""], f.fiscal_year, f.measure, f.amount)
        for f in reading(doc).figures
        if f.table_kind == "three_public"
    )
    assert read == expected


def test_project_list_gives_projects_and_their_funding() -> None:
    doc = DOCS[0]
    expected = Counter(
        (int(r["line"]), Decimal(r["amount"])) for r in key("project_funding.csv", doc) if int(r["line"]) < 340
    )
    figures = [f for f in reading(doc).figures if f.table_kind == "project_expenditure"]
    assert Counter((f.line_no, f.amount) for f in figures) == expected
    projects = {p.line_no: p for p in reading(doc).projects}
    rows = [r for r in key("projects.csv", doc) if r["table_kind"] == "project_expenditure"]
    assert len(projects) == len(rows) == 6
    for row in rows:
        project = projects[int(row["line"])]
        assert project.project_name == row["project_name"]
        assert project.functional_code == row["functional_code"]
        assert project.unit_name == row["unit_name"]
        totals = [f.amount for f in figures if f.project_seq == project.project_seq and f.line_item == "project_total"]
        assert totals == [Decimal(row["total_amount"])]


def test_fixed_assets_give_values_and_quantities_as_at_the_printed_date() -> None:
    doc = DOCS[1]
    rows = [r for r in key("summary.csv", doc) if r["table_kind"] == "fixed_assets"]
    values = Counter(
        (int(r["line"]), r["label"], r["unit"], int(r["fiscal_year"]), Decimal(r["amount"]))
        for r in rows
        if r["measure"] == "value"
    )
    counts = Counter(
        (int(r["line"]), r["label"], r["unit"], int(r["fiscal_year"]), Decimal(r["amount"]))
        for r in rows
        if r["measure"] == "quantity"
    )
    read = reading(doc)
    assert values == Counter(
        (f.line_no, f.subject_name, f.unit_published, f.fiscal_year, f.amount)
        for f in read.figures
        if f.table_kind == "fixed_assets"
    )
    assert counts == Counter(
        (q.line_no, q.subject_name, q.unit_of_measure, q.fiscal_year, q.value) for q in read.quantities
    )


@pytest.mark.parametrize("doc", DOCS)
def test_blank_cells_give_no_figures(doc: str) -> None:
    figures = Counter((f.table_kind, f.line_no, f.measure, f.fiscal_year, f.side) for f in reading(doc).figures)
    assert max(figures.values()) <= 2 or doc == DOCS[0]
    blanks = [r for r in key("blank_cells.csv", doc) if r["table_kind"] in SUBJECT_KINDS]
    assert blanks
    for row in blanks:
        wanted = (row["table_kind"], int(row["line"]), row["measure"], int(row["fiscal_year"]))
        assert not any(k[:4] == wanted for k in figures), row


@pytest.mark.parametrize("doc", DOCS)
def test_tables_are_found_with_their_titles_pages_and_emptiness(doc: str) -> None:
    forms = {"department_performance_target", "project_performance_target", "project_self_evaluation"}
    expected = [
        (r["table_kind"], "".join(r["title"].split()), int(r["first_line"]), int(r["last_line"]), r["n_segments"])
        for r in key("tables.csv", doc)
        if r["table_kind"] not in forms
    ]
    read = [
        (
            t.table_kind,
            "".join((t.title_published or "").split()),
            t.line_no,
            t.last_line_no,
            str(len(t.grid_nos.split(","))),
        )
        for t in reading(doc).tables
    ]
    assert read == expected
    empty = {int(r["first_line"]): r["is_empty"] == "true" for r in key("tables.csv", doc)}
    assert all(t.is_empty == empty[t.line_no or 0] for t in reading(doc).tables)


@pytest.mark.parametrize("doc", DOCS)
def test_no_cell_of_a_recognised_table_is_lost(doc: str) -> None:
    read = reading(doc)
    roles = Counter(read.roles.values())
    assert roles["figure"] == len(read.figures) > 250
    assert roles["unrecognised"] == 0
    # One scan read the rules around a 合计 row as characters: they are no code, so they stay unread.
    assert roles["unread"] == (doc == DOCS[0])
