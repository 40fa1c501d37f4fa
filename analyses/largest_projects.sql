-- Which projects take the most money, and where does the document speak of them?
select
    disclosures.issuer_name,
    projects.fiscal_year,
    projects.project_name,
    projects.project_code,
    coalesce(projects.total_yuan, projects.adjusted_budget_yuan, projects.initial_budget_yuan) as project_yuan,
    projects.source_table_kind,
    projects.place_count
from mart.fct_project as projects
inner join mart.dim_disclosure as disclosures on projects.disclosure_key = disclosures.disclosure_key
order by project_yuan desc nulls last
limit 20
