with additive_rows as (

    select * from {{ ref('int_additive_rows') }}
    where fact = 'appropriation_economic'

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

codes as (

    select
        code as economic_code,
        min(funds_group) as funds_group
    from {{ ref('economic_classification') }}
    group by code

)

select
    {{ surrogate_key([
        'additive_rows.document_key', 'additive_rows.fiscal_year', 'additive_rows.fund', 'additive_rows.row_unit_name',
        'additive_rows.component', 'additive_rows.code'
    ]) }} as appropriation_key,
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
    case when additive_rows.code like '5%' then 'government' else 'department' end as economic_system,
    additive_rows.code as economic_code,
    -- Where the columns do not split personnel and public money, the subject says which it is.
    case
        when additive_rows.component in ('personnel', 'public') then additive_rows.component
        else coalesce(codes.funds_group, 'other')
    end as funds_group,
    additive_rows.amount_yuan,
    additive_rows.line_origin,
    additive_rows.figure_id
from additive_rows
inner join disclosures on additive_rows.disclosure_key = disclosures.disclosure_key
left join codes on additive_rows.code = codes.economic_code
