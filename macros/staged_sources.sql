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
    as select {{ source.columns.keys() | join(', ') }} from parquet.`{{ directory }}`
{%- endmacro %}
