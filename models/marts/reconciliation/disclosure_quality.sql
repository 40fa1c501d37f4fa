with disclosures as (

    select * from {{ ref('int_disclosures') }}

),

figures as (

    select
        figures.disclosure_key,
        count(*) as figure_count,
        count(certified.figure_id) as certified_count
    from {{ ref('int_figures') }} as figures
    left join {{ ref('int_certified_figures') }} as certified on figures.figure_id = certified.figure_id
    where figures.is_current
    group by figures.disclosure_key

),

tested as (

    {{ comparisons_counted('disclosure_key') }}

),

printed as (

    select distinct
        documents.disclosure_key,
        tables.table_kind
    from {{ ref('stg_raw__tables') }} as tables
    inner join {{ ref('int_document_identity') }} as documents on tables.document_key = documents.document_key

),

-- Tables that the law asks for in this year and stage for certain; one that templates merely name is not missed.
required as (

    select
        disclosures.disclosure_key,
        count(*) as required_tables,
        count(printed.table_kind) as published_tables
    from disclosures
    inner join {{ ref('required_tables') }} as required
        on disclosures.budget_stage = required.budget_stage and disclosures.fiscal_year >= required.required_since
    left join printed
        on disclosures.disclosure_key = printed.disclosure_key and required.table_kind = printed.table_kind
    where required.is_certain
    group by disclosures.disclosure_key

),

found as (

    {{ findings_counted('disclosure_key') }}

),

scored as (

    select
        disclosures.disclosure_key,
        disclosures.issuer_name,
        disclosures.region_code,
        disclosures.fiscal_year,
        disclosures.budget_stage,
        cast(coalesce(figures.figure_count, 0) as int) as figure_count,
        cast(coalesce(tested.comparison_count, 0) as int) as comparison_count,
        cast(1.0 * figures.certified_count / nullif(figures.figure_count, 0) as decimal(9, 6)) as certified_share,
        cast(1.0 * tested.passed_count / nullif(tested.comparison_count, 0) as decimal(9, 6)) as passed_share,
        cast(required.required_tables as int) as required_table_count,
        cast(required.published_tables as int) as published_table_count,
        cast(1.0 * required.published_tables / nullif(required.required_tables, 0) as decimal(9, 6))
            as completeness_share,
        cast(coalesce(found.hard_findings, 0) as int) as hard_finding_count,
        cast(coalesce(found.soft_findings, 0) as int) as soft_finding_count,
        cast(coalesce(found.info_findings, 0) as int) as info_finding_count
    from disclosures
    left join figures on disclosures.disclosure_key = figures.disclosure_key
    left join tested on disclosures.disclosure_key = tested.disclosure_key
    left join required on disclosures.disclosure_key = required.disclosure_key
    left join found on disclosures.disclosure_key = found.disclosure_key

)

select
    *,
    {{ quality_grade() }} as grade
from scored
