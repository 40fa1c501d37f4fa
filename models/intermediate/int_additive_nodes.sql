-- The trees that facts are cut from, one per component. What a row's total holds beyond its printed parts is a
-- component of its own (unspecified), and so is the total itself where no parts are printed.
with components as (

    select * from {{ ref('int_additive_components') }}

),

parts as (

    select
        fact,
        disclosure_key,
        fiscal_year,
        fund,
        row_unit_name,
        code,
        sum(amount_yuan) as amount_yuan
    from components
    where component <> 'total'
    group by fact, disclosure_key, fiscal_year, fund, row_unit_name, code

),

split_bases as (

    select distinct
        fact,
        disclosure_key,
        fiscal_year,
        fund
    from components
    where component <> 'total'

),

remainders as (

    select
        totals.*,
        split_bases.fact is not null as is_split,
        totals.amount_yuan - coalesce(parts.amount_yuan, 0) as remainder_yuan
    from components as totals
    left join split_bases
        on
            totals.fact = split_bases.fact
            and totals.disclosure_key = split_bases.disclosure_key
            and totals.fiscal_year = split_bases.fiscal_year
            and totals.fund = split_bases.fund
    left join parts
        on
            totals.fact = parts.fact
            and totals.disclosure_key = parts.disclosure_key
            and totals.fiscal_year = parts.fiscal_year
            and totals.fund = parts.fund
            and totals.row_unit_name = parts.row_unit_name
            and totals.code = parts.code
    where totals.component = 'total'

)

select
    fact,
    disclosure_key,
    document_key,
    table_no,
    fiscal_year,
    reported_year,
    is_comparative,
    budget_stage,
    fund,
    row_unit_name,
    component,
    code,
    amount_yuan,
    case evidence when 'statement' then 'statement' else 'published' end as line_origin,
    figure_id
from components
where component <> 'total'
union all
select
    fact,
    disclosure_key,
    document_key,
    table_no,
    fiscal_year,
    reported_year,
    is_comparative,
    budget_stage,
    fund,
    row_unit_name,
    'unspecified' as component,
    code,
    cast(remainder_yuan as decimal(18, 2)) as amount_yuan,
    case when is_split then 'residual' when evidence = 'statement' then 'statement' else 'published' end as line_origin,
    case when not is_split then figure_id end as figure_id
from remainders
