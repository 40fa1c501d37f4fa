-- The codes that each table, and each document's prose, prints: what a row's parent may be.
select distinct
    document_key,
    coalesce(table_seq, 0) as table_seq,
    subject_code
from {{ ref('stg_raw__figures') }}
where length(subject_code) in (3, 5)
