-- Every component of every additive fact adds up to its printed total, to the fen: leaves and residuals together.
with totals as (

    select
        fact,
        disclosure_key,
        fiscal_year,
        fund,
        row_unit_name,
        component,
        amount_yuan
    from {{ ref('int_additive_nodes') }}
    where code = ''

),

sums as (

    select
        fact,
        disclosure_key,
        fiscal_year,
        fund,
        coalesce(row_unit_name, '') as row_unit_name,
        component,
        sum(amount_yuan) as amount_yuan
    from {{ ref('int_additive_rows') }}
    group by fact, disclosure_key, fiscal_year, fund, coalesce(row_unit_name, ''), component

)

select
    totals.*,
    sums.amount_yuan as summed_yuan
from totals
left join sums
    on
        totals.fact = sums.fact
        and totals.disclosure_key = sums.disclosure_key
        and totals.fiscal_year = sums.fiscal_year
        and totals.fund = sums.fund
        and totals.row_unit_name = sums.row_unit_name
        and totals.component = sums.component
where not coalesce(coalesce(sums.amount_yuan, 0) = totals.amount_yuan, false)
