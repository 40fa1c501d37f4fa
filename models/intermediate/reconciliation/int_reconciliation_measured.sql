-- Difference, tolerance and status of every candidate. An absent amount counts as nothing only where the column or row
-- is filled on both sides as a rule (at least half of the keys of its group): a deleted cell is seen, a column that a
-- form does not have is not called an error.
with candidates as (

    select * from {{ ref('int_reconciliation_candidates') }}

),

-- What is missing on one side of one key has a place all the same: that of the other keys of its group.
groups as (

    select
        rule_id,
        alternative,
        scope_key,
        group_key,
        count(*) as keys_in_group,
        sum(case when has_actual and has_expected then 1 else 0 end) as keys_on_both_sides,
        min(case when has_actual then document_key end) as group_document_key,
        min(case when has_actual then disclosure_key end) as group_disclosure_key,
        min(table_kind) as group_table_kind,
        min(other_table_kind) as group_other_table_kind
    from candidates
    group by rule_id, alternative, scope_key, group_key

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

terms as (

    select * from {{ ref('reconciliation_rule_terms') }}

),

alternatives as (

    select distinct
        rule_id,
        alternative
    from candidates

),

-- What one alternative cannot do without is nothing to the others.
required as (

    select
        terms.rule_id,
        alternatives.alternative,
        terms.key_text,
        count(distinct terms.term_no) as required_terms
    from terms
    inner join alternatives
        on
            terms.rule_id = alternatives.rule_id
            and coalesce(terms.alternative, alternatives.alternative) = alternatives.alternative
    where terms.is_required
    group by terms.rule_id, alternatives.alternative, terms.key_text

),

valued as (

    select
        candidates.*,
        groups.keys_on_both_sides,
        groups.group_document_key,
        groups.group_disclosure_key,
        groups.group_table_kind,
        groups.group_other_table_kind,
        rules.comparison,
        rules.tolerance_policy,
        case
            when rules.tolerance_policy in ('presence', 'direction') then sign(coalesce(candidates.actual_value, 0))
            else coalesce(candidates.actual_value, 0)
        end as actual,
        case
            when rules.tolerance_policy in ('presence', 'direction') then sign(candidates.expected_value)
            when rules.formula_kind = 'sum' then candidates.expected_value
            when candidates.base_value <> 0
                then cast(100.0 * candidates.expected_value / candidates.base_value as decimal(24, 6))
        end as expected,
        candidates.actual_half + candidates.expected_half as rounding,
        case
            when rules.formula_kind = 'ratio' and candidates.base_value is null then 'no_data'
            when rules.formula_kind = 'ratio' and candidates.base_value = 0 then 'not_applicable'
            when candidates.required_terms < coalesce(required.required_terms, 0) then 'no_data'
            when candidates.has_actual and candidates.has_expected then 'compared'
            when rules.when_missing = 'always_zero' then 'compared'
            when
                rules.when_missing = 'zero' and groups.keys_on_both_sides > 0
                and 2 * groups.keys_on_both_sides >= groups.keys_in_group
                then 'compared'
            else 'no_data'
        end as coverage
    from candidates
    inner join rules on candidates.rule_id = rules.rule_id
    inner join groups
        on
            candidates.rule_id = groups.rule_id
            and candidates.alternative = groups.alternative
            and candidates.scope_key = groups.scope_key
            and candidates.group_key = groups.group_key
    left join required
        on
            candidates.rule_id = required.rule_id
            and candidates.alternative = required.alternative
            and candidates.instance_key = coalesce(required.key_text, candidates.instance_key)
    where
        case rules.anchor
            when 'actual' then candidates.has_actual
            when 'expected' then candidates.has_expected
            else true
        end

),

tolerated as (

    select
        *,
        actual - expected as difference,
        case
            when tolerance_policy in ('exact', 'presence') then 0
            when tolerance_policy = 'direction' then 1
            when tolerance_policy = 'quarter' then abs(expected) / 4
            when tolerance_policy = 'percent'
                -- Half of the last digit, and what part and whole carry.
                then
                    actual_half + coalesce(
                        100 * (expected_half + base_half * abs(expected_value / nullif(base_value, 0)))
                        / nullif(abs(base_value), 0), 0
                    )
            when tolerance_policy = 'restatement' and actual_half = expected_half then 0
            else rounding
        end as exact_tolerance,
        -- What is nearer to nothing than the truth may have been truncated: a whole unit of the last digit.
        tolerance_policy = 'percent' and abs(actual) < abs(expected) as may_be_truncated,
        case when tolerance_policy = 'percent' then actual_half else 0 end as truncation
    from valued

)

select
    *,
    case
        when coverage <> 'compared' then coverage
        when distance <= exact_tolerance then 'pass'
        when may_be_truncated and distance <= exact_tolerance + truncation then 'pass'
        else 'discrepancy'
    end as status,
    coverage = 'compared' and may_be_truncated
    and distance > exact_tolerance and distance <= exact_tolerance + truncation as is_truncated,
    -- Restated less exactly, or a last digit bent so that shares add up to 100: worth a note, no error.
    coverage = 'compared'
    and case tolerance_policy
        when 'restatement' then distance <= rounding
        when 'percent' then distance <= exact_tolerance + truncation
        else false
    end as is_rounding
from (
    select
        *,
        case comparison
            when 'le' then difference
            when 'ge' then -difference
            else abs(difference)
        end as distance
    from tolerated
) as distances
