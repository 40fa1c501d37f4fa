-- The same money in the divisions that other countries use (COFOG); the crosswalk is approximate for some classes.
select
    disclosures.issuer_name,
    facts.fiscal_year,
    subjects.cofog_division,
    subjects.cofog_division_name,
    sum(facts.amount_yuan) as amount_yuan
from mart.fct_expenditure_functional as facts
inner join mart.dim_disclosure as disclosures on facts.disclosure_key = disclosures.disclosure_key
left join mart.dim_functional_classification as subjects
    on
        facts.functional_code = subjects.functional_code
        and facts.fiscal_year between subjects.valid_from and coalesce(subjects.valid_to, 9999)
where not facts.is_comparative
group by disclosures.issuer_name, facts.fiscal_year, subjects.cofog_division, subjects.cofog_division_name
order by disclosures.issuer_name asc, facts.fiscal_year asc, amount_yuan desc
