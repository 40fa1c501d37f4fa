{#- Sixteen hex digits over the given expressions; a null counts as an empty text, so a key is never null. -#}
{% macro surrogate_key(expressions) -%}
    {%- set texts = [] -%}
    {%- for expression in expressions -%}
        {%- do texts.append("coalesce(cast(" ~ expression ~ " as string), '')") -%}
    {%- endfor -%}
    substring(md5({{ texts | join(" || '|' || ") }}), 1, 16)
{%- endmacro %}
