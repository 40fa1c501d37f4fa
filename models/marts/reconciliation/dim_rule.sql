{{ config(materialized='table') }}
select
    rule_id,
    catalogue_id,
    rule_family,
    name_en,
    name_zh,
    severity,
    severity_when_lower,
    applies_stage,
    scope,
    comparison,
    tolerance_policy,
    when_missing,
    value_unit,
    formula_en,
    formula_zh,
    rationale_en,
    rationale_zh,
    example,
    remedy_en,
    remedy_zh,
    source
from {{ ref('reconciliation_rules') }}
