with acknowledged as (

    select distinct acknowledgement_id
    from {{ ref('int_acknowledged_comparisons') }}

)

select
    seeds.acknowledgement_id,
    seeds.document_key,
    seeds.rule_id,
    seeds.subject_code,
    seeds.reason,
    seeds.who_is_wrong,
    seeds.acknowledged_by,
    cast(seeds.acknowledged_on as date) as acknowledged_on,
    acknowledged.acknowledgement_id is null as is_stale
from {{ ref('acknowledged_discrepancies') }} as seeds
left join acknowledged on seeds.acknowledgement_id = acknowledged.acknowledgement_id
{% if is_incremental() %}
-- Whether the others still occur was found out when their documents were built.
where seeds.document_key in (select batch.document_key from {{ source('meta', 'batch') }} as batch)
{% endif %}
