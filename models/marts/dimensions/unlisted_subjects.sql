select
    document_key,
    classification,
    subject_code,
    subject_level,
    subject_name,
    fiscal_year
from {{ ref('int_unlisted_codes') }}
