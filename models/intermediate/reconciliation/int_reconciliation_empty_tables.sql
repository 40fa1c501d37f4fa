-- Tables without amounts, though other tables of the document have such amounts: whoever has revenue has a table of it,
-- and travel, receptions and vehicles among basic expenditure (30212, 30217, 30231) are official expenses. A form that
-- is blank in all its tables says nothing.
with tables as (

    select
        document_key,
        table_seq,
        table_kind,
        is_empty,
        case
            when table_kind in ('budget_summary', 'revenue', 'expenditure') then 'all'
            when table_kind in ('fiscal_summary', 'general_public_expenditure', 'fiscal_expenditure_functional')
                then 'fiscal'
            when table_kind = 'three_public' then 'official'
        end as money
    from {{ ref('stg_raw__tables') }}

),

filled as (

    select
        document_key,
        money,
        count(*) as tables
    from tables
    where not is_empty and money in ('all', 'fiscal')
    group by document_key, money
    union all
    select
        document_key,
        'official' as money,
        2 as tables
    from {{ ref('int_figures') }}
    where
        table_kind in ('general_public_basic', 'fiscal_basic_economic') and not is_comparative
        and subject_code in ('30212', '30217', '30231') and amount_yuan > 0
    group by document_key

),

kinds as (

    select
        document_key,
        table_kind
    from tables
    where not is_empty
    group by document_key, table_kind

)

select
    tables.document_key,
    tables.table_seq,
    case when tables.is_empty and kinds.table_kind is null then 1 else 0 end as is_left_empty
from tables
inner join filled on tables.document_key = filled.document_key and tables.money = filled.money and filled.tables > 1
left join kinds on tables.document_key = kinds.document_key and tables.table_kind = kinds.table_kind
