{#- A figure as people name it: code, name, amount and unit as printed; null where there is no figure. -#}
{% macro figure_text(figure, line_item) -%}
    coalesce({{ figure }}.subject_code || ' ', '')
    || coalesce({{ figure }}.subject_name, {{ line_item }}.name_zh, {{ figure }}.row_heading, '合计')
    || ' ' || {{ figure }}.amount_published
    || case
        when {{ figure }}.amount_published like '%' || {{ figure }}.unit_published then ''
        else coalesce(' ' || {{ figure }}.unit_published, '')
    end
{%- endmacro %}
