select
    document_key,
    file_name,
    file_path,
    is_primary,
    cast(modified_at as timestamp) as modified_at,
    cast(loaded_at as timestamp) as loaded_at,
    loader_version,
    source_url,
    retrieved_at
from {{ source('meta', 'document_files') }}
{{ only_batch() }}
