{{ config(materialized='view') }}
select
    document_key,
    cast(table_seq as int) as table_seq,
    cast(grid_no as int) as grid_no,
    cast(col_no as int) as col_no,
    heading_path,
    column_role,
    side,
    measure,
    fund,
    cast(fiscal_year as int) as fiscal_year,
    is_comparative
from {{ source('raw', 'columns') }}
{{ only_batch() }}
