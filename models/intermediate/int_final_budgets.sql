-- The budget that final accounts name themselves for a subject: in a budget column beside the final one.
select
    document_key,
    fiscal_year,
    fund,
    coalesce(subject_code, '') as code,
    max(amount_yuan) as budget_yuan
from {{ ref('int_figures') }}
where
    budget_stage = 'final_accounts'
    and value_role = 'level'
    and measure in ('budget', 'initial_budget')
    and (
        table_kind in ('general_public_expenditure', 'government_fund', 'state_capital')
        or line_item like 'general_public_expenditure%'
        or line_item like 'government_fund_expenditure%'
        or line_item like 'state_capital_expenditure%'
    )
    and (subject_code is not null or coalesce(subject_level, 'total') = 'total')
group by document_key, fiscal_year, fund, coalesce(subject_code, '')
