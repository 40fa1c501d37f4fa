{#-
    Write the texts of the sources (schemas raw and meta) into the database as comments, as persist_docs does for
    models: an analyst with any client sees them. One round trip; a table that is
    not there yet is passed over. On Spark the views over the staged files carry them (staged_sources).
-#}
{% macro comment_sources() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- do adapter.dispatch('comment_sources', 'gongkai')() -%}
    {%- endif -%}
{%- endmacro %}

{% macro spark__comment_sources() -%}
{%- endmacro %}

{% macro default__comment_sources() -%}
    {%- set statements = [] -%}
    {%- for source in graph.sources.values() -%}
        {%- set relation = adapter.get_relation(source.database, source.schema, source.identifier) -%}
        {%- if relation is not none -%}
            {%- do statements.append(comment_source(relation, source)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- call statement('comment_sources', auto_begin=true) -%}
        {{ statements | join('\n') or 'select 1' }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}

{% macro comment_source(relation, source) -%}
    {%- set existing = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- if source.description %}
    comment on table {{ relation }} is {{ dbt.string_literal(dbt.escape_single_quotes(source.description)) }};
    {%- endif -%}
    {%- for column in source.columns.values() if column.description and column.name in existing %}
    comment on column {{ relation }}.{{ adapter.quote(column.name) }} is {{ dbt.string_literal(dbt.escape_single_quotes(column.description)) }};
    {%- endfor -%}
{%- endmacro %}
