{{ config(materialized='view') }}
select
    document_key,
    cast(grid_no as int) as grid_no,
    cast(row_no as int) as row_no,
    cast(col_no as int) as col_no,
    cast(row_span as int) as row_span,
    cast(col_span as int) as col_span,
    cast(page as int) as page,
    cast(line_no as int) as line_no,
    box,
    text as cell_text,
    cast(table_seq as int) as table_seq,
    cell_role
from {{ source('raw', 'cells') }}
{{ only_batch() }}
