"""Figures in prose against the independent answer key of the text documents."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from loaders.identity import Identity, identify
from loaders.readers.text import read_text
from loaders.statements import StatementReading, read_statements
from tests.statement_key import CORPUS, Stated, is_meant, key_rows, stated

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "expected").is_dir(), reason="the real disclosures are not here"),
]

# Printed in cells of forms, not in prose; the form reader owns them.
IN_FORMS = {"department_form_expenditure", "vehicles_in_performance_form"}


@cache
def reading(name: str) -> tuple[Identity, StatementReading]:
    document = read_text((CORPUS / "text" / name).read_bytes())
    identity = identify(document)[0]
    return identity, read_statements(document, identity)


def documents() -> list[str]:
    return sorted(path.name for path in (CORPUS / "text").glob("*.txt"))


def find(rows: list[Stated], key: dict[str, str]) -> Stated | None:
    same = [
        row
        for row in rows
        if row.line == int(key["line"])
        and row.amount == Decimal(key["amount"])
        and row.unit == key["unit"]
        and row.year == int(key["fiscal_year"])
        and row.direction == key["direction"]
        and row.published.replace(",", "") == key["amount_printed"].replace(",", "")
    ]
    return next((row for row in same if is_meant(row, key["topic"])), None)


@pytest.mark.parametrize("name", documents() if (CORPUS / "text").is_dir() else [])
def test_every_figure_of_the_key_is_read_with_its_meaning(name: str) -> None:
    rows = stated(reading(name)[1].figures, reading(name)[1].quantities)
    missed = []
    for key in key_rows("prose.csv"):
        if key["doc"] != name or key["topic"] in IN_FORMS:
            continue
        found = find(rows, key)
        if found is None:
            missed.append((key["line"], key["topic"], key["amount"], key["unit"]))
        else:
            rows.remove(found)
    assert missed == []


@pytest.mark.parametrize("name", documents() if (CORPUS / "text").is_dir() else [])
def test_functional_subjects_in_prose(name: str) -> None:
    found = reading(name)[1]
    for key in key_rows("functional.csv"):
        if key["doc"] != name or key["table_kind"] != "narrative":
            continue
        rows = [
            f
            for f in found.figures
            if f.line_no == int(key["line"])
            and f.amount == Decimal(key["amount"])
            and f.measure == key["measure"]
            and f.fiscal_year == int(key["fiscal_year"])
        ]
        if key["level"] == "total":
            assert [f.line_item for f in rows] == ["general_public_expenditure"]
            continue
        assert len(rows) == 1, key
        assert (rows[0].subject_name or "").replace("支出", "") == key["name"].replace("（", "(").replace(
            "）", ")"
        ).replace("支出", "")
        assert rows[0].subject_level == key["level"]
        assert rows[0].subject_code is not None
        assert key["code_attested"] in ("", rows[0].subject_code)
        _share_or_completion(found, rows[0].figure_id, key)


def _share_or_completion(found: StatementReading, figure_id: str, key: dict[str, str]) -> None:
    quantities = {(q.value_role, q.value) for q in found.quantities if q.figure_id == figure_id}
    for column, role in (("completion_pct", "completion_rate"), ("share_pct", "share")):
        if key[column]:
            assert (role, Decimal(key[column])) in quantities, key


CATEGORIES = {
    "total": "three_public_total",
    "outbound_travel": "three_public_outbound_travel",
    "vehicle_total": "three_public_vehicle",
    "vehicle_purchase": "three_public_vehicle_purchase",
    "vehicle_operation": "three_public_vehicle_operation",
    "reception": "three_public_reception",
}


@pytest.mark.parametrize("name", documents() if (CORPUS / "text").is_dir() else [])
def test_three_public_in_prose(name: str) -> None:
    found = reading(name)[1]
    for key in key_rows("three_public.csv"):
        if key["doc"] != name or key["source"] != "prose":
            continue
        items = {CATEGORIES[key["category"]]}
        if key["scope"] != "total":
            items = {"reception_domestic", "reception_foreign"}
        rows = [
            f
            for f in found.figures
            if f.line_no == int(key["line"])
            and f.amount == Decimal(key["amount"])
            and f.line_item in items
            and f.measure == key["measure"]
            and f.fiscal_year == int(key["fiscal_year"])
        ]
        assert rows, key
        if key["completion_pct"]:
            ids = {f.figure_id for f in rows}
            assert Decimal(key["completion_pct"]) in {
                q.value for q in found.quantities if q.figure_id in ids and q.value_role == "completion_rate"
            }


@pytest.mark.parametrize("name", documents() if (CORPUS / "text").is_dir() else [])
def test_projects_listed_in_a_sentence(name: str) -> None:
    found = reading(name)[1]
    totals = {f.project_seq: f.amount for f in found.figures if f.line_item == "project_total"}
    read = [(p.project_name, totals[p.project_seq], p.line_no, p.fiscal_year, p.unit_name) for p in found.projects]
    expected = [
        (key["project_name"], Decimal(key["total_amount"]), int(key["line"]), int(key["fiscal_year"]), key["unit_name"])
        for key in key_rows("projects.csv")
        if key["doc"] == name and key["table_kind"] == "narrative"
    ]
    assert read == expected


@pytest.mark.parametrize("name", documents() if (CORPUS / "text").is_dir() else [])
def test_no_classified_figure_that_the_key_does_not_have(name: str) -> None:
    """Every amount with a line item is in the key: wrong readings are worse than none."""
    key_amounts = {
        (key["line"], Decimal(key.get("amount") or key.get("total_amount") or 0))
        for file in ("prose.csv", "functional.csv", "three_public.csv", "projects.csv")
        for key in key_rows(file)
        if key["doc"] == name and (key.get("amount") or key.get("total_amount"))
    }
    extra = [
        (f.line_no, f.amount_published, f.line_item)
        for f in reading(name)[1].figures
        if f.line_item and (str(f.line_no), f.amount) not in key_amounts
    ]
    assert extra == []
