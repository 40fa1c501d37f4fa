-- What can be counted about a document's words, as values that rules compare.
with documents as (

    select * from {{ ref('int_document_identity') }}

),

counted as (

    {% for model, measure, column in [
        ('mentions', 'measure', 'mentions'),
        ('headings', 'measure', 'mentions'),
        ('listed', "'listed_without_amount'", 'listed_without_amount'),
        ('subject_names', 'measure', 'mentions'),
        ('labels', "'outdated_subjects'", 'outdated_subjects'),
        ('labels', "'misnamed_subjects'", 'misnamed_subjects'),
    ] %}
    select
        document_key,
        {{ measure }} as measure,
        {{ column }} as mentions
    from {{ ref('int_reconciliation_' ~ model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    counted.document_key || '.' || counted.measure as value_id,
    'text' as value_source,
    cast(null as string) as figure_id,
    counted.document_key,
    'statement' as evidence,
    cast(null as int) as table_seq,
    'narrative' as table_kind,
    true as is_current,
    'label' as classification,
    cast(null as string) as subject_code,
    cast(null as string) as subject_level,
    cast(null as string) as parent_code,
    cast(null as string) as line_item,
    '' as unit_name,
    cast(null as int) as project_seq,
    counted.measure,
    cast(null as string) as fund,
    'level' as value_role,
    documents.fiscal_year,
    false as is_comparative,
    cast(null as string) as stage_meant,
    cast(null as string) as item_nature,
    counted.mentions as value,
    cast(0 as decimal(8, 7)) as half_unit,
    'count' as value_unit,
    cast(null as string) as unit_published,
    cast(null as string) as tier,
    cast(null as string) as parent_level,
    false as is_parent_printed,
    false as is_part_of_sum,
    cast(null as string) as row_key,
    1 as occurrence
from counted
inner join documents on counted.document_key = documents.document_key
