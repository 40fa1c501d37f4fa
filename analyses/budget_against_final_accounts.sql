-- Was the budget spent? Final accounts beside the budget, where one is known, and the completion rate as printed.
-- Items, sections and classes are rows of their own: choose one level before adding up.
select
    execution.issuer_name,
    execution.fiscal_year,
    execution.fund,
    execution.functional_code,
    subjects.name_zh,
    subjects.name_en,
    execution.subject_level,
    cast(execution.budget_yuan / 10000 as decimal(18, 2)) as budget_wan,
    cast(execution.final_yuan / 10000 as decimal(18, 2)) as final_wan,
    cast(execution.difference_yuan / 10000 as decimal(18, 2)) as difference_wan,
    execution.completion_rate,
    execution.completion_base,
    execution.budget_basis
from mart.budget_against_final_accounts as execution
left join mart.dim_functional_classification as subjects
    on
        execution.functional_code = subjects.functional_code
        and execution.fiscal_year between subjects.valid_from and coalesce(subjects.valid_to, 9999)
where execution.subject_level in ('total', 'item')
order by
    execution.issuer_name asc, execution.fiscal_year asc, execution.fund asc, execution.functional_code asc nulls first
