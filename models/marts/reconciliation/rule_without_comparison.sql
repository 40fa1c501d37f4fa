with comparisons as (

    select * from {{ ref('int_reconciliation_comparisons') }}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

compared as (

    select distinct
        rule_id,
        scope_key
    from comparisons
    where status in ('pass', 'discrepancy')

)

select
    comparisons.document_key,
    comparisons.rule_id,
    min(comparisons.disclosure_key) as disclosure_key,
    min(comparisons.table_kind) as table_kind,
    min(comparisons.other_table_kind) as other_table_kind,
    cast(count(*) as int) as place_count,
    -- Where both sides meet, all that lacks is a further amount that the rule needs: this form does not print it.
    case
        when max(case when comparisons.has_actual and comparisons.has_expected then 1 else 0 end) = 1
            then 'term_not_printed'
        else 'no_common_place'
    end as reason
from comparisons
inner join rules on comparisons.rule_id = rules.rule_id
left join compared on comparisons.rule_id = compared.rule_id and comparisons.scope_key = compared.scope_key
where
    comparisons.status = 'no_data' and compared.rule_id is null and rules.severity <> 'none'
    and rules.scope in ('table', 'document', 'disclosure')
    and comparisons.table_kind is not null and comparisons.other_table_kind is not null
group by comparisons.document_key, comparisons.rule_id
