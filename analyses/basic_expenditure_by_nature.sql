-- What is basic expenditure spent on: pay, running the office, households? By class of the economic classification.
with classes as (

    select distinct
        economic_system,
        economic_code,
        name_zh,
        name_en
    from mart.dim_economic_classification
    where subject_level = 'class' and valid_to is null

)

select
    disclosures.issuer_name,
    facts.fiscal_year,
    facts.funds_group,
    classes.name_zh,
    classes.name_en,
    sum(facts.amount_yuan) as amount_yuan
from mart.fct_appropriation_economic as facts
inner join mart.dim_disclosure as disclosures on facts.disclosure_key = disclosures.disclosure_key
left join classes
    on facts.economic_system = classes.economic_system and substring(facts.economic_code, 1, 3) = classes.economic_code
where not facts.is_comparative
group by disclosures.issuer_name, facts.fiscal_year, facts.funds_group, classes.name_zh, classes.name_en
order by disclosures.issuer_name asc, facts.fiscal_year asc, amount_yuan desc
