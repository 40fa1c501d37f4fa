"""What the validation report shows besides the expectations: rules, how often they were tested, findings, documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]

MOST_FINDINGS = 2000
"""A page is for reading; beyond this an auditor queries ``mart.findings``."""

_DOCUMENTS_OF_RULE = "count(distinct case when status in ('pass', 'discrepancy') then document_key end)"
_ABOUT_AS_MANY = "approx_count_distinct(case when status in ('pass', 'discrepancy') then document_key end)"
MOST_COUNTED = 10_000
"""Documents up to which those of each rule are counted; of more, some two in a hundred may be off and it says so."""

_RULES = """
select
    rules.*,
    coalesce(tested.comparisons, 0) as comparisons,
    coalesce(tested.passes, 0) as passes,
    coalesce(tested.discrepancies, 0) as discrepancies,
    coalesce(tested.recorded, 0) as recorded,
    coalesce(tested.without_data, 0) as without_data,
    coalesce(tested.documents, 0) as documents,
    coalesce(found.findings, 0) as findings,
    coalesce(found.open_findings, 0) as open_findings
from mart.dim_rule as rules
left join (
    select
        rule_id,
        count(case when status in ('pass', 'discrepancy') then 1 end) as comparisons,
        count(case when status = 'pass' then 1 end) as passes,
        count(case when status = 'discrepancy' and severity <> 'none' then 1 end) as discrepancies,
        count(case when status = 'discrepancy' and severity = 'none' then 1 end) as recorded,
        count(case when status = 'no_data' then 1 end) as without_data,
        {documents} as documents
    from mart.fct_reconciliation
    group by rule_id
) as tested on rules.rule_id = tested.rule_id
left join (
    select
        rule_id,
        count(distinct finding_id) as findings,
        count(distinct case when not is_acknowledged then finding_id end) as open_findings
    from mart.fct_reconciliation
    where finding_id is not null
    group by rule_id
) as found on rules.rule_id = found.rule_id
order by rules.rule_id
"""
_FINDINGS = """
select
    findings.*,
    documents.file_name,
    documents.issuer_name,
    documents.title
from mart.findings as findings
left join mart.dim_document as documents on findings.document_key = documents.document_key
order by
    case findings.severity when 'hard' then 1 when 'soft' then 2 else 3 end,
    abs(findings.difference_yuan) desc nulls last,
    findings.finding_id
limit ?
"""
_DOCUMENTS = """
select
    documents.document_key,
    documents.file_name,
    documents.issuer_name,
    documents.fiscal_year,
    documents.budget_stage,
    documents.figure_count,
    documents.certified_share,
    quality.grade,
    documents.disclosure_key,
    coalesce(quality.comparison_count, 0) as comparisons,
    coalesce(cast(round(quality.passed_share * quality.comparison_count) as int), 0) as passes,
    coalesce(quality.hard_finding_count, 0) as hard,
    coalesce(quality.soft_finding_count, 0) as soft,
    coalesce(quality.info_finding_count, 0) as info
from mart.dim_document as documents
left join mart.document_quality as quality on documents.document_key = quality.document_key
order by
    nullif(quality.hard_finding_count, 0) desc nulls last, nullif(quality.soft_finding_count, 0) desc nulls last,
    documents.document_key
limit ?
"""
_IDENTITIES = """
select * from mart.dim_identity where reason_en is not null order by catalogue_id
"""
_GOVERNMENTS = """
select * from mart.government_quality order by region_code, fiscal_year, budget_stage limit ?
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of the report by column name: one per rule, finding, document, government, identity without a rule.

    ``is_counted``: the documents of each rule are counted, not estimated.
    """

    rules: Sequence[Row]
    findings: Sequence[Row]
    documents: Sequence[Row]
    governments: Sequence[Row]
    identities: Sequence[Row]
    finding_count: int
    document_count: int
    is_counted: bool


def read_evidence(database: Path, most: int = MOST_FINDINGS) -> Evidence:
    """Read the report's rows from the built database, at most ``most`` findings and documents, the worst first."""
    with duckdb.connect(str(database), read_only=True) as connection:
        document_count = _count(connection, "mart.dim_document")
        is_counted = document_count <= MOST_COUNTED
        counting = _DOCUMENTS_OF_RULE if is_counted else _ABOUT_AS_MANY
        return Evidence(
            rules=_rows(connection, _RULES.format(documents=counting)),
            findings=_rows(connection, _FINDINGS, most),
            documents=_rows(connection, _DOCUMENTS, most),
            governments=_rows(connection, _GOVERNMENTS, most),
            identities=_rows(connection, _IDENTITIES),
            finding_count=_count(connection, "mart.findings"),
            document_count=document_count,
            is_counted=is_counted,
        )


def read_rules(database: Path) -> list[Row]:
    """Rule, family and formula of every reconciliation rule."""
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select rule_id, rule_family, formula_en, formula_zh from mart.dim_rule order by rule_id"
        return _rows(connection, query)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *arguments: object) -> list[Row]:
    result = connection.execute(query, list(arguments))
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, values, strict=True)) for values in result.fetchall()]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0
