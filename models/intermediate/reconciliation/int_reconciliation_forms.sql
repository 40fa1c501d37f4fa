{%- set actual_number -%}
cast(regexp_extract(actual_text, '^[=≥≤><]?([0-9]+([.][0-9]+)?)[^0-9]*$', 1) as decimal(18, 4))
{%- endset %}
{%- set unit_named -%}
regexp_extract(indicator, '[（(]([^（）()]{1,4})[）)] *$', 1)
{%- endset %}
{%- set counters = "'个', '次', '人', '件', '天', '元', '万元', '期', '台', '条', '份', '辆', '项', '家', '户', '人次'" %}
-- Weights, scores and costs of performance indicators, and the scores in a form's head, as values that rules compare.
with indicators as (

    select
        document_key || '.i' || cast(indicator_seq as string) as place,
        -- Weights are added up only where every indicator of the form prints one: a lost cell is no wrong sum.
        case
            when
                count(*) over (partition by document_key, table_seq, project_seq)
                = count(weight) over (partition by document_key, table_seq, project_seq)
                then weight
        end as complete_weight,
        -- A target in figures, an actual value that is a plain number in the same unit, and full marks all the same.
        case
            when score is null or weight is null or target_value is null or operator not in ('>=', '<=', '=', '>', '<')
                then null
            when regexp_extract(actual_text, '^[=≥≤><]?([0-9]+([.][0-9]+)?)[^0-9]*$', 1) = '' then null
            when
                score = weight
                and case operator
                    when '>=' then {{ actual_number }} < target_value
                    when '>' then {{ actual_number }} <= target_value
                    when '<=' then {{ actual_number }} > target_value
                    when '<' then {{ actual_number }} >= target_value
                    -- Spending less than planned is no failure.
                    else {{ actual_number }} < target_value and coalesce(level_2, level_1, '') not like '%成本%'
                end
                then 1
            else 0
        end as is_unmet,
        -- 参与次数（%）: ≥10次. Only a percentage against what is counted is a contradiction for certain.
        case
            when {{ unit_named }} in ('%', '％', '百分比')
                then
                    case
                        when unit_of_measure in ('%', '％', '百分比', '百分点') then 0
                        when unit_of_measure <> '' then 1
                    end
            when {{ unit_named }} in ({{ counters }})
                then case when unit_of_measure in ('%', '％', '百分比') then 1 else 0 end
        end as unit_contradicted,
        case
            when indicator is null then null
            when
                row_number() over (
                    partition by
                        document_key, table_seq, project_seq, level_1, level_2, indicator, operator, target_text,
                        weight, actual_text, score, description
                    order by indicator_seq
                ) > 1
                then 1
            else 0
        end as indicator_repeated,
        *
    from {{ ref('stg_raw__indicators') }}
    -- Targets of all years repeat those of the year, without weights.
    where horizon = 'annual'

),

projects as (

    select
        document_key || '.p' || cast(project_seq as string) as place,
        *
    from {{ ref('stg_raw__projects') }}

),

numbers as (
    {% for measure, source, column in [
        ('indicator_weight', 'indicators', 'complete_weight'),
        ('indicator_score', 'indicators', 'score'),
        ('indicator_unmet', 'indicators', 'is_unmet'),
        ('unit_contradicted', 'indicators', 'unit_contradicted'),
        ('indicator_repeated', 'indicators', 'indicator_repeated'),
        ('indicator_cost', 'indicators', 'cost_amount'),
        ('execution_weight', 'projects', 'execution_weight'),
        ('execution_score', 'projects', 'execution_score'),
        ('total_weight', 'projects', 'total_weight'),
        ('total_score', 'projects', 'self_evaluation_score'),
    ] %}
    select
        place,
        document_key,
        table_seq,
        project_seq,
        '{{ measure }}' as measure,
        {{ 'cost_unit' if column == 'cost_amount' else 'cast(null as string)' }} as unit_published,
        {{ column }} as value
    from {{ source }}
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    numbers.place || '.' || numbers.measure as value_id,
    'form' as value_source,
    cast(null as string) as figure_id,
    numbers.document_key,
    'form' as evidence,
    numbers.table_seq,
    tables.table_kind,
    true as is_current,
    'label' as classification,
    cast(null as string) as subject_code,
    cast(null as string) as subject_level,
    cast(null as string) as parent_code,
    cast(null as string) as line_item,
    '' as unit_name,
    numbers.project_seq,
    numbers.measure,
    cast(null as string) as fund,
    'level' as value_role,
    tables.fiscal_year,
    false as is_comparative,
    cast(null as string) as stage_meant,
    cast(null as string) as item_nature,
    numbers.value * coalesce({{ yuan_per_unit('numbers.unit_published') }}, 1) as value,
    cast(0 as decimal(8, 7)) as half_unit,
    case
        when numbers.measure = 'indicator_cost' then 'yuan'
        when numbers.measure in ('indicator_unmet', 'unit_contradicted', 'indicator_repeated') then 'count'
        else 'points'
    end as value_unit,
    numbers.unit_published,
    cast(null as string) as tier,
    cast(null as string) as parent_level,
    false as is_parent_printed,
    false as is_part_of_sum,
    numbers.place as row_key,
    1 as occurrence
from numbers
left join {{ ref('stg_raw__tables') }} as tables
    on numbers.document_key = tables.document_key and numbers.table_seq = tables.table_seq
