-- Did projects spend their budget, and what score did their units give themselves?
select
    disclosures.issuer_name,
    projects.fiscal_year,
    projects.project_code,
    projects.project_name,
    projects.initial_budget_yuan,
    projects.adjusted_budget_yuan,
    projects.executed_yuan,
    projects.execution_rate,
    projects.self_evaluation_score
from mart.fct_project as projects
inner join mart.dim_disclosure as disclosures on projects.disclosure_key = disclosures.disclosure_key
where projects.executed_yuan is not null
order by disclosures.issuer_name asc, projects.execution_rate asc, projects.adjusted_budget_yuan desc
