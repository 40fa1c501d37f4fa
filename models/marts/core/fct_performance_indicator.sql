with indicators as (

    select * from {{ ref('stg_raw__indicators') }}

),

tables as (

    select * from {{ ref('stg_raw__tables') }}

),

projects as (

    select * from {{ ref('int_projects') }}

),

documents as (

    select * from {{ ref('int_document_identity') }}

),

current_tables as (

    select * from {{ ref('int_current_tables') }}

)

select
    {{ surrogate_key(['indicators.document_key', 'indicators.indicator_seq']) }} as indicator_key,
    indicators.document_key,
    documents.disclosure_key,
    coalesce(projects.is_current, current_tables.is_current, true) as is_current,
    projects.project_key,
    tables.table_kind,
    indicators.indicator_seq,
    indicators.page,
    indicators.line_no,
    documents.region_code,
    documents.fiscal_year,
    indicators.level_1,
    indicators.level_2,
    indicators.indicator,
    -- A number printed without an operator is a value to be reached; operator_basis keeps that none was printed.
    case indicators.operator when 'none' then '=' else indicators.operator end as operator,
    indicators.operator_basis,
    indicators.target_text,
    indicators.target_value,
    indicators.unit_of_measure,
    indicators.weight,
    indicators.actual_text,
    indicators.score,
    cast(indicators.cost_amount * {{ yuan_per_unit('indicators.cost_unit') }} as decimal(18, 2)) as cost_yuan,
    indicators.is_damaged,
    indicators.horizon
from indicators
inner join documents on indicators.document_key = documents.document_key
left join tables
    on indicators.document_key = tables.document_key and indicators.table_seq = tables.table_seq
left join projects
    on indicators.document_key = projects.document_key and indicators.project_seq = projects.project_seq
left join current_tables
    on indicators.document_key = current_tables.document_key and tables.table_kind = current_tables.topic
