{#-
    Texts joined in their own order. dbt's macro for Spark knows no order, and Spark's listagg fails where two of them
    stand in one query, so sorted arrays are joined.
-#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- set value = measure | replace('distinct ', '') -%}
    {%- if order_by_clause != 'order by ' ~ value -%}
        {{ exceptions.raise_compiler_error('listagg orders by what it joins: ' ~ measure ~ ', ' ~ order_by_clause) }}
    {%- endif -%}
    nullif(
        array_join(sort_array({{ 'collect_set' if value != measure else 'collect_list' }}({{ value }})), {{ delimiter_text }}), ''
    )
{%- endmacro %}
