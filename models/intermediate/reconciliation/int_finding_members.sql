-- Failing comparisons that one wrong amount explains, under one key. Equal differences of one year in one disclosure
-- belong together where they concern one class of expenditure (a total joins the class that fails by the same amount);
-- a form's comparisons belong together by form, missing tables by rule.
with failures as (

    select
        *,
        coalesce(disclosure_key, document_key) as owner_key,
        case
            when rule_family = 'M' then instance_key
            when length(subject_code) >= 3 then substring(subject_code, 1, 3)
        end as root
    from {{ ref('int_reconciliation_comparisons') }}
    where severity in ('hard', 'soft', 'info')

),

amounts as (

    select
        *,
        case
            when
                abs(difference) - lag(abs(difference)) over (
                    partition by owner_key, fiscal_year order by abs(difference), comparison_id
                ) <= coalesce(tolerance, 0)
                then 0
            else 1
        end as starts_cluster
    from failures
    where value_unit = 'yuan'

),

clustered as (

    select
        *,
        sum(starts_cluster) over (
            partition by owner_key, fiscal_year order by abs(difference), comparison_id
            rows between unbounded preceding and current row
        ) as cluster_no
    from amounts

),

rooted as (

    select
        comparison_id,
        owner_key,
        -- Named by the amount itself, so that a finding keeps its id while others come and go.
        'yuan|' || cast(coalesce(fiscal_year, 0) as string) || '|'
        || cast(min(abs(difference)) over (partition by owner_key, fiscal_year, cluster_no) as string) || '|'
        || coalesce(root, min(root) over (partition by owner_key, fiscal_year, cluster_no), '') as cause_key
    from clustered

),

-- A percentage worked out from an amount that is itself in question is not a second error.
amounts_in_question as (

    select
        participants.figure_id,
        min(rooted.cause_key) as cause_key
    from rooted
    inner join {{ ref('int_reconciliation_participants') }} as participants
        on rooted.comparison_id = participants.comparison_id
    where participants.figure_id is not null
    group by participants.figure_id

),

rates as (

    select
        failures.comparison_id,
        failures.owner_key,
        coalesce(
            min(amounts_in_question.cause_key),
            min(
                'percent|' || failures.rule_family || '|' || coalesce(failures.line_item, '')
                || case
                    -- Shares of one list stand or fall with their common whole; rates stand alone.
                    when failures.rule_family = 'C' then ''
                    else
                        '|' || coalesce(failures.subject_code, '') || '|' || coalesce(failures.measure, '')
                        || '|' || coalesce(failures.fund, '')
                end
            )
        ) as cause_key
    from failures
    left join {{ ref('int_reconciliation_participants') }} as participants
        on failures.comparison_id = participants.comparison_id
    left join amounts_in_question on participants.figure_id = amounts_in_question.figure_id
    where failures.value_unit = 'percent'
    group by failures.comparison_id, failures.owner_key

),

others as (

    select
        comparison_id,
        owner_key,
        case
            when value_unit = 'points' then 'points|' || document_key || '|' || instance_key
            when rule_family = 'Q' then 'table|' || rule_id
            else 'count|' || rule_id || '|' || scope_key || '|' || instance_key
        end as cause_key
    from failures
    where value_unit not in ('yuan', 'percent')

),

members as (

    select * from rooted
    union all
    select * from rates
    union all
    select * from others

)

select
    comparison_id,
    {{ surrogate_key(['owner_key', 'cause_key']) }} as finding_id
from members
