-- Which subjects one table (or the prose) of a document prints, and how they hang together there: a sum is taken over
-- the printed children of a printed parent, whatever levels the publisher leaves out.
with printed as (

    select distinct
        document_key,
        coalesce(table_seq, 0) as table_seq,
        unit_name,
        classification,
        subject_code,
        parent_code
    from {{ ref('int_reconciliation_named') }}
    where subject_code is not null and project_seq is null and value_role = 'level'

),

parents as (

    select distinct
        document_key,
        table_seq,
        unit_name,
        classification,
        parent_code
    from printed
    where parent_code is not null

)

select
    printed.document_key,
    printed.table_seq,
    printed.unit_name,
    printed.classification,
    printed.subject_code,
    parents.parent_code is not null as has_children,
    above.subject_code is not null or length(printed.subject_code) = 3 as is_parent_printed
from printed
left join parents
    on
        printed.document_key = parents.document_key
        and printed.table_seq = parents.table_seq
        and printed.unit_name = parents.unit_name
        and printed.classification = parents.classification
        and printed.subject_code = parents.parent_code
left join printed as above
    on
        printed.document_key = above.document_key
        and printed.table_seq = above.table_seq
        and printed.unit_name = above.unit_name
        and printed.classification = above.classification
        and printed.parent_code = above.subject_code
