-- Shares, rates and counts as values that rules compare; what a sentence leaves to the amount beside it (measure, fund,
-- subject) is taken from that amount. A percentage stands for the interval of its own last digit.
with quantities as (

    select
        *,
        {{ decimals_printed('value_published') }} as decimals,
        case when direction = 'decrease' then -value else value end as signed_value
    from {{ ref('stg_raw__quantities') }}

)

select
    quantities.quantity_id as value_id,
    'quantity' as value_source,
    quantities.figure_id,
    quantities.document_key,
    quantities.evidence,
    quantities.table_seq,
    quantities.table_kind,
    coalesce(figures.is_current, true) as is_current,
    coalesce(figures.classification, 'label') as classification,
    coalesce(quantities.subject_code, figures.subject_code) as subject_code,
    figures.subject_level,
    cast(null as string) as parent_code,
    coalesce(quantities.line_item, figures.line_item) as line_item,
    '' as unit_name,
    coalesce(quantities.project_seq, figures.project_seq) as project_seq,
    coalesce(figures.measure, 'total') as measure,
    figures.fund,
    quantities.value_role,
    coalesce(quantities.fiscal_year, figures.fiscal_year) as fiscal_year,
    false as is_comparative,
    cast(null as string) as stage_meant,
    cast(null as string) as item_nature,
    quantities.signed_value as value,
    {{ half_of_last_decimal('quantities.decimals') }} as half_unit,
    case when quantities.value_role in ('share', 'change_rate', 'completion_rate') then 'percent' else 'count' end
        as value_unit,
    quantities.unit_of_measure as unit_published,
    cast(null as string) as tier,
    cast(null as string) as parent_level,
    false as is_parent_printed,
    false as is_part_of_sum,
    cast(null as string) as row_key,
    1 as occurrence
from quantities
left join {{ ref('int_reconciliation_figures') }} as figures on quantities.figure_id = figures.figure_id
