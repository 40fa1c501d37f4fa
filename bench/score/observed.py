"""Staged rows of one document as observations: figures, tables, projects, indicators, identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bench.score.model import Observed, same_text, short, value_bucket
from loaders.rows import DocumentRow, FigureRow, IndicatorRow, ProjectRow, QuantityRow, TableRow
from loaders.text import match_key

PROJECT_ATTRIBUTES = (
    "project_code",
    "unit_name",
    "unit_code",
    "fiscal_year",
    "is_continuing",
    "is_recurrent",
    "legal_basis",
    "functional_code",
    "execution_weight",
    "execution_score",
    "self_evaluation_score",
)
IDENTITY_ATTRIBUTES = ("issuer_name", "region_code", "fiscal_year", "budget_stage", "unit_published")
_SUMMARY_TABLES = {"budget_summary", "fiscal_summary", "fixed_assets", "department_performance_target"}


def observe(rows: Mapping[str, Sequence[Any]], rates: bool = True) -> list[Observed]:
    """Everything of one staged document that the key could hold; ``rates`` says whether it lists percentages."""
    projects = {row.project_seq: row.project_name for row in rows["projects"]}
    found: list[Observed] = []
    for document in rows["documents"]:
        found.extend(_identity(document))
    found.extend(_table(row) for row in rows["tables"])
    found.extend(_figure(row, projects) for row in rows["figures"])
    found.extend(_quantity(row, projects, rates) for row in rows["quantities"])
    found.extend(_indicator(row, projects) for row in rows["indicators"] if row.horizon != "mid_term")
    for project in rows["projects"]:
        found.extend(_project(project))
    return found


def plain_value(value: object) -> str:
    """An attribute as the key writes it: ``true``/``false``, numbers without trailing zeros, text."""
    if isinstance(value, bool):
        return str(value).lower()
    return value_bucket(value) if isinstance(value, Decimal) else str(value)


def _place(row: FigureRow | QuantityRow | IndicatorRow | TableRow | ProjectRow) -> str:
    return f"line {row.line_no}" if row.line_no is not None else f"page {row.page}"


def _identity(row: DocumentRow) -> Iterator[Observed]:
    for attribute in IDENTITY_ATTRIBUTES:
        value = getattr(row, attribute)
        if value is not None:
            yield Observed("identity", attribute, "identity", f"{attribute} = {value}", row)


def _table(row: TableRow) -> Observed:
    # Grids that nothing recognised are staged as `other`; the key lists statutory tables and forms.
    kind = None if row.table_kind == "other" else "tables"
    text = f"{row.table_kind} {short(row.title_published)} {_place(row)} empty={row.is_empty}"
    return Observed("tables", None, kind, text, row)


def figure_kind(row: FigureRow) -> str | None:
    """Which file of the key would hold this figure."""
    if row.value_role == "threshold":
        return None
    if row.evidence == "statement":
        return "prose"
    if row.project_seq is not None or row.table_kind == "project_expenditure":
        return "project_funding"
    if row.table_kind in {"three_public", "procurement"}:
        return row.table_kind
    if row.table_kind in _SUMMARY_TABLES or row.classification == "label":
        return "summary"
    return row.classification


def _figure(row: FigureRow, projects: Mapping[int, str]) -> Observed:
    subject = f"{row.subject_code or ''} {short(row.subject_name or row.row_heading)}".strip()
    text = (
        f"{row.table_kind} {row.evidence} {subject} [{row.line_item or row.subject_level}] {row.measure} "
        f"fund={row.fund} {row.fiscal_year} {row.value_role} {row.amount_published}"
        f"{row.unit_published or '?'} "
        f"{_place(row)}"
    )
    project = projects.get(row.project_seq) if row.project_seq is not None else None
    return Observed("figures", value_bucket(row.amount), figure_kind(row), text, row, project)


def _quantity(row: QuantityRow, projects: Mapping[int, str], rates: bool) -> Observed:
    text = (
        f"{row.table_kind} {row.evidence} [{row.line_item}] {row.value_role} {row.value_published}"
        f"{row.unit_of_measure or ''} {_place(row)}"
    )
    project = projects.get(row.project_seq) if row.project_seq is not None else None
    # Counts of people and things fill whole pages of prose; the key holds some, so only rates can be extra.
    rate = rates and row.evidence == "statement" and row.unit_of_measure in {"%", "‰"}
    return Observed("quantities", value_bucket(row.value), "prose" if rate else None, text, row, project)


def _indicator(row: IndicatorRow, projects: Mapping[int, str]) -> Observed:
    text = (
        f"{short(row.level_1_published, 8)}/{short(row.level_2_published, 8)}/{short(row.indicator)} "
        f"{row.operator} {row.target_value} {row.unit_of_measure or ''} weight={row.weight} "
        f"score={row.score} {_place(row)}"
    )
    project = projects.get(row.project_seq) if row.project_seq is not None else None
    return Observed("indicators", None, "indicators", text, row, project)


def _project(row: ProjectRow) -> Iterator[Observed]:
    place = (row.table_kind, match_key(row.project_name))
    label = f"{row.table_kind} {short(row.project_name)}"
    yield Observed("projects", (*place, "project"), "projects", f"{label} {_place(row)}", row)
    for attribute in PROJECT_ATTRIBUTES:
        value = getattr(row, attribute)
        if value is None or (attribute == "unit_name" and same_text(value, row.department_name)):
            continue
        text = f"{label} {attribute} = {plain_value(value)}"
        yield Observed("projects", (*place, attribute), "projects", text, row)
