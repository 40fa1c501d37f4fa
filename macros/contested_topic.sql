{#- What two documents of one disclosure may both print: a kind of table, one project's form, one subject of the prose. -#}
{% macro contested_topic(figure, project) -%}
    case
        when {{ project }}.project_seq is not null
            then {{ figure }}.table_kind || '.' || coalesce({{ project }}.project_code, {{ project }}.project_name)
        when {{ figure }}.evidence = 'statement'
            then 'narrative.' || coalesce({{ figure }}.line_item, {{ figure }}.classification)
        else {{ figure }}.table_kind
    end
{%- endmacro %}
