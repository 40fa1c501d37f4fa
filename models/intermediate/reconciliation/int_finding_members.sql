-- Failing comparisons that one wrong amount explains, under one key: amounts by their cluster, a percentage with the
-- amount that it was worked out from, a form's weights and scores by form, missing tables by rule.
with failures as (

    select
        *,
        coalesce(disclosure_key, document_key) as owner_key
    from {{ ref('int_reconciliation_comparisons') }}
    where severity in ('hard', 'soft', 'info')

),

rooted as (

    select * from {{ ref('int_finding_clusters') }}

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

rules_of_words as (

    select distinct terms.rule_id
    from {{ ref('reconciliation_rule_terms') }} as terms
    where {{ is_said('terms') }}

),

-- A word is judged by its amounts; where one of them is wrong and nothing proves it, that is the error.
said as (

    select
        failures.comparison_id,
        failures.owner_key,
        coalesce(
            min(case when certified.figure_id is null then amounts_in_question.cause_key end),
            min(
                'said|' || failures.rule_id || '|' || failures.instance_key || '|'
                || cast(coalesce(failures.fiscal_year, 0) as string)
            )
        ) as cause_key
    from failures
    left join {{ ref('int_reconciliation_participants') }} as participants
        on failures.comparison_id = participants.comparison_id
    left join amounts_in_question on participants.figure_id = amounts_in_question.figure_id
    left join {{ ref('int_certified_figures') }} as certified on participants.figure_id = certified.figure_id
    where failures.value_unit = 'yuan' and failures.rule_id in (select rules_of_words.rule_id from rules_of_words)
    group by failures.comparison_id, failures.owner_key

),

-- An amount below zero that also breaks its sum is one error.
negatives as (

    select
        figures.document_key || '.' || cast(figures.table_seq as string) as scope_key,
        min(amounts_in_question.cause_key) as cause_key
    from amounts_in_question
    inner join {{ ref('int_reconciliation_figures') }} as figures on amounts_in_question.figure_id = figures.figure_id
    where figures.value < 0 and figures.value_role = 'level' and figures.table_seq is not null
    group by figures.document_key, figures.table_seq

),

-- A total that is counted as missing in a table is the blank that sums of that table meet.
gaps as (

    select
        failures.scope_key,
        min(rooted.cause_key) as cause_key
    from rooted
    inner join failures on rooted.comparison_id = failures.comparison_id
    where failures.rule_family in ('V', 'H') and not (failures.has_actual and failures.has_expected)
    group by failures.scope_key

),

-- Shares of one list stand or fall with their common whole, and so does their sum.
wholes as (

    select
        participants.comparison_id,
        min(cast(participants.value as string)) as whole
    from {{ ref('int_reconciliation_participants') }} as participants
    inner join failures on participants.comparison_id = failures.comparison_id
    where participants.side = 'denominator' and failures.rule_family = 'C'
    group by participants.comparison_id

),

wholes_of_shares as (

    select
        participants.value_id,
        min(wholes.whole) as whole
    from wholes
    inner join {{ ref('int_reconciliation_participants') }} as participants
        on wholes.comparison_id = participants.comparison_id
    where participants.side = 'actual'
    group by participants.value_id

),

rates as (

    select
        failures.comparison_id,
        failures.owner_key,
        coalesce(
            min(amounts_in_question.cause_key),
            min(
                'percent|' || failures.rule_family || '|'
                || case
                    when failures.rule_family = 'C'
                        then coalesce(wholes.whole, wholes_of_shares.whole, failures.line_item, '')
                    else
                        coalesce(failures.line_item, '') || '|' || coalesce(failures.subject_code, '')
                        || '|' || coalesce(failures.measure, '') || '|' || coalesce(failures.fund, '')
                end
            )
        ) as cause_key
    from failures
    left join {{ ref('int_reconciliation_participants') }} as participants
        on failures.comparison_id = participants.comparison_id
    left join amounts_in_question on participants.figure_id = amounts_in_question.figure_id
    left join wholes on failures.comparison_id = wholes.comparison_id
    left join wholes_of_shares on participants.value_id = wholes_of_shares.value_id
    where failures.value_unit = 'percent'
    group by failures.comparison_id, failures.owner_key

),

others as (

    select
        failures.comparison_id,
        failures.owner_key,
        case
            when failures.value_unit = 'points' then 'points|' || failures.document_key || '|' || failures.instance_key
            when failures.rule_family = 'Q' then 'table|' || failures.rule_id
            when negatives.cause_key is not null then negatives.cause_key
            when gaps.cause_key is not null then gaps.cause_key
            else 'count|' || failures.rule_id || '|' || failures.scope_key || '|' || failures.instance_key
        end as cause_key
    from failures
    left join gaps on failures.measure = 'totals_missing' and failures.scope_key = gaps.scope_key
    left join negatives on failures.measure = 'negative_figures' and failures.scope_key = negatives.scope_key
    where failures.value_unit not in ('yuan', 'percent')

),

members as (

    select * from rooted
    union all
    select * from rates
    union all
    select * from said
    union all
    select * from others

)

select
    comparison_id,
    {{ surrogate_key(['owner_key', 'cause_key']) }} as finding_id
from members
