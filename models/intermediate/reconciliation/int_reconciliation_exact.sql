-- Budgets whose tables add up to the last digit: final accounts are rounded cell by cell, budgets are mostly drawn up
-- in the unit that they print. Where so many sums hold exactly that rounding would hardly leave them so, a sum that is
-- off within rounding is not rounded but wrong. Sums of more parts say more; an amount that two tables repeat says it
-- once.
with sums as (

    select distinct
        measured.document_key,
        abs(measured.actual) as amount,
        measured.difference = 0 as is_exact,
        case greatest(measured.expected_figures, measured.actual_figures)
            when 2 then 0.3
            when 3 then 0.5
            else 0.7
        end as weight
    from {{ ref('int_reconciliation_measured') }} as measured
    inner join {{ ref('reconciliation_rules') }} as rules on measured.rule_id = rules.rule_id
    inner join {{ ref('int_document_identity') }} as documents on measured.document_key = documents.document_key
    where
        documents.budget_stage = 'budget' and measured.status = 'pass' and measured.has_actual and measured.has_expected
        and measured.actual <> 0 and measured.table_kind <> 'narrative'
        and greatest(measured.expected_figures, measured.actual_figures) > 1
        and rules.scope = 'table' and rules.comparison = 'eq' and rules.tolerance_policy = 'interval'
        and rules.formula_kind = 'sum' and rules.value_unit = 'yuan'

)

select document_key
from sums
group by document_key
having sum(case when is_exact then weight end) >= 7 and count(case when not is_exact then 1 end) <= 2
