with documents as (

    select * from {{ ref('int_document_identity') }}

),

disclosures as (

    select * from {{ ref('disclosure_quality') }}

),

figures as (

    select
        figures.document_key,
        count(*) as figure_count,
        count(certified.figure_id) as certified_count
    from {{ ref('int_figures') }} as figures
    left join {{ ref('int_certified_figures') }} as certified on figures.figure_id = certified.figure_id
    group by figures.document_key

),

tested as (

    {{ comparisons_counted('document_key') }}

),

found as (

    {{ findings_counted('document_key') }}

),

-- A document is as complete as its disclosure: its tables may be published apart from its prose.
scored as (

    select
        documents.document_key,
        documents.disclosure_key,
        cast(coalesce(figures.figure_count, 0) as int) as figure_count,
        cast(coalesce(tested.comparison_count, 0) as int) as comparison_count,
        cast(1.0 * figures.certified_count / nullif(figures.figure_count, 0) as decimal(9, 6)) as certified_share,
        cast(1.0 * tested.passed_count / nullif(tested.comparison_count, 0) as decimal(9, 6)) as passed_share,
        disclosures.completeness_share,
        cast(coalesce(found.hard_findings, 0) as int) as hard_finding_count,
        cast(coalesce(found.soft_findings, 0) as int) as soft_finding_count,
        cast(coalesce(found.info_findings, 0) as int) as info_finding_count
    from documents
    left join disclosures on documents.disclosure_key = disclosures.disclosure_key
    left join figures on documents.document_key = figures.document_key
    left join tested on documents.document_key = tested.document_key
    left join found on documents.document_key = found.document_key

)

select
    *,
    {{ quality_grade() }} as grade
from scored
