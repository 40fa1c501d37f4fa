{#-
    Rows of a code list into a Spark table, in one statement: as JSON in a single literal. dbt's own way is a typed
    expression a value, which breaks at quotation marks and takes minutes to parse for ten thousand regions.
-#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set texts = [] -%}
        {%- for value in row -%}
            {%- do texts.append(none if value is none else value | string) -%}
        {%- endfor -%}
        {%- do rows.append(texts) -%}
    {%- endfor -%}
    {%- set insertion -%}
        insert into {{ this.render() }}
        select
            {%- for column in agate_table.column_names %}
            cast(fields[{{ loop.index0 }}] as {{ types.get(column, adapter.convert_type(agate_table, loop.index0)) }}){{ ',' if not loop.last }}
            {%- endfor %}
        from (select explode(from_json('{{ tojson(rows) | replace("\\", "\\\\") | replace("'", "\\'") }}', 'array<array<string>>')) as fields)
    {%- endset -%}
    {%- do adapter.add_query(insertion, abridge_sql_log=True) -%}
    {{ return('insert into ' ~ this.render()) }}
{% endmacro %}
