with identities as (

    select * from {{ ref('int_document_identity') }}
    where budget_unit_key is not null

)

select
    budget_unit_key,
    min(issuer_name) as issuer_name,
    min(region_code) as region_code,
    min(budget_unit_code) as budget_unit_code,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year,
    cast(count(distinct disclosure_key) as int) as disclosure_count
from identities
group by budget_unit_key
