{{ config(materialized='table') }}
select
    table_kind,
    name_zh,
    name_en,
    kind_group,
    money_scope,
    side,
    row_classification,
    fund,
    is_additive,
    feeds,
    description_zh,
    description_en
from {{ ref('table_kinds') }}
