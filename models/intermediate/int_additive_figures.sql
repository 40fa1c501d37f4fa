-- Which printed figures may enter an additive fact, and as which component of which total. The sources are data
-- (seeds/additive_sources.csv). Only levels of the document's own stage: a budget column inside final accounts is a
-- comparison, and so is an execution column inside a budget.
with figures as (

    select * from {{ ref('int_figures') }}
    where is_current and value_role = 'level' and amount_yuan is not null and fiscal_year is not null

),

sources as (

    select * from {{ ref('additive_sources') }}

),

measures as (

    select * from {{ ref('measures') }}

),

matched as (

    select
        figures.*,
        sources.fact,
        sources.source_rank,
        sources.root_rank,
        measures.measure_group,
        coalesce(
            sources.fund, figures.fund, case sources.fact when 'revenue' then 'all' else 'fiscal_appropriation' end
        ) as source_fund
    from figures
    inner join sources
        on
            figures.table_kind = sources.table_kind
            and coalesce(figures.side, sources.side) = sources.side
            -- A subject whose code nobody could find belongs to no tree: the residual above it holds its amount.
            and (
                figures.subject_code is not null
                or (coalesce(figures.subject_level, 'total') = 'total' and not sources.needs_code)
            )
            -- Coded tables go by code, and so does their total row; summaries and prose go by line.
            and (
                (
                    sources.line_item is null
                    and figures.classification in ('functional', 'economic')
                    and figures.evidence <> 'statement'
                )
                or (
                    figures.line_item = sources.line_item
                    and (figures.classification = 'label' or figures.subject_code is not null)
                )
            )
    inner join measures on figures.measure = measures.measure

),

with_components as (

    select
        *,
        case
            when fact = 'revenue' and source_fund <> 'all' then source_fund
            when fact like '%functional' and measure_group = 'component' then measure
            when fact = 'appropriation_economic' and measure_group = 'part_of_basic' then measure
            -- Jiangsu's 支出总表 counts what is carried into the next year into its total.
            when fact = 'expenditure_functional' and measure = 'carryover' then 'carried_forward'
            when measure_group = 'total' or measure = source_fund then 'total'
            -- Beside expenditure, 本年收入 is what came in, not what was spent.
            when measure = 'current_year' and fact <> 'revenue' then null
            when measure in ('current_year', 'prior_year') then 'total'
            when measure = 'final' and budget_stage = 'final_accounts' then 'total'
            when measure = 'budget' and budget_stage <> 'final_accounts' then 'total'
            when fact = 'appropriation_economic' and measure = 'basic' then 'total'
        end as component
    from matched

)

select
    fact,
    source_rank,
    root_rank,
    case measure when 'current_year' then 2 else 1 end as measure_rank,
    disclosure_key,
    document_key,
    evidence,
    coalesce(table_seq, 0) as table_no,
    fiscal_year,
    reported_year,
    is_comparative,
    budget_stage,
    case fact when 'revenue' then 'all' else source_fund end as fund,
    coalesce(row_unit_name, '') as row_unit_name,
    coalesce(subject_code, '') as code,
    component,
    amount_yuan,
    figure_id,
    coalesce(grid_no, block_no, 0) as place_1,
    coalesce(row_no, 0) as place_2,
    coalesce(col_no, char_offset, 0) as place_3
from with_components
where component is not null
