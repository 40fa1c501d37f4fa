-- How much of each department's money keeps it running, and how much is for stated tasks?
-- Totals as printed; other is what some provinces print beside the two (reserve, business, carried forward).
select
    regions.region_name,
    balance.issuer_name,
    balance.fiscal_year,
    balance.budget_stage,
    balance.fund,
    cast(balance.total_yuan / 10000 as decimal(18, 2)) as total_wan,
    cast(balance.basic_yuan / 10000 as decimal(18, 2)) as basic_wan,
    cast(balance.project_yuan / 10000 as decimal(18, 2)) as project_wan,
    cast(balance.other_yuan / 10000 as decimal(18, 2)) as other_wan,
    cast(100 * balance.basic_share as decimal(9, 2)) as basic_percent
from mart.basic_against_project as balance
left join mart.dim_region as regions
    on
        balance.region_code = regions.region_code
        and balance.fiscal_year between regions.valid_from and coalesce(regions.valid_to, 9999)
where balance.fund = 'all' and not balance.is_comparative
order by balance.fiscal_year asc, basic_percent desc
