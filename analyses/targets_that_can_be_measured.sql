-- How many performance indicators can be checked at all? Numbers with an operator against words.
select
    disclosures.issuer_name,
    disclosures.fiscal_year,
    count(*) as indicator_count,
    sum(case when indicators.target_value is not null then 1 else 0 end) as numeric_count,
    sum(case when indicators.operator = 'qualitative' then 1 else 0 end) as qualitative_count,
    sum(case when indicators.operator = 'unreadable' then 1 else 0 end) as unreadable_count
from mart.fct_performance_indicator as indicators
inner join mart.dim_disclosure as disclosures on indicators.disclosure_key = disclosures.disclosure_key
where indicators.is_current
group by disclosures.issuer_name, disclosures.fiscal_year
order by disclosures.issuer_name, disclosures.fiscal_year
