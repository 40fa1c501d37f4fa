{{ config(materialized='table') }}
with disclosures as (

    select
        *,
        case grade when 'A' then 4 when 'B' then 3 when 'C' then 2 when 'D' then 1 end as points,
        certified_share * figure_count as certified_count
    from {{ ref('disclosure_quality') }}
    -- A template that nobody has filled in is no disclosure of a government.
    where region_code is not null and issuer_name is not null

),

regions as (

    select
        region_code,
        max_by(region_name, valid_from) as region_name,
        max_by(region_name_en, valid_from) as region_name_en
    from {{ ref('regions') }}
    group by region_code

),

governments as (

    select
        region_code,
        fiscal_year,
        budget_stage,
        count(*) as disclosures,
        count(grade) as graded,
        sum(figure_count) as figures,
        sum(certified_count) as certified,
        avg(completeness_share) as completeness_share,
        sum(hard_finding_count) as hard_findings,
        sum(soft_finding_count) as soft_findings,
        sum(info_finding_count) as info_findings,
        count(case when hard_finding_count > 0 then 1 end) as disclosures_with_hard_findings,
        avg(cast(points as decimal(9, 4))) as grade_points
    from disclosures
    group by region_code, fiscal_year, budget_stage

)

select
    {{ surrogate_key(['governments.region_code', 'governments.fiscal_year', 'governments.budget_stage']) }}
        as government_quality_key,
    governments.region_code,
    regions.region_name,
    regions.region_name_en,
    cast(governments.fiscal_year as int) as fiscal_year,
    governments.budget_stage,
    cast(governments.disclosures as int) as disclosure_count,
    cast(governments.graded as int) as graded_disclosure_count,
    cast(governments.figures as int) as figure_count,
    cast(1.0 * governments.certified / nullif(governments.figures, 0) as decimal(9, 6)) as certified_share,
    cast(governments.completeness_share as decimal(9, 6)) as completeness_share,
    cast(governments.hard_findings as int) as hard_finding_count,
    cast(governments.soft_findings as int) as soft_finding_count,
    cast(governments.info_findings as int) as info_finding_count,
    cast(1.0 * governments.disclosures_with_hard_findings / governments.disclosures as decimal(9, 6))
        as hard_finding_share,
    cast(governments.grade_points as decimal(9, 4)) as grade_points,
    case
        when governments.grade_points >= 3.5 then 'A'
        when governments.grade_points >= 2.5 then 'B'
        when governments.grade_points >= 1.5 then 'C'
        when governments.grade_points is not null then 'D'
    end as grade
from governments
left join regions on governments.region_code = regions.region_code
