-- Failing comparisons that the seed of acknowledged discrepancies names.
select
    comparisons.comparison_id,
    min(acknowledged.acknowledgement_id) as acknowledgement_id,
    min(acknowledged.reason) as explanation
from {{ ref('int_reconciliation_comparisons') }} as comparisons
inner join {{ ref('acknowledged_discrepancies') }} as acknowledged
    on
        comparisons.document_key = acknowledged.document_key
        and comparisons.rule_id = coalesce(acknowledged.rule_id, comparisons.rule_id)
        and coalesce(comparisons.subject_code, '') = coalesce(acknowledged.subject_code, comparisons.subject_code, '')
where comparisons.status = 'discrepancy'
group by comparisons.comparison_id
