with categories as (

    select * from {{ ref('int_three_public') }}

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

)

select
    {{ surrogate_key([
        'categories.disclosure_key', 'categories.fiscal_year', 'categories.measure', 'categories.category'
    ]) }} as three_public_key,
    categories.document_key,
    categories.disclosure_key,
    disclosures.disclosure_scope,
    disclosures.region_code,
    disclosures.budget_unit_key,
    categories.fiscal_year,
    categories.reported_year,
    categories.is_comparative,
    categories.budget_stage,
    categories.fund,
    categories.category,
    categories.measure,
    categories.amount_yuan,
    categories.line_origin,
    categories.figure_id
from categories
inner join disclosures on categories.disclosure_key = disclosures.disclosure_key
