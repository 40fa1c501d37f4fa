select
    document_key,
    file_sha256,
    file_format,
    byte_count,
    reader,
    loader_version,
    cast(page_count as int) as page_count,
    cast(line_count as int) as line_count,
    title,
    issuer_published,
    issuer_name,
    budget_unit_code,
    region_published,
    region_code,
    cast(fiscal_year as int) as fiscal_year,
    budget_stage,
    disclosure_scope,
    unit_published
from {{ source('raw', 'documents') }}
{{ only_batch() }}
