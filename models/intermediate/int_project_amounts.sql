-- The amounts that one place prints of one project, side by side.
with figures as (

    select
        *,
        coalesce(fund, 'all') = 'all' as is_all_funds
    from {{ ref('int_figures') }}
    where project_seq is not null and value_role = 'level'

),

rates as (

    select
        document_key,
        project_seq,
        min_by(value, coalesce(row_no, 0)) as execution_rate
    from {{ ref('stg_raw__quantities') }}
    where project_seq is not null and value_role = 'completion_rate' and line_item = 'project_execution'
    group by document_key, project_seq

),

amounts as (

    select
        document_key,
        project_seq,
        max(
            case when line_item = 'project_total' and measure in ('total', 'budget') then amount_yuan end
        ) as total_yuan,
        max(case when line_item = 'project_fiscal_appropriation' then amount_yuan end) as appropriation_yuan,
        sum(
            case
                when
                    line_item = 'project_source'
                    and fund in ('general_public_budget', 'government_fund_budget', 'state_capital_budget')
                    then amount_yuan
            end
        ) as books_yuan,
        max(case when line_item = 'project_prior_year_arrangement' then amount_yuan end) as prior_year_yuan,
        max(case when is_all_funds and measure = 'initial_budget' then amount_yuan end) as initial_budget_yuan,
        max(case when is_all_funds and measure = 'adjusted_budget' then amount_yuan end) as adjusted_budget_yuan,
        max(case when is_all_funds and measure = 'executed' then amount_yuan end) as executed_yuan
    from figures
    group by document_key, project_seq

)

select
    amounts.document_key,
    amounts.project_seq,
    amounts.total_yuan,
    cast(coalesce(amounts.appropriation_yuan, amounts.books_yuan) as decimal(18, 2)) as fiscal_appropriation_yuan,
    amounts.prior_year_yuan,
    amounts.initial_budget_yuan,
    amounts.adjusted_budget_yuan,
    amounts.executed_yuan,
    rates.execution_rate
from amounts
left join rates on amounts.document_key = rates.document_key and amounts.project_seq = rates.project_seq
