{#-
    The schemas `raw` and `meta` as far as they are files: on DuckDB a refresh fills tables, on Spark the staged Parquet
    (GONGKAI_STAGED, one directory a table) is read where it lies, through views that carry the columns' texts.
-#}
{% macro staged_sources() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- do adapter.dispatch('staged_sources', 'gongkai')() -%}
    {%- endif -%}
{%- endmacro %}

{% macro default__staged_sources() -%}
{%- endmacro %}

{% macro spark__staged_sources() -%}
    {%- set staged = env_var('GONGKAI_STAGED', '') -%}
    {%- if staged -%}
        {%- for schema in graph.sources.values() | map(attribute='schema') | unique -%}
            {%- do run_query('create schema if not exists ' ~ schema) -%}
        {%- endfor -%}
        {%- for source in graph.sources.values() if source.schema == 'raw' or source.name == 'document_files' -%}
            {%- do run_query(staged_view(source, staged ~ '/' ~ source.name)) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro staged_view(source, directory) -%}
    create or replace view {{ source.schema }}.{{ source.identifier }} (
        {%- for column in source.columns.values() %}
        {{ column.name }} comment '{{ dbt.escape_single_quotes(column.description) }}'{{ ',' if not loop.last }}
        {%- endfor %}
    )
    comment '{{ dbt.escape_single_quotes(source.description) }}'
    as
    select
        {%- for column in source.columns.values() %}
        {#- A time without a zone is another type on Spark than the one that contracts name. #}
        {{ 'cast(' ~ column.name ~ ' as timestamp)' if column.data_type == 'timestamp' else column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from parquet.`{{ directory }}`
    {%- if source.schema == 'raw' %}
    -- Packs keep what was ever read; the warehouse holds the documents that are listed.
    where document_key in (select document_key from parquet.`{{ directory | replace('/' ~ source.name, '/document_files') }}`)
    {%- endif %}
{%- endmacro %}
