select
    document_key,
    file_name,
    file_path,
    is_primary,
    modified_at,
    loaded_at,
    loader_version,
    source_url,
    retrieved_at
from {{ source('meta', 'document_files') }}
{{ only_batch() }}
