with additive_rows as (

    select * from {{ ref('int_additive_rows') }}
    where fact = 'revenue'

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

)

select
    {{ surrogate_key([
        'additive_rows.document_key', 'additive_rows.fiscal_year', 'additive_rows.fund', 'additive_rows.row_unit_name',
        'additive_rows.component', 'additive_rows.code'
    ]) }} as revenue_key,
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
    -- Past surplus that is drawn upon is a row of its own beside the opening carry-over.
    case additive_rows.component
        when 'unspecified' then 'all'
        when 'surplus' then 'carryover'
        else additive_rows.component
    end as fund,
    additive_rows.code as functional_code,
    additive_rows.amount_yuan,
    additive_rows.line_origin,
    additive_rows.figure_id
from additive_rows
inner join disclosures on additive_rows.disclosure_key = disclosures.disclosure_key
