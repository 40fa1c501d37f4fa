-- What do different governments' departments spend their money on?
-- One line a disclosure and functional class, in units of ten thousand yuan: the widest money that it prints by class.
-- Only disclosures of one scope are comparable; is_comparative keeps last year's columns out.
select
    regions.region_name,
    spending.issuer_name,
    spending.fiscal_year,
    spending.budget_stage,
    spending.class_code,
    spending.class_name_zh,
    spending.class_name_en,
    cast(spending.amount_yuan / 10000 as decimal(18, 2)) as amount_wan,
    cast(100 * spending.class_share as decimal(9, 2)) as class_percent
from mart.spending_by_function as spending
left join mart.dim_region as regions
    on
        spending.region_code = regions.region_code
        and spending.fiscal_year between regions.valid_from and coalesce(regions.valid_to, 9999)
where
    not spending.is_comparative
    and coalesce(spending.disclosure_scope, 'department') = 'department'
    and spending.is_headline
order by regions.region_name asc, spending.issuer_name asc, spending.fiscal_year asc, spending.amount_yuan desc
