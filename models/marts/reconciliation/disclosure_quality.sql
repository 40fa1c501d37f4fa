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

    select
        disclosure_key,
        count(case when status in ('pass', 'discrepancy') then 1 end) as comparison_count,
        count(case when status = 'pass' then 1 end) as passed_count,
        count(case when rule_id = 'Q01' and status in ('pass', 'discrepancy') then 1 end) as required_tables,
        count(case when rule_id = 'Q01' and status = 'pass' then 1 end) as published_tables
    from {{ ref('int_reconciliation_comparisons') }}
    group by disclosure_key

),

found as (

    select
        comparisons.disclosure_key,
        count(case when causes.severity = 'hard' then 1 end) as hard_findings,
        count(case when causes.severity = 'soft' then 1 end) as soft_findings,
        count(case when causes.severity = 'info' then 1 end) as info_findings
    from {{ ref('int_finding_causes') }} as causes
    inner join {{ ref('int_reconciliation_comparisons') }} as comparisons
        on causes.comparison_id = comparisons.comparison_id
    group by comparisons.disclosure_key

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
        cast(1.0 * tested.published_tables / nullif(tested.required_tables, 0) as decimal(9, 6)) as completeness_share,
        cast(coalesce(found.hard_findings, 0) as int) as hard_finding_count,
        cast(coalesce(found.soft_findings, 0) as int) as soft_finding_count,
        cast(coalesce(found.info_findings, 0) as int) as info_finding_count
    from disclosures
    left join figures on disclosures.disclosure_key = figures.disclosure_key
    left join tested on disclosures.disclosure_key = tested.disclosure_key
    left join found on disclosures.disclosure_key = found.disclosure_key

)

select
    *,
    case
        when comparison_count = 0 then null
        when hard_finding_count = 0 and soft_finding_count = 0 and coalesce(completeness_share, 1) = 1 then 'A'
        when hard_finding_count = 0 and coalesce(completeness_share, 1) >= 0.75 then 'B'
        when hard_finding_count <= 2 and coalesce(completeness_share, 1) >= 0.5 then 'C'
        else 'D'
    end as grade
from scored
