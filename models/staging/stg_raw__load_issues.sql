{{ config(materialized='view') }}
select
    document_key,
    cast(issue_seq as int) as issue_seq,
    severity,
    issue_code,
    cast(page as int) as page,
    cast(line_no as int) as line_no,
    cast(grid_no as int) as grid_no,
    cast(row_no as int) as row_no,
    cast(col_no as int) as col_no,
    text as issue_text,
    message
from {{ source('raw', 'load_issues') }}
{{ only_batch() }}
