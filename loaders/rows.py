"""The rows of the ``raw`` schema: one frozen dataclass a table, the only definition of its columns.

The Parquet files under ``staged/`` and the DuckDB tables are both derived from these classes, so a column is
added here and nowhere else. Text is kept as printed; a value parsed from it stands beside it.
``Decimal`` columns are DECIMAL(24,6) in the unit that the document printed; dbt turns them into yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document's content and what it says about itself (null where it does not say)."""

    document_key: str
    file_sha256: str
    file_format: str
    byte_count: int
    reader: str
    loader_version: str
    page_count: int | None
    line_count: int | None
    title: str | None
    issuer_published: str | None
    issuer_name: str | None
    budget_unit_code: str | None
    region_published: str | None
    region_code: str | None
    fiscal_year: int | None
    budget_stage: str | None
    disclosure_scope: str | None
    unit_published: str | None


@dataclass(frozen=True, slots=True)
class IdentityEvidenceRow:
    """Which words of a document one of its attributes rests on."""

    document_key: str
    attribute: str
    value: str
    basis: str
    page: int | None
    line_no: int | None
    text: str


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One paragraph or grid in reading order."""

    document_key: str
    block_no: int
    block_kind: str
    grid_no: int | None
    style: str | None
    page: int | None
    line_no: int | None
    last_line_no: int | None
    sheet: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of any grid, as printed, and what it was read as.

    ``cell_role``: heading, code, name, label, figure, quantity, value, blank, dash, ordinal, note, title,
    unread (in a recognised table, yet nothing claimed it), unrecognised (its grid was not recognised).
    """

    document_key: str
    grid_no: int
    row_no: int
    col_no: int
    row_span: int
    col_span: int
    page: int | None
    line_no: int | None
    box: str | None
    text: str
    table_seq: int | None
    cell_role: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One logical table: a title, one side of a two-sided grid counts with its other side, pages joined."""

    document_key: str
    table_seq: int
    table_kind: str
    title_published: str | None
    title_page: int | None
    title_line_no: int | None
    page: int | None
    last_page: int | None
    line_no: int | None
    last_line_no: int | None
    grid_nos: str
    unit_published: str | None
    unit_basis: str | None
    fiscal_year: int | None
    budget_stage: str | None
    fund: str | None
    is_empty: bool
    empty_note: str | None
    recognised_by: str


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of a recognised grid: its joined heading and the role that it was given."""

    document_key: str
    table_seq: int
    grid_no: int
    col_no: int
    heading_path: str
    column_role: str
    side: str | None
    measure: str | None
    fund: str | None
    fiscal_year: int | None
    is_comparative: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One amount of money as printed in a table, a form or a sentence.

    ``figure_id`` is built from the document's key and the printed place alone: ``<key>.g7r12c3`` for a cell,
    ``<key>.g7r12c3o17`` for an amount inside a cell's text, ``<key>.b48o27`` for one in a sentence
    (block, offset). ``line_item`` names what a row or sentence speaks of where no code does
    (``revenue_total``, ``carryover_opening``, ``three_public_total`` ...).
    ``value_role``: level, change (against the year before), budget_change (against the year's budget),
    earlier_change (since a year before the last), explanation, threshold.
    ``second_reading``: agrees, differs; null where a second way of reading cannot tell (``loaders.second_reading``).
    """

    figure_id: str
    document_key: str
    evidence: str
    table_seq: int | None
    table_kind: str
    grid_no: int | None
    block_no: int | None
    row_no: int | None
    col_no: int | None
    char_offset: int | None
    page: int | None
    line_no: int | None
    row_heading: str | None
    column_heading: str | None
    context: str | None
    side: str | None
    classification: str
    code_published: str | None
    subject_code: str | None
    subject_code_basis: str | None
    subject_name: str | None
    subject_level: str | None
    line_item: str | None
    row_unit_name: str | None
    project_seq: int | None
    measure: str
    fund: str | None
    value_role: str
    direction: str | None
    fiscal_year: int | None
    is_comparative: bool
    amount_published: str
    amount: Decimal
    unit_published: str | None
    second_reading: str | None = None


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """One number that is no amount of money: a share, a rate, a count, a stock of things.

    ``value_role``: share, change_rate, budget_change_rate, earlier_change_rate, completion_rate, count, score; and of
    words that compare without a number (``loaders.verdicts``) said_more_than_budget, said_less_than_budget,
    said_equal_to_budget, said_unchanged, whose ``value`` is 1, -1 or 0.
    ``base`` is what a completion rate is measured against as the sentence names it (budget, initial_budget,
    adjusted_budget, full_year_budget).
    ``figure_id`` is the amount it qualifies.
    """

    quantity_id: str
    document_key: str
    evidence: str
    table_seq: int | None
    table_kind: str
    grid_no: int | None
    block_no: int | None
    row_no: int | None
    col_no: int | None
    char_offset: int | None
    page: int | None
    line_no: int | None
    context: str | None
    subject_code: str | None
    subject_name: str | None
    line_item: str | None
    project_seq: int | None
    figure_id: str | None
    value_role: str
    direction: str | None
    base: str | None
    fiscal_year: int | None
    value_published: str
    value: Decimal
    unit_of_measure: str | None
    second_reading: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project in one place of a document: a form's head, a row of a project list, an item of a sentence."""

    document_key: str
    project_seq: int
    table_seq: int | None
    table_kind: str
    page: int | None
    line_no: int | None
    project_name_published: str
    project_name: str
    code_published: str | None
    project_code: str | None
    is_code_repaired: bool
    unit_name: str | None
    unit_code: str | None
    department_name: str | None
    responsible: str | None
    functional_code: str | None
    is_continuing: bool | None
    is_recurrent: bool | None
    term_published: str | None
    legal_basis: str | None
    legal_basis_text: str | None
    fiscal_year: int | None
    execution_weight: Decimal | None
    execution_score: Decimal | None
    total_weight: Decimal | None
    self_evaluation_score: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One performance indicator of a department's or a project's form.

    ``operator``: >=, <=, =, >, <, none (a number with no operator), qualitative, unreadable; null where no target is
    printed.
    ``operator_basis``: symbol, lexical (以上, 不超过), text, date, compound, none, unreadable, missing.
    ``horizon``: annual, or mid_term for a target of all years that a form prints beside that of the year.
    """

    document_key: str
    indicator_seq: int
    table_seq: int
    project_seq: int | None
    grid_no: int
    row_no: int
    page: int | None
    line_no: int | None
    level_1_published: str | None
    level_2_published: str | None
    level_1: str | None
    level_2: str | None
    indicator: str | None
    operator_published: str | None
    operator: str | None
    operator_basis: str
    target_text: str | None
    target_value: Decimal | None
    unit_of_measure: str | None
    weight: Decimal | None
    actual_text: str | None
    score: Decimal | None
    cost_amount: Decimal | None
    cost_unit: str | None
    description: str | None
    basis_text: str | None
    reason_text: str | None
    is_damaged: bool
    horizon: str


@dataclass(frozen=True, slots=True)
class LoadIssueRow:
    """Something that a person should know about how a document was read. ``severity``: error, warning, info."""

    document_key: str
    issue_seq: int
    severity: str
    issue_code: str
    page: int | None
    line_no: int | None
    grid_no: int | None
    row_no: int | None
    col_no: int | None
    text: str | None
    message: str


Row = (
    DocumentRow
    | IdentityEvidenceRow
    | BlockRow
    | CellRow
    | TableRow
    | ColumnRow
    | FigureRow
    | QuantityRow
    | ProjectRow
    | IndicatorRow
    | LoadIssueRow
)

RAW_TABLES: dict[str, type[Row]] = {
    "documents": DocumentRow,
    "identity_evidence": IdentityEvidenceRow,
    "blocks": BlockRow,
    "cells": CellRow,
    "tables": TableRow,
    "columns": ColumnRow,
    "figures": FigureRow,
    "quantities": QuantityRow,
    "projects": ProjectRow,
    "indicators": IndicatorRow,
    "load_issues": LoadIssueRow,
}
