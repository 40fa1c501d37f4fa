-- Each side of each comparison added up: once per key, once more per printed figure where every restatement is held
-- against the same amount, and per group where one amount (a total, a constant) stands against every key.
-- Rules that ask only of amounts on their left side (is this column what last year's table says?) meet nothing else:
-- what stands on the right alone need not be added up. Where a gap may count as nothing, all keys are counted.
with one_sided as (

    select rule_id
    from {{ ref('reconciliation_rules') }}
    where anchor = 'actual' and when_missing <> 'zero'

),

asked as (

    select distinct
        matches.rule_id,
        matches.alternative,
        matches.scope_key,
        matches.group_key,
        matches.instance_key
    from {{ ref('int_reconciliation_matches') }} as matches
    inner join one_sided on matches.rule_id = one_sided.rule_id
    where matches.side = 'actual' and not matches.is_broadcast

),

kept as (

    select matches.*
    from {{ ref('int_reconciliation_matches') }} as matches
    left join one_sided on matches.rule_id = one_sided.rule_id
    where one_sided.rule_id is null or matches.side <> 'expected' or matches.is_broadcast
    union all
    select matches.*
    from {{ ref('int_reconciliation_matches') }} as matches
    inner join asked
        on
            matches.rule_id = asked.rule_id
            and matches.alternative = asked.alternative
            and matches.scope_key = asked.scope_key
            and matches.group_key = asked.group_key
            and matches.instance_key = asked.instance_key
    where matches.side = 'expected' and not matches.is_broadcast

),

with_constants as (

    select distinct rule_id
    from {{ ref('reconciliation_rule_terms') }}
    where value_source = 'constant'

),

groups as (

    select distinct
        matches.rule_id,
        matches.alternative,
        matches.scope_key,
        matches.group_key
    from {{ ref('int_reconciliation_matches') }} as matches
    inner join with_constants on matches.rule_id = with_constants.rule_id

),

-- 100 points of weight, one table of each required kind: constants of the rule stand in every group that it meets.
constants as (

    select
        groups.*,
        terms.side,
        terms.key_mode = 'all' as is_broadcast,
        coalesce(terms.key_text, '') as instance_key,
        terms.constant_value
    from groups
    inner join {{ ref('reconciliation_rule_terms') }} as terms
        on groups.rule_id = terms.rule_id and coalesce(terms.alternative, groups.alternative) = groups.alternative
    where terms.value_source = 'constant'

),

summed as (

    select
        rule_id,
        alternative,
        scope_key,
        group_key,
        side,
        is_broadcast,
        case when is_broadcast then '' else instance_key end as instance_key,
        case when is_each then value_id else '' end as each_key,
        sum(value) as value,
        sum(half_unit) as half_unit,
        count(*) as figures,
        bit_count(bit_or(required_bit)) as required_terms,
        min(document_key) as document_key,
        min(disclosure_key) as disclosure_key,
        min(table_kind) as table_kind,
        case when min(subject_code) = max(subject_code) then min(subject_code) end as subject_code,
        case when min(line_item) = max(line_item) then min(line_item) end as line_item,
        case when min(measure) = max(measure) then min(measure) end as measure,
        case when min(fund) = max(fund) then min(fund) end as fund,
        min(fiscal_year) as fiscal_year,
        min(unit_published) as unit_published
    from kept
    group by
        rule_id, alternative, scope_key, group_key, side, is_broadcast,
        case when is_broadcast then '' else instance_key end, case when is_each then value_id else '' end
    union all
    select
        rule_id,
        alternative,
        scope_key,
        group_key,
        side,
        is_broadcast,
        instance_key,
        '' as each_key,
        constant_value as value,
        0 as half_unit,
        1 as figures,
        0 as required_terms,
        null as document_key,
        null as disclosure_key,
        null as table_kind,
        null as subject_code,
        null as line_item,
        null as measure,
        null as fund,
        null as fiscal_year,
        null as unit_published
    from constants

)

select *
from summed
