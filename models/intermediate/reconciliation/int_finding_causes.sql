-- One probable cause per finding, where arithmetic gives one.
with members as (

    select * from {{ ref('int_finding_ranks') }}

),

summaries as (

    select
        finding_id,
        count(*) as comparison_count,
        max(case when severity = 'hard' then 3 when severity = 'soft' then 2 else 1 end) as severity_rank,
        max(case when value_unit = 'yuan' and not (has_actual and has_expected) then 1 else 0 end) = 1 as has_blank,
        -- A rule that counts exchanged rows knows more than the sums that fail for them.
        max(case when cause_of_rule = 'amounts_swapped' then 1 else 0 end) = 1 as is_exchange
    from members
    group by finding_id

),

explained as (

    select * from {{ ref('int_finding_explanations') }}

),

missing as (

    select * from {{ ref('int_finding_missing') }}

),

suspects as (

    select * from {{ ref('int_finding_suspects') }}
    where is_decided

),

bases as (

    select * from {{ ref('int_finding_bases') }}
    where base_no = 1

),

-- A wrong amount in prose that a table prints for something else.
copied as (

    select distinct suspects.finding_id
    from suspects
    inner join {{ ref('int_reconciliation_values') }} as told
        on suspects.suspect_figure_id = told.figure_id and told.evidence = 'statement' and told.value_source = 'figure'
    inner join {{ ref('int_reconciliation_values') }} as printed
        on
            told.disclosure_key = printed.disclosure_key
            and told.value = printed.value
            and printed.evidence = 'table' and printed.value_source = 'figure' and printed.value_role = 'level'
    where
        told.value_role = 'level'
        -- Round amounts meet by chance.
        and (abs(told.value) >= 1000000 or cast(told.value as decimal(18, 0)) % 10000 <> 0)
        and coalesce(told.line_item, '') <> coalesce(printed.line_item, '')
        and coalesce(told.subject_code, '') <> coalesce(printed.subject_code, '')

),

-- Two tables of which one has exchanged two rows: which one it is may stay open.
swapped as (

    select distinct finding_id
    from {{ ref('int_finding_slips') }}
    where slip = 'amounts_swapped'

),

-- Weights that are too many by just what is given for execution.
points as (

    select distinct members.finding_id
    from members
    inner join {{ ref('int_reconciliation_forms') }} as weights
        on
            members.document_key = weights.document_key
            and members.instance_key = 'p' || cast(weights.project_seq as string)
            and members.difference = weights.value
    where members.value_unit = 'points' and members.member_no = 1 and weights.measure = 'execution_weight'

),

-- The same difference seen across tables says which tables disagree.
across as (

    select
        finding_id,
        comparison_id,
        row_number() over (partition by finding_id order by member_no) as across_no
    from members
    where rule_family = 'X' and member_no > 1

),

named as (

    select
        members.finding_id,
        members.comparison_id,
        across.comparison_id as across_comparison_id,
        summaries.comparison_count,
        summaries.severity_rank,
        case
            when members.cause_of_rule is not null then members.cause_of_rule
            when summaries.is_exchange then 'amounts_swapped'
            when summaries.has_blank then coalesce(missing.probable_cause, 'missing_figure')
            when members.is_rounding then 'rounding'
            when explained.is_carryover and members.line_item like '%total' then 'carryover_left_out'
            when suspects.slip is not null then suspects.slip
            when swapped.finding_id is not null then 'amounts_swapped'
            when bases.finding_id is not null then 'other_base'
            when points.finding_id is not null then 'execution_on_top'
            when copied.finding_id is not null and members.value_unit = 'yuan' then 'amount_of_another_line'
            when members.value_unit <> 'yuan' then 'unknown'
            when members.actual_value = -members.expected_value then 'sign_or_direction'
            when
                members.actual_value in (10 * members.expected_value, 100 * members.expected_value)
                or members.expected_value in (10 * members.actual_value, 100 * members.actual_value)
                then 'decimal_point'
            when
                members.actual_value = 10000 * members.expected_value
                or members.expected_value = 10000 * members.actual_value
                then 'unit_of_money'
            when explained.is_copied and members.rule_family in ('X', 'P') then 'amount_of_another_line'
            when missing.finding_id is not null then missing.probable_cause
            else 'unknown'
        end as probable_cause
    from members
    inner join summaries on members.finding_id = summaries.finding_id
    left join explained on members.finding_id = explained.finding_id
    left join missing on members.finding_id = missing.finding_id
    left join suspects on members.finding_id = suspects.finding_id
    left join bases on members.finding_id = bases.finding_id
    left join copied on members.finding_id = copied.finding_id
    left join swapped on members.finding_id = swapped.finding_id
    left join points on members.finding_id = points.finding_id
    left join across on members.finding_id = across.finding_id and across.across_no = 1 and members.rule_family <> 'X'
    where members.member_no = 1

)

select
    finding_id,
    comparison_id,
    across_comparison_id,
    comparison_count,
    probable_cause,
    case
        -- A blank cell is a gap that the amounts around it make up for, not an error of theirs.
        when probable_cause = 'missing_figure' and severity_rank = 3 then 'soft'
        -- An amount that belongs to another line is a question, whatever the convention that it breaks.
        when probable_cause = 'amount_of_another_line' and severity_rank = 1 then 'soft'
        when severity_rank = 3 then 'hard'
        when severity_rank = 2 then 'soft'
        else 'info'
    end as severity
from named
