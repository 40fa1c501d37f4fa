{% set gap_measures = [
    'totals_missing', 'childless_subjects', 'orphan_figures', 'left_empty', 'vehicle_subtotal_blank', 'lines_missing',
    'sources_exchanged', 'sources_without_budget', 'earlier_years_unlike',
] -%}
{% set lacking_kind = 'case when failures.has_actual then failures.other_table_kind else failures.table_kind end' -%}
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

-- What a table counts wrong (an amount below zero, a total that is blank, a row that is gone) is one error with the
-- sums that fail for it: those of its own amounts, or else those that find one side empty in a table of its kind.
counted_tables as (

    select
        figures.document_key || '.' || cast(figures.table_seq as string) as scope_key,
        min(amounts_in_question.cause_key) as cause_key,
        min(case when figures.value < 0 and figures.value_role = 'level' then amounts_in_question.cause_key end)
            as negative_key
    from amounts_in_question
    inner join {{ ref('int_reconciliation_figures') }} as figures on amounts_in_question.figure_id = figures.figure_id
    where figures.table_seq is not null
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

one_sided as (

    select
        failures.owner_key,
        {{ lacking_kind }} as table_kind,
        min(rooted.cause_key) as cause_key
    from failures
    inner join rooted on failures.comparison_id = rooted.comparison_id
    where failures.has_actual <> failures.has_expected
    group by failures.owner_key, {{ lacking_kind }}

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
            when failures.measure = 'negative_figures' and counted_tables.negative_key is not null
                then counted_tables.negative_key
            when
                failures.measure in ({{ "'" ~ gap_measures | join("', '") ~ "'" }})
                and coalesce(gaps.cause_key, counted_tables.cause_key, one_sided.cause_key) is not null
                then coalesce(gaps.cause_key, counted_tables.cause_key, one_sided.cause_key)
            else 'count|' || failures.rule_id || '|' || failures.scope_key || '|' || failures.instance_key
        end as cause_key
    from failures
    left join gaps on failures.measure = 'totals_missing' and failures.scope_key = gaps.scope_key
    left join counted_tables on failures.scope_key = counted_tables.scope_key
    left join one_sided on failures.owner_key = one_sided.owner_key and failures.table_kind = one_sided.table_kind
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
