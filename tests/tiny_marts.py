"""A warehouse of one document, one rule and three figures: the least that every expectation can be asked about."""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = """
create schema mart; create schema raw; create schema reference; create schema meta;
create table mart.published_figures as select * from (values
    ('d.g1r1c1', 'd', 'table', 1, 'general_public_expenditure', 10.00, '10', 'total', 'total', 'general_public_budget', 2022, null, true, 'V03'),
    ('d.g1r2c1', 'd', 'table', 1, 'general_public_expenditure', 10.00, '10', 'total', 'class', 'general_public_budget', 2022, null, true, 'V03'),
    ('d.b1o1', 'd', 'statement', null, 'narrative', 12.00, '12', 'total', null, 'general_public_budget', 2022, null, false, null)
) as t(figure_id, document_key, evidence, table_seq, table_kind, amount_yuan, amount_published, measure, subject_level,
    fund, fiscal_year, row_unit_name, is_certified, certified_by);
create table raw.figures as select figure_id from mart.published_figures;
create table raw.load_issues (document_key varchar, severity varchar);
create table mart.dim_document as select 'd' as document_key, 'x' as disclosure_key, 'budget.txt' as file_name,
    '某局' as issuer_name, '某局预算' as title, 2022 as fiscal_year, 'budget' as budget_stage, 3 as figure_count,
    0.66 as certified_share, 0 as unread_cell_count;
create table mart.fct_appropriation_functional as select 'd' as document_key, 'x' as disclosure_key,
    'general_public_budget' as fund, 2022 as fiscal_year, '201' as functional_code, 'basic' as expenditure_type,
    null::varchar as row_unit_name, 10.00 as amount_yuan, 'published' as line_origin, 'd.g1r2c1' as figure_id;
create table mart.fct_expenditure_functional as select * from mart.fct_appropriation_functional where false;
create table mart.fct_appropriation_economic as select * from mart.fct_appropriation_functional where false;
create table mart.fct_revenue as select * from mart.fct_appropriation_functional where false;
create table mart.fct_three_public as select * from mart.fct_appropriation_functional where false;
create table mart.dim_rule as select * from (values
    ('V03', 'V', 'Total equals its classes', '合计等于各类之和', 'total = classes', '合计 = 各类'),
    ('P01', 'P', 'Prose equals the table', '文字等于表', 'prose = table', '文字 = 表')
) as t(rule_id, rule_family, name_en, name_zh, formula_en, formula_zh)
cross join (select 'hard' as severity, null as severity_when_lower, null as applies_stage, 'table' as scope,
    'interval' as tolerance_policy, 'a catalogue' as source, '10 = 10' as example, null as rationale_en,
    null as rationale_zh, 'Compare.' as remedy_en, '核对。' as remedy_zh);
create table mart.fct_reconciliation as select * from (values
    ('c1', 'V03', 'd', null, 'pass', null, 0.00, null, false),
    ('c2', 'P01', 'd', 'f1', 'discrepancy', 'hard', 2.00, null, false)
) as t(comparison_id, rule_id, document_key, finding_id, status, severity, difference_yuan, difference_value, is_acknowledged)
cross join (select null as subject_code);
create table mart.fct_reconciliation_figure as select * from (values
    ('c1', 'd.g1r1c1', true), ('c1', 'd.g1r2c1', true), ('c2', 'd.b1o1', false)
) as t(comparison_id, figure_id, is_proof);
create table mart.findings as select 'f1' as finding_id, 'd' as document_key, 'hard' as severity, 2.00 as difference_yuan,
    'P01' as rule_ids, 2022 as fiscal_year, null as page, 7 as line_no, 'd.b1o1' as suspect_figure_id,
    'The text gives <12> for 10.' as sentence_en, '文字列12，表列10。' as sentence_zh, 'The text' as who_is_wrong_en,
    '文字' as who_is_wrong_zh, null as explanation, false as is_acknowledged;
create table mart.dim_acknowledgement (acknowledgement_id varchar, document_key varchar, rule_id varchar, is_stale boolean);
create table mart.document_quality as select 'd' as document_key, 'C' as grade, 2 as comparison_count,
    0.5 as passed_share, 1 as hard_finding_count, 0 as soft_finding_count, 0 as info_finding_count;
create table mart.government_quality as select '310107' as region_code, '某区' as region_name, 'Some district' as region_name_en,
    2022 as fiscal_year, 'budget' as budget_stage, 1 as disclosure_count, 1.0 as completeness_share, 0.66 as certified_share,
    1 as hard_finding_count, 0 as soft_finding_count, 0 as info_finding_count, 2.0 as grade_points, 'C' as grade;
create table mart.dim_identity as select 'Q10' as catalogue_id, 'Published in time' as name_en, '按时公开' as name_zh,
    null as rule_ids, 'No date is printed.' as reason_en, '未载明日期。' as reason_zh;
create table mart.rule_without_comparison (rule_id varchar, document_key varchar, table_kind varchar, other_table_kind varchar, reason varchar);
"""


def write_tiny_marts(path: Path, *changes: str) -> Path:
    """Write the warehouse to ``path``, with ``changes`` made to it by SQL."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
        for change in changes:
            connection.execute(change)
    return path
