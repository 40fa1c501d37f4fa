"""Rules that compare disclosures with each other: two years, budget and final accounts, a department and its units."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from loaders.rows import DocumentRow, FigureRow, Row
from tests.compared import comparisons, in_prose
from tests.test_marts import document, figure, table

pytestmark = pytest.mark.slow
GENERAL, ALL, BASIC = "general_public_expenditure", "expenditure", "general_public_basic"
KEYS = {
    "budget_2022": "1" * 16, "budget_2023": "2" * 16, "final_2022": "3" * 16, "final_2023": "4" * 16,
    "own_unit": "5" * 16, "other_unit": "6" * 16, "budget_2024": "7" * 16,
}  # fmt: skip


def issued(name: str, year: int, stage: str, **rest: Any) -> DocumentRow:
    return replace(document(KEYS[name], stage), fiscal_year=year, **rest)


def amounts(
    name: str, seq: int, kind: str, year: int, lines: list[tuple[str | None, str, dict[str, Any]]]
) -> list[FigureRow]:
    """Amounts of one table: code, amount, what else its row or column says."""
    return [
        figure(KEYS[name], seq, kind, code, amount, place=(number, 1), **({"fiscal_year": year} | rest))
        for number, (code, amount, rest) in enumerate(lines, start=3)
    ]


def line(name: str, **rest: Any) -> dict[str, Any]:
    return {"line_item": name, "fund": "all"} | rest


def economic(**rest: Any) -> dict[str, Any]:
    return {"classification": "economic", "fund": "general_public_budget"} | rest


def balances(
    name: str, seq: int, kind: str, rows: dict[str | None, tuple[str, str, str, str]], **rest: Any
) -> list[FigureRow]:
    """Rows of 收入支出决算表: opening balance, revenue, expenditure, closing balance."""
    measures = ("carryover_opening", "current_year", "total", "carryover_closing")
    return [
        figure(KEYS[name], seq, kind, code, amount, place=(number, col), measure=measure, **rest)
        for number, (code, printed) in enumerate(rows.items(), start=3)
        for col, (measure, amount) in enumerate(zip(measures, printed, strict=True), start=3)
    ]


def said(name: str, number: int, code: str | None, amount: str) -> FigureRow:
    """A sentence of final accounts: the budget of one subject at the beginning of the year."""
    rest = {"line_item": "general_public_expenditure_function", "measure": "initial_budget"}
    coded = {"classification": "functional", "fund": "general_public_budget"}
    return in_prose(figure(KEYS[name], 1, "narrative", code, amount, place=(number, 1), **(rest | coded)), number)


def disclosures() -> dict[str, tuple[DocumentRow, dict[str, list[FigureRow]]]]:
    """A bureau over two years, its accounts, its own unit and a centre below it; each rule meets an amount that fits it and one that does not."""
    before = {"fiscal_year": 2022, "is_comparative": True, "column_heading": "2022年预算数"}
    own, centre = {"row_unit_name": "某区财政局（本级）"}, {"row_unit_name": "某区国库中心"}
    return {
        "budget_2022": (issued("budget_2022", 2022, "budget"), {
            GENERAL: amounts("budget_2022", 1, GENERAL, 2022, [(None, "25.00", {}), ("201", "24.00", {})]),
            BASIC: amounts("budget_2022", 2, BASIC, 2022, [("301", "7.00", economic()), ("303", "3.00", economic())]),
        }),
        "budget_2023": (issued("budget_2023", 2023, "budget"), {
            GENERAL: amounts("budget_2023", 1, GENERAL, 2023, [
                (None, "30.00", {}), ("201", "30.00", {}), (None, "25.00", before), ("201", "25.00", before),
            ]),
            ALL: amounts("budget_2023", 2, ALL, 2023, [(None, "30.00", {}), (None, "20.00", own), (None, "10.00", centre)]),
            "three_public": amounts("budget_2023", 3, "three_public", 2023, [(None, "5.00", line("three_public_total"))]),
            "budget_summary": amounts("budget_2023", 4, "budget_summary", 2023, [(None, "2.00", line("carryover_opening"))]),
            BASIC: amounts("budget_2023", 5, BASIC, 2023, [("301", "16.00", economic()), ("303", "4.00", economic())]),
        }),
        "budget_2024": (issued("budget_2024", 2024, "budget"), {
            "budget_summary": amounts("budget_2024", 1, "budget_summary", 2024, [(None, "7.00", line("carryover_opening"))]),
        }),
        "final_2022": (issued("final_2022", 2022, "final_accounts"), {
            "budget_summary": amounts("final_2022", 1, "budget_summary", 2022, [(None, "4.00", line("carryover_closing"))]),
            BASIC: amounts("final_2022", 2, BASIC, 2022, [("301", "9.00", economic()), ("303", "3.50", economic())]),
        }),
        "final_2023": (issued("final_2023", 2023, "final_accounts"), {
            "budget_summary": amounts("final_2023", 1, "budget_summary", 2023, [
                (None, "3.00", line("carryover_opening")), (None, "6.00", line("carryover_closing")),
            ]),
            "three_public": amounts("final_2023", 2, "three_public", 2023, [
                (None, "5.00", line("three_public_total", measure="budget")),
                (None, "6.00", line("three_public_total", measure="final")),
            ]),
            GENERAL: amounts("final_2023", 3, GENERAL, 2023, [
                (None, "30.00", {"measure": "initial_budget"}), ("201", "31.00", {"measure": "initial_budget"}),
            ]),
            BASIC: amounts("final_2023", 4, BASIC, 2023, [("301", "22.00", economic()), ("303", "4.00", economic())]),
            "government_fund": balances("final_2023", 5, "government_fund", {
                None: ("10.00", "120.00", "125.00", "5.00"), "212": ("10.00", "120.00", "125.00", "15.00"),
            }),
            "state_capital": balances("final_2023", 6, "state_capital", {
                None: ("0.00", "8.00", "8.00", "0.00"), "223": ("0.00", "8.00", "7.00", "0.00"),
            }),
            "narrative": [said("final_2023", 1, None, "30.00"), said("final_2023", 2, "201", "29.00")],
        }),
        "own_unit": (issued("own_unit", 2023, "budget", disclosure_scope="unit"), {
            ALL: amounts("own_unit", 1, ALL, 2023, [(None, "20.00", {})]),
        }),
        "other_unit": (issued("other_unit", 2023, "budget", disclosure_scope="unit", issuer_name="某区国库中心"), {
            ALL: amounts("other_unit", 1, ALL, 2023, [(None, "11.00", {})]),
        }),
    }  # fmt: skip


def staged(head: DocumentRow, tables: dict[str, list[FigureRow]]) -> dict[str, list[Row]]:
    heads = [
        replace(table(head.document_key, seq, kind, str(head.budget_stage)), fiscal_year=head.fiscal_year)
        for seq, kind in enumerate(tables, start=1)
        if kind != "narrative"
    ]
    return {"documents": [head], "tables": list(heads), "figures": [row for rows in tables.values() for row in rows]}


Compared = dict[tuple[str, str], set[tuple[float, float, str]]]


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """By rule and document: what is printed, what it should be, and whether that holds."""
    documents = {KEYS[name]: staged(head, tables) for name, (head, tables) in disclosures().items()}
    names = {key: name for name, key in KEYS.items()}
    found: Compared = {}
    for one in comparisons(tmp_path_factory.mktemp("across"), documents):
        if one.status in ("pass", "discrepancy") and one.actual is not None and one.expected is not None:
            place = (one.rule_id, names[one.document_key])
            found.setdefault(place, set()).add((one.actual, one.expected, one.status))
    return found


def test_a_comparison_column_is_held_against_last_years_budget(compared: Compared) -> None:
    assert compared["Y05", "budget_2023"] == {(25, 25, "pass"), (25, 24, "discrepancy")}


def test_the_budget_in_final_accounts_is_that_of_the_budget(compared: Compared) -> None:
    assert compared["F03", "final_2023"] == {(5, 5, "pass")}


def test_spending_is_held_against_its_budget_in_the_same_table(compared: Compared) -> None:
    assert compared["F04", "final_2023"] == {(6, 5, "discrepancy")}


def test_what_one_year_leaves_opens_the_next(compared: Compared) -> None:
    assert compared["F06", "final_2023"] == {(3, 4, "discrepancy")}


def test_a_units_row_is_held_against_the_units_own_disclosure(compared: Compared) -> None:
    assert compared["X25U", "budget_2023"] == {(20, 20, "pass"), (10, 11, "discrepancy")}


def test_a_department_is_the_sum_of_units_that_have_all_published(compared: Compared) -> None:
    assert compared["X25", "budget_2023"] == {(30, 31, "discrepancy")}


def test_the_budget_that_final_accounts_tell_of_is_that_of_the_budget(compared: Compared) -> None:
    assert compared["F01", "final_2023"] == {(30, 30, "pass"), (29, 30, "discrepancy")}


def test_a_column_of_initial_budgets_is_held_against_the_budget(compared: Compared) -> None:
    assert compared["F01T", "final_2023"] == {(30, 30, "pass"), (31, 30, "discrepancy")}


def test_a_budget_opens_with_no_more_than_the_accounts_left(compared: Compared) -> None:
    assert compared["F07", "budget_2023"] == {(2, 4, "pass")}
    assert compared["F07", "budget_2024"] == {(7, 6, "discrepancy")}


def test_personnel_spending_may_leave_its_budget_by_a_quarter(compared: Compared) -> None:
    assert compared["F08", "final_2022"] == {(12.5, 10, "pass")}
    assert compared["F08", "final_2023"] == {(26, 20, "discrepancy")}


def test_rows_of_government_funds_balance(compared: Compared) -> None:
    assert compared["H10", "final_2023"] == {(5, 5, "pass"), (15, 5, "discrepancy")}


def test_rows_of_state_capital_balance(compared: Compared) -> None:
    assert compared["H11", "final_2023"] == {(0, 0, "pass"), (0, 1, "discrepancy")}
