{#- The value of the best-ranked row that has one. -#}
{% macro first_known(column, rank) -%}
    min_by({{ column }}, case when {{ column }} is not null then {{ rank }} end)
{%- endmacro %}
