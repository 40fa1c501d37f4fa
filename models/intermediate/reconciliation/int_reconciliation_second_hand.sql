-- Comparisons across disclosures that fail because an amount is wrong where it was first published: it fails there, and
-- that finding says so. One row per candidate.
with matches as (

    select * from {{ ref('int_reconciliation_matches') }}

),

failures as (

    select *
    from {{ ref('int_reconciliation_measured') }}
    where status = 'discrepancy'

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

figures_behind as (

    select
        failures.rule_id,
        failures.alternative,
        failures.scope_key,
        failures.group_key,
        failures.instance_key,
        failures.each_key,
        rules.scope in ('issuer', 'unit', 'department') as is_across,
        matches.figure_id
    from failures
    inner join rules on failures.rule_id = rules.rule_id
    inner join matches
        on
            failures.rule_id = matches.rule_id
            and failures.alternative = matches.alternative
            and failures.scope_key = matches.scope_key
            and failures.group_key = matches.group_key
            and (matches.is_broadcast or failures.instance_key = matches.instance_key)
            and (not matches.is_each or failures.each_key = matches.value_id)
    where matches.figure_id is not null and rules.severity in ('hard', 'soft')

)

select distinct
    across.rule_id,
    across.alternative,
    across.scope_key,
    across.group_key,
    across.instance_key,
    across.each_key
from figures_behind as across
inner join figures_behind as within on across.figure_id = within.figure_id
where across.is_across and not within.is_across
