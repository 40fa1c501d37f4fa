-- Which value takes part in which rule, on which side, and under which key it is compared: the rule's scope (one table,
-- one document, one disclosure), its group (year and what must be equal on both sides) and its instance in the group.
with terms as (

    select * from {{ ref('int_reconciliation_terms') }}

),

values_compared as (

    select * from {{ ref('int_reconciliation_values') }}

),

matched as (

    select
        terms.rule_id,
        terms.alternative,
        terms.term_no,
        terms.side,
        terms.required_bit,
        terms.is_each,
        terms.key_mode = 'all' as is_broadcast,
        vals.value_id,
        vals.figure_id,
        vals.document_key,
        vals.disclosure_key,
        vals.table_kind,
        vals.subject_code,
        vals.line_item,
        vals.measure,
        vals.fund,
        vals.fiscal_year,
        vals.unit_published,
        terms.sign * vals.value as value,
        vals.half_unit,
        case terms.scope
            when 'table' then vals.document_key || '.' || cast(coalesce(vals.table_seq, 0) as string)
            when 'document' then vals.document_key
            when 'edition' then vals.disclosure_key
            when 'issuer' then vals.issuer_key
            when 'unit' then vals.department_key
            when 'department' then case when vals.is_whole_department then vals.department_key end
            else vals.disclosure_key || '.' || cast(vals.part_no as string) || '.' || cast(vals.edition_no as string)
        end as scope_key,
        concat_ws(
            '|',
            cast(coalesce(
                case when terms.year_basis = 'document' then vals.document_year else vals.fiscal_year end
                + terms.year_lag, 0
            ) as string)
            {%- for part in group_parts() %},
            case when terms.by_{{ part }} then coalesce(cast(vals.{{ part }} as string), '') else '' end
            {%- endfor %}
        ) as group_key,
        case terms.key_mode
            -- Prose may name a subject that has no code in its year: compared with nothing rather than with the total.
            when 'subject'
                then
                    case
                        when coalesce(vals.subject_level, 'total') = 'total' then coalesce(vals.subject_code, '')
                        else vals.subject_code
                    end
            when 'parent' then coalesce(vals.parent_code, '')
            when 'class' then substring(vals.subject_code, 1, 3)
            when 'row' then vals.row_key
            when 'fund' then vals.fund
            when 'figure' then vals.figure_id
            when 'project' then vals.project_name
            when 'form' then coalesce('p' || cast(vals.project_seq as string), 't' || cast(vals.table_seq as string))
            when 'kind' then vals.table_kind
            when 'measure' then vals.measure
            when 'line' then vals.line_item || '|' || coalesce(vals.subject_code, '')
            when 'table'
                then
                    vals.table_kind || '|' || coalesce(vals.classification, '') || '|'
                    || coalesce(vals.subject_code, '') || '|' || coalesce(vals.line_item, '')
            when 'item'
                then
                    coalesce(vals.line_item, '') || '|' || coalesce(vals.subject_code, '') || '|' || vals.measure
                    || '|' || coalesce(vals.fund, '')
            when 'cell'
                then
                    vals.table_kind || '|' || vals.unit_name || '|' || coalesce(vals.subject_code, '') || '|'
                    || coalesce(vals.line_item, '') || '|' || coalesce(vals.project_name, '') || '|' || vals.measure
                    || '|' || coalesce(vals.fund, '')
            else coalesce(terms.key_text, '')
        end as instance_key
    from values_compared as vals
    inner join terms
        on
            vals.kind_key = terms.kind_key
            and {{ is_listed('vals.subject_code', 'terms.subject_code') }}
            and coalesce(vals.document_year, 0) >= coalesce(terms.applies_from_year, 0)
            and not (terms.key_mode = 'parent' and not vals.is_parent_printed)
            and (vals.occurrence = 1 or terms.is_each or terms.key_mode = 'figure')
            and (vals.occurrence > 1 or not terms.repeats_only)
            -- Other disclosures are met by the first set of tables of the edition in use, and never without a year.
            and (
                terms.scope not in ('issuer', 'unit', 'department')
                or (vals.is_current and vals.part_no = 1 and vals.edition_no = 1 and vals.fiscal_year is not null)
            )

)

select *
from matched
where instance_key is not null and scope_key is not null
