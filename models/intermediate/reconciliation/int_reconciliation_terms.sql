-- The seed's terms made ready to meet values: one row per rule, alternative, term and kind of table that it reads.
-- A term without an alternative belongs to each alternative of its rule; one without kinds of tables reads all kinds.
with rules as (

    select * from {{ ref('reconciliation_rules') }}

),

terms as (

    select * from {{ ref('reconciliation_rule_terms') }}

),

alternatives as (

    select distinct
        rule_id,
        coalesce(alternative, 0) as alternative
    from terms
    where
        alternative is not null
        or rule_id not in (select rule_id from terms where alternative is not null)

),

kinds as (

    select distinct table_kind
    from {{ ref('int_reconciliation_values') }}

)

select
    rules.rule_id,
    alternatives.alternative,
    kinds.table_kind,
    rules.applies_stage,
    rules.applies_from_year,
    rules.applies_from_year,
    rules.scope,
    rules.year_basis,
    rules.group_by,
    terms.term_no,
    terms.side,
    terms.sign,
    terms.value_source,
    terms.evidence,
    terms.classification,
    terms.subject_level,
    terms.parent_level,
    terms.subject_code,
    terms.tier,
    terms.line_item,
    terms.measure,
    terms.fund,
    terms.value_role,
    terms.projects,
    terms.is_comparative,
    terms.is_current,
    terms.skips_parts_of_sums,
    terms.key_mode,
    terms.key_text,
    terms.is_each,
    terms.repeats_only,
    terms.is_required
from rules
inner join terms on rules.rule_id = terms.rule_id
inner join alternatives
    on rules.rule_id = alternatives.rule_id and coalesce(terms.alternative, alternatives.alternative) = alternatives.alternative
inner join kinds on {{ is_listed('kinds.table_kind', 'terms.table_kind') }}
where terms.value_source <> 'constant'
