-- Where does the money come from? Shares of each source in all revenue of a disclosure.
select
    disclosures.issuer_name,
    revenue.fiscal_year,
    revenue.fund,
    funds.name_zh,
    funds.name_en,
    sum(revenue.amount_yuan) as amount_yuan,
    cast(
        100 * sum(revenue.amount_yuan)
        / nullif(sum(sum(revenue.amount_yuan)) over (partition by disclosures.disclosure_key, revenue.fiscal_year), 0)
        as decimal(9, 2)
    ) as percent_of_revenue
from mart.fct_revenue as revenue
inner join mart.dim_disclosure as disclosures on revenue.disclosure_key = disclosures.disclosure_key
left join reference.funds as funds on revenue.fund = funds.fund
where not revenue.is_comparative
group by
    disclosures.disclosure_key, disclosures.issuer_name, revenue.fiscal_year, revenue.fund, funds.name_zh,
    funds.name_en
order by disclosures.issuer_name asc, revenue.fiscal_year asc, amount_yuan desc
