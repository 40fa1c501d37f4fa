-- The printed amounts behind each comparison, side by side.
with comparisons as (

    select *
    from {{ ref('int_reconciliation_comparisons') }}
    where status in ('pass', 'discrepancy')

)

select distinct
    comparisons.comparison_id,
    comparisons.document_key,
    comparisons.rule_id,
    comparisons.status,
    comparisons.is_proof,
    matches.side,
    matches.figure_id,
    matches.value_id,
    matches.value
from comparisons
inner join {{ ref('int_reconciliation_matches') }} as matches
    on
        comparisons.rule_id = matches.rule_id
        and comparisons.alternative = matches.alternative
        and comparisons.scope_key = matches.scope_key
        and comparisons.group_key = matches.group_key
        and (matches.is_broadcast or comparisons.instance_key = matches.instance_key)
        and (not matches.is_each or comparisons.each_key = matches.value_id)
