{%- set listing = [
    'revenue', 'expenditure', 'general_public_expenditure', 'general_public_basic', 'fiscal_basic_economic',
    'fiscal_expenditure_functional', 'government_fund', 'state_capital', 'operating_cost', 'procurement',
    'project_expenditure', 'department_performance_target',
] -%}
-- Totals that a list should print and does not: its total row is gone while the other lists of the document have one,
-- or the total row is blank in a column in which rows have amounts. A summary needs a total of its two sides and a
-- total of revenue needs sources, and official expenses need their total. One row per table that has amounts.
with columns_printed as (

    select
        document_key,
        table_seq,
        table_kind,
        measure,
        fund,
        fiscal_year,
        is_comparative,
        count(case when subject_level = 'total' and project_seq is null then 1 end) as totals,
        -- Final accounts print totals of personnel and public funds as lines beside one column of amounts.
        count(case when subject_level = 'total' and classification = 'label' and subject_code is null then 1 end)
            as lines_named_total,
        count(distinct case when coalesce(subject_level, '') <> 'total' and value <> 0 then row_key end) as amounts
    from {{ ref('int_reconciliation_figures') }}
    where
        evidence in ('table', 'form') and value_role = 'level'
        and table_kind in ('{{ listing | join("', '") }}')
    group by document_key, table_seq, table_kind, measure, fund, fiscal_year, is_comparative

),

lists as (

    select
        document_key,
        table_seq,
        table_kind,
        sum(totals) as totals,
        max(amounts) as amounts,
        case when sum(lines_named_total) = 0 then count(case when totals = 0 and amounts > 1 then 1 end) else 0 end
            as blank_columns
    from columns_printed
    group by document_key, table_seq, table_kind

),

beside as (

    select
        *,
        count(case when totals > 0 and amounts > 2 then 1 end) over (partition by document_key) as with_total,
        count(case when totals = 0 and amounts > 2 then 1 end) over (partition by document_key) as without_total
    from lists

),

-- Tables whose totals are lines of their own.
by_line as (

    select
        document_key,
        table_seq,
        table_kind,
        measure,
        fiscal_year,
        unit_name,
        count(case
            when line_item in (
                'revenue_total', 'expenditure_total', 'fiscal_revenue_total', 'fiscal_expenditure_total',
                'three_public_total', 'three_public_grand_total'
            ) then 1
        end) as totals,
        count(
            case
                when
                    line_item in ('revenue_total', 'fiscal_revenue_total') and classification = 'label' and value <> 0
                    then 1
            end
        ) as revenues,
        count(
            case
                when
                    value <> 0 and (
                        line_item in ('revenue_source', 'fiscal_revenue_source')
                        or line_item like '%carryover%' or line_item like '%surplus%'
                    )
                    then 1
            end
        ) as sources,
        count(
            distinct case
                when value <> 0 and (table_kind = 'three_public' or coalesce(subject_level, '') <> 'total')
                    then coalesce(line_item, '') || coalesce(subject_code, '')
            end
        ) as lines
    from {{ ref('int_reconciliation_figures') }}
    where
        evidence = 'table' and value_role = 'level'
        and table_kind in ('budget_summary', 'fiscal_summary', 'revenue', 'three_public')
    group by document_key, table_seq, table_kind, measure, fiscal_year, unit_name

),

counted as (

    select
        document_key,
        table_seq,
        case
            when totals > 0 then blank_columns
            when table_kind = 'department_performance_target' and amounts > 2 then 1
            when amounts > 2 and with_total > 1 and without_total = 1 then 1
            else 0
        end as totals_missing
    from beside
    union all
    select
        document_key,
        table_seq,
        case
            when table_kind = 'three_public' then count(case when totals = 0 and lines > 0 then 1 end)
            when table_kind <> 'revenue' and sum(totals) = 0 and sum(lines) > 1 then 1
            when sum(revenues) > 0 and sum(sources) = 0 then 1
            else 0
        end as totals_missing
    from by_line
    group by document_key, table_seq, table_kind

)

select
    document_key,
    table_seq,
    max(totals_missing) as totals_missing
from counted
group by document_key, table_seq
