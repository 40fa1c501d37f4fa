-- Whose document, for which year and stage. What one document leaves out (tables published apart from their prose
-- often name no region) is taken from its sisters of the same issuer, year and stage where they all agree; nothing else
-- is filled in. A document of unknown issuer, year or stage is a disclosure of its own.
with documents as (

    select * from {{ ref('stg_raw__documents') }}

),

sisters as (

    select
        issuer_name,
        fiscal_year,
        budget_stage,
        case when min(region_code) = max(region_code) then min(region_code) end as region_code,
        case when min(disclosure_scope) = max(disclosure_scope) then min(disclosure_scope) end as disclosure_scope
    from documents
    where issuer_name is not null
    group by issuer_name, fiscal_year, budget_stage

),

completed as (

    select
        documents.document_key,
        documents.title,
        documents.issuer_published,
        documents.issuer_name,
        documents.budget_unit_code,
        documents.fiscal_year,
        documents.budget_stage,
        documents.unit_published,
        coalesce(documents.region_code, sisters.region_code) as region_code,
        coalesce(documents.disclosure_scope, sisters.disclosure_scope) as disclosure_scope,
        case
            when documents.issuer_name is null or documents.fiscal_year is null or documents.budget_stage is null
                then documents.document_key
        end as own_disclosure,
        coalesce(
            documents.title like '%更正%' or documents.title like '%修订%' or documents.title like '%更新%', false
        ) as is_corrected_edition
    from documents
    left join sisters
        on
            documents.issuer_name = sisters.issuer_name
            and coalesce(documents.fiscal_year, 0) = coalesce(sisters.fiscal_year, 0)
            and coalesce(documents.budget_stage, '') = coalesce(sisters.budget_stage, '')

)

select
    *,
    {{ surrogate_key([
        'issuer_name', 'region_code', 'fiscal_year', 'budget_stage', 'disclosure_scope', 'own_disclosure'
    ]) }} as disclosure_key,
    case when issuer_name is not null then {{ surrogate_key(['region_code', 'issuer_name']) }} end as budget_unit_key
from completed
