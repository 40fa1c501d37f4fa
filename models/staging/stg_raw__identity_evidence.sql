{{ config(materialized='view') }}
select
    document_key,
    attribute,
    value,
    basis,
    cast(page as int) as page,
    cast(line_no as int) as line_no,
    text as evidence_text
from {{ source('raw', 'identity_evidence') }}
{{ only_batch() }}
