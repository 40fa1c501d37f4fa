{#- What besides the year two sides may have to agree in before they are compared, in the order of group keys. -#}
{% macro group_parts() -%}
    {{ return([
        'measure', 'fund', 'classification', 'subject_level', 'line_item', 'unit_name', 'project_seq', 'stage_meant',
        'member_name',
    ]) }}
{%- endmacro %}
