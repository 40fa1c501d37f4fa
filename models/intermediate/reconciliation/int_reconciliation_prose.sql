-- The prose of a document in one piece, without spaces and with one kind of brackets: a phrase may run over a line's
-- end. Documents that tell little in sentences, such as sets of tables with captions, are not held to have topics.
with blocks as (

    select *
    from {{ ref('stg_raw__blocks') }}
    where block_kind = 'paragraph' and block_text is not null and coalesce(style, 'text') not in ('toc', 'page_number')

),

told as (

    select
        document_key,
        count(*) as statements
    from {{ ref('int_figures') }}
    where evidence = 'statement'
    group by document_key

)

select
    blocks.document_key,
    max(told.statements) >= 5 as is_told,
    {%- set text = namespace(sql=dbt.listagg('blocks.block_text', "''", 'order by blocks.block_no')) %}
    {%- for mark, plain in [("' '", "''"), ("'　'", "''"), ('chr(10)', "''"), ("'（'", "'('"), ("'）'", "')'")] %}
    {%- set text.sql = 'replace(' ~ text.sql ~ ', ' ~ mark ~ ', ' ~ plain ~ ')' %}
    {%- endfor %}
    {{ text.sql }} as prose
from blocks
left join told on blocks.document_key = told.document_key
group by blocks.document_key
