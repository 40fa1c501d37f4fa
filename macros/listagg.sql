{#-
    Texts joined in an order. dbt's macro for Spark knows none, and Spark's own listagg fails where two of them stand in
    one query, so sorted arrays are joined. Orders are ascending; what is joined without repetition is its own order.
-#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- set value = measure | replace('distinct ', '') -%}
    {%- set keys = (order_by_clause or 'order by ' ~ value) | replace('order by ', '') -%}
    {%- if ' desc' in keys or (keys != value and value != measure) -%}
        {{ exceptions.raise_compiler_error('listagg knows no such order on Spark: ' ~ measure ~ ', ' ~ order_by_clause) }}
    {%- elif keys == value -%}
        {%- set sorted = 'sort_array(' ~ ('collect_list' if value == measure else 'collect_set') ~ '(' ~ value ~ '))' -%}
    {%- else -%}
        {%- set entry = 'case when ' ~ value ~ ' is not null then struct(' ~ keys ~ ', ' ~ value ~ ' as joined_text) end' -%}
        {%- set sorted = 'transform(sort_array(collect_list(' ~ entry ~ ')), entry -> entry.joined_text)' -%}
    {%- endif -%}
    nullif(array_join({{ sorted }}, {{ delimiter_text }}), '')
{%- endmacro %}
