-- Figures that at least one identity proves: it holds, both its sides are printed, and it is an equation.
with proofs as (

    select distinct
        figure_id,
        rule_id
    from {{ ref('int_reconciliation_participants') }}
    where is_proof and figure_id is not null

)

select
    figure_id,
    {{ dbt.listagg('rule_id', "','", 'order by rule_id') }} as certified_by
from proofs
group by figure_id
