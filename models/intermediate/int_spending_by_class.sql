-- Expenditure by functional class, of all money (fund all) and of each budget book.
with additive_rows as (

    select
        *,
        substring(code, 1, 3) as class_code
    from {{ ref('int_additive_rows') }}
    where fact in ('expenditure_functional', 'appropriation_functional')

)

select
    disclosure_key,
    fiscal_year,
    is_comparative,
    budget_stage,
    fund,
    class_code,
    cast(sum(amount_yuan) as decimal(18, 2)) as amount_yuan,
    cast(sum(case when component = 'basic' then amount_yuan end) as decimal(18, 2)) as basic_yuan,
    cast(sum(case when component = 'project' then amount_yuan end) as decimal(18, 2)) as project_yuan
from additive_rows
group by disclosure_key, fiscal_year, is_comparative, budget_stage, fund, class_code
