-- Which kinds of values each term of each rule admits: one row per rule, alternative, term and kind of value. A term
-- without an alternative belongs to each alternative of its rule; an empty list admits everything.
with rules as (

    select * from {{ ref('reconciliation_rules') }}

),

terms as (

    select * from {{ ref('reconciliation_rule_terms') }}

),

counted as (

    select
        rule_id,
        count(alternative) as alternatives
    from terms
    group by rule_id

),

alternatives as (

    select distinct
        terms.rule_id,
        coalesce(terms.alternative, 0) as alternative
    from terms
    inner join counted on terms.rule_id = counted.rule_id
    where terms.alternative is not null or counted.alternatives = 0

),

required as (

    select
        rule_id,
        term_no,
        row_number() over (partition by rule_id order by term_no) as required_no
    from terms
    where is_required

),

kinds as (

    select distinct
        kind_key,
        value_source,
        evidence,
        table_kind,
        is_current,
        classification,
        subject_level,
        parent_level,
        tier,
        line_item,
        measure,
        fund,
        value_role,
        item_nature,
        project_seq is not null as is_of_project,
        is_comparative,
        is_part_of_sum,
        standing,
        document_stage
    from {{ ref('int_reconciliation_values') }}

)

select
    rules.rule_id,
    alternatives.alternative,
    kinds.kind_key,
    rules.applies_from_year,
    rules.scope,
    rules.year_basis,
    {% for part in group_parts() %}
    {{ is_listed("'" ~ part ~ "'", "coalesce(rules.group_by, '')") }} as by_{{ part }},
    {% endfor %}
    terms.term_no,
    terms.side,
    terms.sign,
    terms.subject_code,
    coalesce(terms.year_lag, 0) as year_lag,
    terms.key_mode,
    terms.key_text,
    terms.is_each,
    terms.repeats_only,
    -- What a rule cannot do without is little: which of it is there is one number, a bit for each term.
    coalesce(cast(power(2, required.required_no) as bigint), 0) as required_bit
from rules
inner join terms on rules.rule_id = terms.rule_id
inner join alternatives
    on
        rules.rule_id = alternatives.rule_id
        and coalesce(terms.alternative, alternatives.alternative) = alternatives.alternative
left join required on terms.rule_id = required.rule_id and terms.term_no = required.term_no
inner join kinds
    on
        terms.value_source = kinds.value_source
        and {{ is_listed('kinds.document_stage', 'rules.applies_stage') }}
        {%- for column in [
            'table_kind', 'evidence', 'classification', 'subject_level', 'parent_level', 'tier', 'line_item', 'measure',
            'fund', 'value_role', 'item_nature',
        ] %}
        and {{ is_listed('kinds.' ~ column, 'terms.' ~ column) }}
        {%- endfor %}
        and {{ is_listed('kinds.document_stage', 'terms.document_stage') }}
        and coalesce(terms.projects, kinds.is_of_project) = kinds.is_of_project
        and coalesce(terms.is_comparative, kinds.is_comparative) = kinds.is_comparative
        and {{ is_listed('kinds.standing', 'terms.standing') }}
        and coalesce(terms.is_current, kinds.is_current) = kinds.is_current
        and not (terms.skips_parts_of_sums and kinds.is_part_of_sum)
