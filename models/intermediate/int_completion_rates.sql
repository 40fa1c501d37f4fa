-- The completion of the budget that documents state, per budget book and subject.
with quantities as (

    select
        *,
        case
            when line_item like 'general_public_expenditure%' or table_kind = 'general_public_expenditure'
                then 'general_public_budget'
            when line_item like 'government_fund_expenditure%' or table_kind = 'government_fund'
                then 'government_fund_budget'
            when line_item like 'state_capital_expenditure%' or table_kind = 'state_capital'
                then 'state_capital_budget'
        end as fund
    from {{ ref('stg_raw__quantities') }}
    where value_role = 'completion_rate' and project_seq is null

)

select
    document_key,
    fiscal_year,
    fund,
    coalesce(subject_code, '') as code,
    max(value) as completion_rate,
    max(base) as completion_base
from quantities
where fund is not null
group by document_key, fiscal_year, fund, coalesce(subject_code, '')
