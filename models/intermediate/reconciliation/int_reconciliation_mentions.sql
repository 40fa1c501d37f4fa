-- How often a document's prose holds each phrase that counts: topics that an explanation of its year must have, places
-- that a template left open. One row per document and topic, and one for all places left open.
with marked as (

    select
        prose.document_key,
        marks.mark_kind,
        case when marks.mark_kind = 'topic' then marks.mark_id else 'places_left_open' end as measure,
        prose.is_told and coalesce(documents.fiscal_year, 0) >= marks.required_since as is_required,
        (length(prose.prose) - length(replace(prose.prose, marks.phrase, ''))) / length(marks.phrase) as mentions
    from {{ ref('int_reconciliation_prose') }} as prose
    inner join {{ ref('int_document_identity') }} as documents on prose.document_key = documents.document_key
    cross join {{ ref('text_marks') }} as marks

)

select
    document_key,
    measure,
    case
        when mark_kind = 'placeholder' then sum(mentions)
        when sum(mentions) > 0 then 1
        else 0
    end as mentions
from marked
where mark_kind = 'placeholder' or is_required
group by document_key, mark_kind, measure
