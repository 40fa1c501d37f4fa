-- Where do printed items fail to add up to their printed total? The rows that make facts meet published totals.
select
    disclosures.issuer_name,
    facts.fiscal_year,
    facts.fund,
    facts.functional_code,
    facts.expenditure_type,
    facts.amount_yuan
from mart.fct_appropriation_functional as facts
inner join mart.dim_disclosure as disclosures on facts.disclosure_key = disclosures.disclosure_key
where facts.line_origin = 'residual'
order by abs(facts.amount_yuan) desc
