-- One issuer's disclosure for one fiscal year and stage, whatever the number of its documents.
with documents as (

    select * from {{ ref('int_document_identity') }}

)

select
    disclosure_key,
    min(issuer_name) as issuer_name,
    min(budget_unit_key) as budget_unit_key,
    min(region_code) as region_code,
    min(fiscal_year) as fiscal_year,
    min(budget_stage) as budget_stage,
    min(disclosure_scope) as disclosure_scope,
    cast(count(*) as int) as document_count
from documents
group by disclosure_key
