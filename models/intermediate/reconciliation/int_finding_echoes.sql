-- Values behind a finding whose right amount is printed elsewhere in the disclosure for the same subject, in a
-- place that the finding does not concern: a second witness for what should stand there.
with repairs as (

    select * from {{ ref('int_finding_repairs') }}
    where repaired_value <> 0 and value_unit = 'yuan'

),

vals as (

    select *
    from {{ ref('int_reconciliation_values') }}
    where value_source = 'figure' and value_role = 'level'

)

select distinct
    repairs.finding_id,
    repairs.value_id
from repairs
inner join vals on repairs.value_id = vals.value_id
inner join vals as witnesses
    on
        vals.disclosure_key = witnesses.disclosure_key
        and vals.fiscal_year = witnesses.fiscal_year
        and repairs.repaired_value = witnesses.value
        and coalesce(vals.subject_code, vals.line_item) = coalesce(witnesses.subject_code, witnesses.line_item)
        and vals.table_kind <> witnesses.table_kind
left join repairs as involved
    on repairs.finding_id = involved.finding_id and witnesses.value_id = involved.value_id
where involved.value_id is null
