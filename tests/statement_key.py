"""The answer key's words for figures in prose, mapped to what the loaders call them.

The key names topics more finely than line items (``reception_batches``) or more coarsely; the mapping lives here, in
the tests, so that the loaders follow the documents and not the key.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from loaders.rows import FigureRow, QuantityRow

CORPUS = Path(os.environ.get("GONGKAI_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))

# Topic of the key → acceptable (line item, measure, fund); an empty part accepts anything.
TOPICS: dict[str, tuple[str, ...]] = {
    "revenue_total": ("revenue_total", "revenue_current_year"),
    "revenue_current_year": ("revenue_current_year",),
    "revenue_expenditure_total": ("revenue_expenditure_total",),
    "budget_total": ("revenue_expenditure_total",),
    "fiscal_total": ("fiscal_revenue_expenditure_total",),
    "carryover_opening": ("carryover_opening",),
    "carry_over_in": ("carryover_opening",),
    "carry_over_out": ("carryover_closing",),
    "carryover_closing": ("carryover_closing",),
    "carryover_closing_project": ("project_carryover_closing",),
    "specific_items_carryover_opening": ("project_category_carryover_opening",),
    "specific_items_carryover_closing": ("project_category_carryover_closing",),
    "fiscal_carryover_opening": ("fiscal_carryover_opening",),
    "fiscal_carryover_closing": ("fiscal_carryover_closing",),
    "revenue_general_public": ("revenue_source//general_public_budget", "fiscal_revenue_source//general_public_budget"),
    "general_public_revenue": ("revenue_source//general_public_budget", "fiscal_revenue_source//general_public_budget"),
    "revenue_government_fund": ("revenue_source//government_fund_budget",),
    "government_fund_revenue": ("revenue_source//government_fund_budget",),
    "revenue_state_capital": ("revenue_source//state_capital_budget",),
    "state_capital_revenue": ("revenue_source//state_capital_budget",),
    "revenue_subordinate_units": ("revenue_source//subordinate_remittance",),
    "revenue_special_account": ("revenue_source//fiscal_special_account",),
    "special_account_revenue": ("revenue_source//fiscal_special_account",),
    "revenue_institution": ("revenue_source//institutional",),
    "revenue_institution_business": ("revenue_source//business",),
    "revenue_other": ("revenue_source//other",),
    "other_revenue": ("revenue_source//other",),
    "fiscal_appropriation_revenue": ("revenue_source//fiscal_appropriation",),
    "expenditure_total": ("expenditure_total", "expenditure_current_year"),
    "expenditure_current_year": ("expenditure_current_year",),
    "expenditure_basic": ("expenditure_use/basic",),
    "basic_expenditure": ("expenditure_use/basic",),
    "basic_appropriation": ("expenditure_use/basic",),
    "expenditure_project": ("expenditure_use/project",),
    "project_expenditure": ("expenditure_use/project",),
    "project_appropriation": ("expenditure_use/project",),
    "reserve": ("expenditure_use/reserve",),
    "basic_personnel": ("expenditure_use/personnel", "general_public_basic/personnel"),
    "basic_public": ("expenditure_use/public", "general_public_basic/public"),
    "fiscal_revenue_total": ("fiscal_revenue_total",),
    "fiscal_expenditure_total": ("fiscal_expenditure_total",),
    "fiscal_expenditure": ("fiscal_expenditure_total",),
    "fiscal_expenditure_basic": ("fiscal_expenditure_use/basic",),
    "fiscal_expenditure_project": ("fiscal_expenditure_use/project",),
    "fiscal_basic": ("fiscal_basic/total",),
    "fiscal_basic_personnel": ("fiscal_basic/personnel",),
    "fiscal_basic_public": ("fiscal_basic/public",),
    "general_public_expenditure": ("general_public_expenditure/total", "general_public_expenditure/budget"),
    "general_public_basic": ("general_public_basic/total",),
    "general_public_project": ("general_public_expenditure/project",),
    "general_public_basic_personnel": ("general_public_basic/personnel",),
    "general_public_basic_public": ("general_public_basic/public",),
    "class_expenditure": ("expenditure_function", "fiscal_expenditure_function", "general_public_expenditure_function"),
    "functional_item": ("fiscal_expenditure_function", "general_public_expenditure_function"),
    "economic_class": ("fiscal_basic_economic", "general_public_basic_economic"),
    "economic_item": ("fiscal_basic_economic", "general_public_basic_economic"),
    "operating_cost_item": ("operating_cost_economic",),
    "three_public": ("three_public_total",),
    "three_public_total": ("three_public_total",),
    "three_public_vehicle": ("three_public_vehicle",),
    "vehicle_total": ("three_public_vehicle",),
    "vehicle_purchase": ("three_public_vehicle_purchase",),
    "vehicle_operation": ("three_public_vehicle_operation",),
    "three_public_vehicle_operation": ("three_public_vehicle_operation",),
    "vehicle_operation_change_per_vehicle": ("three_public_vehicle_operation_per_vehicle",),
    "outbound_travel": ("three_public_outbound_travel",),
    "reception": ("three_public_reception",),
    "three_public_reception": ("three_public_reception",),
    "reception_domestic": ("reception_domestic",),
    "reception_foreign": ("reception_foreign",),
    "meeting": ("three_public_meeting",),
    "training": ("three_public_training",),
    "outbound_groups": ("outbound_groups",),
    "outbound_persons": ("outbound_persons",),
    "vehicles_bought": ("vehicles_bought",),
    "vehicles_to_buy": ("vehicles_bought",),
    "vehicles_total": ("vehicles_total",),
    "reception_batches": ("reception_batches",),
    "reception_persons": ("reception_persons",),
    "reception_foreign_persons": ("reception_foreign_persons",),
    "operating_expenses": ("operating_cost",),
    "operating_cost": ("operating_cost",),
    "operating_expenses_wages": ("operating_cost_economic",),
    "operating_expenses_goods_services": ("operating_cost_economic",),
    "operating_expenses_individuals": ("operating_cost_economic",),
    "government_fund_expenditure": ("government_fund_expenditure",),
    "state_capital_expenditure": ("state_capital_expenditure",),
    "procurement_total": ("procurement_total",),
    "procurement_goods": ("procurement_goods",),
    "procurement_works": ("procurement_works",),
    "procurement_services": ("procurement_services",),
    "procurement_general_public_total": ("procurement_total//general_public_budget",),
    "procurement_general_public_goods": ("procurement_goods//general_public_budget",),
    "procurement_general_public_works": ("procurement_works//general_public_budget",),
    "procurement_general_public_services": ("procurement_services//general_public_budget",),
    "procurement_sme_reserved": ("procurement_small_enterprises_reserved",),
    "procurement_micro_reserved": ("procurement_micro_enterprises_reserved",),
    "procurement_sme_awarded": ("procurement_small_enterprises_awarded",),
    "procurement_micro_awarded": ("procurement_micro_enterprises_awarded",),
    "procurement_other_sme_awarded": ("procurement_other_small_enterprises_awarded",),
    "performance_target_total": ("performance_target_funds/total",),
    "performance_target_basic": ("performance_target_funds/basic",),
    "performance_target_project": ("performance_target_funds/project",),
    "performance_completed_total": ("performance_executed_funds/executed",),
    "performance_completed_basic": ("performance_executed_funds/basic",),
    "performance_completed_project": ("performance_executed_funds/project",),
    "performance_managed_project_general_public": ("performance_managed_projects//general_public_budget",),
    "performance_managed_project_government_fund": ("performance_managed_projects//government_fund_budget",),
    "performance_budget": ("performance_managed_projects",),
    "performance_target": ("performance_target_projects",),
    "performance_tracking": ("performance_tracked_projects",),
    "performance_self_evaluation": ("performance_self_evaluated_projects",),
    "personnel_items_budget": ("project_category_personnel/adjusted_budget",),
    "personnel_items_executed": ("project_category_personnel/executed",),
    "personnel_items": ("project_category_personnel",),
    "operating_items_budget": ("project_category_operation/adjusted_budget",),
    "operating_items_executed": ("project_category_operation/executed",),
    "operating_items": ("project_category_operation",),
    "specific_items_budget": ("project_category_specific/adjusted_budget",),
    "specific_items_executed": ("project_category_specific/executed",),
    "specific_items": ("project_category_specific",),
    "self_evaluation_score": ("self_evaluation_score",),
    "fixed_assets_total": ("fixed_assets_total",),
    "fixed_assets_to_buy": ("fixed_assets_to_purchase",),
    "projects_preassessed": ("performance_projects",),
    "projects_with_targets": ("performance_projects",),
    "projects_monitored": ("performance_projects",),
    "staff_total": ("staff_total",),
    "staff_retired": ("staff_retired",),
    "explanation": ("",),
}
# Families of topics that share one line item, by the beginning of the topic.
PREFIXES: dict[str, tuple[str, ...]] = {
    "oa_": ("",),
    "vehicles_": ("vehicles_of_kind",),
    "staff_quota": ("staff_quota",),
    "staff_": ("staff",),
    "share_class_": ("general_public_expenditure_function",),
    "expenditure_class_": ("expenditure_function",),
}
_SUFFIXES = ("_change_pct", "_change", "_share", "_completion", "_pct")


@dataclass(frozen=True)
class Stated:
    """One figure or quantity of the loaders, as the key would list it."""

    line: int | None
    amount: Decimal
    unit: str
    year: int | None
    direction: str
    line_item: str
    measure: str
    fund: str
    role: str
    subject_code: str
    subject_name: str
    published: str
    context: str


def stated(figures: Iterable[FigureRow], quantities: Iterable[QuantityRow]) -> list[Stated]:
    """Figures and quantities in one list, in reading order of each."""
    rows = [
        Stated(
            f.line_no or f.page,
            f.amount,
            f.unit_published or "",
            f.fiscal_year,
            f.direction or "",
            f.line_item or "",
            f.measure,
            f.fund or "",
            f.value_role,
            f.subject_code or "",
            f.subject_name or "",
            f.amount_published,
            f.context or "",
        )
        for f in figures
    ]
    rows += [
        Stated(
            q.line_no or q.page,
            q.value,
            q.unit_of_measure or "",
            q.fiscal_year,
            q.direction or "",
            q.line_item or "",
            q.base or "",
            "",
            q.value_role,
            q.subject_code or "",
            q.subject_name or "",
            q.value_published,
            q.context or "",
        )
        for q in quantities
    ]
    return rows


def accepted(topic: str) -> tuple[str, ...] | None:
    """Line items that a topic of the key may carry; None for a topic that the mapping does not know."""
    if topic in TOPICS:
        return TOPICS[topic]
    for suffix in _SUFFIXES:
        base = topic.removesuffix(suffix)
        if base != topic and accepted(base) is not None:
            return accepted(base)
    for prefix, items in PREFIXES.items():
        if topic.startswith(prefix):
            return items
    return None


def is_meant(row: Stated, topic: str) -> bool:
    """True when the loaders' row carries what the key's topic says."""
    items = accepted(topic)
    if items is None:
        return False
    for item in items:
        line_item, _, rest = item.partition("/")
        measure, _, fund = rest.partition("/")
        # A share or rate has its line item; fund and measure are those of the figure that it qualifies.
        is_figure = bool(row.fund) or row.role in (
            "level",
            "change",
            "budget_change",
            "earlier_change",
            "explanation",
            "threshold",
        )
        same_column = measure in ("", row.measure) and fund in ("", row.fund)
        if row.line_item == line_item and (same_column or not is_figure):
            code = topic.rsplit("_", 1)[-1]
            return not ("_class_" in topic and row.subject_code != code)
    return False


def key_rows(name: str, folder: str = "text") -> list[dict[str, str]]:
    """Rows of one file of the answer key."""
    with (CORPUS / "expected" / folder / name).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def take(rows: list[Stated], wanted: Sequence[Stated]) -> None:
    """Remove rows that the key has accounted for."""
    for row in wanted:
        rows.remove(row)
