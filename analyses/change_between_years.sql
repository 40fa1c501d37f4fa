-- What changed against the year before, and where does last year's figure come from?
-- comparison_column: the document prints it; previous_disclosure: last year's document of the same unit does.
select
    issuer_name,
    fiscal_year,
    fund,
    coalesce(class_name_zh, '（未分类）') as class_name_zh,
    class_name_en,
    cast(prior_yuan / 10000 as decimal(18, 2)) as prior_wan,
    cast(amount_yuan / 10000 as decimal(18, 2)) as amount_wan,
    cast(change_yuan / 10000 as decimal(18, 2)) as change_wan,
    cast(100 * change_share as decimal(18, 2)) as change_percent,
    prior_basis
from mart.change_between_years
order by issuer_name asc, fiscal_year asc, fund asc, abs(change_yuan) desc
