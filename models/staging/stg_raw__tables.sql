select
    document_key,
    cast(table_seq as int) as table_seq,
    table_kind,
    title_published,
    cast(title_page as int) as title_page,
    cast(title_line_no as int) as title_line_no,
    cast(page as int) as page,
    cast(last_page as int) as last_page,
    cast(line_no as int) as line_no,
    cast(last_line_no as int) as last_line_no,
    grid_nos,
    unit_published,
    unit_basis,
    cast(fiscal_year as int) as fiscal_year,
    budget_stage,
    fund,
    is_empty,
    empty_note,
    recognised_by
from {{ source('raw', 'tables') }}
{{ only_batch() }}
