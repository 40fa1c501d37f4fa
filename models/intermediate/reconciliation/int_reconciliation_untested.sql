-- Rules that met nothing in a document, one row each: what was not compared must not look like what agrees.
with met as (

    select distinct
        document_key,
        rule_id
    from {{ ref('int_reconciliation_comparisons') }}

)

select
    {{ surrogate_key(['rules.rule_id', 'documents.document_key']) }} as comparison_id,
    rules.rule_id,
    documents.document_key,
    documents.disclosure_key
from {{ ref('int_document_identity') }} as documents
cross join {{ ref('reconciliation_rules') }} as rules
left join met on documents.document_key = met.document_key and rules.rule_id = met.rule_id
where met.rule_id is null
