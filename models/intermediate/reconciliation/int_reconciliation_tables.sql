-- What can be counted about a table, as values that rules compare: that it is there, that it states its unit, rows
-- printed twice, rows whose parent is missing, figures below zero, figures above a note that says there are none, how
-- deep its rows go, totals and lines that it lacks.
with tables as (

    select * from {{ ref('stg_raw__tables') }}

),

figures as (

    select
        document_key,
        table_seq,
        count(*) as figures,
        count(case when value < 0 and value_role = 'level' then 1 end) as negative_figures,
        count(case when subject_code is not null and project_seq is null and occurrence > 1 then 1 end)
            as repeated_figures,
        -- Where its section is gone, the class is the nearest subject above an item.
        count(
            case
                when
                    parent_level = 'section' and not is_parent_printed
                    or subject_level = 'item' and classification = 'functional' and parent_level = 'class'
                    then 1
            end
        ) as orphan_figures,
        count(case when subject_level = 'section' then 1 end) as section_figures,
        count(case when subject_level = 'class' and classification = 'economic' then 1 end) as economic_classes,
        max(case when classification = 'functional' and subject_level = 'item' then 1 else 0 end) as reaches_item,
        max(case when classification = 'economic' and subject_level = 'section' then 1 else 0 end) as reaches_section,
        max(case when line_item like 'three_public_vehicle%' then 1 else 0 end) as has_vehicles,
        max(case when line_item like 'three_public_vehicle_%' and value > 0 then 1 else 0 end) as has_vehicle_parts
    from {{ ref('int_reconciliation_figures') }}
    where table_seq is not null
    group by document_key, table_seq

),

-- A row or column may be named and left blank.
vehicles as (

    select
        cells.document_key,
        cells.table_seq,
        max(case when cells.cell_text like '%购%置%' then 1 else 0 end)
        + max(case when cells.cell_text like '%用%车%运%' and cells.cell_text not like '%购%' then 1 else 0 end)
            as vehicle_lines
    from {{ ref('stg_raw__cells') }} as cells
    inner join tables on cells.document_key = tables.document_key and cells.table_seq = tables.table_seq
    where
        tables.table_kind = 'three_public' and cells.cell_text not like '%购%置%及%'
        and cells.cell_text not like '%购%置%和%'
    group by cells.document_key, cells.table_seq

),

-- The line 公务用车购置及运行费 of a table that prints what it is made of below it.
vehicle_subtotals as (

    select
        labels.document_key,
        labels.table_seq,
        count(distinct case when amounts.row_no is null then labels.row_no end) as blank_lines
    from {{ ref('stg_raw__cells') }} as labels
    inner join tables on labels.document_key = tables.document_key and labels.table_seq = tables.table_seq
    left join {{ ref('stg_raw__cells') }} as amounts
        on
            labels.document_key = amounts.document_key
            and labels.grid_no = amounts.grid_no
            and labels.row_no = amounts.row_no
            and amounts.cell_role in ('figure', 'dash', 'value', 'unread')
    where
        tables.table_kind = 'three_public' and labels.cell_role in ('name', 'label')
        and (labels.cell_text like '%车%购置%及%' or labels.cell_text like '%车%购置%和%')
    group by labels.document_key, labels.table_seq

),

counted as (

    select
        tables.document_key,
        tables.table_seq,
        tables.table_kind,
        tables.fiscal_year,
        1 as table_printed,
        case when tables.unit_published is not null then 1 else 0 end as unit_stated,
        case when tables.empty_note is not null then figures.figures end as figures_under_empty_note,
        figures.negative_figures,
        figures.repeated_figures,
        case when figures.section_figures > 0 then figures.orphan_figures end as orphan_figures,
        figures.reaches_item,
        figures.reaches_section,
        case when figures.has_vehicles = 1 then vehicles.vehicle_lines end as vehicle_lines,
        case when figures.has_vehicle_parts = 1 then vehicle_subtotals.blank_lines end as vehicle_subtotal_blank,
        -- Told by lines and by cells, one total is missing once.
        greatest(
            totals.totals_missing, coalesce(blank_totals.blank_totals, 0) + coalesce(blank_columns.blank_cells, 0)
        ) as totals_missing,
        case when figures.section_figures + figures.economic_classes > 0 then coalesce(childless.subjects, 0) end
            as childless_subjects,
        empty_tables.is_left_empty as left_empty,
        sisters.lines_missing,
        money.sources_exchanged,
        money.sources_without_budget,
        money.earlier_years_unlike
    from tables
    left join figures on tables.document_key = figures.document_key and tables.table_seq = figures.table_seq
    left join vehicle_subtotals
        on tables.document_key = vehicle_subtotals.document_key and tables.table_seq = vehicle_subtotals.table_seq
    left join vehicles on tables.document_key = vehicles.document_key and tables.table_seq = vehicles.table_seq
    {% for alias, model in [
        ('totals', 'totals'), ('blank_totals', 'blank_totals'), ('blank_columns', 'blank_columns'),
        ('childless', 'childless'), ('empty_tables', 'empty_tables'), ('sisters', 'sisters'), ('money', 'form_money'),
    ] %}
    left join {{ ref('int_reconciliation_' ~ model) }} as {{ alias }}
        on tables.document_key = {{ alias }}.document_key and tables.table_seq = {{ alias }}.table_seq
    {% endfor %}

)

{% for measure in [
    'table_printed', 'unit_stated', 'figures_under_empty_note', 'negative_figures', 'repeated_figures', 'orphan_figures',
    'reaches_item', 'reaches_section', 'vehicle_lines', 'vehicle_subtotal_blank', 'totals_missing',
    'childless_subjects', 'left_empty', 'lines_missing', 'sources_exchanged', 'sources_without_budget',
    'earlier_years_unlike',
] %}
select
    document_key || '.t' || cast(table_seq as string) || '.{{ measure }}' as value_id,
    'table' as value_source,
    cast(null as string) as figure_id,
    document_key,
    'table' as evidence,
    table_seq,
    table_kind,
    true as is_current,
    'label' as classification,
    cast(null as string) as subject_code,
    cast(null as string) as subject_level,
    cast(null as string) as parent_code,
    cast(null as string) as line_item,
    '' as unit_name,
    cast(null as int) as project_seq,
    '{{ measure }}' as measure,
    cast(null as string) as fund,
    'level' as value_role,
    fiscal_year,
    false as is_comparative,
    cast(null as string) as stage_meant,
    cast(null as string) as item_nature,
    {{ measure }} as value,
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
where {{ measure }} is not null
{{ 'union all' if not loop.last }}
{% endfor %}
