-- What a failing comparison is about, in words of both languages: its tables, its subject, its amounts as people print them.
with failures as (

    select *
    from {{ ref('int_reconciliation_comparisons') }}
    where status = 'discrepancy'

),

leads as (

    select * from {{ ref('int_reconciliation_leads') }}

),

kinds as (

    select * from {{ ref('table_kinds') }}

),

quotes as (

    select * from {{ ref('int_reconciliation_quotes') }}

),

measures as (

    select * from {{ ref('measures') }}

),

line_items as (

    select * from {{ ref('line_items') }}

),

scaled as (

    select
        failures.*,
        case when failures.value_unit = 'yuan' then coalesce({{ yuan_per_unit('failures.unit_published') }}, 1) else 1 end
            as unit_size,
        case failures.value_unit
            when 'yuan' then ' ' || coalesce(failures.unit_published, '元')
            when 'percent' then ' %'
            else ''
        end as unit_text
    from failures

)

select
    scaled.comparison_id,
    coalesce(actuals.page, others.page) as page,
    coalesce(actuals.line_no, others.line_no) as line_no,
    coalesce(actuals.project_name, others.project_name) as project_name,
    coalesce(actuals.subject_name, others.subject_name) as subject_name,
    {% for side, kind in [('actuals', 'kinds'), ('others', 'other_kinds')] %}
    case when {{ kind }}.table_kind = 'narrative' then '说明文字' else coalesce({{ side }}.table_title, {{ kind }}.name_zh) end
        as {{ 'table_zh' if side == 'actuals' else 'other_zh' }},
    case when {{ kind }}.table_kind = 'narrative' then 'the text' else {{ kind }}.name_en end
    || coalesce(' (' || {{ side }}.table_title || ')', '') as {{ 'table_en' if side == 'actuals' else 'other_en' }},
    {% endfor %}
    coalesce(
        quotes.quoted, scaled.subject_code || coalesce(' ' || coalesce(actuals.subject_name, others.subject_name), ''),
        actuals.project_name, others.project_name, line_items.name_zh, actuals.row_heading,
        case when scaled.value_unit <> 'yuan' then actuals.table_title end, '合计'
    ) || case when measures.measure_group <> 'total' then '（' || measures.name_zh || '）' else '' end as subject_zh,
    coalesce(
        quotes.quoted, scaled.subject_code || coalesce(' ' || coalesce(actuals.subject_name, others.subject_name), ''),
        actuals.project_name, others.project_name, line_items.name_en, actuals.row_heading,
        case when scaled.value_unit <> 'yuan' then actuals.table_title end, 'the total'
    ) || case when measures.measure_group <> 'total' then ' (' || lower(measures.name_en) || ')' else '' end as subject_en,
    {% for column in ['actual_value', 'expected_value', 'difference'] %}
    {% set number = 'abs(scaled.difference)' if column == 'difference' else 'scaled.' ~ column %}
    case
        {%- if column == 'actual_value' %}
        when not scaled.has_actual and scaled.value_unit = 'yuan' then 'blank'
        {%- elif column == 'expected_value' %}
        when not scaled.has_expected and scaled.value_unit = 'yuan' then 'blank'
        {%- endif %}
        when scaled.value_unit in ('points', 'count') then cast(cast({{ number }} as decimal(18, 0)) as string)
        else {{ thousands(number ~ ' / scaled.unit_size') }} || scaled.unit_text
    end as {{ column }}_text,
    {% endfor %}
    case when scaled.difference > 0 then 'too much' else 'too little' end as direction_en,
    case when scaled.difference > 0 then '多' else '少' end as direction_zh
from scaled
left join leads as actuals on scaled.comparison_id = actuals.comparison_id and actuals.side = 'actual'
left join leads as others on scaled.comparison_id = others.comparison_id and others.side = 'expected'
left join kinds on coalesce(actuals.table_kind, scaled.table_kind) = kinds.table_kind
left join kinds as other_kinds
    on coalesce(others.table_kind, scaled.other_table_kind, scaled.instance_key) = other_kinds.table_kind
left join line_items on scaled.line_item = line_items.line_item
left join measures on scaled.measure = measures.measure
left join quotes
    on
        scaled.value_unit = 'count' and scaled.document_key = quotes.document_key
        and scaled.measure = quotes.measure
