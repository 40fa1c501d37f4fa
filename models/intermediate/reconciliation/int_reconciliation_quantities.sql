-- Shares, rates and counts as values that rules compare; what a sentence leaves to the amount beside it (measure, fund,
-- subject) is taken from that amount. A percentage stands for the interval of its own last digit. A word that compares
-- without a number adds nothing to a sum: it says which comparison is to be made.
with quantities as (

    select
        *,
        {{ decimals_printed('value_published') }} as decimals,
        case when direction = 'decrease' then -value else value end as signed_value,
        value_role like 'said_%' as is_word
    from {{ ref('stg_raw__quantities') }}

)

select
    quantities.quantity_id as value_id,
    case when quantities.is_word then 'word' else 'quantity' end as value_source,
    case when not quantities.is_word then quantities.figure_id end as figure_id,
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
    case when quantities.is_word then 0 else quantities.signed_value end as value,
    case when quantities.is_word then 0 else {{ half_of_last_decimal('quantities.decimals') }} end as half_unit,
    case
        when quantities.is_word then 'yuan'
        when quantities.value_role in ('share', 'change_rate', 'completion_rate') then 'percent'
        else 'count'
    end as value_unit,
    quantities.unit_of_measure as unit_published,
    cast(null as string) as tier,
    cast(null as string) as parent_level,
    false as is_parent_printed,
    false as is_part_of_sum,
    cast(null as string) as row_key,
    -- A number of all things of a kind may be told in several places and is one number.
    case
        when quantities.value_role = 'count' and quantities.line_item like '%_total'
            then
                row_number() over (
                    partition by quantities.document_key, quantities.line_item, quantities.value_role
                    order by quantities.block_no, quantities.char_offset, quantities.quantity_id
                )
        else 1
    end as occurrence
from quantities
left join {{ ref('int_reconciliation_figures') }} as figures on quantities.figure_id = figures.figure_id
