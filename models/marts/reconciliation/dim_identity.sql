{{ config(materialized='table') }}
with rules as (

    select
        catalogue_id,
        min(rule_family) as rule_family,
        min(name_en) as name_en,
        min(name_zh) as name_zh,
        {{ dbt.listagg('rule_id', "','", 'order by rule_id') }} as rule_ids
    from {{ ref('reconciliation_rules') }}
    group by catalogue_id

),

left_out as (

    select * from {{ ref('reconciliation_rules_left_out') }}

)

select
    catalogue_id,
    rule_family,
    name_en,
    name_zh,
    rule_ids,
    true as is_computed,
    cast(null as string) as reason_en,
    cast(null as string) as reason_zh
from rules
union all
select
    catalogue_id,
    rule_family,
    name_en,
    name_zh,
    replace(covered_by, '|', ',') as rule_ids,
    covered_by is not null as is_computed,
    reason_en,
    reason_zh
from left_out
