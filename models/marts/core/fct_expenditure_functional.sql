with additive_rows as (

    select * from {{ ref('int_additive_rows') }}
    where fact = 'expenditure_functional'

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

)

select
    {{ surrogate_key([
        'additive_rows.document_key', 'additive_rows.fiscal_year', 'additive_rows.fund', 'additive_rows.row_unit_name',
        'additive_rows.component', 'additive_rows.code'
    ]) }} as expenditure_key,
    additive_rows.document_key,
    additive_rows.disclosure_key,
    disclosures.disclosure_scope,
    disclosures.region_code,
    disclosures.budget_unit_key,
    additive_rows.row_unit_name,
    additive_rows.fiscal_year,
    additive_rows.reported_year,
    additive_rows.is_comparative,
    additive_rows.budget_stage,
    additive_rows.fund,
    additive_rows.code as functional_code,
    -- Money that a table counts into its total and carries into the next year is no type of expenditure.
    case additive_rows.component
        when 'carried_forward' then 'unspecified'
        else additive_rows.component
    end as expenditure_type,
    additive_rows.amount_yuan,
    additive_rows.line_origin,
    additive_rows.figure_id
from additive_rows
inner join disclosures on additive_rows.disclosure_key = disclosures.disclosure_key
