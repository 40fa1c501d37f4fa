-- Totals as printed, not sums of subjects: some governments split a total into basic and project, and no subject.
with totals as (

    select
        *,
        row_number() over (
            partition by fact, disclosure_key, fiscal_year, fund, component
            order by
                measure_rank asc, source_rank asc, root_rank asc, place_1 asc, place_2 asc, place_3 asc, figure_id asc
        ) as preference
    from {{ ref('int_additive_figures') }}
    where fact in ('expenditure_functional', 'appropriation_functional') and code = '' and row_unit_name = ''

),

sides as (

    select
        disclosure_key,
        fiscal_year,
        max(is_comparative) as is_comparative,
        fund,
        max(case when component = 'total' then amount_yuan end) as total_yuan,
        max(case when component = 'basic' then amount_yuan end) as basic_yuan,
        max(case when component = 'project' then amount_yuan end) as project_yuan,
        sum(case when component not in ('total', 'basic', 'project') then amount_yuan end) as other_yuan
    from totals
    where preference = 1
    group by disclosure_key, fiscal_year, fund

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

)

select
    {{ surrogate_key(['sides.disclosure_key', 'sides.fiscal_year', 'sides.fund']) }} as balance_key,
    sides.disclosure_key,
    disclosures.issuer_name,
    disclosures.disclosure_scope,
    disclosures.region_code,
    disclosures.budget_unit_key,
    sides.fiscal_year,
    sides.is_comparative,
    disclosures.budget_stage,
    sides.fund,
    sides.total_yuan,
    sides.basic_yuan,
    sides.project_yuan,
    cast(sides.other_yuan as decimal(18, 2)) as other_yuan,
    cast(sides.basic_yuan / nullif(sides.total_yuan, 0) as decimal(9, 6)) as basic_share,
    cast(sides.project_yuan / nullif(sides.total_yuan, 0) as decimal(9, 6)) as project_share
from sides
inner join disclosures on sides.disclosure_key = disclosures.disclosure_key
where sides.basic_yuan is not null or sides.project_yuan is not null
