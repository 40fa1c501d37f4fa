-- Findings that somebody has looked at: every failing comparison behind them is named in the seed of acknowledged
-- discrepancies, by document, rule and subject (an empty rule or subject means any).
with acknowledged as (

    select * from {{ ref('int_acknowledged_comparisons') }}

)

select
    members.finding_id,
    count(*) = count(acknowledged.comparison_id) as is_acknowledged,
    min(acknowledged.explanation) as explanation
from {{ ref('int_finding_members') }} as members
left join acknowledged on members.comparison_id = acknowledged.comparison_id
group by members.finding_id
