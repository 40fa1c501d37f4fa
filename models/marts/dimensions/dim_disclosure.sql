with disclosures as (

    select * from {{ ref('int_disclosures') }}

),

figures as (

    select
        figures.disclosure_key,
        cast(count(*) as int) as figure_count,
        cast(1.0 * count(certified.figure_id) / count(*) as decimal(9, 6)) as certified_share
    from {{ ref('int_figures') }} as figures
    left join {{ ref('int_certified_figures') }} as certified on figures.figure_id = certified.figure_id
    group by figures.disclosure_key

)

select
    disclosures.disclosure_key,
    disclosures.issuer_name,
    disclosures.budget_unit_key,
    disclosures.region_code,
    disclosures.fiscal_year,
    disclosures.budget_stage,
    disclosures.disclosure_scope,
    disclosures.document_count,
    coalesce(figures.figure_count, 0) as figure_count,
    figures.certified_share
from disclosures
left join figures on disclosures.disclosure_key = figures.disclosure_key
