select
    document_key,
    cast(block_no as int) as block_no,
    block_kind,
    cast(grid_no as int) as grid_no,
    style,
    cast(page as int) as page,
    cast(line_no as int) as line_no,
    cast(last_line_no as int) as last_line_no,
    sheet,
    text as block_text
from {{ source('raw', 'blocks') }}
{{ only_batch() }}
