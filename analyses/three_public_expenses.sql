-- Travel abroad, official vehicles, receptions: this year beside the year before, budget or final accounts.
select
    disclosures.issuer_name,
    expenses.fiscal_year,
    expenses.measure,
    expenses.is_comparative,
    sum(case when expenses.category = 'outbound_travel' then expenses.amount_yuan end) as outbound_travel_yuan,
    sum(case when expenses.category = 'vehicle_purchase' then expenses.amount_yuan end) as vehicle_purchase_yuan,
    sum(case when expenses.category = 'vehicle_operation' then expenses.amount_yuan end) as vehicle_operation_yuan,
    sum(case when expenses.category = 'vehicle' then expenses.amount_yuan end) as vehicle_not_split_yuan,
    sum(case when expenses.category = 'reception' then expenses.amount_yuan end) as reception_yuan,
    sum(
        case when expenses.category not in ('meeting', 'training') then expenses.amount_yuan end
    ) as three_public_yuan
from mart.fct_three_public as expenses
inner join mart.dim_disclosure as disclosures on expenses.disclosure_key = disclosures.disclosure_key
group by disclosures.issuer_name, expenses.fiscal_year, expenses.measure, expenses.is_comparative
order by disclosures.issuer_name, expenses.fiscal_year, expenses.measure
