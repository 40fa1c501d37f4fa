-- Figures with one name for what their column says (a column named for a fund says the fund's total), the part of the
-- disclosure that their row speaks of, and changes with their sign.
with figures as (

    select
        *,
        -- A table that names one unit in every row speaks of that unit alone; beside a total row it is a part.
        case
            when
                project_seq is null
                and (
                    min(row_unit_name) over (partition by document_key, table_seq)
                    <> max(row_unit_name) over (partition by document_key, table_seq)
                    or count(case when row_unit_name is null then 1 end) over (partition by document_key, table_seq) > 0
                )
                then row_unit_name
        end as part_name,
        -- A sentence that repeats an amount need not repeat whose money it is.
        case
            when evidence = 'statement'
                then max(fund) over (partition by document_key, evidence, line_item, measure, value_role)
        end as fund_named_elsewhere
    from {{ ref('int_figures') }}

)

select
    *,
    coalesce(part_name, '') as unit_name,
    case when evidence <> 'statement' then cast(grid_no as string) || '.' || cast(row_no as string) end as row_key,
    case
        when measure = fund or measure in ({{ fund_ids() }}) or measure in ('final', 'prior_year') then 'total'
        when measure = 'budget' and budget_stage <> 'final_accounts' then 'total'
        else measure
    end as plain_measure,
    coalesce(case when measure in ({{ fund_ids() }}) then measure else fund end, fund_named_elsewhere) as plain_fund,
    case when direction = 'decrease' then -amount_yuan else amount_yuan end as signed_yuan,
    -- A comparison column speaks of last year's budget or accounts, whichever its heading names; no heading, no stage.
    case
        when not is_comparative then budget_stage
        when column_heading like '%决算%' or column_heading like '%执行%' then 'final_accounts'
        when column_heading like '%预算%' then 'budget'
        else 'unknown'
    end as stage_meant,
    -- What keeps an office running is basic expenditure by the classification's own text, under one name in each class.
    case
        when subject_level = 'item' and subject_name in ('行政运行', '事业运行') then 'running'
        when subject_level = 'item' and subject_name = '一般行政管理事务' then 'general_affairs'
        when subject_level = 'class' and subject_code in ('208', '210', '221') then 'staff_benefits'
    end as item_nature
from figures
